"""Settling: a model's draft becomes planned asks, or the exact list of what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rapidfuzz import fuzz, process

from sophia.catalog.model import Catalog
from sophia.kernel.ids import slugify
from sophia.planner.custom import asked_for
from sophia.planner.model.draft import Draft, DraftAsk, DraftCondition, DraftFilter, DraftMeasure, DraftNumber
from sophia.planner.model.sight import Sight, plain
from sophia.planner.plan import Choice, Missed, PlannedAsk
from sophia.planner.understand.title import title_of
from sophia.spec.datasets import Dimension, Filter, Having, Measure, Order
from sophia.spec.params import Window
from sophia.spec.shape import Scalar

CLOSE, CLEARLY = 86, 5
DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?")
TIMED = {"date", "timestamp"}
NO_DATA = "The model found nothing in the data that answers it."


@dataclass(frozen=True)
class Problem:
    """One fault: `exact` words go back to the model, `public` ones to people; those quote nothing of the model."""

    exact: str
    public: str


@dataclass
class Problems:
    """What is wrong with a draft."""

    found: list[Problem] = field(default_factory=list)

    def add(self, where: str, what: str, public: str = "a part of it makes no valid question") -> None:
        """Note one fault at a place of the draft."""
        self.found.append(Problem(f"{where}: {what}", public))


def settle(draft: Draft, sight: Sight) -> tuple[list[PlannedAsk], list[Missed], list[Problem]]:
    """Return the asks of `draft`, the words it cannot answer, and every fault (none: the draft is usable)."""
    problems = Problems()
    asks = [made for number, ask in enumerate(draft.asks) if (made := _ask(ask, f"asks[{number}]", sight, problems))]
    missed = [Missed(words, NO_DATA) for words in draft.not_answerable if sight.said(words)]
    if not draft.asks:
        problems.add("asks", "empty; answer at least the first draft's asks", "it asks nothing of the data")
    return asks, missed, problems.found


def _ask(draft: DraftAsk, where: str, sight: Sight, problems: Problems) -> PlannedAsk | None:
    name = nearest(draft.connection, sight.catalogs)
    if name is None:
        problems.add(f"{where}.connection", *_unknown("connection", draft.connection, sight.catalogs))
        return None
    before = len(problems.found)
    settler = _Settler(sight, sight.catalogs[name], where, problems)
    ask = settler.settled(draft)
    return ask if len(problems.found) == before else None


class _Settler:
    """Settles one ask over one catalog."""

    def __init__(self, sight: Sight, catalog: Catalog, where: str, problems: Problems) -> None:
        self._sight = sight
        self._catalog = catalog
        self._where = where
        self._problems = problems
        self._choices: list[Choice] = []

    def settled(self, draft: DraftAsk) -> PlannedAsk:
        """Return the ask; faults are in the problems."""
        table = self._table(draft)
        measures = tuple(self._measures(draft.measures, table))
        if not table and measures and (metric := self._catalog.metric(measures[0].metric or "")) is not None:
            table = metric.table
        dimensions = self._dimensions(draft)
        columns = tuple(self._column(name, table, f"columns[{i}]") for i, name in enumerate(draft.columns))
        if not table:
            table = next((name.rpartition(".")[0] for name in [item.column for item in dimensions] + list(columns)), "")
        self._whole(draft, measures, columns, table)
        made = PlannedAsk(
            task=draft.task,
            connection=self._catalog.connection,
            table=table,
            text=draft.words if self._sight.said(draft.words) else "",
            chart=draft.chart,
            measures=measures,
            dimensions=tuple(dimensions),
            columns=() if measures else columns,
            window=self._window(draft.window),
            filters=tuple(self._filter(item, table, f"filters[{i}]") for i, item in enumerate(draft.filters)),
            having=tuple(self._having(draft, measures)),
            order=tuple(self._orders(draft, measures, dimensions, columns)),
            limit=draft.limit,
            compare=draft.compare,
            choices=tuple(self._choices),
            component=draft.component if asked_for(self._sight.request) else "",
        )
        return replace(made, title=title_of(made, self._catalog))

    def _fault(self, place: str, *words: str) -> None:
        self._problems.add(f"{self._where}.{place}", *words)

    def _whole(self, draft: DraftAsk, measures: Sequence[Measure], columns: Sequence[str], table: str) -> None:
        if draft.task == "rows" and not columns and not measures:
            self._fault("columns", "task rows lists at least one table.column")
        elif draft.task != "rows" and not measures:
            self._fault("measures", f"task {draft.task} needs at least one measure")
        elif not table:
            self._fault("table", "name the base table")

    def _table(self, draft: DraftAsk) -> str:
        if not draft.table:
            return ""
        known = [table.name for table in self._catalog.tables]
        found = nearest(draft.table, known)
        if found is None:
            self._fault("table", *_unknown("table", draft.table, known))
            return ""
        self._said(draft.table, found)
        return found

    def _measures(self, drafts: Sequence[DraftMeasure], table: str) -> Iterable[Measure]:
        taken: set[str] = set()
        for number, item in enumerate(drafts):
            place = f"measures[{number}]"
            made = self._measure(item, table, place)
            if made is None or made.name in taken:
                continue
            taken.add(made.name)
            yield made

    def _measure(self, item: DraftMeasure, table: str, place: str) -> Measure | None:
        made = self._number(item, table, place)
        if made is None or item.over is None:
            return made.model_copy(update={"share": item.share}) if made is not None else None
        over = self._number(item.over, table, f"{place}.over")
        if over is None or item.share:
            self._fault(place, "a number is either divided by another or its share of the whole")
            return None
        return made.model_copy(update={"name": f"{made.name}_per_{over.name}", "over": over})

    def _number(self, item: DraftNumber, table: str, place: str) -> Measure | None:
        if item.metric:
            return self._metric(item, item.metric, place)
        if item.aggregate is None:
            self._fault(place, "give a metric, or an aggregate with its column")
            return None
        filters = [self._condition(part, table, f"{place}.filters[{i}]") for i, part in enumerate(item.filters)]
        if item.since:
            return self._time(item, filters, table, place)
        if not item.column:
            if item.aggregate != "count":
                self._fault(f"{place}.column", f"the aggregate {item.aggregate} needs a column")
                return None
            return Measure(name=_part_name("count", filters), aggregate="count", filters=filters)
        column = self._column(item.column, table, f"{place}.column")
        if not self._adds_up(column, item):
            self._fault(f"{place}.aggregate", f"{item.aggregate} needs a number; {column} is none")
        name = _part_name(f"{item.aggregate}_{column.rpartition('.')[2]}", filters)
        return Measure(name=name, aggregate=item.aggregate, column=column, filters=filters)

    def _metric(self, item: DraftNumber, name: str, place: str) -> Measure | None:
        known = [metric.name for metric in self._catalog.metrics]
        found = nearest(name, known)
        if found is None:
            self._fault(f"{place}.metric", *_unknown("metric", name, known))
            return None
        if item.since or item.filters:
            self._fault(place, f"the metric {found} has conditions of its own; put yours into the ask's filters")
            return None
        self._said(name, found)
        return Measure(name=found, metric=found)

    def _time(self, item: DraftNumber, filters: list[Filter], table: str, place: str) -> Measure | None:
        since = self._column(item.since or "", table, f"{place}.since")
        column = self._column(item.column, table, f"{place}.column") if item.column else None
        dates = [self._catalog.column(name) for name in (since, column) if name]
        if any(each is not None and each.type not in TIMED and each.role != "date" for each in dates):
            self._fault(f"{place}.since", "a time runs from one date to another")
            return None
        if item.aggregate in {None, "count", "count_distinct"}:
            self._fault(f"{place}.aggregate", "a time is averaged or summed, not counted")
            return None
        name = _part_name(f"{item.aggregate}_time", filters)
        return Measure(name=name, aggregate=item.aggregate, column=column, since=since, filters=filters)

    def _adds_up(self, reference: str, item: DraftNumber) -> bool:
        column = self._catalog.column(reference)
        if column is None or item.aggregate not in {"sum", "mean", "median"}:
            return True
        return column.type in {"integer", "number"} or column.role in {"measure", "money", "rate", "duration"}

    def _dimensions(self, draft: DraftAsk) -> list[Dimension]:
        made: list[Dimension] = []
        for number, item in enumerate(draft.dimensions):
            place = f"dimensions[{number}]"
            reference = self._column(item.column, draft.table, f"{place}.column")
            column = self._catalog.column(reference)
            grain = item.grain
            if grain and column is not None and column.type not in TIMED and column.role != "date":
                self._fault(f"{place}.grain", f"{reference} is no date, so it has no grain")
            if item.bins and column is not None and column.type not in {"integer", "number"}:
                self._fault(f"{place}.bins", f"{reference} is no number, so it has no bins")
            short = "period" if grain else reference.rpartition(".")[2]
            taken = {other.name for other in made}
            name = reference.replace(".", "_") if short in taken else short
            made.append(Dimension(name=name, column=reference, grain=grain, bins=item.bins))
        return made

    def _column(self, name: str, table: str, place: str) -> str:
        if self._catalog.column(name) is not None:
            return name
        known = [f"{each.name}.{column.name}" for each in self._catalog.tables for column in each.columns]
        qualified = name if "." in name else f"{table}.{name}"
        found = nearest(qualified, known) or (nearest(name, known) if "." not in name else None)
        if found is None:
            self._fault(place, *_unknown("column", name, known))
            return name
        self._said(name, found)
        return found

    def _said(self, words: str, taken: str) -> None:
        if words != taken:
            self._choices.append(Choice(words, taken, 0.9))

    def _window(self, window: Window | None) -> Window | None:
        if window is None or window.kind != "between":
            return window
        for side in ("start", "end"):
            value = getattr(window, side)
            if value is None or not DATE.fullmatch(value):
                self._fault(f"window.{side}", "kind between needs a date like 2026-01-31")
        return window

    def _filter(self, item: DraftFilter, table: str, place: str) -> Filter:
        if item.any_of:
            parts = [self._condition(part, table, f"{place}.any_of[{i}]") for i, part in enumerate(item.any_of)]
            return Filter(any_of=parts)
        return self._condition(item, table, place)

    def _condition(self, item: DraftCondition, table: str, place: str) -> Filter:
        reference = self._column(item.column, table, f"{place}.column")
        needed = {"is_null": 0, "not_null": 0, "between": 2}.get(item.op, 1)
        if len(item.values) < needed or (needed < 2 and item.op not in {"in", "not_in"} and len(item.values) > needed):
            self._fault(f"{place}.values", f"{item.op} takes {needed} value{'' if needed == 1 else 's'}")
            return Filter(column=reference, op="not_null")
        values = [self._value(value, reference, place) for value in item.values]
        return Filter(column=reference, op=item.op, values=values)

    def _value(self, value: Scalar, reference: str, place: str) -> Scalar:
        """Return the value meant. A text must be the asker's word, a stand-in, or a value that the asker may see."""
        if self._sight.stands_in(value) or value is None or isinstance(value, bool):
            return self._sight.meant(value)
        column = self._catalog.column(reference)
        if isinstance(value, str):
            same = [known for known in column.values if plain(known) == plain(value)] if column else []
            if same:
                return same[0]
        if not self._sight.said(str(value).strip("%")) and not _dated(value, column):
            shown = str(value)[:60]
            exact = f"the value {shown!r} is neither in the request nor in the catalog"
            self._fault(f"{place}.values", exact, "it filters by a value that nobody named")
        return value

    def _having(self, draft: DraftAsk, measures: Sequence[Measure]) -> Iterable[Having]:
        names = _names(measures)
        for number, item in enumerate(draft.having):
            place = f"having[{number}]"
            found = nearest(item.by, names)
            if found is None:
                self._fault(f"{place}.by", *_unknown("measure", item.by, names))
            elif len(item.values) != (2 if item.op == "between" else 1):
                self._fault(
                    f"{place}.values", f"{item.op} takes {'two numbers' if item.op == 'between' else 'one number'}"
                )
            else:
                yield Having(by=names[found], op=item.op, values=item.values)

    def _orders(
        self, draft: DraftAsk, measures: Sequence[Measure], dimensions: Sequence[Dimension], columns: Sequence[str]
    ) -> Iterable[Order]:
        names = _names(measures)
        names |= {key: item.name for item in dimensions for key in (item.name, item.column)}
        if not measures:
            names |= {key: name.rpartition(".")[2] for name in columns for key in (name, name.rpartition(".")[2])}
        for number, order in enumerate(draft.order):
            found = nearest(order.by, names)
            if found is None:
                self._fault(f"order[{number}].by", *_unknown("result column", order.by, names))
                continue
            yield Order(by=names[found], descending=order.descending)


