"""Filters: conditions on columns, their values typed by the column and bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlglot import exp

from sophia.catalog.model import Column
from sophia.kernel.errors import BadInput
from sophia.query.reference import Asked, column_named, column_value, moment_of, plain_column
from sophia.query.window import Span, resolve, window_of
from sophia.spec.datasets import Filter
from sophia.spec.params import Window

COMPARED = {"eq": exp.EQ, "ne": exp.NEQ, "gt": exp.GT, "gte": exp.GTE, "lt": exp.LT, "lte": exp.LTE}
Locate = Callable[[str], str]


def columns_filtered(filters: Sequence[Filter], values: Mapping[str, Any]) -> Iterator[str]:
    """Yield the table.column names that filters with a value read."""
    for item in filters:
        if item.any_of:
            yield from columns_filtered(item.any_of, values)
        elif item.param is None or has_value(values.get(item.param)):
            yield item.column


def has_value(value: Any) -> bool:
    """Whether a param's value filters at all: null, empty text and empty lists do not."""
    return value is not None and value not in ("", [], ())


def conditions(filters: Sequence[Filter], asked: Asked, locate: Locate) -> list[exp.Expr]:
    """Return the conditions of all filters that have a value; `locate` says which column stands for the named one."""
    found = (_condition(item, asked, locate) for item in filters)
    return [item for item in found if item is not None]


def between(reference: str, span: Span, asked: Asked) -> list[exp.Expr]:
    """Return the conditions that keep the date in `reference` inside `span`."""
    found: list[exp.Expr] = []
    for kind, bound in ((exp.GTE, span.start), (exp.LT, span.end)):
        if bound is not None:
            found.append(
                kind(this=moment_of(reference, asked.catalog), expression=_moment_bound(reference, bound, asked))
            )
    return found


def _moment_bound(reference: str, value: datetime, asked: Asked) -> exp.Expr:
    """Bind a moment in the column's own type: a column that must be cast cannot be skipped block by block."""
    _, column = column_named(reference, asked.catalog)
    whole_day = column.type == "date" and value.time() == time.min
    text = value.date().isoformat() if whole_day else value.isoformat(" ")
    return exp.cast(asked.bound.add(text), "date" if whole_day else "timestamp", copy=False)


def _condition(item: Filter, asked: Asked, locate: Locate) -> exp.Expr | None:
    if item.any_of:
        parts = conditions(item.any_of, asked, locate)
        return exp.paren(exp.or_(*parts, copy=False)) if parts else None
    values: list[Any] = list(item.values)
    if item.param is not None:
        given = asked.values.get(item.param)
        if not has_value(given):
            return None
        if isinstance(given, Mapping | Window):
            kept = between(locate(item.column), _span(given, asked), asked)
            return exp.and_(*kept, copy=False) if kept else None
        values = list(given) if isinstance(given, list | tuple) else [given]
    return compare(locate(item.column), item.op, values, asked)


def _span(given: Any, asked: Asked) -> Span:
    return resolve(window_of(given), asked.now)


def compare(reference: str, op: str, values: list[Any], asked: Asked) -> exp.Expr:
    """Return `reference op values` as a condition. Raises BadInput for values that the column cannot hold."""
    table, column = column_named(reference, asked.catalog)
    if op in {"is_null", "not_null"}:
        missing = exp.Is(this=plain_column(table, column), expression=exp.Null())
        return exp.not_(missing) if op == "not_null" else missing
    if not values:
        raise BadInput(f"The filter on {reference!r} has no value.", field="filters", remedy="Give it a value.")
    if op in {"like", "not_like"}:
        return _like(exp.cast(plain_column(table, column), "text", copy=False), op, values, asked)
    if op == "between":
        if len(values) != 2:
            raise BadInput(f"The filter on {reference!r} needs two values.", field="filters")
        sides = [compare(reference, side, [value], asked) for side, value in zip(("gte", "lte"), values, strict=True)]
        return exp.paren(exp.and_(*sides, copy=False))
    if op in {"eq", "in", "ne", "not_in"}:
        return _among(reference, op in {"ne", "not_in"}, values, asked)
    return _side(reference, op, values[0], asked)


