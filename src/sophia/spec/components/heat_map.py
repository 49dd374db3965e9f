"""heat_map: one number over two categories."""

from __future__ import annotations

from typing import Literal

from sophia.spec.components.shape import DataComponent, Series


class HeatMap(DataComponent):
    """One cell per row: columns `x` × `y`, shaded by `value`."""

    kind: Literal["heat_map"] = "heat_map"
    x: str
    y: str
    value: Series
