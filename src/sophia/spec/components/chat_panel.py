"""chat_panel: questions in words, answered with cited numbers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sophia.spec.components.shape import Availability, ComponentCommon


class ChatPanel(ComponentCommon):
    """A chat about the dashboard's connections; `suggestions` are questions it can answer."""

    kind: Literal["chat_panel"] = "chat_panel"
    connections: list[str] = Field(default_factory=list)
    suggestions: list[str] = Field(default_factory=list)
    availability: Availability = Availability()
