"""The gist of an ask: what its words settle and what they leave open, so that the open parts can be filled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sophia.catalog.model import Catalog
from sophia.planner.understand.conditions import conditions_of
from sophia.planner.understand.contractions import contracted
from sophia.planner.understand.dates import with_iso_dates
from sophia.planner.understand.enumerated import MARK, Listed, take_lists
from sophia.planner.understand.filters import Filters
from sophia.planner.understand.link import Reading, readings
from sophia.planner.understand.marks import marks_of
from sophia.planner.understand.order import take_order
from sophia.planner.understand.read import CHARTS as USUAL
from sophia.planner.understand.roles import COUNTS, Mention, mentions_of
from sophia.planner.understand.spelling import spelt
from sophia.planner.understand.subjects import typed
from sophia.planner.understand.vocabulary import Match, Vocabulary, wide_vocabulary_of
from sophia.planner.understand.words import Token, stem, stems_of, tokens_of
from sophia.spec.datasets import Aggregate, Filter, Operator

LONGEST = 2_000
CLOSE = 0.25
IDENTIFIER = re.compile(
    r"\bidentif(?:ier(s?)|ication(?: number(s?))?)\b|\bidentity(?: number(s?))\b|\bidentities\b", re.I
)
AND_MORE = re.compile(r"(?<![\w.])(\d[\d.,]*\d|\d)(?: \w+)? and (?:above|higher|more|greater|over|up|upwards?)\b", re.I)
AND_LESS = re.compile(r"(?<![\w.])(\d[\d.,]*\d|\d)(?: \w+)? and (?:below|lower|less|fewer|under|smaller|down)\b", re.I)
NOT_OVER = re.compile(r"\b(?:not|never|without) exceed(?:ing|s)?\b", re.I)
LOOKING = re.compile(r"\blooks? like\b", re.I)
ALONE = {"id", "ids"}
TREND = stem("trend")
TIMES = {stem(word) for word in ("time", "date", "day", "month", "year")}
SPREAD = stem("distribution")
CHARTS = (
    (r"\bbox(?:es)?[ -]?(?:and[ -]whiskers?[ -])?(?:plot|chart|graph)s?\b|\bboxplots?\b", "box_plot"),
    (r"\bscatter(?:ed)?[ -]?(?:points?|dots?)\b|\b(?:dot|bubble)[ -](?:plot|chart)s?\b", "scatter"),
    (r"\bdensity (?:plot|map|chart)s?\b|\bheat[ -]?(?:map|chart|plot)s?\b", "heat_map"),
)


@dataclass(frozen=True)
class Slot:
    """A column that was named: those that the words could mean, likeliest first, and what is said to be done with it.

    `condition`: it was named only to say which rows are meant. `split`: it was said to divide the rest ("by", "per").
    """

    columns: tuple[str, ...]
    aggregate: Aggregate | None = None
    condition: bool = False
    split: bool = False


@dataclass(frozen=True)
class Gist:
    """What an ask about one table settles: chart ("" if not said), columns, whether records are counted, conditions.

    `aggregate` was said of no column: "the average by region".
    """

    table: str
    chart: str = ""
    slots: tuple[Slot, ...] = ()
    counted: bool = False
    filters: tuple[Filter, ...] = ()
    aggregate: Aggregate | None = None


def gist_of(text: str, catalog: Catalog) -> Gist | None:
    """Return the gist of `text` over the catalog, None when it names nothing there and there are several tables."""
    vocabulary = wide_vocabulary_of(catalog)
    plain = spelt(LOOKING.sub("", text[:LONGEST]), [vocabulary]).text
    plain, lists = take_lists(with_iso_dates(_plainer(plain)))
    _, plain = take_order(plain)
    plain, chart = _chart(plain, vocabulary)
    tokens = tokens_of(contracted(plain, catalog))
    found = readings(tokens, vocabulary)
    if not found:
        return Gist(catalog.tables[0].name, chart) if len(catalog.tables) == 1 else None
    return _gist(found[0], tokens, vocabulary, lists, chart)


def _plainer(text: str) -> str:
    """Return the text with identifiers as ids, and limits said after their number or in the negative as plain ones."""
    text = NOT_OVER.sub("at most", IDENTIFIER.sub("id", text))
    text = AND_MORE.sub(lambda match: f"at least {match[1]}", text)
    return AND_LESS.sub(lambda match: f"at most {match[1]}", text)


def _chart(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Return the text without the chart that it names, and that chart; a word of the data ("line 2") is none."""
    for pattern, kind in (*CHARTS, *USUAL):
        match = re.search(pattern, text, re.I)
        if match is not None and match[0].lower() not in vocabulary.words:
            return text[: match.start()] + " " + text[match.end() :], kind
    return text, ""


