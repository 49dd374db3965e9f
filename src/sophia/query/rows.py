"""Rows: plain lists of a table's rows, and the rows behind a mark of a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlglot import exp

from sophia.catalog.model import Metric, Table
from sophia.kernel.errors import BadInput
from sophia.query.dimension import dimension_value, is_ordered, stored_value
from sophia.query.filter import columns_filtered, compare, conditions
from sophia.query.join import path_to
from sophia.query.measure import metric_value
from sophia.query.part import (
    Part,
    Place,
    base_select,
    effective_window,
    kept_rows,
    main_table,
    parts_of,
    qualified,
    time_of_rows,
)
from sophia.query.reference import Asked, column_named, column_value, metric_named, moment_of, table_named, table_of
from sophia.query.statement import Statement, limited
from sophia.query.window import resolve
from sophia.spec.datasets import Dimension, Filter

SHOWN = 8
RANK = {"label": 0, "money": 2, "measure": 2, "duration": 3, "rate": 3, "status": 4, "category": 5, "date": 5}


def compile_rows(asked: Asked, cap: int) -> Statement:
    """Return the statement of a dataset without measures: its dimensions as plain columns of a table's rows."""
    table = main_table(asked.dataset, asked.catalog)
    part = Part(table, time_of_rows(asked, table), last=False)
    return _listed(asked, part, asked.dataset.dimensions, [], min(asked.dataset.limit or cap, cap))


def compile_drill(asked: Asked, point: Mapping[str, Any], cap: int) -> Statement:
    """Return the rows behind `point` (dimension name → value; empty: all rows of the number).

    They come from the metric's drill table when the point can be found there, else from its base table. Raises
    BadInput when `point` names something that is no dimension of the dataset.
    """
    dimensions = {item.name: item for item in asked.dataset.dimensions}
    unknown = next((name for name in point if name not in dimensions), None)
    if unknown is not None:
        raise BadInput(f"{unknown!r} is no dimension of this dataset.", field="point")
    at = [(dimensions[name], stored_value(dimensions[name], value)) for name, value in point.items()]
    if not asked.dataset.measures:
        part = Part(main_table(asked.dataset, asked.catalog), None, last=False)
        return _behind(asked, replace(part, time=time_of_rows(asked, part.table)), at, cap)
    first = parts_of(asked)[0]
    metric = _metric(asked)
    drill = metric.drill_table if metric else None
    if drill and drill.lower() != first.table.lower():
        table = table_named(drill, asked.catalog)
        time = None if first.last else qualified(table.time_column, table.name)
        try:
            return _behind(asked, Part(table.name, time, last=False), at, cap)
        except BadInput:  # the point cannot be found on that table
            asked.bound.values.clear()
    return _behind(asked, first, at, cap)


def _metric(asked: Asked) -> Metric | None:
    name = asked.dataset.measures[0].metric
    return metric_named(name, asked.catalog) if name else None


def _behind(asked: Asked, part: Part, at: Sequence[tuple[Dimension, Any]], cap: int) -> Statement:
    place = Place(part, asked, part.time)
    met = [_condition(item, value, place) for item, value in at]
    metric = _metric(asked) if asked.dataset.measures else None
    if metric is not None and metric.table.lower() == part.table.lower():
        met += counted_rows(metric, asked)
    met += counted_by(asked, place)
    shown = [Dimension(name=name, column=f"{part.table}.{name}") for name in columns_shown(part, asked)]
    taken = {item.name for item in shown}
    for item in asked.dataset.dimensions:
        reference = place.locate_dimension(item)
        if table_of(reference).lower() != part.table.lower() and item.name not in taken:
            shown.append(Dimension(name=item.name, column=reference))
    plain = asked.dataset.model_copy(update={"order": []})
    read = [place.locate_dimension(item) for item, _ in at]
    read += [place.locate(name) for name in columns_filtered(_counting(asked), asked.values)]
    return _listed(replace(asked, dataset=plain), part, shown, met, cap, read=read)


