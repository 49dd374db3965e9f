"""Parts: the measures of a dataset that share a base table and a time column, aggregated in one pass over it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlglot import exp

from sophia.catalog.model import Catalog
from sophia.kernel.errors import BadInput
from sophia.query.dimension import dimension_value, is_period, period_value
from sophia.query.filter import between, columns_filtered, conditions
from sophia.query.join import from_tables, path_to, unreachable
from sophia.query.measure import measure_value, tables_read
from sophia.query.reference import Asked, metric_named, moment_of, table_named, table_of
from sophia.query.window import Shift, Span, window_of
from sophia.spec.datasets import Dimension, Measure, MetricDataset
from sophia.spec.params import Window

SAFE_ACROSS_JOINS = {"min", "max", "count_distinct"}


@dataclass(frozen=True)
class Part:
    """Measures over `table`, placed in time by `time` (table.column); `last`: balances that do not add up over time."""

    table: str
    time: str | None
    last: bool
    measures: tuple[Measure, ...] = ()


def parts_of(asked: Asked) -> list[Part]:
    """Return the parts of a dataset, the first measure's first. Raises BadInput for names the catalog does not know.

    A quotient of numbers from different rows is taken apart: its two sides are in the parts of their own rows.
    """
    groups: dict[tuple[str, str | None, bool], list[Measure]] = {}
    for position, measure in enumerate(asked.dataset.measures):
        whole = _rows_of(measure, asked, first=position == 0)
        if measure.over is None or _rows_of(measure.over, asked, first=position == 0) == whole:
            groups.setdefault(whole, []).append(measure)
            continue
        for side in sides(measure):
            groups.setdefault(_rows_of(side, asked, first=position == 0), []).append(side)
    return [Part(table, time, last, tuple(measures)) for (table, time, last), measures in groups.items()]


def sides(measure: Measure) -> tuple[Measure, Measure]:
    """Return the number that is divided, under the measure's own name, and the one that it is divided by."""
    over = measure.over or measure
    return measure.model_copy(update={"over": None}), over.model_copy(update={"name": divisor_of(measure.name)})


def divisor_of(name: str) -> str:
    """Return the name of what the measure `name` is divided by."""
    return f"{name} (divisor)"


def _rows_of(measure: Measure, asked: Asked, *, first: bool) -> tuple[str, str | None, bool]:
    """Return which rows a number is of: their table, the date that places them, whether only the last date counts."""
    table = _home(measure, asked)
    metric = metric_named(measure.metric, asked.catalog) if measure.metric else None
    own = qualified(metric.time_column, table) if metric else None
    time = _time(asked, table, own, first=first)
    return table, time, metric is not None and metric.last and time is not None


def main_table(dataset: MetricDataset, catalog: Catalog) -> str:
    """Return the base table: the dataset's own, else that of its first measure, else of its first dimension."""
    if dataset.table:
        return table_named(dataset.table, catalog).name
    for measure in dataset.measures:
        if measure.metric:
            return table_named(metric_named(measure.metric, catalog).table, catalog).name
        if measure.column or measure.since:
            return table_named(table_of(measure.column or measure.since or ""), catalog).name
    if dataset.dimensions:
        return table_named(table_of(dataset.dimensions[0].column), catalog).name
    raise BadInput(f"The dataset {dataset.id!r} names neither a table nor a measure.", field=f"datasets.{dataset.id}")


def effective_window(asked: Asked) -> Window | None:
    """Return the window in force: the param's value when it has one, else the dataset's own."""
    name = asked.dataset.window_param
    return (window_of(asked.values.get(name)) if name else None) or asked.dataset.window


def qualified(column: str | None, table: str) -> str | None:
    """Return a column name as "table.column"; None stays None."""
    return column if column is None or "." in column else f"{table}.{column}"


def time_of_rows(asked: Asked, table: str) -> str | None:
    """Return the table.column that places plain rows of `table` in time."""
    return _time(asked, table, None, first=True)


def _home(measure: Measure, asked: Asked) -> str:
    catalog, main = asked.catalog, main_table(asked.dataset, asked.catalog)
    if measure.metric:
        return table_named(metric_named(measure.metric, catalog).table, catalog).name
    if not (measure.column or measure.since):
        return main
    home = table_named(table_of(measure.column or measure.since or ""), catalog).name
    joined = measure.aggregate in SAFE_ACROSS_JOINS and path_to(main, home, catalog) is not None
    return main if joined else home


def _time(asked: Asked, table: str, metric_time: str | None, *, first: bool) -> str | None:
    """Decide which date bounds a part: the dataset's, the drawn period's, the metric's, then the table's own."""
    dataset, catalog = asked.dataset, asked.catalog
    named = dataset.time_column
    if named and table_of(named).lower() == table.lower():
        return named
    periods = [item.column for item in dataset.dimensions if is_period(item)]
    drawn = next((column for column in periods if table_of(column).lower() == table.lower()), None)
    if not named and drawn and (first or metric_time is None):
        return drawn
    own = metric_time or qualified(table_named(table, catalog).time_column, table)
    if own is None and named and path_to(table, table_of(named), catalog) is not None:
        return named
    return own


