"""Compilation: a metric dataset over a catalog becomes one SQL statement with every value bound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlglot import exp

from sophia.kernel.errors import BadInput
from sophia.query.dimension import NAMES, is_ordered, is_period
from sophia.query.finish import written
from sophia.query.having import held
from sophia.query.measure import is_flow, quotient
from sophia.query.part import Part, Place, aggregate, divisor_of, effective_window, parts_of
from sophia.query.reference import Asked, same
from sophia.query.rows import compile_rows
from sophia.query.statement import PREVIOUS, Statement, Trend, limited
from sophia.query.window import INSTANT, Earlier, Span, earlier, floor, is_over, resolve, step
from sophia.spec.datasets import MetricDataset
from sophia.spec.params import Window

__all__ = ["Asked", "compile_metric"]


def compile_metric(asked: Asked, cap: int) -> Statement:
    """Return the statement of a metric dataset, at most `cap` + 1 rows of it.

    Result columns in order: dimensions, measures, and with `compare` one `<measure>__previous` per measure.
    Raises BadInput naming the column, metric or table that it cannot find or join.
    """
    dataset = asked.dataset
    _check_names(dataset)
    if not dataset.measures:
        return compile_rows(asked, cap)
    window = effective_window(asked)
    span = resolve(window, asked.now)
    parts = parts_of(asked)
    main = _together(asked, parts, span, None)
    if dataset.compare:
        main = _compared(asked, parts, main, window)
    main = held(asked, main)
    ordered = main.order_by(*_order(dataset), copy=False) if dataset.dimensions else main
    return Statement(
        tree=limited(ordered, min(dataset.limit or cap, cap)),
        bound=asked.bound.values,
        names={item.name: NAMES[str(item.grain)] for item in dataset.dimensions if item.grain in NAMES},
        partial=_partial(asked, span),
        trend=_trend(asked, parts, span),
    )


def _check_names(dataset: MetricDataset) -> None:
    names = [item.name for item in dataset.dimensions] + [item.name for item in dataset.measures]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadInput(f"Two columns of the result are called {twice!r}.", field=f"datasets.{dataset.id}")
    known = set(names)
    for item in dataset.order:
        if item.by not in known:
            raise BadInput(f"{item.by!r} is no column of the result.", field=f"datasets.{dataset.id}.order")
    for condition in dataset.having:
        if condition.by not in {item.name for item in dataset.measures}:
            raise BadInput(f"{condition.by!r} is no measure of the dataset.", field=f"datasets.{dataset.id}.having")


def _together(asked: Asked, parts: Sequence[Part], span: Span, before: Earlier | None) -> exp.Select:
    """Return all measures over one stretch; parts are aggregated apart, then joined: no row is counted twice."""
    shift = before.shift if before else None
    selects = [aggregate(Place(part, asked, parts[0].time), span, shift) for part in parts]
    if len(selects) == 1 and [item.name for item in parts[0].measures] == _measures(asked):
        return selects[0]
    owners = {item.name: index for index, part in enumerate(parts) for item in part.measures}
    columns = {name: _of_part(name, owners[name]) for name in _measures(asked)}
    divided = {name: below for name in columns if (below := divisor_of(name)) in owners}
    columns |= {name: quotient(columns[name], _of_part(below, owners[below])) for name, below in divided.items()}
    return _side_by_side(asked, selects, columns, everything=True)


def _of_part(name: str, index: int) -> exp.Expr:
    return _column(name, _part_name(index))


def _part_name(index: int) -> str:
    return f"part {index + 1}"


def _measures(asked: Asked) -> list[str]:
    return [item.name for item in asked.dataset.measures]


def _side_by_side(
    asked: Asked, selects: Sequence[exp.Select], columns: Mapping[str, exp.Expr], *, everything: bool
) -> exp.Select:
    """Join selects on the dimensions; `columns` are the values of the result by name, read from "part 1", "part 2" ….

    Groups are those of every select, or with `everything` off those of the first.
    """
    names = [_part_name(index) for index in range(len(selects))]
    keys = [item.name for item in asked.dataset.dimensions]
    outer = exp.select(
        *[_column(key, "groups").as_(key, quoted=True, copy=False) for key in keys],
        *[value.as_(name, quoted=True, copy=False) for name, value in columns.items()],
    )
    for name, select in zip(names, selects, strict=True):
        outer = outer.with_(exp.to_identifier(name, quoted=True), as_=select, copy=False)
    if not keys:
        outer = outer.from_(exp.to_table(_quoted(names[0])), copy=False)
        for name in names[1:]:
            outer = outer.join(exp.to_table(_quoted(name)), on=exp.true(), join_type="left", copy=False)
        return outer
    outer = outer.with_(exp.to_identifier("groups", quoted=True), as_=_groups(names, keys, everything), copy=False)
    outer = outer.from_(exp.to_table(_quoted("groups")), copy=False)
    for name in names:
        equal = [same(_column(key, "groups"), _column(key, name), asked.catalog) for key in keys]
        outer = outer.join(exp.to_table(_quoted(name)), on=exp.and_(*equal, copy=False), join_type="left", copy=False)
    return outer


def _groups(names: Sequence[str], keys: Sequence[str], everything: bool) -> exp.Query:
    each: list[exp.Query] = [
        exp.select(*[_column(key) for key in keys]).from_(exp.to_table(_quoted(name)))
        for name in (names if everything else names[:1])
    ]
    whole = each[0]
    for other in each[1:]:
        whole = exp.Union(this=whole, expression=other, distinct=True)
    return whole


def _quoted(name: str) -> str:
    return f'"{name}"'


def _column(name: str, table: str | None = None) -> exp.Column:
    return exp.column(name, table=table, quoted=True)


def _compared(asked: Asked, parts: Sequence[Part], main: exp.Select, window: Window | None) -> exp.Select:
    """Add each measure's value over the earlier stretch; null where there is nothing to compare with."""
    dataset = asked.dataset
    grain = next((str(item.grain) for item in dataset.dimensions if is_period(item)), None)
    before = earlier(window, asked.now, str(dataset.compare), grain)
    if before is None or any(part.time is None for part in parts):
        nothing = [
            exp.cast(exp.Null(), "double", copy=False).as_(f"{name}{PREVIOUS}", quoted=True, copy=False)
            for name in _measures(asked)
        ]
        return main.select(*nothing, copy=False)
    past = _together(asked, parts, before.span, before)
    columns = {name: _of_part(name, 0) for name in _measures(asked)}
    columns |= {f"{name}{PREVIOUS}": _of_part(name, 1) for name in _measures(asked)}
    return _side_by_side(asked, [main, past], columns, everything=_is_trend(dataset))


