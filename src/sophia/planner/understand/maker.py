"""Making: one reading of an ask becomes measures, dimensions, filters, order and window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sophia.catalog.model import Catalog, Column, Metric, Table
from sophia.kernel.ids import slugify
from sophia.planner.plan import Missed, PlannedAsk, Task
from sophia.planner.understand.filters import Filters
from sophia.planner.understand.link import Reading, home_of
from sophia.planner.understand.marks import marks_of
from sophia.planner.understand.read import Phrasing
from sophia.planner.understand.roles import Mention, Roles, assign, mentions_of
from sophia.planner.understand.time import Timing
from sophia.planner.understand.title import title_of
from sophia.planner.understand.words import Token, stems_of
from sophia.planner.wire import reachable
from sophia.spec.datasets import Aggregate, Dimension, Filter, Measure, Order
from sophia.spec.params import Unit

MOST_SPLITS = 3
FEW_DAYS = 60
PAIRS = {"bar", "line", "scatter", "pie", "area", "stacked_bar"}


class Maker:
    """Builds one ask out of a reading."""

    def __init__(self, reading: Reading, tokens: Sequence[Token], timing: Timing, phrasing: Phrasing) -> None:
        self.catalog: Catalog = reading.catalog
        self.reading = reading
        self.tokens = tokens
        self.timing = timing
        self.phrasing = phrasing
        self.measures: list[Measure] = []
        self.dimensions: list[Dimension] = []
        self.orders: list[str] = []
        self.entity = ""
        self.filters = Filters(reading, tokens)

    def make(self, text: str) -> PlannedAsk | None:
        """Return the ask that the reading amounts to, None when nothing measurable or listable was named."""
        self._take_roles(self._roles())
        if self.timing.grain:
            self._add_time()
        elif self.timing.trend or self.phrasing.bin == "time" or self.phrasing.chart == "line":
            self._take_years()
        self._trend_if_asked()
        return self._ask(text)

    def _roles(self) -> Roles:
        used = self.filters.subjects
        named = [item for item in self.reading.matches if item.name.kind in {"metric", "column", "table"}]
        named = [item for item in named if item not in used]
        marks = [
            mark
            for mark in marks_of(self.tokens, self.reading.covered)
            if not self.filters.covers(mark.start, mark.end)
        ]
        mentions, free = mentions_of(named, marks, self.tokens, self.catalog)
        mentions = [item for item in mentions if not self._qualifies(item, mentions) and not self._ranks(item)]
        paired = self.phrasing.chart in PAIRS or self.phrasing.correlation or self.phrasing.comparing
        return assign(mentions, free, paired)

    def _qualifies(self, mention: Mention, mentions: Sequence[Mention]) -> bool:
        """Whether a table's name only says whose column follows: "account segment"."""
        if mention.match.name.kind != "table" or mention.mark is not None:
            return False
        follower = next((item for item in mentions if item.match.start == mention.match.end), None)
        return follower is not None and home_of(follower.match, self.catalog) == mention.ref

    def _ranks(self, mention: Mention) -> bool:
        """Take the number after "by" in "top 10 deals by amount": it orders and is no split."""
        start = mention.match.start
        ranking = self.phrasing.limit is not None or self.phrasing.descending is not None
        by = bool(start) and self.tokens[start - 1].lower == "by"
        others = any(item.name.kind == "metric" for item in self.reading.matches)
        if mention.numeric and mention.mark is None and by and (ranking or others):
            self.orders.append(mention.ref)
            return True
        return False

    def _take_roles(self, roles: Roles) -> None:
        for mention, aggregate in roles.measures:
            if mention.match.name.kind == "metric":
                self._add_measure(Measure(name=mention.ref, metric=mention.ref))
            else:
                self._add_measure(self._aggregated(mention, aggregate))
        if roles.counted is not None and roles.counted.match.name.kind == "table":
            self.entity = roles.counted.ref
        if roles.count is not None and (not self.measures or roles.counted is not None):
            self._add_count(roles)
        for mention in roles.splits:
            self._add_split(mention)
        if self.phrasing.correlation and len(self.measures) > 1 and not self.dimensions:
            self._one_point_per_row()

    def _add_count(self, roles: Roles) -> None:
        counted = roles.counted
        if roles.count == "count_distinct" and counted is not None and counted.column is not None:
            name = f"distinct_{_slug(counted.column.name)}"
            self._add_measure(Measure(name=name, aggregate="count_distinct", column=counted.ref))
        else:
            self._add_measure(Measure(name="count", aggregate="count"))

    def _one_point_per_row(self) -> None:
        table = self.catalog.table(self.table())
        if table is None:
            return
        key = table.label_column or (table.primary_key[0] if len(table.primary_key) == 1 else None)
        if key:
            self._add_dimension(f"{table.name}.{key}")

    def _add_split(self, mention: Mention) -> None:
        if mention.match.name.kind == "table":
            table = self.catalog.table(mention.ref)
            key = (table.label_column or next(iter(table.primary_key), None)) if table is not None else None
            if key:
                self._add_dimension(f"{mention.ref}.{key}")
        elif mention.column is not None and mention.column.type in {"date", "timestamp"}:
            self._add_date(mention.ref, mention.column)
        elif mention.column is not None and mention.column.role in {"id", "key"} and mention.split:
            self._add_dimension(self._label_behind(mention.ref))
        else:
            self._add_dimension(mention.ref)

    def _label_behind(self, reference: str) -> str:
        """Return the label column that a foreign key stands for, the key itself when there is none."""
        table_name, _, name = reference.rpartition(".")
        for join in self.catalog.joins:
            if (join.from_table, join.from_column) == (table_name, name):
                target = self.catalog.table(join.to_table)
                if target is not None and target.label_column:
                    return f"{target.name}.{target.label_column}"
        return reference

    def _aggregated(self, mention: Mention, aggregate: Aggregate | None) -> Measure:
        column = mention.column
        name = _slug(mention.ref.rpartition(".")[2])
        if aggregate is not None:
            return Measure(name=f"{aggregate}_{name}", aggregate=aggregate, column=mention.ref)
        usual: Aggregate = "sum" if column is not None and column.additive else "mean"
        return Measure(name=name, aggregate=usual, column=mention.ref)

    def _add_measure(self, measure: Measure) -> None:
        if measure.name not in {item.name for item in self.measures}:
            self.measures.append(measure)

    def _add_dimension(self, reference: str) -> None:
        if reference in {item.column for item in self.dimensions}:
            return
        name = _slug(reference.rpartition(".")[2])
        if name in {item.name for item in self.dimensions} | {item.name for item in self.measures}:
            name = _slug(reference)
        if name in {item.name for item in self.measures}:
            name = f"{name}_value"
        self.dimensions.append(Dimension(name=name, column=reference))

    def _add_date(self, reference: str, column: Column) -> None:
        if any(item.grain for item in self.dimensions) or reference in {item.column for item in self.dimensions}:
            return
        asked = self.timing.grain
        few = 0 < (column.distinct or 0) <= FEW_DAYS
        if asked is None and not self.timing.trend and self.phrasing.bin != "time" and few:
            self._add_dimension(reference)
            return
        self.dimensions.insert(0, Dimension(name="period", column=reference, grain=asked or natural_grain(column)))

    def _add_time(self) -> None:
        if any(item.grain for item in self.dimensions):
            return
        dated = [item for item in self.dimensions if self._dated(item.column)]
        column = dated[0].column if dated else None if self._take_years() else self.time_column()
        if column:
            self.dimensions = [item for item in self.dimensions if item.column != column]
            self.dimensions.insert(0, Dimension(name="period", column=column, grain=self.timing.grain))

    def _take_years(self) -> bool:
        """Take a split by a column of year numbers as the time axis; it has no finer parts."""
        if any(item.name == "period" for item in self.dimensions):
            return False
        for place, item in enumerate(self.dimensions):
            if _holds_years(self.catalog.column(item.column)):
                self.dimensions.insert(0, self.dimensions.pop(place).model_copy(update={"name": "period"}))
                return True
        return False

    def unmet(self) -> tuple[Missed, ...]:
        """Return what was asked about time and cannot be had: there is no date, or only years."""
        grain = self.timing.grain
        if grain is None or any(item.grain for item in self.dimensions):
            return ()
        if grain == "year" and any(item.name == "period" for item in self.dimensions):
            return ()
        return (Missed(f"by {grain.replace('_', ' ')}", "No date of this data can be cut so."),)

    def _year_filter(self) -> list[Filter]:
        """Turn "between 2009 and 2011" into a condition where the table holds years as numbers."""
        window, table = self.timing.window, self.catalog.table(self.table())
        if window is None or window.kind != "between" or window.unit != "year" or table is None:
            return []
        years = [item for item in table.columns if _holds_years(item) and "year" in item.name.lower()]
        if not years or not window.start or not window.end:
            return []
        ends = [int(window.start[:4]), int(window.end[:4]) - 1]
        self.timing = replace(self.timing, window=None)
        return [Filter(column=f"{table.name}.{years[0].name}", op="between", values=list(ends))]

    def _dated(self, reference: str) -> bool:
        column = self.catalog.column(reference)
        return column is not None and column.type in {"date", "timestamp"}

    def time_column(self) -> str | None:
        """Return the table.column that places the measures (or the base table) in time."""
        metric = self.metric()
        if metric is not None and metric.time_column:
            return metric.time_column if "." in metric.time_column else f"{metric.table}.{metric.time_column}"
        table = self.catalog.table(self.table())
        return f"{table.name}.{table.time_column}" if table is not None and table.time_column else None

    def metric(self) -> Metric | None:
        """Return the first measure's catalog metric."""
        name = next((item.metric for item in self.measures if item.metric), None)
        return self.catalog.metric(name) if name else None

    def table(self) -> str:
        """Return the base table: the metric's, the measured column's, the counted entity's, or the reading's."""
        metric = self.metric()
        if metric is not None:
            return metric.table
        columns = [item.column.rpartition(".")[0] for item in self.measures if item.column]
        return columns[0] if columns else (self.entity or self.reading.base)

    def _ask(self, text: str) -> PlannedAsk | None:
        filters = self.filters.all
        self._list_if_asked()
        if not self.measures and self.entity and self.timing.trend:
            self._add_measure(Measure(name="count", aggregate="count"))
            self._trend_if_asked()
        listed = not self.measures
        if listed and not (self.entity or self.dimensions):
            return None
        if listed and self.dimensions and not self._lists():
            self._add_measure(Measure(name="count", aggregate="count"))
            listed = False
        table = self.table()
        if not self._connected(table, filters):
            return None
        filters = [*filters, *self._year_filter()]
        self._share_if_asked()
        made = PlannedAsk(
            task="rows" if listed else self._task(),
            connection=self.catalog.connection,
            table=table,
            text=text.strip(),
            chart=self._chart(),
            measures=tuple(self.measures),
            dimensions=() if listed else tuple(self.dimensions[:MOST_SPLITS]),
            columns=tuple(self._columns(table)) if listed else (),
            time_column=self.time_column(),
            window=self.timing.window,
            filters=tuple(filters),
            order=tuple(self._order(listed)),
            limit=self.phrasing.limit,
            compare="previous_year" if self.phrasing.compare == "previous_year" else None,
        )
        return replace(made, title=title_of(made, self.catalog))

    def _list_if_asked(self) -> None:
        """Turn "list of documents", "top 10 open deals by amount" into rows, also where a metric has that name."""
        metric = self.metric()
        wanted = self.phrasing.listing or self.phrasing.limit is not None
        if metric is None or self.dimensions or not wanted or self.phrasing.chart or len(self.measures) > 1:
            return
        if _counts(metric):
            self.entity, self.measures = metric.drill_table or metric.table, []

    def _lists(self) -> bool:
        """Whether a list of rows is wanted: said so, or a ranking of things by one of their numbers."""
        if self.phrasing.chart in PAIRS or self.phrasing.share:
            return False
        return self.phrasing.listing or bool(self.phrasing.limit) or bool(self.orders)

    def _chart(self) -> str:
        timed = self.dimensions and (self._dated(self.dimensions[0].column) or self.dimensions[0].name == "period")
        sides = [self.catalog.column(item.column) for item in self.dimensions[:1]]
        if (
            self.phrasing.correlation
            and self.measures
            and all(item and item.type in {"integer", "number"} for item in sides)
        ):
            return self.phrasing.chart or "scatter"
        return self.phrasing.chart or ("line" if timed and self.timing.trend and len(self.measures) else "")

    def _share_if_asked(self) -> None:
        """A share is drawn as a pie of the amounts where parts add up; percent of the whole otherwise stays a bar."""
        if self.phrasing.share and self.measures and self.dimensions and not self.phrasing.chart:
            metric = self.metric()
            if metric is None or metric.flow:
                return
            self.measures = [item.model_copy(update={"share": True}) for item in self.measures[:1]]

    def _connected(self, table: str, filters: Sequence[Filter]) -> bool:
        """Whether every split and filter can be reached from the table that the numbers come from."""
        reach = reachable(self.catalog, table)
        needed = [item.column for item in self.dimensions]
        needed += [each.column for item in filters for each in (item, *item.any_of) if each.column]
        needed += [item.column for item in self.measures if item.column]
        return all(column.rpartition(".")[0] in reach for column in needed)

    def _trend_if_asked(self) -> None:
        timed = any(item.name == "period" or self._dated(item.column) for item in self.dimensions)
        if timed or not (self.timing.trend and self.measures):
            return
        column = self.time_column()
        found = self.catalog.column(column) if column else None
        if column and found is not None:
            metric = self.metric()
            grain = (metric.grain if metric is not None else None) or natural_grain(found)
            self.dimensions.insert(0, Dimension(name="period", column=column, grain=grain))

    def _columns(self, table_name: str) -> list[str]:
        table = self.catalog.table(table_name)
        if table is None:
            return []
        shown = [item.column for item in self.dimensions] + self.orders
        return list(dict.fromkeys([*row_columns(table), *shown]))

    def _order(self, listed: bool) -> list[Order]:
        down = self.phrasing.descending
        if listed:
            chosen = self.orders[:1] or self._ranking_column()
            return [Order(by=chosen[0].rpartition(".")[2], descending=down is not False)] if chosen else []
        if down is None or not self.measures:
            return []
        names = self._order_names()
        return [Order(by=names[0], descending=down)] if names else []

    def _order_names(self) -> list[str]:
        """Return result columns in the order in which the sorting clause means them."""
        sides, numbers = [item.name for item in self.dimensions], [item.name for item in self.measures]
        sorting = self.phrasing.sorting
        if sorting is None:
            return (
                [*sides, *numbers]
                if self.phrasing.limit is None and self.dimensions[:1] and self.dimensions[0].grain
                else numbers
            )
        said = set(stems_of(sorting.words))
        named = [name for name in (*sides, *numbers) if set(stems_of(name)) <= said]
        if named:
            return named
        return sides if sorting.by == "x" and sides else numbers

    def _ranking_column(self) -> list[str]:
        """Return the number that "top" means on a row list: the table's main money or measure."""
        table = self.catalog.table(self.table())
        if table is None or self.phrasing.limit is None:
            return []
        shown = row_columns(table)
        for role in ("money", "measure", "rate", "date"):
            for column in table.columns:
                if column.role == role and f"{table.name}.{column.name}" in shown:
                    return [f"{table.name}.{column.name}"]
        return []

    def _task(self) -> Task:
        if self.phrasing.correlation and (
            len(self.measures) > 1 or (self.dimensions and self.phrasing.chart == "scatter")
        ):
            return "correlation"
        if not self.dimensions:
            return "kpi"
        if self.dimensions[0].grain or self.dimensions[0].name == "period":
            return "trend"
        if self.phrasing.share:
            return "share"
        if len(self.dimensions) > 1:
            return "matrix"
        return "rank" if self.phrasing.limit else "breakdown"


