"""bar: values compared across categories, from zero."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sophia.spec.components.shape import DataComponent, Reference, Series


class Bar(DataComponent):
    """One bar per row (grouped when several `y` or a `series` column); horizontal suits long labels."""

    kind: Literal["bar"] = "bar"
    x: str
    y: list[Series] = Field(min_length=1)
    series: str | None = None
    horizontal: bool = False
    references: list[Reference] = Field(default_factory=list)