def _among(reference: str, negated: bool, values: list[Any], asked: Asked) -> exp.Expr:
    """Keep rows whose value is one of `values`, null included when it is listed; negated, those with another value."""
    _, column = column_named(reference, asked.catalog)
    of = column_value(reference, asked.catalog)
    present = [value for value in values if value is not None]
    if column.type in {"date", "timestamp"} or column.role == "date":
        alternatives = [_on(reference, value, asked) for value in present]
    else:
        listed = [asked.bound.add(typed(value, column)) for value in present]
        one = exp.EQ(this=of, expression=listed[0]) if len(listed) == 1 else exp.In(this=of, expressions=listed)
        alternatives = [one] if listed else []
    missing = exp.Is(this=of.copy(), expression=exp.Null())
    if not negated:
        return exp.paren(exp.or_(*alternatives, *([missing] if None in values else [])))
    return exp.and_(*[exp.not_(exp.paren(item)) for item in alternatives], exp.not_(missing))


def _on(reference: str, value: Any, asked: Asked) -> exp.Expr:
    """Return "at this moment", or for a bare date "on this day"."""
    if _day(value) is None:
        return _side(reference, "eq", value, asked)
    return exp.and_(_side(reference, "gte", value, asked), _side(reference, "lte", value, asked))


def _side(reference: str, op: str, value: Any, asked: Asked) -> exp.Expr:
    _, column = column_named(reference, asked.catalog)
    if value is None:
        raise BadInput(f"The filter on {reference!r} has no value.", field="filters")
    if column.type not in {"date", "timestamp"} and column.role != "date":
        number = asked.bound.add(typed(value, column))
        return COMPARED[op](this=column_value(reference, asked.catalog), expression=number)
    moment, day = _moment(value, column), _day(value)
    if day is not None and op in {"gt", "lte"}:  # a bare date stands for the whole day
        op, moment = ("gte" if op == "gt" else "lt"), moment + timedelta(days=1)
    return COMPARED[op](this=moment_of(reference, asked.catalog), expression=_moment_bound(reference, moment, asked))


def _day(value: Any) -> date | None:
    if not isinstance(value, str) or len(value) != 10:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _moment(value: Any, column: Column) -> datetime:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        raise BadInput(
            f"{value!r} is no date for {column.name!r}.", field="filters", remedy="Use YYYY-MM-DD."
        ) from None
    return found.replace(tzinfo=None)


def _like(of: exp.Expr, op: str, values: list[Any], asked: Asked) -> exp.Expr:
    """Match text anywhere, whatever its case; a % in the value places the match."""
    alternatives = []
    for value in values:
        pattern = str(value) if "%" in str(value) else f"%{_literal(str(value))}%"
        like = exp.ILike(this=of.copy(), expression=asked.bound.add(pattern))
        alternatives.append(exp.Escape(this=like, expression=exp.Literal.string("!")))
    found = exp.paren(exp.or_(*alternatives, copy=False))
    return found if op == "like" else exp.not_(found)


def _literal(text: str) -> str:
    return text.replace("!", "!!").replace("_", "!_")


def typed(value: Any, column: Column) -> Any:
    """Return a value as the column's type. Raises BadInput when it cannot be one."""
    numeric = column.type in {"integer", "number"} or (column.type == "text" and column.role in {"measure", "money"})
    if column.type == "boolean":
        return _boolean(value, column)
    if numeric and not isinstance(value, int | float):
        try:
            number = float(value)
            return int(number) if number.is_integer() and abs(number) < 2**53 else number
        except (TypeError, ValueError, OverflowError):
            raise BadInput(f"{value!r} is no number for {column.name!r}.", field="filters") from None
    if not numeric and not isinstance(value, str):
        return str(value).lower() if isinstance(value, bool) else str(value)
    return value


def _boolean(value: Any, column: Column) -> bool:
    text = str(value).strip().lower()
    if text in {"true", "1", "yes", "1.0"}:
        return True
    if text in {"false", "0", "no", "0.0"}:
        return False
    raise BadInput(f"{value!r} is neither true nor false for {column.name!r}.", field="filters")