def _order(dataset: MetricDataset) -> list[exp.Expr]:
    """Order by what the dataset says, else periods and bins upwards, else the first measure downwards."""
    dimensions = [item.name for item in dataset.dimensions]
    places = {name: index + 1 for index, name in enumerate([*dimensions, *(item.name for item in dataset.measures)])}
    chosen = [(item.by, item.descending) for item in dataset.order]
    if not chosen:
        natural = [(item.name, False) for item in dataset.dimensions if is_ordered(item)]
        chosen = natural or [(dataset.measures[0].name, True)]
    named = {name for name, _ in chosen}
    chosen += [(name, False) for name in dimensions if name not in named]
    return [exp.Ordered(this=exp.Literal.number(places[name]), desc=down, nulls_first=False) for name, down in chosen]


def _is_trend(dataset: MetricDataset) -> bool:
    """Whether the result is one run of periods in their order, which must have no gaps."""
    if len(dataset.dimensions) != 1 or not is_period(dataset.dimensions[0]):
        return False
    if dataset.limit is not None or dataset.having:
        return False
    return all(item.by == dataset.dimensions[0].name for item in dataset.order)


def _partial(asked: Asked, span: Span) -> dict[str, str] | None:
    """Return the period that is not over yet, when the window holds it."""
    for item in asked.dataset.dimensions:
        if is_period(item):
            grain = str(item.grain)
            period = floor(asked.now, grain)
            if is_over(period, grain, asked.now) or not span.holds(max(period, span.start or period)):
                return None
            return {"column": item.name, "value": written(period, grain)}
    return None


def _trend(asked: Asked, parts: Sequence[Part], span: Span) -> Trend | None:
    """Return which periods a trend must show: those of the window for which the table can have data."""
    dataset = asked.dataset
    if not _is_trend(dataset):
        return None
    item = dataset.dimensions[0]
    grain = str(item.grain)
    known = asked.catalog.column(parts[0].time) if parts[0].time else None
    oldest, newest = _moment(known.minimum if known else None), _moment(known.maximum if known else None)
    start = max(span.start, oldest) if span.start and oldest else None
    end = min(asked.now, newest) if newest else None
    fills: dict[str, Any] = {
        measure.name: 0 if is_flow(measure, asked.catalog) else None for measure in dataset.measures
    }
    return Trend(
        column=item.name,
        grain=grain,
        first=floor(start, grain) if start else None,
        last=_last_period(end, span, grain),
        fills=fills,
        earlier=_earliest(asked, oldest, grain),
        descending=bool(dataset.order and dataset.order[0].descending),
    )


def _earliest(asked: Asked, oldest: datetime | None, grain: str) -> datetime | None:
    """Return the first period whose earlier value the data reaches back to."""
    if oldest is None or asked.dataset.compare is None:
        return None
    before = earlier(effective_window(asked), asked.now, asked.dataset.compare, grain)
    return floor(step(oldest, before.shift.unit, before.shift.count), grain) if before else None


def _last_period(end: datetime | None, span: Span, grain: str) -> datetime | None:
    if end is None:
        return None
    return floor(end if span.end is None else min(end, span.end - INSTANT), grain)


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None) if text else None
    except ValueError:
        return None