def _condition(item: Dimension, value: Any, place: Place) -> exp.Expr:
    reference, asked = place.locate_dimension(item), place.asked
    of = dimension_value(item, reference, asked.catalog)
    if value is None:
        return exp.Is(this=of, expression=exp.Null())
    if not is_ordered(item):
        return compare(reference, "eq", [value], asked)
    bound = asked.bound.add(value)
    if item.bins:
        return exp.EQ(this=of, expression=exp.cast(bound, "double", copy=False))
    kind = "int" if item.grain in {"weekday", "month_of_year", "hour_of_day"} else "timestamp"
    return exp.EQ(this=exp.cast(of, kind, copy=False), expression=exp.cast(bound, kind, copy=False))


def counted_rows(metric: Metric, asked: Asked) -> list[exp.Expr]:
    """Return the condition of the rows that a metric counts: those that pass the filter of one of its aggregates."""
    tree = exp.paren(metric_value(metric, asked.catalog))
    aggregates = [item for item in tree.find_all(exp.AggFunc) if not isinstance(item.parent, exp.AggFunc)]
    filters = [item.parent for item in aggregates if isinstance(item.parent, exp.Filter)]
    if not aggregates or len(filters) != len(aggregates):
        return []
    return [exp.paren(exp.or_(*[item.expression.this.copy() for item in filters], copy=False))]


def counted_by(asked: Asked, place: Place) -> list[exp.Expr]:
    """Return the conditions of the rows that the first number counts; of a share, those of its whole."""
    return conditions(_counting(asked), asked, place.locate)


def _counting(asked: Asked) -> list[Filter]:
    first = asked.dataset.measures[0] if asked.dataset.measures else None
    return (first.over or first).filters if first is not None else []


def columns_shown(part: Part, asked: Asked) -> list[str]:
    """Return the columns of a row list: the table's own choice, else label, time, numbers and status."""
    table = table_named(part.table, asked.catalog)
    readable = [column for column in table.columns if not column.secret]
    if table.drill_columns:
        names = {column.name for column in readable}
        return [name for name in table.drill_columns if name in names]
    visible = [column for column in readable if not column.hidden] or readable
    ranks = {name: position for position, name in enumerate((table.label_column, table.time_column)) if name}
    ordered = sorted(visible, key=lambda item: ranks.get(item.name, RANK.get(item.role, 6)))
    return [column.name for column in ordered[:SHOWN]]


def _listed(
    asked: Asked,
    part: Part,
    shown: Sequence[Dimension],
    conditions: Sequence[exp.Expr],
    cap: int,
    *,
    read: Sequence[str] = (),
) -> Statement:
    place = Place(part, asked, part.time)
    columns = [place.locate_dimension(item) for item in shown]
    select = base_select(place, [*columns, *read])
    values = [dimension_value(item, column, asked.catalog) for item, column in zip(shown, columns, strict=True)]
    select = select.select(
        *[value.as_(item.name, quoted=True, copy=False) for value, item in zip(values, shown, strict=True)], copy=False
    )
    span = resolve(effective_window(asked), asked.now)
    for condition in [*kept_rows(place, span), *conditions]:
        select = select.where(condition, copy=False)
    order = _order(asked, table_named(part.table, asked.catalog), part, shown)
    return Statement(limited(select.order_by(*order, copy=False) if order else select, cap), asked.bound.values)


def _order(asked: Asked, table: Table, part: Part, shown: Sequence[Dimension]) -> list[exp.Expr]:
    """Order rows as the dataset says, else the newest first; ties by primary key."""
    places = {item.name: index + 1 for index, item in enumerate(shown)}
    keys: list[exp.Expr] = [
        exp.Ordered(this=exp.Literal.number(places[item.by]), desc=item.descending, nulls_first=False)
        for item in asked.dataset.order
    ]
    if not keys and part.time and path_to(table.name, table_of(part.time), asked.catalog) is not None:
        keys.append(exp.Ordered(this=moment_of(part.time, asked.catalog), desc=True, nulls_first=False))
    known = [name for name in table.primary_key if asked.catalog.column(f"{table.name}.{name}")]
    for name in known:
        column_named(f"{table.name}.{name}", asked.catalog)
        keys.append(exp.Ordered(this=column_value(f"{table.name}.{name}", asked.catalog), nulls_first=False))
    return keys