@dataclass(frozen=True)
class Place:
    """Where a part's columns are found: names of other tables stand for the nearest column that the part can reach."""

    part: Part
    asked: Asked
    main_time: str | None

    def locate(self, reference: str) -> str:
        """Return the column that stands for `reference` here. Raises BadInput when nothing does."""
        return self._find(reference, period=False)

    def locate_dimension(self, item: Dimension) -> str:
        """Return the column that a dimension reads here; periods of the main time column mean the part's own."""
        return self._find(item.column, period=is_period(item))

    def _find(self, reference: str, *, period: bool) -> str:
        part, catalog = self.part, self.asked.catalog
        home = table_of(reference)
        if period and part.time and self.main_time and reference.lower() == self.main_time.lower():
            return part.time
        if home.lower() == part.table.lower() or path_to(part.table, home, catalog) is not None:
            return reference
        if period and part.time:
            return part.time
        twin = f"{part.table}.{reference.rpartition('.')[2]}"
        if catalog.column(twin) is not None:
            return twin
        raise unreachable(part.table, home, catalog)


def aggregate(place: Place, span: Span, shift: Shift | None = None) -> exp.Select:
    """Return the part's measures by the dataset's dimensions over `span`; `shift` lays the periods over later ones."""
    asked, part = place.asked, place.part
    dimensions = asked.dataset.dimensions
    values = [dimension_value(item, place.locate_dimension(item), asked.catalog, shift) for item in dimensions]
    periods = [value for item, value in zip(dimensions, values, strict=True) if is_period(item)]
    within = periods if len(dimensions) > len(periods) else []
    shown = [value.as_(item.name, quoted=True, copy=False) for item, value in zip(dimensions, values, strict=True)]
    shown += [
        measure_value(item, asked, place.locate, within).as_(item.name, quoted=True, copy=False)
        for item in part.measures
    ]
    read = {table for item in part.measures for table in _read_by(item, place)}
    select = base_select(place, [place.locate_dimension(item) for item in dimensions], read).select(*shown, copy=False)
    for condition in kept_rows(place, span, shift):
        select = select.where(condition, copy=False)
    ordinals = [exp.Literal.number(index + 1) for index in range(len(dimensions))]
    return select.group_by(*ordinals, copy=False) if ordinals else select


def _read_by(item: Measure, place: Place) -> set[str]:
    """Return the tables that a measure, its conditions and its divisor read."""
    found = tables_read(item, place.asked.catalog)
    found |= {table_of(place.locate(name)) for name in columns_filtered(item.filters, place.asked.values)}
    return found | (_read_by(item.over, place) if item.over is not None else set())


def base_select(place: Place, references: Iterable[str], tables: Iterable[str] = ()) -> exp.Select:
    """Return FROM the part's table with the joins that `references`, `tables`, filters and time need."""
    asked, part = place.asked, place.part
    needed = {table_of(item) for item in references} | set(tables)
    needed |= {table_of(place.locate(name)) for name in columns_filtered(asked.dataset.filters, asked.values)}
    if part.time:
        needed.add(table_of(part.time))
    return from_tables(part.table, needed, asked.catalog)


def kept_rows(place: Place, span: Span, shift: Shift | None = None) -> list[exp.Expr]:
    """Return the conditions that decide which rows count: window, filters, and for balances the last date only."""
    asked, part = place.asked, place.part
    found: list[exp.Expr] = []
    if part.time:
        found += between(part.time, span, asked)
        if part.last:
            found.append(_on_last_date(place, part.time, span, shift))
    return found + conditions(asked.dataset.filters, asked, place.locate)


def _on_last_date(place: Place, time: str, span: Span, shift: Shift | None) -> exp.Expr:
    """Keep the rows of each period's last date; without periods, of the last date of all."""
    asked = place.asked
    day = exp.cast(moment_of(time, asked.catalog), "date", copy=False)
    newest = from_tables(place.part.table, {table_of(time)}, asked.catalog)
    newest = newest.select(exp.Max(this=day.copy()), copy=False)
    for condition in between(time, span, asked):
        newest = newest.where(condition, copy=False)
    periods = _own_periods(place, time, shift)
    if periods:
        newest = newest.group_by(*periods, copy=False)
    return exp.In(this=day, query=newest.subquery())


def _own_periods(place: Place, time: str, shift: Shift | None) -> Sequence[exp.Expr]:
    items = [item for item in place.asked.dataset.dimensions if is_period(item)]
    mine = [item for item in items if place.locate_dimension(item).lower() == time.lower()]
    return [period_value(str(item.grain), time, place.asked.catalog, shift) for item in mine]
