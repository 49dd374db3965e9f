"""Arrangement: in which order the result comes, by one of its own columns."""

from __future__ import annotations

from collections.abc import Sequence

from sophia.planner.understand.read import Phrasing
from sophia.planner.understand.words import stems_of
from sophia.spec.datasets import Dimension, Measure, Order


def arranged(phrasing: Phrasing, dimensions: Sequence[Dimension], measures: Sequence[Measure]) -> list[Order]:
    """Return the order that was asked for, as result columns; empty when none was."""
    if phrasing.descending is None or not measures:
        return []
    names = _names(phrasing, dimensions, measures)
    return [Order(by=names[0], descending=phrasing.descending)] if names else []


def _names(phrasing: Phrasing, dimensions: Sequence[Dimension], measures: Sequence[Measure]) -> list[str]:
    """Return result columns in the order in which the sorting clause means them."""
    sides, numbers = [item.name for item in dimensions], [item.name for item in measures]
    sorting = phrasing.sorting
    if sorting is None:
        timed = phrasing.limit is None and bool(dimensions) and bool(dimensions[0].grain)
        return [*sides, *numbers] if timed else numbers
    said = set(stems_of(sorting.words))
    named = [name for name in (*sides, *numbers) if set(stems_of(name)) <= said]
    if named:
        return named
    return sides if sorting.by == "x" and sides else numbers
