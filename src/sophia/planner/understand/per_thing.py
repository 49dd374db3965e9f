"""Per thing: averages over the things that rows belong to ("orders per client"), and how many of them were active."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from sophia.catalog.model import Catalog, Join, Table
from sophia.planner.plan import Choice, Missed, PlannedAsk
from sophia.planner.understand.title import title_of
from sophia.planner.understand.words import stems_of
from sophia.spec.datasets import Dimension, Measure
from sophia.spec.params import Unit

Answer = tuple[PlannedAsk | None, tuple[Missed, ...]]
Read = Callable[[str], Answer]

CLEAR = 0.99
LEAD = r"^(?:(?:please|show|give|display|see|me|what(?:['’]s|\s+is|\s+are)?|the|our|an?)\s+)*"
TAIL = (
    r"(?P<tail>(?:,?\s+(?:by|per|for\s+each|for\s+every|each|every|over\s+time|monthly|weekly|quarterly|last|this|since|"
    r"as\s+an?|in\s+(?:\d{4}|the\s+(?:last|past))|over\s+the|during|month\s+by\s+month)\b.*)?)$"
)
PER = r"(?P<per>per|for\s+each|for\s+every)"
NUMBER_PER = re.compile(
    rf"{LEAD}(?P<mean>(?:average|mean|avg|typical)\s+)?(?:(?:number|count)\s+of\s+)?(?P<things>[\w' -]+?)\s+{PER}\s+"
    rf"(?P<owner>[\w'-]+(?:\s[\w'-]+)?)(?P<also>\s+on\s+average|,\s*on\s+average)?{TAIL}",
    re.I,
)
WORTHY = r"(?:value|size|amount|total|worth)"
VALUE = re.compile(
    rf"{LEAD}(?:average|mean|avg|typical)\s+(?P<owner>[\w'-]+(?:\s(?!{WORTHY}\b|by\b|per\b)[\w'-]+)?)(?:\s+{WORTHY})?{TAIL}",
    re.I,
)
ACTIVE = re.compile(
    rf"{LEAD}(?:(?:number|count)\s+of\s+)?(?:(?P<grain>daily|weekly|monthly|quarterly|yearly)\s+)?(?:active|unique)\s+"
    rf"(?P<owner>[\w'-]+){TAIL}",
    re.I,
)
ACTIVES = re.compile(rf"{LEAD}(?P<grain>daily|weekly|monthly|quarterly|yearly)\s+(?P<owner>actives){TAIL}", re.I)
DISTINCT = re.compile(
    rf"{LEAD}(?:(?:number|count)\s+of\s+)?(?:distinct|unique|different)\s+(?P<owner>[\w'-]+)\s+(?:with|having|in)\s+"
    rf"(?:an?\s+|the\s+)?(?P<things>[\w'-]+(?:\s[\w'-]+)?){TAIL}",
    re.I,
)
GRAINS: dict[str, Unit] = {
    "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year"
}  # fmt: skip
WORTH = {"amount", "total", "net", "valu", "revenu", "worth", "subtot"}
FEW = 50
"""Things up to which a bar for each of them is what "per" asks for."""


def per_thing(text: str, plain: Answer, read: Read, catalogs: dict[str, Catalog]) -> Answer | None:
    """Return an average over things, or how many of them were active; None where the text asks for neither."""
    told = text.strip(" ?.!")
    for make in (_active, _each, _average, _value):
        for catalog in catalogs.values():
            found = make(told, plain, read, catalog)
            if found is not None:
                return replace(found, text=text), ()
    return None


def _each(text: str, plain: Answer, read: Read, catalog: Catalog) -> PlannedAsk | None:
    """Return "cost per shipment" where each shipment has a cost: their mean."""
    match = NUMBER_PER.match(text)
    if match is None or match["per"].lower() != "per" or " and " in match["things"]:
        return None
    found, missed = read(f"average {match['things']}{match['tail']}")
    measure = found.measures[0] if found is not None and len(found.measures) == 1 else None
    if (
        found is None
        or missed
        or measure is None
        or measure.aggregate != "mean"
        or found.connection != catalog.connection
    ):
        return None
    table = catalog.table(found.table)
    if table is None or not (_calls(table, match["owner"]) or _is_counted_as(table, match["owner"], read)):
        return None
    return found


def _is_counted_as(table: Table, words: str, read: Read) -> bool:
    """Whether some words are counted as the rows of a table."""
    counted = _number(read(f"number of {words}"))
    return counted is not None and counted.table == table.name and not (counted.filters or counted.dimensions)


def _average(text: str, plain: Answer, read: Read, catalog: Catalog) -> PlannedAsk | None:
    """Return "sessions per member": all of them, divided by those whom they belong to."""
    match = NUMBER_PER.match(text)
    if match is None:
        return None
    meant = bool(match["mean"] or match["also"])
    if not meant and (not _is_split_by_key(plain[0], catalog) or plain[0] is None):
        return None
    counted = _number(read(f"number of {match['things']}{match['tail']}"))
    if counted is None or counted.connection != catalog.connection:
        return None
    join = next(_owned(counted.table, match["owner"], catalog), None)
    if join is None or (
        plain[0] is not None and not plain[1] and not meant and not _is_split_by_key(plain[0], catalog)
    ):
        return None
    return _divided(counted, counted.measures[0], join, catalog)


def _value(text: str, plain: Answer, read: Read, catalog: Catalog) -> PlannedAsk | None:
    """Return "average order value": the money of what belongs to the things, divided by their number."""
    match = VALUE.match(text)
    named = plain[0] is not None and any(item.aggregate != "count" for item in plain[0].measures)
    if match is None or (named and not plain[1]):
        return None
    owner = next((table for table in catalog.tables if _calls(table, match["owner"])), None)
    counted = _number(read(f"number of {owner.label or owner.name}{match['tail']}")) if owner is not None else None
    if owner is None or counted is None or counted.table != owner.name:
        return None
    parts = [(join, catalog.table(join.from_table)) for join in catalog.joins if join.to_table == owner.name]
    for worth in (_worth, _money):
        own = worth(owner)
        if own:
            made = replace(counted, measures=(Measure(name="value", aggregate="mean", column=own),))
            return replace(made, title=title_of(made, catalog))
        for join, table in parts:
            money = worth(table) if table is not None else ""
            if money:
                based = replace(counted, table=join.from_table)
                return _divided(based, Measure(name="value", aggregate="sum", column=money), join, catalog)
    return None


def _active(text: str, plain: Answer, read: Read, catalog: Catalog) -> PlannedAsk | None:
    """Return how many different things have rows of their own in a stretch of time."""
    distinct = DISTINCT.match(text)
    match = distinct or ACTIVES.match(text) or ACTIVE.match(text)
    if match is None or (distinct is None and plain[0] is not None and not plain[1]):
        return None
    named = match.groupdict()
    found = list(_activities(named["owner"], named.get("things") or "", catalog))
    if not found:
        return None
    join, table = found[0]
    counted = _number(read(f"number of {table.label or table.name}{match['tail']}"))
    if counted is None or counted.table != table.name:
        return None
    grain = GRAINS.get((named.get("grain") or "").lower())
    if grain and not any(item.grain for item in counted.dimensions) and table.time_column:
        column = f"{table.name}.{table.time_column}"
        period = Dimension(name=grain, column=column, grain=grain)
        counted = replace(counted, task="trend", dimensions=(period, *counted.dimensions), time_column=column)
    if not counted.dimensions and counted.window is None:
        return None
    measure = Measure(name="active", aggregate="count_distinct", column=f"{join.from_table}.{join.from_column}")
    made = replace(counted, measures=(measure,), order=())
    others = tuple(f"those with {(other.label or other.name).lower()}" for _, other in found[1:3])
    meaning = f"those with {(table.label or table.name).lower()}"
    made = replace(made, choices=(*made.choices, Choice(text, meaning, 0.7 if others else 0.9, others)))
    return replace(made, title=title_of(made, catalog))


def _divided(counted: PlannedAsk, above: Measure, join: Join, catalog: Catalog) -> PlannedAsk:
    """Return a number over that of the things which its rows belong to; things without rows are not among them."""
    if above.metric is None and above.column is None:
        table = catalog.table(counted.table)
        keyed = table is not None and len(table.primary_key) == 1
        above = above.model_copy(
            update={"column": f"{counted.table}.{table.primary_key[0]}"} if keyed and table else {}
        )
    below = Measure(name="things", aggregate="count_distinct", column=f"{join.from_table}.{join.from_column}")
    measure = above.model_copy(update={"name": "average", "over": below})
    made = replace(counted, measures=(measure,), order=())
    return replace(made, title=title_of(made, catalog))


def _owned(table: str, owner: str, catalog: Catalog) -> Iterator[Join]:
    """Yield the joins from rows to the things that some words call."""
    for join in catalog.joins:
        other = catalog.table(join.to_table)
        if join.from_table == table and other is not None and _calls(other, owner):
            yield join


def _activities(owner: str, things: str, catalog: Catalog) -> Iterator[tuple[Join, Table]]:
    """Yield what the things do, with the join from it to them: rows with a time, the most numerous first."""
    found = []
    doing = {join.from_table for join in catalog.joins}
    for join in catalog.joins:
        table, other = catalog.table(join.from_table), catalog.table(join.to_table)
        if table is None or other is None or not table.time_column:
            continue
        if things and not _calls(table, things):
            continue
        if (owner.lower() == "actives" and other.name not in doing) or _calls(other, owner):
            found.append((join, table))
    if owner.lower() == "actives" and len({join.to_table for join, _ in found}) > 1:
        return
    yield from sorted(found, key=lambda item: -(item[1].rows or 0))


def _is_split_by_key(ask: PlannedAsk | None, catalog: Catalog) -> bool:
    """Whether a number is split by a bare key of many things, which tells nobody anything."""
    if ask is None or ask.connection != catalog.connection or len(ask.dimensions) != 1 or len(ask.measures) != 1:
        return False
    column = catalog.column(ask.dimensions[0].column)
    return column is not None and column.role in {"id", "key"} and (column.distinct or 0) > FEW


def _calls(table: Table, words: str) -> bool:
    """Whether some words name the rows of a table."""
    said = stems_of(words.lower())
    names = (stems_of(name.lower()) for name in (table.entity, table.label, table.name, *table.synonyms) if name)
    return bool(said) and any(name == said for name in names)


def _worth(table: Table) -> str:
    """Return the one column that is called what a row is worth, "" where none or several are."""
    return _only([name for name in _amounts(table) if set(stems_of(name)) & WORTH], table)


def _money(table: Table) -> str:
    """Return the one column that holds money, "" where none or several do."""
    return _only(_amounts(table), table)


def _amounts(table: Table) -> list[str]:
    return [item.name for item in table.columns if item.role == "money" and item.additive and not item.secret]


def _only(names: list[str], table: Table) -> str:
    return f"{table.name}.{names[0]}" if len(names) == 1 else ""


def _number(answer: Answer) -> PlannedAsk | None:
    """Return an answer that counts rows and was understood to the last word."""
    ask, missed = answer
    counts = ask is not None and len(ask.measures) == 1 and ask.measures[0].aggregate == "count"
    return ask if ask is not None and counts and not missed and ask.confidence >= CLEAR else None
