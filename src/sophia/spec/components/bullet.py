"""bullet: progress against a target."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sophia.spec.components.shape import DataComponent, Series


class Bullet(DataComponent):
    """One bar per row: `value` against the result column `target` or the fixed `target_value`; `bands` shade ranges."""

    kind: Literal["bullet"] = "bullet"
    label: str | None = None
    value: Series
    target: str | None = None
    target_value: float | None = None
    bands: list[float] = Field(default_factory=list, max_length=4)
