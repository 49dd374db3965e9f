"""Compilation: a metric dataset over a catalog becomes one SQL statement with every value bound."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlglot
from sqlglot import exp

from sophia.catalog.model import Catalog, Column, Join, Metric, Table
from sophia.kernel.errors import BadInput
from sophia.query.window import Span, floor, previous, resolve, window_of
from sophia.spec.datasets import Dimension, Filter, Measure, MetricDataset
from sophia.spec.params import Window

PREVIOUS = "__previous"
TRUNCATED = {"hour", "day", "week", "month", "quarter", "year"}


@dataclass(frozen=True)
class Asked:
    """A dataset with everything that decides its statement: catalog, param values, and the moment taken as now."""

    dataset: MetricDataset
    catalog: Catalog
    values: Mapping[str, Any]
    now: datetime


@dataclass
class Bound:
    """Collects the values of placeholders in the order in which they appear in the statement."""

    values: dict[str, Any] = field(default_factory=dict)

    def add(self, value: Any) -> exp.Expr:
        """Return a placeholder for `value`."""
        name = f"p{len(self.values) + 1}"
        self.values[name] = value
        return exp.Placeholder(this=name)


@dataclass(frozen=True)
class Statement:
    """A statement and its bound values by placeholder name, with the unfinished period it contains, if any."""

    tree: exp.Query
    bound: Mapping[str, Any]
    partial: dict[str, str] | None = None


def compile_metric(asked: Asked, row_cap: int) -> Statement:
    """Return the statement of a metric dataset. Raises BadInput naming the column, metric or table it cannot find."""
    bound = Bound()
    dataset, window = asked.dataset, effective_window(asked)
    span = resolve(window, asked.now) if window else Span(None, None)
    main = _grouped(asked, span, bound)
    if dataset.compare and window is not None and window.kind != "all" and dataset.measures:
        main = _compared(asked, main, span, window, bound)
    tree = main.limit(exp.Literal.number(min(dataset.limit or row_cap, row_cap) + 1), copy=False)
    return Statement(tree, bound.values, _partial(asked, span))


def effective_window(asked: Asked) -> Window | None:
    """Return the window in force: the param's value when it has one, else the dataset's own."""
    chosen = asked.values.get(asked.dataset.window_param) if asked.dataset.window_param else None
    return window_of(chosen) or asked.dataset.window


def _partial(asked: Asked, span: Span) -> dict[str, str] | None:
    for item in asked.dataset.dimensions:
        if item.grain in TRUNCATED:
            period = floor(asked.now, str(item.grain))
            inside = (span.end is None or period < span.end) and (span.start is None or period >= span.start)
            return {"column": item.name, "value": period.date().isoformat()} if inside else None
    return None


def _grouped(asked: Asked, span: Span, bound: Bound) -> exp.Select:
    """Return the statement over one stretch of time; measures of several tables are aggregated apart, then joined."""
    dataset = asked.dataset
    if not dataset.measures:
        return _ordered(_rows(asked, span, bound), asked)
    by_table: dict[str, list[Measure]] = {}
    for measure in dataset.measures:
        by_table.setdefault(base_of(measure, asked), []).append(measure)
    parts = [_aggregate(asked, table, measures, span, bound) for table, measures in by_table.items()]
    whole = parts[0] if len(parts) == 1 else _side_by_side(parts, dataset)
    return _ordered(whole, asked)


def base_of(measure: Measure, asked: Asked) -> str:
    """Return the table that a measure is taken from."""
    metric = metric_named(measure, asked.catalog)
    if metric is not None:
        return metric.table
    if measure.column and asked.dataset.table is None:
        return measure.column.rpartition(".")[0]
    if asked.dataset.table:
        return asked.dataset.table
    raise BadInput(f"The measure {measure.name!r} names no table.", field=f"datasets.{asked.dataset.id}")


def metric_named(measure: Measure, catalog: Catalog) -> Metric | None:
    """Return the measure's catalog metric, None for a plain aggregate. Raises BadInput for an unknown metric."""
    if measure.metric is None:
        return None
    metric = catalog.metric(measure.metric)
    if metric is None:
        raise BadInput(f"There is no metric {measure.metric!r} on {catalog.connection!r}.", field="measures")
    return metric


