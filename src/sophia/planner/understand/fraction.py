"""Fractions: the part of things that meets a condition, and one number as a part of another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sophia.catalog.model import Catalog
from sophia.planner.plan import Missed, PlannedAsk
from sophia.planner.understand.title import title_of
from sophia.spec.datasets import Filter, Measure

Answer = tuple[PlannedAsk | None, tuple[Missed, ...]]
Read = Callable[[str], Answer]

CLEAR = 0.99
FEW = 8
"""Values of a column up to which one is seen beside the others."""
SHARE = (
    r"(?:(?:show|give|display)\s+(?:me\s+)?)?(?:(?:what|which|the|our|a)(?:['’]s|\s+is)?\s+)*"
    r"(?:share|percentage|percent|proportion|portion|part|fraction|%)\s+of\s+(?:(?:the|our|all|those)\s+)*"
)
TAIL = (
    r"(?P<tail>(?:,?\s+(?:by|per|for\s+each|for\s+every|in\s+each|each|every|over\s+time|over\s+the|month\s+by|week\s+by|"
    r"quarter\s+by|year\s+by|monthly|weekly|quarterly|daily|last|this|since|as\s+an?|in\s+(?:\d|the\s+(?:last|past))|"
    r"for\s+the\s+(?:last|past)|during)\b.*)?)$"
)
THAT = re.compile(
    rf"^{SHARE}(?P<things>[\w&' -]+?)\s+(?P<joint>that|which|who|whose|where)\s+(?P<condition>.+?){TAIL}", re.I
)
IS = re.compile(
    rf"^{SHARE}(?P<things>[\w&' -]+?)\s+(?P<joint>is|are|was|were|gets?|got|has|have|had|comes?|came)\s+"
    rf"(?P<condition>.+?){TAIL}",
    re.I,
)
WITH = re.compile(rf"^{SHARE}(?P<things>[\w&' -]+?)\s+(?P<joint>with|having)\s+(?P<condition>.+?){TAIL}", re.I)
PLAIN = re.compile(rf"^{SHARE}(?P<things>[\w&' -]+?){TAIL}", re.I)
RATE = re.compile(
    rf"^(?:(?:the|our|show(?:\s+me)?|what(?:['’]s|\s+is)(?:\s+the)?)\s+)*(?P<value>[a-z][a-z-]+)\s+rate"
    rf"(?:\s+(?:of|for)\s+(?:the\s+|our\s+)?(?P<things>[\w&' -]+?))?{TAIL}",
    re.I,
)
AS_PART = re.compile(
    r"^(?P<number>.+?)\s+(?:as|in)\s+(?:an?\s+)?(?:the\s+)?(?P<part>%|percent(?:age)?|share|proportion|fraction|part)\s+of\s+"
    rf"(?:the\s+|our\s+|all\s+)*(?P<whole>[\w&' -]+?){TAIL}",
    re.I,
)
RATIO = re.compile(
    rf"^(?:(?:what|the|our|is|show(?:\s+me)?)\s+)*(?:ratio\s+(?:of|between)\s+(?P<number>.+?)\s+(?:to|and|over)\s+"
    rf"(?:the\s+)?(?P<whole>[\w&' -]+?)|(?P<first>[\w&' -]+?)\s+divided\s+by\s+(?:the\s+)?"
    rf"(?P<second>[\w&' -]+?)){TAIL}",
    re.I,
)
COUNTED = re.compile(r"(?:how\s+many|how\s+much|(?:the\s+)?(?:number|count|total|sum|amount))\b", re.I)
PERIODS = {"hour", "day", "week", "month", "quarter", "year"}


@dataclass(frozen=True)
class Fraction:
    """What is to be divided: the whole question with its condition, and where known the things without it.

    `part` reads as a question about those that meet the condition, `whole` as one about all of them; `condition` is
    said of things where it stands before them ("returned shipments").
    """

    text: str
    part: str
    whole: str = ""
    condition: str = ""


def fraction_of(text: str) -> Iterator[Fraction]:
    """Yield the ways in which a text asks for the part of things that meets a condition."""
    plain = text.strip(" ?.!")
    for pattern in (THAT, IS, WITH):
        match = pattern.match(plain)
        if match is not None:
            joint = (
                "that are"
                if pattern is IS and match["joint"].lower() in {"is", "are", "was", "were"}
                else match["joint"]
            )
            tail, things = match["tail"], match["things"]
            yield Fraction(text, f"number of {things} {joint} {match['condition']}{tail}", f"number of {things}{tail}")
            yield Fraction(text, f"number of {match['condition']} {things}{tail}", f"number of {things}{tail}")
    match = PLAIN.match(plain)
    if match is not None and not COUNTED.match(match["things"]):
        yield Fraction(text, f"number of {match['things']}{match['tail']}", condition=f"number of {match['things']}")


def rates_of(text: str, catalog: Catalog) -> Iterator[Fraction]:
    """Yield what "success rate by squad" asks: the part of the rows that have a value called so."""
    match = RATE.match(text.strip(" ?.!"))
    if match is None:
        return
    for table in catalog.tables:
        if not table.rows or not any(match["value"].lower()[:4] in str(value).lower() for value in _values(table)):
            continue
        things = match["things"] or table.label or table.name
        for value in _values(table):
            if str(value).lower().startswith(match["value"].lower()[:4]):
                said = f"number of {value} {things}"
                yield Fraction(text, f"{said}{match['tail']}", condition=said)


def _values(table: object) -> list[str]:
    columns = getattr(table, "columns", [])
    return [value for column in columns if column.role in {"status", "category"} for value in column.values if value]


def divided(text: str, plain: Answer, read: Read, catalogs: dict[str, Catalog]) -> Answer | None:
    """Return the fraction that a text asks for, None where it asks for none or the data does not have it."""
    for fraction in fraction_of(text):
        found = _part(fraction, read, catalogs)
        if found is not None:
            return found
    if plain[0] is None or plain[1] or not _is_a_rate(plain[0]):
        for catalog in catalogs.values():
            for fraction in rates_of(text, catalog):
                found = _part(fraction, read, catalogs, alone=True)
                if found is not None:
                    return found
    return _quotient(text, read, catalogs)


def _is_a_rate(ask: PlannedAsk) -> bool:
    """Whether the number of an answer is itself called a rate."""
    return any("rate" in (item.metric or item.column or "").lower() for item in ask.measures)


def _part(fraction: Fraction, read: Read, catalogs: dict[str, Catalog], *, alone: bool = False) -> Answer | None:
    """Return the part that meets the condition; one value of a few, not split, is seen beside the others instead."""
    part = _number(read(fraction.part))
    if part is None or part.measures[0].aggregate != "count" or part.measures[0].column or part.measures[0].share:
        return None
    met = _condition(fraction, part, read)
    if not met:
        return None
    catalog = catalogs[part.connection]
    split = {item.column for item in part.dimensions}
    if any(item.column in split for item in met) or any(item.any_of or item.param for item in met):
        return None
    if not part.dimensions and not alone and any(_is_of_few(item, catalog) for item in met):
        return None
    kept = tuple(item for item in part.filters if item not in met)
    measure = Measure(name="share", aggregate="count", filters=list(met), over=Measure(name="all", aggregate="count"))
    made = replace(part, text=fraction.text, measures=(measure,), filters=kept, chart=part.chart.replace("pie", ""))
    made = _placed(replace(made, order=(), limit=None if part.task == "trend" else part.limit), met, catalog)
    return replace(made, title=title_of(made, catalog)), ()


def _placed(ask: PlannedAsk, met: tuple[Filter, ...], catalog: Catalog) -> PlannedAsk:
    """Return an ask whose rows are placed by their usual date where they were by one that only some of them have."""
    table = catalog.table(ask.table)
    if table is None or not table.time_column or ask.time_column not in {item.column for item in met}:
        return ask
    usual = f"{table.name}.{table.time_column}"
    moved = (
        item.model_copy(update={"column": usual}) if item.column == ask.time_column else item for item in ask.dimensions
    )
    return replace(ask, time_column=usual, dimensions=tuple(moved))


def _condition(fraction: Fraction, part: PlannedAsk, read: Read) -> tuple[Filter, ...]:
    """Return the conditions that the part has and the whole has not."""
    if fraction.condition:
        said, missed = read(fraction.condition)
        return said.filters if said is not None and not missed and said.table == part.table else ()
    whole = _number(read(fraction.whole))
    if whole is None or whole.table != part.table:
        return ()
    return tuple(item for item in part.filters if item not in whole.filters)


def _is_of_few(item: Filter, catalog: Catalog) -> bool:
    column = catalog.column(item.column)
    return item.op in {"eq", "in"} and column is not None and len(column.values) <= FEW and column.type != "boolean"


def _quotient(text: str, read: Read, catalogs: dict[str, Catalog]) -> Answer | None:
    """Return "freight as % of revenue" or "the ratio of incidents to shipments", each side counted by itself."""
    plain = text.strip(" ?.!")
    match = AS_PART.match(plain) or RATIO.match(plain)
    if match is None:
        return None
    named = match.groupdict()
    number = _single(read, named.get("number") or named.get("first") or "", match["tail"])
    whole = _single(read, named["whole"] or named.get("second") or "", match["tail"])
    if number is None or whole is None or number.connection != whole.connection:
        return None
    split, other = _splits(number), _splits(whole)
    if len(split) != len(other) or (number.table == whole.table and split != other):
        return None
    further = tuple(item for item in number.filters if item not in whole.filters)
    first, second = number.measures[0], whole.measures[0].model_copy(update={"name": "whole"})
    if further and (first.metric or number.table != whole.table):
        return None
    above = _homed(first, number, catalogs, further, apart=number.table != whole.table)
    below = _homed(second, whole, catalogs, (), apart=number.table != whole.table)
    if above is None or below is None or above == below.model_copy(update={"name": above.name}):
        return None
    made = replace(number, text=text, measures=(above.model_copy(update={"over": below}),), filters=whole.filters)
    made = replace(made, compare=None, order=(), task="breakdown" if made.task == "rank" else made.task)
    return replace(made, title=title_of(made, catalogs[made.connection])), ()


def _homed(
    measure: Measure, ask: PlannedAsk, catalogs: dict[str, Catalog], further: tuple[Filter, ...], *, apart: bool
) -> Measure | None:
    """Return a measure that says by itself which rows it is of; None where a count has no column to say it with."""
    update: dict[str, object] = {"filters": list(further)} if further else {}
    if apart and measure.metric is None and measure.column is None:
        table = catalogs[ask.connection].table(ask.table)
        if table is None or len(table.primary_key) != 1:
            return None
        update["column"] = f"{table.name}.{table.primary_key[0]}"
    return measure.model_copy(update=update)


def _single(read: Read, words: str, tail: str) -> PlannedAsk | None:
    """Return the one number that some words name, said as they are or as a count."""
    for said in (words, f"number of {words}"):
        found = _number(read(f"{said}{tail}"))
        if found is not None and len(found.measures) == 1 and not found.limit and not found.having:
            return found
    return None


def _splits(ask: PlannedAsk) -> tuple[str, ...]:
    return tuple(f"{item.grain}" if item.grain in PERIODS else item.column for item in ask.dimensions)


def _number(answer: Answer) -> PlannedAsk | None:
    """Return an answer that is a number understood to the last word."""
    ask, missed = answer
    return ask if ask is not None and ask.measures and not missed and ask.confidence >= CLEAR else None
