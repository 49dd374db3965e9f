"""combo: bars and lines over one axis."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sophia.spec.components.shape import DataComponent, Series


class Combo(DataComponent):
    """Bars and lines of the same unit; `second_axis` puts lines of another unit on the right, labelled."""

    kind: Literal["combo"] = "combo"
    x: str
    bars: list[Series] = Field(min_length=1)
    lines: list[Series] = Field(min_length=1)
    second_axis: bool = False