def table_named(name: str, catalog: Catalog) -> Table:
    """Return a catalog table. Raises BadInput when there is none of that name."""
    table = catalog.table(name)
    if table is None:
        raise BadInput(f"There is no table {name!r} on {catalog.connection!r}.", field="table")
    return table


def column_named(reference: str, catalog: Catalog) -> tuple[Table, Column]:
    """Return the table and column of "table.column". Raises BadInput when either is unknown."""
    table = table_named(reference.rpartition(".")[0], catalog)
    column = catalog.column(reference)
    if column is None:
        raise BadInput(f"The table {table.name!r} has no column {reference.rpartition('.')[2]!r}.", field="column")
    return table, column


def reference_of(reference: str, catalog: Catalog) -> exp.Expr:
    """Return a column as an expression; text that holds dates or numbers is cast, and what cannot be is null."""
    table, column = column_named(reference, catalog)
    plain = exp.column(column.name, table=table.name, quoted=True)
    if column.type == "text" and column.role == "date":
        return exp.TryCast(this=plain, to=exp.DataType.build("timestamp"))
    if column.type == "text" and column.role in {"measure", "money", "rate", "duration"}:
        return exp.TryCast(this=plain, to=exp.DataType.build("double"))
    return plain


def _aggregate(asked: Asked, table: str, measures: Sequence[Measure], span: Span, bound: Bound) -> exp.Select:
    dataset, catalog = asked.dataset, asked.catalog
    dimensions = [_dimension(item, catalog).as_(item.name, quoted=True) for item in dataset.dimensions]
    numbers = [_measure(item, table, catalog).as_(item.name, quoted=True) for item in measures]
    time = time_of(asked, table, measures)
    last = any(metric is not None and metric.last for metric in (metric_named(item, catalog) for item in measures))
    needed = {item.column.rpartition(".")[0] for item in dataset.dimensions} | _filtered_tables(dataset.filters)
    within = _spanned(time, span, catalog, bound)
    base = _newest(table, time, within, asked) if last and time is not None else None
    select = _from(table, needed, catalog, base).select(*dimensions, *numbers)
    for condition in [*([] if base is not None else within), *_conditions(dataset.filters, asked, bound)]:
        select = select.where(condition, copy=False)
    return (
        select.group_by(*[exp.Literal.number(index + 1) for index in range(len(dimensions))]) if dimensions else select
    )


def time_of(asked: Asked, table: str, measures: Sequence[Measure]) -> str | None:
    """Return the table.column that places rows of `table` in time."""
    named = asked.dataset.time_column
    split = [item.column for item in asked.dataset.dimensions if item.grain in TRUNCATED]
    for column in (named, *split):
        if column and column.rpartition(".")[0] == table:
            return column
    for measure in measures:
        metric = metric_named(measure, asked.catalog)
        if metric is not None and metric.time_column:
            return metric.time_column if "." in metric.time_column else f"{table}.{metric.time_column}"
    own = table_named(table, asked.catalog).time_column
    return f"{table}.{own}" if own else named


def _dimension(item: Dimension, catalog: Catalog) -> exp.Expr:
    plain = reference_of(item.column, catalog)
    if item.grain in TRUNCATED:
        cut = exp.TimestampTrunc(this=exp.cast(plain, "timestamp"), unit=exp.var(str(item.grain).upper()))
        return exp.cast(cut, "timestamp" if item.grain == "hour" else "date")
    if item.grain in PARTS:
        return exp.cast(
            exp.Extract(this=exp.var(PARTS[str(item.grain)]), expression=exp.cast(plain, "timestamp")), "int"
        )
    if item.bins:
        return _binned(item, plain, catalog)
    return plain


def _binned(item: Dimension, plain: exp.Expr, catalog: Catalog) -> exp.Expr:
    """Cut a number into equal bins over the column's known range; the bin's lower edge is the value."""
    _, column = column_named(item.column, catalog)
    try:
        low, high = float(column.minimum or 0), float(column.maximum or 0)
    except ValueError:
        raise BadInput(f"{item.column!r} holds no numbers to cut into bins.", field="bins") from None
    width = (high - low) / (item.bins or 10) or 1.0
    shifted = exp.paren(exp.Sub(this=exp.cast(plain, "double"), expression=exp.Literal.number(low)))
    count = exp.Floor(this=exp.Div(this=shifted, expression=exp.Literal.number(width)))
    return exp.Add(this=exp.Mul(this=count, expression=exp.Literal.number(width)), expression=exp.Literal.number(low))


