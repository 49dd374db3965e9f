"""line: values over an ordered axis, mostly time."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sophia.spec.components.shape import DataComponent, Reference, Series


class Line(DataComponent):
    """One line per `y`, or per value of the result column `series` when that is set (then exactly one `y`)."""

    kind: Literal["line"] = "line"
    x: str
    y: list[Series] = Field(min_length=1)
    series: str | None = None
    references: list[Reference] = Field(default_factory=list)
