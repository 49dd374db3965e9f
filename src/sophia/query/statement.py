"""Statements: compiled queries with what must be done to their rows afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlglot import exp

PREVIOUS = "__previous"


@dataclass(frozen=True)
class Trend:
    """A run of periods without gaps from `first` to `last` (None: as far as the rows reach).

    `fills` holds per measure what a period without rows is worth: 0 for sums and counts, null for everything else.
    Earlier values are filled from `earlier` on, the first period that the data reaches back to; None: nowhere.
    """

    column: str
    grain: str
    first: datetime | None
    last: datetime | None
    fills: Mapping[str, Any]
    earlier: datetime | None = None
    descending: bool = False


@dataclass(frozen=True)
class Statement:
    """A query tree and its bound values by placeholder name.

    `names` maps a column's numbers (from 1) to words; `partial` is the unfinished period {column, value}.
    """

    tree: exp.Query
    bound: Mapping[str, Any]
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    partial: dict[str, str] | None = None
    trend: Trend | None = None


def limited(tree: exp.Query, cap: int) -> exp.Query:
    """Return at most `cap` + 1 rows: the one more tells that there are more."""
    return tree.limit(exp.Literal.number(cap + 1), copy=False)
