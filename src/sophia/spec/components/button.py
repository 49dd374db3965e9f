"""button: runs one action."""

from __future__ import annotations

from typing import Literal

from sophia.spec.actions import Action
from sophia.spec.components.shape import ComponentCommon


class Button(ComponentCommon):
    """A button labelled with its title."""

    kind: Literal["button"] = "button"
    action: Action