def _measure(item: Measure, table: str, catalog: Catalog) -> exp.Expr:
    metric = metric_named(item, catalog)
    number = _expression(metric, catalog) if metric is not None else _plain_aggregate(item, table, catalog)
    if item.share:
        whole = exp.Window(this=exp.Sum(this=number.copy()))
        nonzero = exp.Nullif(this=whole, expression=exp.Literal.number(0))
        return exp.Div(this=exp.paren(number), expression=nonzero)
    return number


def _expression(metric: Metric, catalog: Catalog) -> exp.Expr:
    tree = sqlglot.parse_one(metric.expression, dialect=catalog.dialect)
    for column in tree.find_all(exp.Column):
        if not column.table:
            column.set("table", exp.to_identifier(metric.table, quoted=True))
    return tree


def _plain_aggregate(item: Measure, table: str, catalog: Catalog) -> exp.Expr:
    if item.aggregate is None:
        raise BadInput(f"The measure {item.name!r} has neither a metric nor an aggregate.", field="measures")
    if item.aggregate == "count" and not item.column:
        return exp.Count(this=exp.Star())
    if not item.column:
        raise BadInput(f"The measure {item.name!r} names no column to aggregate.", field="measures")
    of = reference_of(item.column, catalog)
    match item.aggregate:
        case "count":
            return exp.Count(this=of)
        case "count_distinct":
            return exp.Count(this=exp.Distinct(expressions=[of]))
        case "mean":
            return exp.Avg(this=of)
        case "median":
            return exp.Median(this=of)
        case "sum":
            return exp.Sum(this=of)
        case "min":
            return exp.Min(this=of)
        case _:
            return exp.Max(this=of)


PARTS = {"weekday": "isodow", "month_of_year": "month", "hour_of_day": "hour"}


def _from(table: str, needed: set[str], catalog: Catalog, base: exp.Expr | None = None) -> exp.Select:
    """Return FROM `table` (or `base` in its place) with the many-to-one joins that lead to the needed tables."""
    select = exp.select().from_(base if base is not None else _source(table_named(table, catalog).name))
    joined = {table}
    for target in sorted(needed - {table, ""}):
        for join in join_path(table, target, catalog):
            if join.to_table in joined:
                continue
            joined.add(join.to_table)
            on = exp.EQ(
                this=exp.column(join.from_column, table=join.from_table, quoted=True),
                expression=exp.column(join.to_column, table=join.to_table, quoted=True),
            )
            select = select.join(_source(join.to_table), on=on, join_type="left")
    return select


def _source(name: str) -> exp.Expr:
    return exp.alias_(exp.Table(this=exp.to_identifier(name, quoted=True)), name, quoted=True, table=True)


def join_path(start: str, target: str, catalog: Catalog) -> list[Join]:
    """Return the shortest chain of many-to-one joins. Raises BadInput when nothing leads there."""
    queue: deque[tuple[str, list[Join]]] = deque([(start, [])])
    seen = {start}
    while queue:
        here, path = queue.popleft()
        if here == target:
            return path
        for join in catalog.joins:
            if join.from_table == here and join.to_table not in seen:
                seen.add(join.to_table)
                queue.append((join.to_table, [*path, join]))
    raise BadInput(
        f"Rows of {start!r} do not lead to {target!r} on {catalog.connection!r}.",
        field="dimensions",
        remedy="Split by a column of the same table, or add the join to the catalog.",
    )


def _filtered_tables(filters: Sequence[Filter]) -> set[str]:
    found: set[str] = set()
    for item in filters:
        found |= _filtered_tables(item.any_of) if item.any_of else {item.column.rpartition(".")[0]}
    return found


def _conditions(filters: Sequence[Filter], asked: Asked, bound: Bound) -> list[exp.Expr]:
    found = [_condition(item, asked, bound) for item in filters]
    return [item for item in found if item is not None]