def _slug(text: str) -> str:
    return slugify(text).replace("-", "_")


def _holds_years(column: Column | None) -> bool:
    """Whether a column of whole numbers holds years."""
    if column is None or column.type != "integer":
        return False
    ends = [str(column.minimum or ""), str(column.maximum or "")]
    return all(end.isdigit() and 1500 <= int(end) <= 2200 for end in ends)


def _counts(metric: Metric) -> bool:
    """Whether a metric is the number of rows of its table, so that a list of them is meant."""
    return metric.expression.strip().lower().startswith("count(")


def natural_grain(column: Column) -> Unit:
    """Return the grain at which the range of a date column gives some ten to sixty points."""
    try:
        first, last = (date.fromisoformat(str(end)[:10]) for end in (column.minimum, column.maximum))
    except ValueError:
        return "month"
    days = (last - first).days
    return "day" if days <= 45 else "month" if days <= 1500 else "year"


def row_columns(table: Table) -> list[str]:
    """Return the columns of a row list: the curated ones, else the most telling."""
    if table.drill_columns:
        return [f"{table.name}.{name}" for name in table.drill_columns]
    rank = {"label": 0, "money": 2, "measure": 2, "status": 3, "category": 3, "date": 4, "rate": 4, "duration": 4}
    visible = [column for column in table.columns if not column.hidden]
    ordered = sorted(visible, key=lambda column: rank.get(column.role, 6))
    return [f"{table.name}.{column.name}" for column in ordered[:7]]
