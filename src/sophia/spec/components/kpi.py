"""kpi: one number with its comparison, direction of good, target and sparkline."""

from __future__ import annotations

from typing import Literal

from sophia.spec.components.shape import DataComponent
from sophia.spec.shape import Format, Id, SpecModel


class Sparkline(SpecModel):
    """The number over time: columns `x` and `y` of another dataset."""

    dataset: Id
    x: str
    y: str


class Kpi(DataComponent):
    """One number. `value` is a result column of the first row; `previous` the column it is compared with."""

    kind: Literal["kpi"] = "kpi"
    value: str
    format: Format = Format()
    previous: str | None = None
    comparison_label: str = ""
    good: Literal["up", "down", "neutral"] = "up"
    target: float | None = None
    sparkline: Sparkline | None = None