def _part_name(name: str, filters: Sequence[Filter]) -> str:
    """Return a measure's name in the result, its conditions' values in it: no two numbers of an ask share one."""
    said = [str(value) for item in filters for value in item.values] if filters else []
    return slugify("_".join([name, *said])[:60]).replace("-", "_")


def _names(measures: Sequence[Measure]) -> dict[str, str]:
    """Return what a measure may be called → its name in the result."""
    return {key: item.name for item in measures for key in (item.name, item.metric, item.column, item.aggregate) if key}


def _dated(value: Scalar, column: Any) -> bool:
    return isinstance(value, str) and column is not None and column.type in TIMED and bool(DATE.fullmatch(value))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the one of `known` that `name` must mean: the same but for case, or clearly the closest in spelling."""
    names = list(dict.fromkeys(known))
    if name in names:
        return name
    alike = [item for item in names if item.lower() == name.lower()]
    if len(alike) == 1:
        return alike[0]
    scored = process.extract(name.lower(), {item: item.lower() for item in names}, scorer=fuzz.ratio, limit=2)
    if not scored or scored[0][1] < CLOSE or (len(scored) > 1 and scored[0][1] - scored[1][1] < CLEARLY):
        return None
    return str(scored[0][2])


def _unknown(kind: str, name: str, known: Iterable[str]) -> tuple[str, str]:
    near = process.extract(name.lower(), {item: item.lower() for item in known}, scorer=fuzz.ratio, limit=3)
    hint = f"; nearest: {', '.join(str(item[2]) for item in near)}" if near else ""
    return f"there is no {kind} {name[:80]!r}{hint}", f"it names a {kind} that does not exist"
