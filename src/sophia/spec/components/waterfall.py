"""waterfall: how a number got from start to end."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sophia.spec.components.shape import DataComponent, Series


class Waterfall(DataComponent):
    """One step per row (signed), in the result's order; labels in `totals` are drawn from zero."""

    kind: Literal["waterfall"] = "waterfall"
    label: str
    value: Series
    totals: list[str] = Field(default_factory=list)
