"""One ask: its words become measures, dimensions, filters, order and window over one table of one connection."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sophia.catalog.model import Catalog, Column, Metric, Table
from sophia.kernel.ids import slugify
from sophia.planner.plan import Choice, Missed, PlannedAsk, Task
from sophia.planner.understand.compare import Comparison, read_comparisons
from sophia.planner.understand.link import NUMERIC, SPLITTERS, Reading, home_of, readings, uncovered
from sophia.planner.understand.read import Phrasing, read_phrasing
from sophia.planner.understand.time import Timing, read_time
from sophia.planner.understand.title import title_of
from sophia.planner.understand.vocabulary import Match, Vocabulary
from sophia.planner.understand.words import Token, content, tokens_of
from sophia.planner.wire import reachable
from sophia.spec.datasets import Aggregate, Dimension, Filter, Measure, Order

LONGEST = 2_000
UNSURE = 0.34
PREFERRED = 0.6
OWN_DATA = 0.2


def understand_ask(
    text: str, catalogs: Sequence[Catalog], *, prefer: str | None = None
) -> tuple[PlannedAsk | None, tuple[Missed, ...]]:
    """Return what `text` asks of one of the catalogs, or None with the reasons.

    `prefer` names the connection that the asker pointed at. Words that name nothing come back as Missed; when more
    than two thirds of what was said is unknown, nothing is guessed.
    """
    return best_ask(text, [Vocabulary(item) for item in catalogs], prefer)


def best_ask(
    text: str, vocabularies: Sequence[Vocabulary], prefer: str | None = None
) -> tuple[PlannedAsk | None, tuple[Missed, ...]]:
    """As understand_ask, over vocabularies that are already built."""
    short = text[:LONGEST]
    timing = read_time(short)
    compared, rest = read_comparisons(timing.rest)
    phrasing = read_phrasing(rest)
    tokens = tokens_of(phrasing.rest)
    scored: list[tuple[float, Reading]] = []
    for vocabulary in vocabularies:
        bonus = PREFERRED if vocabulary.catalog.connection == prefer else 0.0
        bonus += 0.0 if vocabulary.catalog.demo else OWN_DATA
        scored += [(reading.score + bonus, reading) for reading in readings(tokens, vocabulary)]
    scored.sort(key=lambda item: (-item[0], item[1].catalog.connection, item[1].base))
    for _, reading in scored[:6]:
        maker = Maker(reading, tokens, timing, phrasing)
        ask = maker.make(short, compared)
        if ask is not None:
            return _judged(ask, reading, tokens, scored)
    return None, (_unknown(short, tokens, vocabularies),)


def _judged(
    ask: PlannedAsk, reading: Reading, tokens: Sequence[Token], scored: Sequence[tuple[float, Reading]]
) -> tuple[PlannedAsk | None, tuple[Missed, ...]]:
    said, unknown = content(tokens), uncovered(reading, tokens)
    uncounted = ask.measures[:1] and ask.measures[0].aggregate == "count" and not _names_what_is_counted(reading)
    if said and unknown and (len(unknown) > len(said) / 2 or uncounted):
        words = " ".join(token.text for token in unknown)
        return None, (Missed(words, "Nothing in the data is called that.", tuple(nearest(words, reading.catalog))),)
    rivals = [other for score, other in scored[1:] if score >= scored[0][0] - 0.05 and _differs(other, reading)]
    names = tuple(dict.fromkeys(_named(other) for other in rivals if _named(other) != _named(reading)))[:3]
    choices = (Choice(ask.text.strip(), _named(reading), 0.6, names),) if names else ()
    share = 1 - len(unknown) / max(1, len(said))
    missed = tuple(
        Missed(token.text, "This word names nothing in the data.", tuple(nearest(token.lower, reading.catalog)[:2]))
        for token in unknown
        if len(token.text) > 2
    )
    return replace(ask, choices=choices, confidence=round(share, 2)), missed


def _names_what_is_counted(reading: Reading) -> bool:
    return any(match.name.kind == "table" for match in reading.matches)


def _differs(other: Reading, reading: Reading) -> bool:
    return {match.name.ref for match in other.matches} != {match.name.ref for match in reading.matches}


def _named(reading: Reading) -> str:
    for match in reading.matches:
        metric = reading.catalog.metric(match.name.ref) if match.name.kind == "metric" else None
        column = reading.catalog.column(match.name.ref) if match.name.kind == "column" else None
        found = metric or column
        if found is not None:
            return f"{found.label or found.name} of {reading.catalog.connection}"
    return f"{reading.base} of {reading.catalog.connection}"


def nearest(words: str, catalog: Catalog) -> list[str]:
    """Return the labels of metrics, else columns, that look most like `words`."""
    from rapidfuzz import process

    labels = [metric.label for metric in catalog.metrics]
    labels += [
        column.label for table in catalog.tables for column in table.columns if column.label and not column.hidden
    ]
    return [label for label, _, _ in process.extract(words, list(dict.fromkeys(labels)), limit=3)]


def _unknown(text: str, tokens: Sequence[Token], vocabularies: Sequence[Vocabulary]) -> Missed:
    words = " ".join(token.text for token in content(tokens)) or text.strip()[:80]
    labels = [label for item in vocabularies[:3] for label in nearest(words, item.catalog)[:2]]
    return Missed(words[:200], "Nothing in the data answers this.", tuple(labels[:3]))


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
        self.filters: list[Filter] = []
        self.orders: list[str] = []
        self.entity: str = ""

    def make(self, text: str, compared: Sequence[Comparison]) -> PlannedAsk | None:
        """Return the ask that the reading amounts to, None when nothing measurable or listable was named."""
        self.take_matches()
        return self.ask(text, [*self.filters, *self.compared(compared)])

    def take_matches(self) -> None:
        """Give each match its part: measure, split, filter, or what is counted."""
        for match in self.reading.matches:
            match match.name.kind:
                case "metric":
                    self._add_measure(Measure(name=match.name.ref, metric=match.name.ref))
                case "value" | "flag":
                    self._add_value(match)
                case "table":
                    self._take_table(match)
                case _:
                    self._take_column(match)
        if self.timing.grain:
            self._add_time()

    def _before(self, match: Match) -> str:
        return self.tokens[match.start - 1].lower if match.start else ""

    def _splits(self, match: Match) -> bool:
        """Whether "by", "per", "each" … stands before the match, articles aside."""
        place = match.start - 1
        while place >= 0 and self.tokens[place].lower in {"the", "a", "an", "of", "their", "its", "different", "all"}:
            place -= 1
        return place >= 0 and self.tokens[place].lower in SPLITTERS - {"for"}

    def _take_table(self, match: Match) -> None:
        table = self.catalog.table(match.name.ref)
        follower = next((item for item in self.reading.matches if item.start == match.end), None)
        if table is None or (follower is not None and home_of(follower, self.catalog) == table.name):
            return
        if self._splits(match) and table.label_column:
            self._add_dimension(f"{table.name}.{table.label_column}")
        elif not self.entity:
            self.entity = table.name

    def _take_column(self, match: Match) -> None:
        column = self.catalog.column(match.name.ref)
        if column is None:
            return
        ranking = self.phrasing.limit is not None or self.phrasing.descending is not None
        if column.role in NUMERIC and self._before(match) == "by" and (ranking or self.measures):
            self.orders.append(match.name.ref)
        elif column.role in NUMERIC and not self._splits(match):
            self._add_measure(self._aggregated(match.name.ref, column))
        elif column.role == "date":
            self._add_date(match.name.ref)
        elif column.role in {"id", "key"} and self._splits(match):
            self._add_dimension(self._label_behind(match.name.ref))
        else:
            self._add_dimension(match.name.ref)

    def _label_behind(self, reference: str) -> str:
        """Return the label column that an id stands for, the id itself when there is none."""
        table_name, _, name = reference.rpartition(".")
        for join in self.catalog.joins:
            if (join.from_table, join.from_column) == (table_name, name):
                target = self.catalog.table(join.to_table)
                if target is not None and target.label_column:
                    return f"{target.name}.{target.label_column}"
        table = self.catalog.table(table_name)
        if table is not None and table.primary_key == [name] and table.label_column:
            return f"{table_name}.{table.label_column}"
        return reference

    def _aggregated(self, reference: str, column: Column) -> Measure:
        aggregate: Aggregate = self.phrasing.aggregate or ("sum" if column.additive else "mean")
        if aggregate in {"count", "count_distinct"}:
            return Measure(name="count", aggregate="count")
        return Measure(
            name=f"{aggregate}_{slugify(column.name).replace('-', '_')}", aggregate=aggregate, column=reference
        )

    def _add_measure(self, measure: Measure) -> None:
        if measure.name not in {item.name for item in self.measures}:
            self.measures.append(measure.model_copy(update={"share": False}))

    def _add_dimension(self, reference: str) -> None:
        if reference in {item.column for item in self.dimensions}:
            return
        name = slugify(reference.rpartition(".")[2]).replace("-", "_")
        taken = {item.name for item in self.dimensions} | {item.name for item in self.measures}
        if name in taken:
            name = slugify(reference).replace("-", "_")
        self.dimensions.append(Dimension(name=name, column=reference))

    def _add_date(self, reference: str) -> None:
        grain = self.timing.grain or "month"
        if not any(item.grain for item in self.dimensions):
            self.dimensions.insert(0, Dimension(name="period", column=reference, grain=grain))

    def _add_time(self) -> None:
        if any(item.grain for item in self.dimensions):
            return
        column = self.time_column()
        if column:
            self.dimensions.insert(0, Dimension(name="period", column=column, grain=self.timing.grain))

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
        """Return the base table: the metric's, the counted entity's, or the reading's."""
        metric = self.metric()
        if metric is not None:
            return metric.table
        columns = [item.column.rpartition(".")[0] for item in self.measures if item.column]
        return columns[0] if columns else (self.entity or self.reading.base)

    def _add_value(self, match: Match) -> None:
        reference, value = match.name.ref, match.name.value
        same = next((item for item in self.filters if item.column == reference and item.op in {"eq", "in"}), None)
        negated = self._before(match) in {"not", "except", "excluding", "without", "non"}
        if same is not None and not negated:
            self.filters[self.filters.index(same)] = same.model_copy(
                update={"op": "in", "values": [*same.values, value]}
            )
            return
        self.filters.append(Filter(column=reference, op="ne" if negated else "eq", values=[value]))

    def compared(self, comparisons: Sequence[Comparison]) -> list[Filter]:
        """Return comparisons ("amount over 1000") as filters on the columns that they name."""
        found = []
        vocabulary = Vocabulary(self.catalog)
        for item in comparisons:
            tokens = tokens_of(item.subject)
            near = [match for match in vocabulary.matches(tokens) if match.name.kind == "column"]
            near = [
                match for match in near if (column := self.catalog.column(match.name.ref)) and item.fits(column.role)
            ]
            reach = {home_of(match, self.catalog) for match in self.reading.matches} | {self.table()}
            near = [match for match in near if home_of(match, self.catalog) in reach]
            if near:
                best = max(near, key=lambda match: (match.end, match.score))
                found.append(Filter(column=best.name.ref, op=item.op, values=list(item.values)))
        return found

    def ask(self, text: str, filters: list[Filter]) -> PlannedAsk | None:
        """Return the finished ask, None when nothing measurable or listable was named."""
        self._count_if_asked()
        self._trend_if_asked()
        table = self.table()
        if not self._connected(table, filters):
            return None
        listed = not self.measures
        if listed and not (self.entity or self.dimensions):
            return None
        if listed and self.dimensions and not self.phrasing.listing and not self.phrasing.limit and not self.orders:
            self._add_measure(Measure(name="count", aggregate="count"))
            listed = False
        made = PlannedAsk(
            task="rows" if listed else self._task(),
            connection=self.catalog.connection,
            table=table,
            text=text.strip(),
            chart=self.phrasing.chart,
            measures=tuple(self.measures),
            dimensions=() if listed else tuple(self.dimensions[:3]),
            columns=tuple(self._columns(table)) if listed else (),
            time_column=self.time_column(),
            window=self.timing.window,
            filters=tuple(filters),
            order=tuple(self._order(listed)),
            limit=self.phrasing.limit,
            compare="previous_year" if self.phrasing.compare == "previous_year" else None,
        )
        return replace(made, title=title_of(made, self.catalog))

    def _connected(self, table: str, filters: Sequence[Filter]) -> bool:
        """Whether every split and filter can be reached from the table that the numbers come from."""
        reach = reachable(self.catalog, table)
        needed = [item.column for item in self.dimensions] + [item.column for item in filters]
        return all(column.rpartition(".")[0] in reach for column in needed)

    def _count_if_asked(self) -> None:
        counting = self.phrasing.aggregate in {"count", "count_distinct"}
        if self.measures or not (counting or (self.entity and self.timing.trend)):
            return
        self._add_measure(Measure(name="count", aggregate="count"))

    def _trend_if_asked(self) -> None:
        if self.timing.trend and self.measures and not any(item.grain for item in self.dimensions):
            column = self.time_column()
            if column:
                metric = self.metric()
                grain = (metric.grain if metric is not None else None) or "month"
                self.dimensions.insert(0, Dimension(name="period", column=column, grain=grain))

    def _columns(self, table_name: str) -> list[str]:
        table = self.catalog.table(table_name)
        if table is None:
            return []
        shown = [item.column for item in self.dimensions] + self.orders
        return list(dict.fromkeys([*_row_columns(table), *shown]))

    def _order(self, listed: bool) -> list[Order]:
        down = self.phrasing.descending
        if listed:
            chosen = self.orders[:1] or self._ranking_column()
            return [Order(by=chosen[0].rpartition(".")[2], descending=down is not False)] if chosen else []
        if down is None or not self.measures:
            return []
        if self.phrasing.limit is None and any(item.grain for item in self.dimensions):
            return [Order(by=self.dimensions[0].name, descending=down)]
        return [Order(by=self.measures[0].name, descending=down)]

    def _ranking_column(self) -> list[str]:
        """Return the number that "top" means on a row list: the table's main money or measure."""
        table = self.catalog.table(self.table())
        if table is None or self.phrasing.limit is None:
            return []
        shown = _row_columns(table)
        for role in ("money", "measure", "rate", "date"):
            for column in table.columns:
                if column.role == role and f"{table.name}.{column.name}" in shown:
                    return [f"{table.name}.{column.name}"]
        return []

    def _task(self) -> Task:
        if not self.dimensions:
            return "correlation" if self.phrasing.correlation and len(self.measures) > 1 else "kpi"
        if self.phrasing.correlation and len(self.measures) > 1:
            return "correlation"
        if self.dimensions[0].grain:
            return "trend"
        if self.phrasing.share:
            return "share"
        if len(self.dimensions) > 1:
            return "matrix"
        return "rank" if self.phrasing.limit else "breakdown"


def _row_columns(table: Table) -> list[str]:
    """Return the columns of a row list: the curated ones, else the most telling."""
    if table.drill_columns:
        return [f"{table.name}.{name}" for name in table.drill_columns]
    rank = {"label": 0, "money": 2, "measure": 2, "status": 3, "category": 3, "date": 4, "rate": 4, "duration": 4}
    visible = [column for column in table.columns if not column.hidden]
    ordered = sorted(visible, key=lambda column: rank.get(column.role, 6))
    return [f"{table.name}.{column.name}" for column in ordered[:7]]


def looks_like_sql(text: str) -> bool:
    """Whether a text is SQL rather than a sentence."""
    return bool(
        re.search(r"\bselect\b.+\bfrom\b|\b(drop|truncate|alter) table\b|\binsert into\b|\bdelete from\b", text, re.I)
    )