def _gist(
    reading: Reading, tokens: Sequence[Token], vocabulary: Vocabulary, lists: Sequence[Listed], chart: str
) -> Gist:
    catalog = reading.catalog
    said = Filters(reading, tokens)
    conditions = conditions_of(tokens)
    marks = [
        mark
        for mark in marks_of(tokens, reading.covered)
        if not said.covers(mark.start, mark.end)
        and not any(item.start <= mark.start < item.end for item in conditions if not item.weak)
    ]
    named = [item for item in reading.matches if item.name.kind in {"column", "table"}]
    mentions, free = mentions_of(named, marks, tokens, catalog)
    mentions = _owned(mentions, tokens)
    enumerated = _enumerated(lists, mentions, tokens, catalog, reading.base)
    compared = _compared(said, mentions, tokens)
    filters = [item for item in said.all if not any(MARK in str(value) for value in item.values)]
    filters += [*compared, *enumerated]
    conditional = {item.column for item in filters}
    columns = _drawn(mentions)
    slots = [
        Slot(_meanings(item.match, tokens, vocabulary), _aggregate(item), item.match in said.subjects, item.split)
        for item in columns
    ]
    slots = _either(columns, slots, tokens)
    known = {reference for slot in slots for reference in slot.columns[:1]}
    slots += [Slot((reference,), condition=True) for reference in sorted(conditional - known) if reference]
    counted = any(mark.aggregate in COUNTS for mark in free)
    counted = counted or any(item.mark is not None and item.aggregate in COUNTS for item in mentions)
    chart = chart or _leaning(tokens, slots, counted, catalog)
    loose = next((mark.aggregate for mark in free if mark.aggregate not in COUNTS), None)
    return Gist(reading.base, chart, tuple(_distinct(slots)), counted, tuple(filters), loose)


def _leaning(tokens: Sequence[Token], slots: Sequence[Slot], counted: bool, catalog: Catalog) -> str:
    """Return the chart that the wording leans to where none is named: a line, a box plot of numbers, a pie of kinds."""
    words = [token.stem for token in tokens]
    sides = [slot for slot in slots if not slot.condition]
    if TREND in words or any(word == "over" and set(words[at : at + 3]) & TIMES for at, word in enumerate(words)):
        return "line"
    if not any(token.stem == SPREAD for token in tokens) or counted or len(sides) != 1:
        return ""
    column = catalog.column(sides[0].columns[0])
    return "box_plot" if column is not None and column.type in {"integer", "number"} else "pie"


def _owned(mentions: Sequence[Mention], tokens: Sequence[Token]) -> list[Mention]:
    """Leave out a bare "id" that says again what was named before it, and the vaguer of two names side by side.

    "Services with ids 4 or 6" are the service's ids, "email addresses" one thing.
    """
    kept: list[Mention] = []
    for item in mentions:
        bare = item.match.end - item.match.start == 1 and tokens[item.match.start].lower in ALONE
        before = any("id" in stems_of(other.ref.rpartition(".")[2]) for other in kept if other.column is not None)
        beside = bool(kept) and kept[-1].match.end == item.match.start and item.column is not None
        if beside and kept[-1].column is not None and not (bare and before):
            kept[-1] = max(kept[-1], item, key=lambda each: each.match.name.weight)
        elif not (bare and before):
            kept.append(item)
    return kept


