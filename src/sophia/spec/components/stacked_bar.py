"""stacked_bar: parts of a whole across categories or periods."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sophia.spec.components.shape import DataComponent, Series


class StackedBar(DataComponent):
    """Bars piled up by the result column `series`, or by several `y`; `normalized` shows shares of 100 %."""

    kind: Literal["stacked_bar"] = "stacked_bar"
    x: str
    y: list[Series] = Field(min_length=1)
    series: str | None = None
    horizontal: bool = False
    normalized: bool = False
