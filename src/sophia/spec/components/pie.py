"""pie: shares of a whole, for few parts."""

from __future__ import annotations

from typing import Literal

from sophia.spec.components.shape import DataComponent, Series


class Pie(DataComponent):
    """One slice per row; `donut` leaves the middle for the total."""

    kind: Literal["pie"] = "pie"
    label: str
    value: Series
    donut: bool = True
