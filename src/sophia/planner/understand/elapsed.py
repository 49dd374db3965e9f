"""Elapsed: how long it takes from one date of a row to another, or how old what is open has become."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sophia.catalog.model import Catalog, Column, Table
from sophia.planner.plan import Choice, Missed, PlannedAsk
from sophia.planner.understand.title import title_of
from sophia.planner.understand.words import stem, stems_of
from sophia.spec.datasets import Aggregate, Filter, Measure

Answer = tuple[PlannedAsk | None, tuple[Missed, ...]]
Read = Callable[[str], Answer]

CLEAR = 0.99
DATES = {"date", "timestamp"}
LEAD = r"^(?:(?:please|show|give|display|see|me|what(?:['’]s|\s+is|\s+are)?|the|our|an?)\s+)*"
HOW = r"(?:(?P<how>average|avg|mean|median|typical|longest|shortest|maximum|minimum|max|min|total)\s+)?"
UNIT = (
    r"(?:number\s+of\s+|how\s+many\s+|(?:amount\s+of\s+)?time\s+in\s+)?"
    r"(?:time|days|hours|minutes|weeks|months|duration|delay)"
)
TAIL = (
    r"(?P<tail>(?:,?\s*\(?\b(?:by|per|for\s+each|for\s+every|each|every|over\s+time|monthly|weekly|quarterly|last|this|"
    r"since|as\s+an?|in\s+(?:\d{4}|the\s+(?:last|past)|january|february|march|april|may|june|july|august|september|"
    r"october|november|december|q[1-4])|for|over\s+the|during|where|with|on\s+average)\b.*)?)$"
)
IN_UNITS = re.compile(r",?\s*\(?\b(?:in|as)\s+(?:days|hours|minutes|weeks|months|calendar\s+days)\)?", re.I)
AVERAGE = re.compile(r",?\s*\(?\b(?P<how>on\s+average|median|average|mean)\)?\s*(?=,|$)", re.I)
BETWEEN = re.compile(
    rf"{LEAD}{HOW}{UNIT}\s+(?:(?:it\s+takes?|passing|needed|taken)\s+)?(?:from|between)\s+(?P<start>[\w' -]+?)\s+"
    rf"(?:to|until|till|and)\s+(?P<end>[\w' -]+?){TAIL}",
    re.I,
)
TAKES = re.compile(
    rf"{LEAD}(?:{HOW}{UNIT}|how\s+long)\s+(?:(?:does|do|did|it|that|is|we|they|takes?|took|taken|needs?|on|average|"
    rf"typically|usually|passes|from\s+start|needed)\s+)*(?:to|until|till|before|for)\s+(?P<end>[\w' -]+?){TAIL}",
    re.I,
)
NOUN = re.compile(rf"{LEAD}{HOW}(?P<end>[a-z]+)\s+(?:time|times|duration|delay){TAIL}", re.I)
AGE = re.compile(
    rf"{LEAD}(?:{HOW}(?:the\s+)?age\s+of\s+|how\s+(?:old|long\s+open)\s+(?:are|is)\s+)(?:the\s+|our\s+|all\s+)*"
    rf"(?P<things>[\w' -]+?){TAIL}",
    re.I,
)
HOWS: dict[str, Aggregate] = {
    "median": "median", "longest": "max", "maximum": "max", "max": "max", "shortest": "min", "minimum": "min",
    "min": "min", "total": "sum",
}  # fmt: skip
BEGINNINGS = (
    "creat",
    "open",
    "order",
    "place",
    "start",
    "begin",
    "receiv",
    "submit",
    "request",
    "report",
    "ship",
    "invoic",
)
SAME_VERB = {
    "paid": "pay", "sent": "send", "sold": "sell", "begun": "begin", "payment": "pay", "deliveri": "deliv",
    "deliveries": "deliv", "delivery": "deliv", "deliver": "deliv", "delivered": "deliv", "shipping": "ship",
    "resolution": "resolv", "resolved": "resolv", "solution": "solv", "solved": "solv", "closure": "close",
    "completion": "complet", "signup": "sign", "approval": "approv", "purchase": "order", "fixed": "fix",
}  # fmt: skip
OVER = ("close", "resolv", "solv", "finish", "complet", "fix", "end", "settl")
"""Verbs that all say that something is over."""
NOT_A_VERB = frozenset(
    "at on date time dt ts datetime timestamp day moment it is are was a an the they get gets".split()
)


@dataclass(frozen=True)
class Stretch:
    """What is to be timed: the words for its `start` ("" for the usual one) and its `end`, how, and what follows."""

    start: str
    end: str
    how: Aggregate
    tail: str


def stretches_of(text: str) -> Iterator[Stretch]:
    """Yield the ways in which a text asks how long something takes."""
    plain, how = _without_units(text)
    for pattern in (BETWEEN, TAKES, NOUN):
        match = pattern.match(plain)
        if match is not None:
            named = match.groupdict()
            said = how or (named["how"] or "").lower()
            yield Stretch(named.get("start") or "", named["end"], HOWS.get(said, "mean"), match["tail"])


def _without_units(text: str) -> tuple[str, str]:
    """Return a text without "in hours" and "on average", and the aggregate that was said so."""
    plain = IN_UNITS.sub("", text.strip(" ?.!"))
    said = AVERAGE.search(plain)
    if said is None:
        return plain, ""
    return AVERAGE.sub("", plain).strip(" ,"), said["how"].lower()


def timed(text: str, read: Read, catalogs: dict[str, Catalog]) -> Answer | None:
    """Return how long something takes, or how old it is, None where the text asks neither or no dates tell it."""
    for stretch in stretches_of(text):
        for catalog in catalogs.values():
            found = _between(text, stretch, read, catalog)
            if found is not None:
                return found, ()
    aged = _aged(text, read, catalogs)
    return (aged, ()) if aged is not None else None


def _between(text: str, stretch: Stretch, read: Read, catalog: Catalog) -> PlannedAsk | None:
    for table in catalog.tables:
        ends = [item for item in _dates(table) if _named(item, stretch.end)]
        ends = ends or [item for item in _dates(table) if _is_over(item, stretch.end)]
        starts = [item for item in _dates(table) if stretch.start and _named(item, stretch.start)]
        if not ends or (stretch.start and not starts):
            continue
        start, end = (starts or _beginnings(table, ends[0]))[:1], ends[0]
        if not start or start[0].name == end.name:
            continue
        things = table.label or table.name
        counted = _number(read(f"number of {things}{stretch.tail}"))
        if counted is None or counted.table != table.name:
            continue
        measure = Measure(
            name="time", aggregate=stretch.how, column=f"{table.name}.{end.name}", since=f"{table.name}.{start[0].name}"
        )
        made = _measured(text, counted, measure, catalog)
        if stretch.start:
            return made
        others = [item for item in _beginnings(table, end) if item.name != start[0].name]
        meaning = f"the time from {_label(start[0])} to {_label(end)}"
        alternatives = tuple(f"the time from {_label(item)} to {_label(end)}" for item in others)
        return replace(made, choices=(*made.choices, Choice(text.strip(), meaning, 0.8, alternatives[:2])))
    return None


def _aged(text: str, read: Read, catalogs: dict[str, Catalog]) -> PlannedAsk | None:
    plain, how = _without_units(text)
    match = AGE.match(plain)
    if match is None:
        return None
    counted = _number(read(f"number of {match['things']}{match['tail']}"))
    if counted is None:
        return None
    catalog = catalogs[counted.connection]
    table = catalog.table(counted.table)
    if table is None or not table.time_column:
        return None
    said = how or (match["how"] or "").lower()
    measure = Measure(name="age", aggregate=HOWS.get(said, "mean"), since=f"{table.name}.{table.time_column}")
    return _measured(text, counted, measure, catalog)


def _measured(text: str, counted: PlannedAsk, measure: Measure, catalog: Catalog) -> PlannedAsk:
    """Return a counting ask with a time in the place of its count; rows without an end do not count."""
    over = (Filter(column=measure.column, op="not_null"),) if measure.column else ()
    made = replace(counted, text=text, measures=(measure,), order=(), filters=(*counted.filters, *over))
    return replace(made, title=title_of(made, catalog))


def _dates(table: Table) -> list[Column]:
    return [item for item in table.columns if (item.type in DATES or item.role == "date") and not item.secret]


def _beginnings(table: Table, end: Column) -> list[Column]:
    """Return the dates from which a time may run, the usual one first."""
    others = [item for item in _dates(table) if item.name != end.name]
    usual = [item for item in others if item.name == table.time_column]
    spoken = [item for item in others if any(part.startswith(BEGINNINGS) for part in stems_of(item.name))]
    return list({item.name: item for item in (*usual, *spoken)}.values())


def _named(column: Column, words: str) -> bool:
    """Whether words name a date by what happened then: "deliver", "are delivered" and "delivery" for delivered_on."""
    return bool(_verbs(words) & _verbs(f"{column.name} {column.label}"))


def _is_over(column: Column, words: str) -> bool:
    """Whether a date and some words both tell that something is over: closed_at and "resolution"."""
    return bool(_verbs(words) & set(OVER)) and bool(_verbs(f"{column.name} {column.label}") & set(OVER))


def _verbs(words: str) -> set[str]:
    return {_verb(word) for word in re.findall(r"[a-z]+", words.lower().replace("_", " "))} - {""}


def _verb(word: str) -> str:
    if word in NOT_A_VERB:
        return ""
    return SAME_VERB.get(word) or SAME_VERB.get(stem(word)) or stem(word)


def _label(column: Column) -> str:
    return (column.label or column.name).lower()


def _number(answer: Answer) -> PlannedAsk | None:
    """Return an answer that counts rows and was understood to the last word."""
    ask, missed = answer
    counts = ask is not None and len(ask.measures) == 1 and ask.measures[0].aggregate == "count"
    return ask if ask is not None and counts and not missed and ask.confidence >= CLEAR else None
