"""Making: one reading of an ask becomes measures, dimensions, filters, order and window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sophia.catalog.model import Catalog, Metric
from sophia.planner.plan import Missed, PlannedAsk, Task
from sophia.planner.understand.arrangement import arranged
from sophia.planner.understand.belonging import called, owns, sorts
from sophia.planner.understand.filters import Filters
from sophia.planner.understand.link import Reading, home_of, names_thing
from sophia.planner.understand.listing import ranking_column, row_columns
from sophia.planner.understand.marks import marks_of
from sophia.planner.understand.read import Phrasing
from sophia.planner.understand.roles import COUNTS, Mention, Roles, assign, mentions_of
from sophia.planner.understand.selection import picking
from sophia.planner.understand.splits import Splits, slug
from sophia.planner.understand.time import Timing
from sophia.planner.understand.timeline import holds_years, joined_date
from sophia.planner.understand.title import title_of
from sophia.planner.understand.words import PARTICIPLES, Token, stems_of
from sophia.planner.wire import reachable
from sophia.spec.datasets import Aggregate, Dimension, Filter, Measure, Order

MOST_SPLITS = 3
DATE_WORDS = frozenset("date dates day days time times datetime timestamp on at".split())
ACTING = frozenset("we they you people did do does".split())
POINTS = 2000
BINS = 10
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
        self.splits = Splits(reading.catalog, timing, phrasing, self.measures)
        self.orders: list[str] = []
        self.entity = ""
        self.event = ""
        self.picked: Mention | None = None
        self.mentioned: list[Mention] = []
        self.events: list[Mention] = []
        self.counted: Mention | None = None
        self.astray = ""
        self.filters = Filters(reading, tokens)

    def make(self, text: str) -> PlannedAsk | None:
        """Return the ask that the reading amounts to, None when nothing measurable or listable was named."""
        if len(self.catalog.tables) > 1 and self._sets_values_against():
            self.filters.contrast()
            self.phrasing = replace(self.phrasing, correlation=False)
        self._take_roles(self._roles())
        if self.timing.grain:
            self.splits.add_time(self.time_column())
        elif self.timing.trend or self.phrasing.bin == "time" or self.phrasing.chart == "line":
            self.splits.take_years()
        self._trend_if_asked()
        self._spread_if_asked()
        return self._ask(text)

    def _sets_values_against(self) -> bool:
        """Whether several values of a column are compared: "urgent versus low", "Marketing and IT, two lines"."""
        several = any(item.op == "in" for item in self.filters.all)
        against = self.phrasing.chart == "line" or self.phrasing.correlation or self.phrasing.comparing
        against = against or self.timing.trend
        return several and against and self.phrasing.chart != "scatter"

    @property
    def dimensions(self) -> list[Dimension]:
        """Return the splits so far."""
        return self.splits.all

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
        mentions = [item for item in mentions if not self._belongs(item, mentions)]
        mentions = self._without_events(mentions)
        self.picked = picking(mentions, free, self.tokens, top=self.phrasing.limit is not None)
        mentions = [item for item in mentions if item is not self.picked]
        self.mentioned = mentions
        paired = self.phrasing.chart in PAIRS or self.phrasing.correlation or self.phrasing.comparing
        return assign(mentions, free, paired, self.phrasing.correlation)

    def _qualifies(self, mention: Mention, mentions: Sequence[Mention]) -> bool:
        """Whether a thing's name only says whose column follows: "account segment", "start station city"."""
        if mention.match.name.kind not in {"table", "column"} or mention.mark is not None or mention.numeric:
            return False
        follower = next((item for item in mentions if item.match.start == mention.match.end), None)
        if follower is None or follower.column is None:
            return False
        home = home_of(follower.match, self.catalog)
        last = self.tokens[mention.match.end - 1]
        if mention.ref == home or called(mention, follower, self.catalog):
            return True
        if mention.home == home or not names_thing(last, home, self.catalog):
            return False
        self.astray = self.astray or self._other_way(mention, home)
        return True

    def _belongs(self, mention: Mention, mentions: Sequence[Mention]) -> bool:
        return owns(mention, mentions, self.tokens, self.catalog) or sorts(mention, mentions, self.tokens)

    def _without_events(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Take dates that were named by what happened ("orders shipped by region", "sign-ups per week") as that event.

        Its rows are counted and placed in time by that date; those to which it has not happened are left out.
        """
        events = [item for item in mentions if self._happened(item, mentions)]
        self.events = events
        others = [item for item in mentions if item not in events]
        if len({item.ref for item in events}) != 1 or not (others or self._valued()):
            return list(mentions)
        self.event = events[0].ref
        self.entity = "" if others else events[0].home
        return others

    def _valued(self) -> bool:
        """Whether rows are named by one of their values ("how many bugs were finished") or by "how many" alone."""
        if len(self.catalog.tables) < 2 or self.timing.grain:
            return False
        marks = marks_of(self.tokens, self.reading.covered)
        counted = any(mark.aggregate in COUNTS and self.tokens[mark.end - 1].lower == "many" for mark in marks)
        return counted or any(item.name.kind in {"value", "flag"} for item in self.reading.matches)

    def _happened(self, mention: Mention, mentions: Sequence[Mention]) -> bool:
        """Whether a date is named by what happened then, and is no split: the "booking" of "by booking source"."""
        column, match = mention.column, mention.match
        divides = mention.split and all(item.match.start != match.end for item in mentions)
        if column is None or column.type not in {"date", "timestamp"} or divides:
            return False
        if mention.mark is not None and not (mention.aggregate in COUNTS and len(self.catalog.tables) > 1):
            return False
        if match.end < len(self.tokens) and self.tokens[match.end].lower in {"date", "dates"}:
            return False
        said = [token.lower for token in self.tokens[match.start : match.end]]
        before = self.tokens[match.start - 1].lower if match.start else ""
        rows = any(item.match.end == match.start and item.match.name.kind == "table" for item in mentions)
        done = said[0].endswith(("ed", "s", "ing")) or said[0] in PARTICIPLES or before in ACTING
        several = len(self.catalog.tables) > 1
        return not set(said) & DATE_WORDS and (done or (several and rows and not mention.split))

    def _other_way(self, mention: Mention, home: str) -> str:
        """Return the words that name another join than the one taken ("end station city"), "" when they agree.

        Of several joins between two tables the first is the one that a column of the other table is reached by.
        """
        ways = [item for item in self.catalog.joins if (item.from_table, item.to_table) == (mention.home, home)]
        said = set(stems_of(mention.ref.rpartition(".")[2]))
        shared = [len(said & set(stems_of(item.from_column))) for item in ways]
        if not shared or shared[0] == max(shared):
            return ""
        return " ".join(token.text for token in self.tokens[mention.match.start : mention.match.end])

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
        self.counted = roles.counted
        for mention, aggregate in roles.measures:
            if mention.match.name.kind == "metric":
                self._add_measure(Measure(name=mention.ref, metric=mention.ref))
            else:
                self._add_measure(self._aggregated(mention, aggregate))
        if roles.counted is not None and roles.counted.match.name.kind == "table":
            self.entity = self.event.rpartition(".")[0] or roles.counted.ref
        if roles.count is not None and (not self.measures or roles.counted is not None or self.phrasing.correlation):
            self._add_count(roles)
        for mention in roles.splits:
            self.splits.add(mention, itself=roles.counts(mention))
        for side in self.filters.sides:
            self.splits.add_column(side.name.ref)
        each = self.phrasing.correlation and len(self.measures) > 1
        each = each or (self._rowwise() and self.phrasing.chart in {"bar", "pie"})
        if each and not self.dimensions:
            self._one_point_per_row()

    def _add_count(self, roles: Roles) -> None:
        counted = roles.counted
        if roles.count == "count_distinct" and counted is not None and counted.column is not None:
            name = f"distinct_{slug(counted.column.name)}"
            self._add_measure(Measure(name=name, aggregate="count_distinct", column=counted.ref))
        else:
            self._add_measure(Measure(name="count", aggregate="count"))

    def _rowwise(self) -> bool:
        """Whether plain numbers of named things are meant: "the ages of all artists"."""
        plain = [
            item
            for item in self.measures
            if item.aggregate and item.name == slug((item.column or "").rpartition(".")[2])
        ]
        return bool(self.entity) and bool(self.measures) and len(plain) == len(self.measures)

    def _one_point_per_row(self) -> None:
        table = self.catalog.table(self.table())
        if table is None:
            return
        key = table.label_column or (table.primary_key[0] if len(table.primary_key) == 1 else None)
        if key:
            self.splits.add_column(f"{table.name}.{key}")

    def _aggregated(self, mention: Mention, aggregate: Aggregate | None) -> Measure:
        column = mention.column
        name = slug(mention.ref.rpartition(".")[2])
        if aggregate is not None:
            return Measure(name=f"{aggregate}_{name}", aggregate=aggregate, column=mention.ref)
        usual: Aggregate = "sum" if column is not None and column.additive else "mean"
        return Measure(name=name, aggregate=usual, column=mention.ref)

    def _add_measure(self, measure: Measure) -> None:
        if measure.name not in {item.name for item in self.measures}:
            self.measures.append(measure)

    def unmet(self) -> tuple[Missed, ...]:
        """Return what was asked and cannot be had: a cut of time without a date for it, rows to be picked first."""
        return (*self._unpicked(), *self._uncut())

    def _unpicked(self) -> tuple[Missed, ...]:
        if self.picked is None or self.picked.mark is None:
            return ()
        words = " ".join(token.text for token in self.tokens[self.picked.mark.start : self.picked.match.end])
        return (Missed(words, "Rows cannot be picked by it before the rest is computed; the chart shows all of them."),)

    def _uncut(self) -> tuple[Missed, ...]:
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
        years = [item for item in table.columns if holds_years(item) and "year" in item.name.lower()]
        if not years or not window.start or not window.end:
            return []
        ends = [int(window.start[:4]), int(window.end[:4]) - 1]
        self.timing = replace(self.timing, window=None)
        return [Filter(column=f"{table.name}.{years[0].name}", op="between", values=list(ends))]

    def _event_filter(self) -> list[Filter]:
        """Leave out the rows to which what was named has not happened yet."""
        column = self.catalog.column(self.event) if self.event else None
        if column is None or not column.null_share:
            return []
        return [Filter(column=self.event, op="not_null")]

    def time_column(self) -> str | None:
        """Return the table.column that places the measures (or the base table) in time; a date named for it first."""
        if self.filters.dated or self.event:
            return self.filters.dated or self.event
        metric = self.metric()
        if metric is not None and metric.time_column:
            return metric.time_column if "." in metric.time_column else f"{metric.table}.{metric.time_column}"
        table = self.catalog.table(self.table())
        if table is None or table.time_column:
            return f"{table.name}.{table.time_column}" if table is not None else None
        timed = self.timing.grain or self.timing.trend or self.timing.window
        return joined_date(table.name, self.catalog) if timed else None

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
        if not self.measures and (self._stated_after() or self._done()):
            self._add_measure(Measure(name="count", aggregate="count"))
        if not self.measures and self.phrasing.share and not self.dimensions:
            filters = self._parts_of(filters)
        listed = not self.measures
        if listed and self.filters.undone and not (self.entity or self.dimensions):
            self._add_measure(Measure(name="count", aggregate="count"))
            listed = False
        if listed and not (self.entity or self.dimensions):
            return None
        if listed and self.dimensions and not self._lists():
            self._add_measure(Measure(name="count", aggregate="count"))
            listed = False
        table = self.table()
        if not self._connected(table, filters):
            return None
        filters = [*filters, *self._year_filter(), *self._event_filter()]
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
        made = self._point_per_row(made)
        return replace(made, title=title_of(made, self.catalog))

    def _point_per_row(self, made: PlannedAsk) -> PlannedAsk:
        """Two plain numbers against each other are the rows themselves, one point each; nothing is averaged unasked."""
        if made.chart != "scatter" or len(made.measures) != 1 or len(made.dimensions) != 1:
            return made
        (side,), (number,) = made.dimensions, made.measures
        column = self.catalog.column(side.column)
        plain = number.column is not None and number.name == slug(number.column.rpartition(".")[2])
        if not plain or number.column is None or column is None or column.type not in {"integer", "number"}:
            return made
        rows = (side.column, number.column)
        return replace(made, task="correlation", measures=(), dimensions=(), columns=rows, order=(), limit=POINTS)

    def _list_if_asked(self) -> None:
        """Turn "list of documents", "top 10 open deals by amount" into rows, also where a metric has that name."""
        if self._lists_numbers():
            self.orders += [item.column for item in self.measures if item.column]
            self.measures.clear()
            return
        metric = self.metric()
        wanted = self.phrasing.listing or self.phrasing.limit is not None
        if metric is None or self.dimensions or not wanted or self.phrasing.chart or len(self.measures) > 1:
            return
        if _counts(metric):
            self.entity = metric.drill_table or metric.table
            self.measures.clear()

    def _parts_of(self, filters: Sequence[Filter]) -> list[Filter]:
        """Turn "share of urgent tickets" into the tickets by urgency: one part is seen beside the others."""
        values = [item for item in filters if item.op == "eq" and item.column]
        if len(values) != 1 or len(self.catalog.tables) < 2:
            return list(filters)
        self._add_measure(Measure(name="count", aggregate="count"))
        self.splits.add_column(values[0].column or "")
        return [item for item in filters if item is not values[0]]

    def _done(self) -> bool:
        """Whether rows are named by a value and by what happened to them alone: "bugs finished" are to be counted."""
        return bool(self.event and self.entity) and not (self.mentioned or self.phrasing.listing or self.phrasing.limit)

    def _stated_after(self) -> bool:
        """Whether a state is said of things named before it ("orders cancelled"): how many are there?"""
        asked = self.phrasing.listing or self.phrasing.limit or self.phrasing.chart or self.orders or self.dimensions
        things = [item for item in self.mentioned if item.match.name.kind == "table"]
        if asked or len(self.catalog.tables) < 2 or len(things) != 1 or things[0].match.start:
            return False
        end = things[0].match.end
        stated = [item for item in self.reading.matches if item.name.kind in {"value", "flag"}]
        return bool(stated) and stated[0].start == end and stated[-1].end == len(self.tokens)

    def _lists_numbers(self) -> bool:
        """Whether things are listed with their own numbers, nothing summed: "list of halls with their seats"."""
        own = all((item.column or "").rpartition(".")[0] == self.entity for item in self.measures)
        listing = self.phrasing.listing or self.phrasing.chart == "table"
        return listing and own and self._rowwise() and not self.dimensions and not self.phrasing.limit

    def _lists(self) -> bool:
        """Whether a list of rows is wanted: said so, or a ranking of things by one of their numbers."""
        if self.phrasing.chart in PAIRS or self.phrasing.share:
            return False
        return self.phrasing.listing or bool(self.phrasing.limit) or bool(self.orders) or self._names_rows()

    def _names_rows(self) -> bool:
        """Whether columns of single rows were named, the key among them: counting rows by those would give ones."""
        columns = [self.catalog.column(item.column) for item in self.dimensions]
        return len(columns) > 1 and any(item is not None and item.role == "key" for item in columns)

    def _chart(self) -> str:
        sides = [self.catalog.column(item.column) for item in self.dimensions[:1]]
        numbers = all(item and item.type in {"integer", "number"} for item in sides)
        if self.phrasing.correlation and self.measures and numbers:
            return self.phrasing.chart or "scatter"
        if self.phrasing.chart or not (self.timed and self.measures):
            return self.phrasing.chart
        if self.timing.course:
            return "line"
        return self.phrasing.drawn or ("line" if self.timing.trend else "")

    @property
    def timed(self) -> bool:
        """Whether the first split is a time axis."""
        first = next(iter(self.dimensions), None)
        return first is not None and (first.name == "period" or self.splits.is_date(first.column))

    def _ratio(self) -> bool:
        """Whether the number is one of which there are no parts: a rate, an average."""
        metric = self.metric()
        return metric is not None and not metric.flow

    def _share_if_asked(self) -> None:
        """A share is drawn as a pie of the amounts where parts add up; percent of the whole otherwise stays a bar."""
        if self.phrasing.share and self.measures and self.dimensions and not self.phrasing.chart:
            metric = self.metric()
            if metric is None or metric.flow:
                return
            self.measures[:] = [item.model_copy(update={"share": True}) for item in self.measures[:1]]

    def _connected(self, table: str, filters: Sequence[Filter]) -> bool:
        """Whether every split and filter can be reached from the table that the numbers come from."""
        reach = reachable(self.catalog, table)
        needed = [item.column for item in self.dimensions]
        needed += [each.column for item in filters for each in (item, *item.any_of) if each.column]
        needed += [*(item.column for item in self.measures if item.column), *self.orders]
        return all(column.rpartition(".")[0] in reach for column in needed)

    def _trend_if_asked(self) -> None:
        if self.timing.trend and self.measures and not self.splits.timed:
            metric = self.metric()
            self.splits.add_course(self.time_column(), metric.grain if metric is not None else None)

    def _spread_if_asked(self) -> None:
        """Count the rows by the size of the one number whose distribution is asked for."""
        number = self.measures[0] if len(self.measures) == 1 else None
        plain = number is not None and number.column and number.name == slug(number.column.rpartition(".")[2])
        several = len(self.catalog.tables) > 1
        if not (plain and number and number.column and several and self.phrasing.distribution) or self.dimensions:
            return
        self.entity = number.column.rpartition(".")[0]
        self.measures[:] = [Measure(name="count", aggregate="count")]
        self.splits.all.append(Dimension(name=number.name, column=number.column, bins=BINS))

    def _columns(self, table_name: str) -> list[str]:
        table = self.catalog.table(table_name)
        if table is None:
            return []
        shown = [item.column for item in self.dimensions] + self.orders
        return shown if self._names_rows() else list(dict.fromkeys([*row_columns(table), *shown]))

    def _order(self, listed: bool) -> list[Order]:
        if not listed:
            return arranged(self.phrasing, self.dimensions, self.measures)
        table = self.catalog.table(self.table()) if self.phrasing.limit is not None else None
        chosen = next(iter(self.orders), None) or (ranking_column(table) if table is not None else None)
        descending = self.phrasing.descending is not False
        if self.phrasing.newest and table is not None and table.time_column in {item.name for item in table.columns}:
            chosen = f"{table.name}.{table.time_column}"
        return [Order(by=chosen.rpartition(".")[2], descending=descending)] if chosen else []

    def _task(self) -> Task:
        if self.phrasing.correlation and (
            len(self.measures) > 1 or (self.dimensions and self.phrasing.chart == "scatter")
        ):
            return "correlation"
        if not self.dimensions:
            return "kpi"
        if self.dimensions[0].grain or self.dimensions[0].name == "period":
            return "trend"
        if self.phrasing.share and not self._ratio():
            return "share"
        if len(self.dimensions) > 1:
            return "matrix"
        return "rank" if self.phrasing.limit else "breakdown"


def _counts(metric: Metric) -> bool:
    """Whether a metric is the number of rows of its table, so that a list of them is meant."""
    return metric.expression.strip().lower().startswith("count(")
