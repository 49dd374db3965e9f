"""upload_panel: files dropped into the knowledge base."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sophia.spec.components.shape import Availability, ComponentCommon


class UploadPanel(ComponentCommon):
    """Accepts files of the listed endings for `connection`."""

    kind: Literal["upload_panel"] = "upload_panel"
    connection: str = ""
    accepts: list[str] = Field(default_factory=list)
    availability: Availability = Availability()
