"""Omissions: what was named and is not in the ask that came out, so that nothing is left out in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sophia.catalog.model import Catalog
from sophia.planner.plan import Missed, PlannedAsk
from sophia.planner.understand.everyday import FARTHER
from sophia.planner.understand.marks import marks_of
from sophia.planner.understand.roles import Mention
from sophia.planner.understand.splits import calling
from sophia.planner.understand.words import stem, stems_of
from sophia.planner.wire import reachable
from sophia.spec.datasets import Measure

if TYPE_CHECKING:
    from sophia.planner.understand.maker import Maker

Answer = tuple[PlannedAsk | None, tuple[Missed, ...]]
NO_SPAN = "No number of this data says how long that takes."
UNAVERAGED = "The chart shows each count, and not their average."
NO_RATE = "No number of this data is called that, and it cannot be computed from two others yet."
RATES = frozenset(stem(word) for word in ("rate", "ratio", "quota"))
ONES = "There is one of each, so counting them says nothing."
NO_ABSENCE = "Rows to which no others belong cannot be asked for yet."
ABSENT = frozenset("without no lacking never".split())
ARTICLES = frozenset("a an any the single".split())
LEFT_OUT = "This was named, and the chart could not take it in."
UNCOMPARED = "One number cannot be held against another yet; the chart shows it without."
AGAINST = frozenset("over above under below exceeding beyond".split())
HOW_LONG = re.compile(r"\bhow long\b", re.I)
SPANS = frozenset(
    stem(word) for word in "time duration length age tenure seconds minutes hours days weeks months years ms".split()
)
UNDATED = "Nothing here has a date that could be held to this stretch of time."
UNTIMED = "Nothing here has a date along which it could run."


def omitted(ask: PlannedAsk, maker: Maker) -> tuple[Missed, ...]:
    """Return what was named in the words of `ask` and is neither shown, split by, nor a condition.

    Over a single table everything named is of that table, and columns are often named in passing: nothing is said then.
    """
    if len(maker.catalog.tables) < 2:
        return ()
    return tuple(
        dict.fromkeys(
            (
                *_undated(ask, maker),
                *_unplaced(ask, maker),
                *_untold(maker),
                *_unaveraged(ask, maker),
                *_unranked(ask, maker),
                *_uncompared(ask, maker),
            )
        )
    )


def unspanned(text: str, answer: Answer, catalogs: Sequence[Catalog]) -> Answer:
    """Return `answer`, or a refusal where "how long" was asked and no number that came out is a stretch of time."""
    ask, _ = answer
    if ask is None or not ask.measures or HOW_LONG.search(text) is None:
        return answer
    catalog = next(item for item in catalogs if item.connection == ask.connection)
    if len(catalog.tables) < 2 or any(_tells_time(item, catalog) for item in ask.measures):
        return answer
    return None, (Missed("how long", NO_SPAN),)


def _tells_time(measure: Measure, catalog: Catalog) -> bool:
    if measure.since:
        return True
    column = catalog.column(measure.column) if measure.column else None
    metric = catalog.metric(measure.metric) if measure.metric else None
    if column is not None:
        return column.role == "duration" or bool(set(stems_of(column.name)) & SPANS)
    return metric is not None and bool({*stems_of(metric.name), *stems_of(metric.label)} & SPANS)


def is_omission(missed: Missed) -> bool:
    """Whether what is missed was understood and only has no place in the chart."""
    return missed.reason == LEFT_OUT


def impossible(ask: PlannedAsk, maker: Maker) -> Missed | None:
    """Return what no chart can show although its words are known: rows without other rows, the time until an event."""
    if len(maker.catalog.tables) > 1 and (lacking := _lacking(maker)):
        return Missed(lacking, NO_ABSENCE)
    if len(maker.catalog.tables) > 1 and _counts_ones(ask, maker):
        return Missed(ask.title, ONES)
    rate = _rated(maker)
    if rate:
        return Missed(rate, NO_RATE)
    if maker.phrasing.share and ask.task == "trend" and maker.timing.grain is None and len(maker.catalog.tables) > 1:
        return Missed(ask.text.strip(" ?.!"), NO_RATE)
    span = _mistaken(maker)
    return Missed(span, NO_SPAN) if span else None


def _rated(maker: Maker) -> str:
    """Return the "conversion rate" that was taken for a price, which is a rate of another kind, "" where none was."""
    for mention in maker.mentioned:
        first, end = mention.match.start, mention.match.end
        said = maker.tokens[first:end]
        column = mention.column
        called = column is not None and set(stems_of(column.name)) & RATES
        if not mention.numeric or called or len(said) != 1 or said[0].stem not in RATES or not first:
            continue
        before = maker.tokens[first - 1]
        plain = (before.filler and before.lower != "through") or before.lower in {"average", "total", "mean"}
        if len(maker.catalog.tables) > 1 and not plain:
            return f"{before.text} {said[0].text}"
    return ""


def _counts_ones(ask: PlannedAsk, maker: Maker) -> bool:
    """Whether the rows of a table come out counted by what tells them apart, and by nothing else: one each."""
    table = maker.catalog.table(ask.table)
    label = calling(table) if table is not None else None
    column = maker.catalog.column(f"{ask.table}.{label}")
    if table is None or column is None or not table.rows or (column.distinct or 0) < table.rows:
        return False
    counted = [item.aggregate for item in ask.measures] == ["count"]
    return counted and [item.column for item in ask.dimensions] == [f"{ask.table}.{label}"]


def _lacking(maker: Maker) -> str:
    """Return "without a contract", said of rows of another table, "" where nothing is lacking."""
    for mention in maker.mentioned:
        start = mention.match.start - 1
        while start > 0 and maker.tokens[start].lower in ARTICLES:
            start -= 1
        if mention.match.name.kind == "table" and start > 0 and maker.tokens[start].lower in ABSENT:
            return " ".join(token.text for token in maker.tokens[start : mention.match.end])
    return ""


def _mistaken(maker: Maker) -> str:
    """Return the words "time to close" where any duration was taken for the time until something happened, else ""."""
    timed = [item for item in maker.mentioned if item.match.name.weight <= FARTHER and _lasts(item)]
    dated = [item for item in maker.mentioned if item.column is not None and item.column.role == "date"]
    happened = [item for item in (*maker.events, *dated) if not item.strong]
    if not timed or not happened or maker.timing.grain:
        return ""
    ends = [timed[0].match.start, timed[0].match.end, happened[0].match.start, happened[0].match.end]
    return " ".join(token.text for token in maker.tokens[min(ends) : max(ends)])


def _lasts(mention: Mention) -> bool:
    return mention.column is not None and mention.column.role == "duration"


def _unaveraged(ask: PlannedAsk, maker: Maker) -> Iterator[Missed]:
    """Yield the "average" of what is only counted: "average number of tickets per agent" is one number."""
    counted = all(item.aggregate in {"count", "count_distinct"} for item in ask.measures)
    for mark in marks_of(maker.tokens, maker.reading.covered) if counted and ask.measures else ():
        if mark.aggregate in {"mean", "median"} and not maker.filters.covers(mark.start, mark.end):
            yield Missed(" ".join(token.text for token in maker.tokens[mark.start : mark.end]), UNAVERAGED)


def _untold(maker: Maker) -> Iterator[Missed]:
    """Yield the second of two things that happened: "opened" and "closed" cannot both place rows in time."""
    first = maker.events[:1]
    dated = maker.filters.dated
    for mention in maker.events[:1] if dated else ():
        if mention.ref != dated:
            yield _missed(mention, maker)
    for mention in maker.events[1:]:
        if mention.ref != first[0].ref and not mention.strong:
            yield _missed(mention, maker)


def _undated(ask: PlannedAsk, maker: Maker) -> Iterator[Missed]:
    window = ask.window
    if window is not None and window.kind != "all" and ask.time_column is None:
        yield Missed("this stretch of time", UNDATED)
    if maker.timing.course and ask.measures and not maker.splits.timed:
        yield Missed("over time", UNTIMED)


def _unranked(ask: PlannedAsk, maker: Maker) -> Iterator[Missed]:
    """Yield the "heaviest" of "which city ships the heaviest parcels" where no number of the answer is one."""
    if ask.order or ask.limit is not None or ask.having:
        return
    taken = {item.aggregate for item in ask.measures}
    for mark in marks_of(maker.tokens, maker.reading.covered):
        if mark.aggregate in {"max", "min"} - taken and not maker.filters.covers(mark.start, mark.end):
            yield Missed(" ".join(token.text for token in maker.tokens[mark.start : mark.end]), LEFT_OUT)


def _uncompared(ask: PlannedAsk, maker: Maker) -> Iterator[Missed]:
    """Yield "over budget": one number held against another, which no condition can say."""
    if ask.task == "correlation":
        return
    for mention in maker.mentioned:
        place = mention.match.start - 1
        while place > 0 and maker.tokens[place].lower in {*ARTICLES, "their", "its"}:
            place -= 1
        if (
            place > 0
            and mention.numeric
            and maker.tokens[place].lower in AGAINST
            and not maker.filters.covers(place, place + 1)
        ):
            said = " ".join(token.text for token in maker.tokens[place : mention.match.end])
            yield Missed(said, UNCOMPARED)


def _unplaced(ask: PlannedAsk, maker: Maker) -> Iterator[Missed]:
    used = _used(ask, maker)
    homes = {item.rpartition(".")[0] for item in used} | reachable(maker.catalog, ask.table)
    for mention in maker.mentioned:
        if not _is_in(mention, used, homes, maker) and not _names_rows(mention, ask, maker.catalog):
            yield _missed(mention, maker)


def _missed(mention: Mention, maker: Maker) -> Missed:
    match = mention.match
    return Missed(" ".join(token.text for token in maker.tokens[match.start : match.end]), LEFT_OUT)


def _is_in(mention: Mention, used: set[str], homes: set[str], maker: Maker) -> bool:
    """Whether a mention has its place: a table that rows lead to, what is used, a key by its label."""
    if mention.match.name.kind == "table":
        return mention.ref in homes
    if mention.ref in used:
        return True
    counted = maker.counted is not None and maker.counted.ref == mention.ref
    keyed = mention.column is not None and mention.column.role in {"id", "key", "label"}
    return counted or (keyed and mention.home in homes) or bool(_labels(mention, maker.catalog) & used)


def _names_rows(mention: Mention, ask: PlannedAsk, catalog: Catalog) -> bool:
    """Whether a mention taken for a metric only names the rows that are listed: "top 5 pull requests by size"."""
    table = catalog.table(ask.table) if ask.task == "rows" and mention.match.name.kind == "metric" else None
    if table is None:
        return False
    names = (table.name, table.label, table.entity, *table.synonyms)
    return mention.match.name.stems in {stems_of(name.lower().replace("_", " ")) for name in names}


def _labels(mention: Mention, catalog: Catalog) -> set[str]:
    """Return the columns by which a key is shown: the label of its own rows, or of those that it leads to."""
    home, _, name = mention.ref.rpartition(".")
    tables = {item.to_table for item in catalog.joins if (item.from_table, item.from_column) == (home, name)}
    own = catalog.table(home)
    tables |= {home} if own is not None and name in {*own.primary_key, calling(own)} else set()
    found = (catalog.table(item) for item in tables)
    return {f"{table.name}.{calling(table)}" for table in found if table is not None}


def _used(ask: PlannedAsk, maker: Maker) -> set[str]:
    """Return every metric and "table.column" that the ask takes in."""
    used = {item.metric or item.column or "" for item in ask.measures} | {item.column for item in ask.dimensions}
    used |= {*ask.columns, *maker.orders, ask.time_column or "", maker.filters.dated}
    used |= {each.column or "" for item in ask.filters for each in (item, *item.any_of)}
    used |= {item.name.ref for item in maker.filters.subjects}
    return used - {""}
