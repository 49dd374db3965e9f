"""text: Markdown, rendered without raw HTML."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sophia.spec.components.shape import ComponentCommon


class Text(ComponentCommon):
    """Markdown text."""

    kind: Literal["text"] = "text"
    markdown: str = Field("", max_length=20000)
