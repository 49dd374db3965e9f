"""Dimensions: columns to split by, dates cut to periods, numbers cut into bins of round width."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from sophia.catalog.model import Catalog
from sophia.kernel.errors import BadInput
from sophia.query.reference import column_named, column_value, moment_of
from sophia.query.window import UNITS, Shift
from sophia.spec.datasets import Dimension

PARTS = {"weekday": "isodow", "month_of_year": "month", "hour_of_day": "hour"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
YEAR = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
NAMES: dict[str, tuple[str, ...]] = {"weekday": WEEKDAYS, "month_of_year": YEAR}
NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Bins:
    """Equal bins of a round `width`; an edge has `decimals` places."""

    width: float
    decimals: int


def is_period(item: Dimension) -> bool:
    """Whether a dimension is a run of periods on the time line."""
    return item.grain in UNITS


def is_ordered(item: Dimension) -> bool:
    """Whether a dimension's values have an order of their own."""
    return item.grain is not None or item.bins is not None


def dimension_value(item: Dimension, reference: str, catalog: Catalog, shift: Shift | None = None) -> exp.Expr:
    """Return a dimension's value, read from `reference`; `shift` moves periods forward to lie over later ones."""
    if is_period(item):
        return period_value(str(item.grain), reference, catalog, shift)
    if item.grain is not None:
        part = exp.Extract(
            this=exp.var(PARTS[str(item.grain)]), expression=exp.cast(moment_of(reference, catalog), "timestamp")
        )
        return exp.cast(part, "int", copy=False)
    if item.bins:
        return _binned(item.bins, reference, catalog)
    return column_value(reference, catalog)


def period_value(grain: str, reference: str, catalog: Catalog, shift: Shift | None = None) -> exp.Expr:
    """Return the period that a date lies in: a date, for hours a timestamp."""
    moment = moment_of(reference, catalog)
    if shift is not None:
        size = exp.Interval(this=exp.Literal.string(str(shift.count)), unit=exp.var(shift.unit.upper()))
        moment = exp.Add(this=moment, expression=size)
    cut = exp.TimestampTrunc(this=moment, unit=exp.var(grain.upper()))
    return exp.cast(cut, "timestamp" if grain == "hour" else "date")


def bins_of(count: int, reference: str, catalog: Catalog) -> Bins:
    """Return bins of round width for the column's known range. Raises BadInput when it holds no known numbers."""
    _, column = column_named(reference, catalog)
    try:
        low, high = float(column.minimum or ""), float(column.maximum or "")
    except ValueError:
        raise BadInput(
            f"The range of {reference!r} is not known, so it cannot be cut into bins.",
            field="bins",
            remedy="Run `sophia catalog` discovery again, or choose another column.",
        ) from None
    raw = (high - low) / count if high > low else 1.0
    power = math.floor(math.log10(raw))
    width = next(nice for nice in NICE if nice * 10**power >= raw * 0.999999) * 10**power
    if column.type == "integer":
        width = max(1.0, math.ceil(width))
    return Bins(width, max(0, 1 - power) if width != int(width) else 0)


def _binned(count: int, reference: str, catalog: Catalog) -> exp.Expr:
    bins = bins_of(count, reference, catalog)
    width = exp.cast(exp.Literal.number(f"{bins.width:.12g}"), "double", copy=False)
    of = exp.cast(column_value(reference, catalog), "double", copy=False)
    edge = exp.Mul(this=exp.Floor(this=exp.Div(this=of, expression=width)), expression=width.copy())
    if catalog.dialect == "postgres":  # its round() with places takes numerics only
        return exp.cast(
            exp.Round(this=exp.cast(edge, "decimal", copy=False), decimals=_number(bins.decimals)), "double"
        )
    return exp.Round(this=edge, decimals=_number(bins.decimals))


def _number(value: int) -> exp.Expr:
    return exp.Literal.number(value)


def stored_value(item: Dimension, value: Any) -> Any:
    """Return the value that the statement yields for one that the result shows: 1 for Monday."""
    names = NAMES.get(str(item.grain))
    if names is None or not isinstance(value, str):
        return value
    if value not in names:
        raise BadInput(f"{value!r} is no {item.grain}.", field=f"point.{item.name}")
    return names.index(value) + 1