def _condition(item: Filter, asked: Asked, bound: Bound) -> exp.Expr | None:
    """Return one filter as a condition; None when its param has no value."""
    if item.any_of:
        parts = [part for part in _conditions(item.any_of, asked, bound)]
        return exp.or_(*parts) if parts else None
    values: list[Any] = list(item.values)
    if item.param is not None:
        given = asked.values.get(item.param)
        if given is None or given in ("", []):
            return None
        values = list(given) if isinstance(given, list | tuple) else [given]
    of = reference_of(item.column, asked.catalog)
    _, column = column_named(item.column, asked.catalog)
    return _operation(item, of, [typed(value, column) for value in values], bound)


def typed(value: Any, column: Column) -> Any:
    """Return a filter's value as the column's type, so that engines need not guess."""
    if isinstance(value, str) and column.type in {"integer", "number"}:
        try:
            number = float(value)
        except ValueError:
            return value
        return int(number) if number.is_integer() else number
    return value


def _operation(item: Filter, of: exp.Expr, values: list[Any], bound: Bound) -> exp.Expr:
    simple = {"eq": exp.EQ, "ne": exp.NEQ, "gt": exp.GT, "gte": exp.GTE, "lt": exp.LT, "lte": exp.LTE}
    if item.op == "is_null":
        return exp.Is(this=of, expression=exp.Null())
    if item.op == "not_null":
        return exp.not_(exp.Is(this=of, expression=exp.Null()))
    if not values:
        raise BadInput(f"The filter on {item.column!r} has no value.", field="filters")
    if item.op in simple:
        return simple[item.op](this=of, expression=bound.add(values[0]))
    if item.op in {"in", "not_in"}:
        listed = exp.In(this=of, expressions=[bound.add(value) for value in values])
        return exp.not_(listed) if item.op == "not_in" else listed
    if item.op == "between":
        if len(values) != 2:
            raise BadInput(f"The filter on {item.column!r} needs two values.", field="filters")
        return exp.Between(this=of, low=bound.add(values[0]), high=bound.add(values[1]))
    like = exp.ILike(this=exp.cast(of, "text"), expression=bound.add(str(values[0])))
    return exp.not_(like) if item.op == "not_like" else like


def _spanned(time: str | None, span: Span, catalog: Catalog, bound: Bound) -> list[exp.Expr]:
    if time is None:
        return []
    of = reference_of(time, catalog)
    found: list[exp.Expr] = []
    if span.start is not None:
        found.append(exp.GTE(this=of, expression=exp.cast(bound.add(span.start.isoformat()), "timestamp")))
    if span.end is not None:
        found.append(exp.LT(this=of.copy(), expression=exp.cast(bound.add(span.end.isoformat()), "timestamp")))
    return found


def _newest(table: str, time: str, within: Sequence[exp.Expr], asked: Asked) -> exp.Expr:
    """Return `table` reduced to the rows of each period's last date: balances do not add up over time."""
    of = reference_of(time, asked.catalog)
    grained = [item for item in asked.dataset.dimensions if item.grain in TRUNCATED]
    periods = [_dimension(item.model_copy(update={"column": time}), asked.catalog) for item in grained]
    newest = exp.Window(this=exp.Max(this=of.copy()), partition_by=periods)
    inner = exp.select("*").from_(_source(table))
    for condition in within:
        inner = inner.where(condition, copy=False)
    inner = inner.qualify(exp.EQ(this=of.copy(), expression=newest))
    return inner.subquery(alias=exp.to_identifier(table, quoted=True))


def _named(name: str, table: str | None = None) -> exp.Column:
    return exp.column(name, table=table, quoted=True)


def _ordered(select: exp.Select, asked: Asked) -> exp.Select:
    """Order by what the dataset says, else time first, else the first number downwards; ties by the dimensions."""
    dataset = asked.dataset
    known = {item.name for item in dataset.dimensions} | {item.name for item in dataset.measures}
    chosen: list[tuple[str, bool]] = []
    for item in dataset.order:
        if item.by not in known:
            raise BadInput(f"{item.by!r} is no column of the result.", field=f"datasets.{dataset.id}.order")
        chosen.append((item.by, item.descending))
    if not chosen:
        timed = [item.name for item in dataset.dimensions if item.grain or item.bins]
        chosen = [(name, False) for name in timed] or [(item.name, True) for item in dataset.measures[:1]]
    named = {name for name, _ in chosen}
    chosen += [(item.name, False) for item in dataset.dimensions if item.name not in named]
    if not dataset.measures and not dataset.order:
        return select
    keys = [exp.Ordered(this=_named(name), desc=down, nulls_first=False) for name, down in chosen]
    return select.order_by(*keys) if dataset.dimensions else select