def _drawn(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the columns to draw: what is counted only names the records where it is no column's full name."""
    columns = [item for item in mentions if item.column is not None]
    kept = [item for item in columns if not (item.aggregate in COUNTS and item.passing)]
    return kept or columns


def _either(columns: Sequence[Mention], slots: Sequence[Slot], tokens: Sequence[Token]) -> list[Slot]:
    """Join slots with "or" between them, "by team or school": one of them is meant."""
    joined: list[Slot] = []
    before: Mention | None = None
    for mention, slot in zip(columns, slots, strict=True):
        between = tokens[before.match.end : mention.match.start] if before is not None else ()
        if joined and [item.lower for item in between] == ["or"]:
            both = tuple(dict.fromkeys([*joined[-1].columns, *slot.columns]))
            joined[-1] = replace(joined[-1], columns=both, split=joined[-1].split or slot.split)
        else:
            joined.append(slot)
        before = mention
    return joined


def _compared(said: Filters, mentions: Sequence[Mention], tokens: Sequence[Token]) -> list[Filter]:
    """Return the comparisons with a number that found no column of their own, on the number named nearest before."""
    found = []
    for condition in conditions_of(tokens):
        ordering = condition.op in {"gt", "gte", "lt", "lte", "between"}
        if not ordering or said.covers(condition.start, condition.end):
            continue
        if any(isinstance(value, str) for value in condition.values):
            continue
        numbers = [item for item in mentions if item.number]
        before = [item for item in numbers if item.match.end <= condition.start]
        nearest = before[-1:] or numbers[:1]
        found += [Filter(column=item.ref, op=condition.op, values=list(condition.values)) for item in nearest]
    return found


def _aggregate(mention: Mention) -> Aggregate | None:
    return None if mention.aggregate in COUNTS or not mention.number else mention.aggregate


def _distinct(slots: Sequence[Slot]) -> list[Slot]:
    """Join slots of one column: the one that says most about it stays."""
    kept: dict[str, Slot] = {}
    for slot in slots:
        before = kept.get(slot.columns[0])
        if before is None or (before.aggregate is None and slot.aggregate is not None):
            kept[slot.columns[0]] = slot
    return list(kept.values())


def _meanings(match: Match, tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the columns that the words of `match` could name, the one that was taken first."""
    others = [
        item
        for item in vocabulary.at(tokens, match.start)
        if item.name.kind == "column" and item.end == match.end and item.name.weight >= match.name.weight - CLOSE
    ]
    home = match.name.ref.rpartition(".")[0]
    others.sort(key=lambda item: (-item.name.weight, item.name.ref))
    same = [item.name.ref for item in others if item.name.ref.rpartition(".")[0] == home]
    if match.end - match.start == 1:
        same += _keys(tokens[match.start], home, vocabulary.catalog)
    return tuple(dict.fromkeys([match.name.ref, *same]))


def _keys(token: Token, home: str, catalog: Catalog) -> list[str]:
    """Return every identifying column of a table for the bare word "id"."""
    table = catalog.table(home)
    if token.lower not in ALONE or table is None:
        return []
    return [f"{home}.{item.name}" for item in table.columns if "id" in stems_of(item.name)]


def _enumerated(
    lists: Sequence[Listed], mentions: Sequence[Mention], tokens: Sequence[Token], catalog: Catalog, base: str
) -> list[Filter]:
    """Return each list of values as a condition on the column whose values it has, else on the one named nearest."""
    found = []
    for listed in lists:
        column = _known(listed, catalog, base) or _nearest(listed, mentions, tokens)
        held = catalog.column(column) if column else None
        if held is None:
            continue
        values = [typed(value, held) for value in listed.values]
        kept = [value if value is not None else plain for value, plain in zip(values, listed.values, strict=True)]
        found.append(Filter(column=column, op=_operator(listed), values=kept))
    return found


def _operator(listed: Listed) -> Operator:
    return "between" if listed.between else "in" if len(listed.values) > 1 else "eq"


def _known(listed: Listed, catalog: Catalog, base: str) -> str:
    """Return the column one of whose known values is in the list, "" without one; numbers could be anybody's."""
    table = catalog.table(base)
    if table is None or listed.numeric:
        return ""
    said = {str(value).strip().lower() for value in listed.values}
    held = (item for item in table.columns if said & {value.strip().lower() for value in item.values})
    first = next(held, None)
    return f"{table.name}.{first.name}" if first is not None else ""


def _nearest(listed: Listed, mentions: Sequence[Mention], tokens: Sequence[Token]) -> str:
    """Return the column named right before the list, else the one after it."""
    at = next((item.place for item in tokens if item.text == listed.mark), None)
    fitting = [item for item in mentions if item.column is not None and (listed.numeric or not item.number)]
    if at is None or not fitting:
        return fitting[-1].ref if fitting else ""
    before = [item for item in fitting if item.match.end <= at]
    return (before[-1] if before else fitting[0]).ref
