"""What goes over the wire about the workspace."""

from __future__ import annotations

from pydantic import Field

from sophia.access.schemas import Body
from sophia.spec.theme import Colour


class WorkspaceBody(Body):
    """Name and brand colours."""

    name: str = Field(min_length=1, max_length=80)
    primary: Colour
    accent: Colour
