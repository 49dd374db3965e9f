"""Measures: catalog metrics and plain aggregates as expressions over qualified columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from sophia.catalog.model import Catalog, Metric
from sophia.kernel.errors import BadInput, QueryRefused
from sophia.query.filter import Locate, conditions
from sophia.query.reference import Asked, column_value, metric_named, moment_of, table_of
from sophia.spec.datasets import Measure

AGGREGATES: dict[str, type[exp.Func]] = {
    "count": exp.Count,
    "mean": exp.Avg,
    "median": exp.Median,
    "sum": exp.Sum,
    "min": exp.Min,
    "max": exp.Max,
}
ADDITIVE = {"count", "count_distinct", "sum"}


@lru_cache(maxsize=2048)
def _parsed(text: str, dialect: str) -> exp.Expr:
    return sqlglot.parse_one(text, dialect=dialect)


def parse_expression(text: str, dialect: str) -> exp.Expr:
    """Return a catalog expression as a tree of its own. Raises QueryRefused when it cannot be read."""
    try:
        return _parsed(text, dialect).copy()
    except (SqlglotError, RecursionError) as error:
        reason = str(error).splitlines()[0][:200]
        raise QueryRefused(f"An expression of the catalog cannot be read: {reason}", field="expression") from None


def is_flow(item: Measure, catalog: Catalog) -> bool:
    """Whether no rows mean 0: sums and counts, but not ratios, balances, means and extremes."""
    if item.over is not None:
        return False
    if item.metric is None:
        return item.aggregate in ADDITIVE
    metric = metric_named(item.metric, catalog)
    return metric.flow and not metric.last


def measure_value(item: Measure, asked: Asked, locate: Locate, within: Sequence[exp.Expr]) -> exp.Expr:
    """Return a measure as an expression; with `share`, its part of the whole inside each of the groups `within`.

    `locate` says which column stands for a named one in the measure's conditions.
    """
    number = _number(item, asked, locate)
    if item.over is not None:
        return quotient(number, _number(item.over, asked, locate))
    if not item.share:
        return number
    whole = exp.Window(this=exp.Sum(this=number.copy()), partition_by=[part.copy() for part in within])
    return quotient(number, whole)


def quotient(number: exp.Expr, divisor: exp.Expr) -> exp.Expr:
    """Return one number divided by another, null where that is 0."""
    nonzero = exp.Nullif(this=divisor, expression=exp.Literal.number(0))
    return exp.Div(this=exp.cast(exp.paren(number), "double", copy=False), expression=nonzero, typed=False, safe=False)


def _number(item: Measure, asked: Asked, locate: Locate) -> exp.Expr:
    """Return a measure without its divisor: a metric, or an aggregate of the rows that meet its conditions."""
    if item.metric is not None:
        return metric_value(metric_named(item.metric, asked.catalog), asked.catalog)
    plain = _aggregate(item, asked)
    kept = conditions(item.filters, asked, locate)
    if not kept:
        return plain
    return exp.Filter(this=plain, expression=exp.Where(this=exp.and_(*kept, copy=False)))


def metric_value(metric: Metric, catalog: Catalog) -> exp.Expr:
    """Return a metric's expression: columns qualified and read by type, and null wherever a denominator is 0."""
    tree = exp.paren(parse_expression(metric.expression, catalog.dialect))
    for column in list(_columns(tree)):
        reference = f"{column.table or metric.table}.{column.name}"
        if catalog.column(reference) is not None:
            column.replace(column_value(reference, catalog))
        elif not column.table:
            column.set("table", exp.to_identifier(metric.table, quoted=True))
    for division in list(tree.find_all(exp.Div)):
        if not isinstance(division.expression.unnest(), exp.Nullif | exp.Literal):
            zero = exp.Literal.number(0)
            division.set("expression", exp.Nullif(this=division.expression.copy(), expression=zero))
        if catalog.dialect == "postgres":  # whole numbers would divide to whole numbers
            division.set("this", exp.cast(division.this.copy(), "double", copy=False))
    return tree.unnest()


def tables_read(item: Measure, catalog: Catalog) -> set[str]:
    """Return the tables whose columns a measure reads, those of its conditions and its divisor aside."""
    if item.metric is None:
        return {table_of(name) for name in (item.column, item.since) if name}
    metric = metric_named(item.metric, catalog)
    tree = parse_expression(metric.expression, catalog.dialect)
    return {metric.table, *(column.table for column in _columns(exp.paren(tree)) if column.table)}


def _columns(tree: exp.Expr) -> Iterator[exp.Column]:
    """Yield the columns of the expression itself, leaving sub-queries alone."""
    for column in tree.find_all(exp.Column):
        if column.find_ancestor(exp.Select) is None and not isinstance(column.this, exp.Star):
            yield column


def _aggregate(item: Measure, asked: Asked) -> exp.Expr:
    if item.aggregate is None:
        raise BadInput(
            f"The measure {item.name!r} has neither a metric nor an aggregate.",
            field="measures",
            remedy="Name a metric of the catalog, or an aggregate of a column.",
        )
    if item.since:
        return AGGREGATES[item.aggregate](this=_seconds(item.since, item.column, asked))
    if not item.column:
        if item.aggregate == "count":
            return exp.Count(this=exp.Star())
        raise BadInput(f"The measure {item.name!r} names no column to aggregate.", field="measures")
    of = column_value(item.column, asked.catalog)
    if item.aggregate == "count_distinct":
        return exp.Count(this=exp.Distinct(expressions=[of]))
    return AGGREGATES[item.aggregate](this=of)


def _seconds(start: str, end: str | None, asked: Asked) -> exp.Expr:
    """Return the time between two dates in seconds; without `end`, up to now."""
    begun = exp.cast(moment_of(start, asked.catalog), "timestamp", copy=False)
    ended = (
        moment_of(end, asked.catalog)
        if end
        else asked.bound.add(asked.now.replace(tzinfo=None, microsecond=0).isoformat(" "))
    )
    return exp.DateDiff(this=exp.cast(ended, "timestamp", copy=False), expression=begun, unit=exp.var("SECOND"))
