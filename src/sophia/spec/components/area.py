"""area: like line, filled; stacked parts of a whole over time."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sophia.spec.components.shape import DataComponent, Reference, Series


class Area(DataComponent):
    """Filled lines; `stacked` piles them up, `normalized` shows shares of 100 %."""

    kind: Literal["area"] = "area"
    x: str
    y: list[Series] = Field(min_length=1)
    series: str | None = None
    stacked: bool = True
    normalized: bool = False
    references: list[Reference] = Field(default_factory=list)
