"""scatter: two numbers against each other."""

from __future__ import annotations

from typing import Literal

from sophia.spec.components.shape import DataComponent, Series


class Scatter(DataComponent):
    """One dot per row; `size`, `series` (colour) and `label` are result columns."""

    kind: Literal["scatter"] = "scatter"
    x: Series
    y: Series
    size: str | None = None
    series: str | None = None
    label: str | None = None