def _rows(asked: Asked, span: Span, bound: Bound) -> exp.Select:
    """Return the statement of a plain row list."""
    dataset, catalog = asked.dataset, asked.catalog
    table = dataset.table or (dataset.dimensions[0].column.rpartition(".")[0] if dataset.dimensions else "")
    needed = {item.column.rpartition(".")[0] for item in dataset.dimensions} | _filtered_tables(dataset.filters)
    shown = [_dimension(item, catalog).as_(item.name, quoted=True) for item in dataset.dimensions]
    select = _from(table, needed, catalog).select(*shown)
    time = time_of(asked, table, ())
    for condition in [*_spanned(time, span, catalog, bound), *_conditions(dataset.filters, asked, bound)]:
        select = select.where(condition, copy=False)
    return select


def _side_by_side(parts: Sequence[exp.Select], dataset: MetricDataset) -> exp.Select:
    """Join parts that were aggregated apart on their dimensions: nothing is counted twice."""
    names = [f"part{index}" for index in range(len(parts))]
    keys = [item.name for item in dataset.dimensions]
    shared = [
        exp.Coalesce(this=_named(key, names[0]), expressions=[_named(key, other) for other in names[1:]])
        for key in keys
    ]
    numbers = [_named(item.name) for item in dataset.measures]
    select = exp.select(*[item.as_(key, quoted=True) for item, key in zip(shared, keys, strict=True)], *numbers)
    select = select.from_(exp.to_identifier(names[0], quoted=True))
    for name in names[1:]:
        equal = [exp.NullSafeEQ(this=_named(key, names[0]), expression=_named(key, name)) for key in keys]
        on = exp.and_(*equal) if equal else exp.true()
        select = select.join(exp.to_identifier(name, quoted=True), on=on, join_type="full" if keys else "left")
    for name, part in zip(names, parts, strict=True):
        select = select.with_(exp.to_identifier(name, quoted=True), as_=part)
    return select


def _compared(asked: Asked, main: exp.Select, span: Span, window: Window, bound: Bound) -> exp.Select:
    """Join the same question over the earlier stretch; a time dimension is aligned by the distance between the two."""
    dataset = asked.dataset
    earlier, unit, count = previous(span, window, asked.now, str(dataset.compare))
    before = _grouped(asked, earlier, bound)
    current = main.copy()
    if not dataset.limit:
        current.set("order", None)
    before.set("order", None)
    equal = [
        exp.NullSafeEQ(this=_named(item.name, "current"), expression=_aligned(item, unit, count))
        for item in dataset.dimensions
    ]
    names = [item.name for item in dataset.dimensions] + [item.name for item in dataset.measures]
    shown: list[exp.Expr] = [_named(name, "current") for name in names]
    shown += [_named(item.name, "before").as_(f"{item.name}{PREVIOUS}", quoted=True) for item in dataset.measures]
    select = exp.select(*shown).from_(current.subquery(alias="current"))
    select = select.join(
        before.subquery(alias="before"), on=exp.and_(*equal) if equal else exp.true(), join_type="left"
    )
    return _ordered(select, asked)


def _aligned(item: Dimension, unit: str, count: int) -> exp.Expr:
    plain = _named(item.name, "before")
    if item.grain not in TRUNCATED:
        return plain
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
    size, name = (
        (months * count, "MONTH") if months else ({"week": 7}.get(unit, 1) * count, "HOUR" if unit == "hour" else "DAY")
    )
    shifted = exp.Add(
        this=exp.cast(plain, "timestamp"),
        expression=exp.Interval(this=exp.Literal.string(str(size)), unit=exp.var(name)),
    )
    cut = exp.TimestampTrunc(this=shifted, unit=exp.var(str(item.grain).upper()))
    return exp.cast(cut, "timestamp" if item.grain == "hour" else "date")
