"""Having: "customers with more than 3 orders", "regions whose sales are above 10k", "fees by city, only over 500"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from sophia.catalog.model import Catalog
from sophia.planner.plan import Missed, PlannedAsk
from sophia.planner.understand.conditions import OPERATORS, SCALES
from sophia.planner.understand.title import title_of
from sophia.planner.understand.words import stems_of
from sophia.spec.datasets import Having

Answer = tuple[PlannedAsk | None, tuple[Missed, ...]]
Compared = Literal["gt", "gte", "lt", "lte", "eq", "between"]

CLEAR = 0.99
OF_TIME = {"after", "since", "before", "on or after", "on or before", "later than", "earlier than", "prior to"}
SIGNS: dict[str, Compared] = {
    words: op for op in ("gte", "lte", "gt", "lt") for words in OPERATORS[op] if words not in OF_TIME
} | {"exactly": "eq", "only": "eq", "just": "eq"}  # fmt: skip
WORDS: dict[Compared, str] = {
    "gt": "more than", "gte": "at least", "lt": "fewer than", "lte": "at most", "eq": "exactly", "between": "between"
}  # fmt: skip
SIGN = "|".join(sorted(map(re.escape, SIGNS), key=len, reverse=True))
NUMBER = r"[$€£]?\d[\d,]*(?:\.\d+)?\s?(?:k|m|bn|thousand|million|billion)?\b\s?%?"
BOUND = (
    rf"(?:between\s+(?P<low>{NUMBER})\s+(?:and|to)\s+(?P<high>{NUMBER})|"
    rf"(?P<sign>{SIGN})\s+(?:than\s+)?(?P<number>{NUMBER})|"
    rf"(?P<least>{NUMBER})\s*(?:or (?:more|over|above|higher)|\+|plus)|"
    rf"(?P<most>{NUMBER})\s+or (?:less|fewer|under|below|lower))"
)
TOTALLED = re.compile(r"\b(?:total|sum|average|avg|mean|median|combined|overall|typical)\b", re.I)
HOW_MANY = re.compile(r"^(?:how many|(?:the )?(?:number|count) of)\s+(?P<rest>.+)$", re.I)
UNCOUNTED = "Groups that meet a condition can be shown, and not counted yet."
LEAD = (
    r"^(?:(?:please\s+)?(?:show|list|find|give|display|get|name|see)(?:\s+me)?(?:\s+all)?\s+)?"
    r"(?:(?:which|what|the|all|our|only)\s+)*"
)
GROUP = r"(?P<group>(?:(?!(?:of|for|from|by|per|in|with|and|many|number)\b)[\w&'-]+\s+){1,4}?)"
HAVE = r"(?:with|having|that ha(?:ve|s|d)|who ha(?:ve|s|d)|which ha(?:ve|s|d)|ha(?:ve|s|d))"
COUNTED = re.compile(rf"{LEAD}{GROUP}{HAVE}\s+{BOUND}\s+(?P<things>[a-z][\w&' -]*)$", re.I)
MEASURED = re.compile(
    rf"{LEAD}{GROUP}(?:{HAVE}|whose|where)\s+(?:(?:an?|the|their|its)\s+)*(?P<measure>[a-z][\w&' -]*?)\s+"
    rf"(?:(?:is|are|was|were|of|at)\s+)?{BOUND}(?P<tail>\s+.*)?$",
    re.I,
)
AFTER = re.compile(
    rf"^(?P<question>.+?\s(?:by|per|for each)\s.+?),?\s+(?:(?:but|and)\s+)?"
    rf"(?:(?:show\s+)?only\s+(?:the\s+)?(?:[\w'-]+\s+)?(?:(?:{HAVE}|that are|which are|where it is)\s+)?|{HAVE}\s+|"
    rf"(?:those|the ones|where (?:it|that|this|there))\s+(?:(?:{HAVE}|(?:that |which )?(?:is|are|was|were))\s+)?)"
    rf"{BOUND}(?:\s+(?P<things>[a-z][\w&' -]*))?$",
    re.I,
)
BARE = re.compile(rf"^(?P<question>.+?\s(?:by|per|for each)\s[\w&' -]+?),?\s+{BOUND}$", re.I)
BEFORE = re.compile(rf"^(?P<measure>[a-z][\w&' -]*?)\s+{BOUND}\s+(?:by|per)\s+(?P<group>[\w&' -]+)$", re.I)
COURSE = re.compile(r"\b(?:by|per|each|every)\b", re.I)


@dataclass(frozen=True)
class Holding:
    """A question about groups, and the condition on its number: `op` with `values` (`percent`: as written with %).

    `things` are what was said after the number, `repeated` where the question has them too. `grouped`: the words say
    that the condition is on a number of groups, and not on one of a row. `how_many`: the groups are to be counted.
    """

    text: str
    question: str
    op: Compared
    values: tuple[float, ...]
    percent: bool = False
    things: str = ""
    repeated: bool = False
    grouped: bool = False
    how_many: bool = False

    @property
    def words(self) -> str:
        """Return "more than 3"."""
        shown = [f"{value:,.10g}{'%' if self.percent else ''}" for value in self.values]
        return f"{WORDS[self.op]} {' and '.join(shown)}"


def holding_of(text: str) -> Holding | None:
    """Return the condition on groups that a text states, None when it states none."""
    plain = text.strip(" ?.!")
    counting = HOW_MANY.match(plain)
    how_many, rest = counting is not None, counting["rest"] if counting is not None else plain
    match = COUNTED.match(rest)
    if match is not None and not COURSE.search(match["things"]):
        question = f"number of {match['things']} by {match['group'].strip()}"
        return replace(_held(text, question, match), things=match["things"].strip(), how_many=how_many)
    match = MEASURED.match(rest)
    if match is not None and not COURSE.search(match["tail"] or ""):
        question = f"{match['measure']}{match['tail'] or ''} by {match['group'].strip()}"
        grouped = TOTALLED.search(match["measure"]) is not None
        return replace(_held(text, question, match), grouped=grouped, how_many=how_many)
    return _split(text, plain)


def _split(text: str, plain: str) -> Holding | None:
    """Return the condition on the groups of a number that is split: "fees by city, only over 500"."""
    match = AFTER.match(plain)
    if match is not None:
        things = (match["things"] or "").strip()
        return replace(_held(text, match["question"], match), things=things, repeated=bool(things), grouped=True)
    match = BARE.match(plain)
    if match is not None:
        return _held(text, match["question"], match)
    match = BEFORE.match(plain)
    return _held(text, f"{match['measure']} by {match['group']}", match) if match is not None else None


def _held(text: str, question: str, match: re.Match[str]) -> Holding:
    signs: tuple[tuple[Compared, tuple[str, ...]], ...] = (
        ("between", ("low", "high")),
        ("gte", ("least",)),
        ("lte", ("most",)),
        (SIGNS.get((match["sign"] or "").lower(), "eq"), ("number",)),
    )
    op, names = next((op, names) for op, names in signs if match[names[0]])
    said = [match[name] for name in names]
    return Holding(text.strip(), question, op, tuple(map(_number, said)), any("%" in item for item in said))


def _number(text: str) -> float:
    match = re.match(r"[$€£]?(?P<digits>\d[\d,]*(?:\.\d+)?)\s?(?P<scale>[a-z]*)", text.strip(), re.I)
    assert match is not None
    return float(match["digits"].replace(",", "")) * SCALES.get(match["scale"].lower(), 1.0)


def having(holding: Holding, plain: Answer, read: Callable[[str], Answer], catalogs: dict[str, Catalog]) -> Answer:
    """Return the groups whose number meets the condition, or `plain` where the condition is rather one on rows."""
    answer = read(holding.question)
    ask, _ = answer
    if ask is None or not _is_clear(answer) or len(ask.dimensions) != 1 or len(ask.measures) != 1:
        return plain
    catalog = catalogs[ask.connection]
    if _is_clear(plain) and plain[0] is not None and _is_on_rows(plain[0], ask, holding, catalog):
        return plain
    metric = catalog.metric(ask.measures[0].metric or "")
    rated = ask.measures[0].share or (metric is not None and metric.format.style == "percent")
    if (holding.repeated and not _counts_the_same(holding, ask, read)) or (holding.percent and not rated):
        return plain
    if holding.how_many:
        return None, (Missed(holding.text.strip(" ?.!"), UNCOUNTED),)
    values = [value / 100 if holding.percent else value for value in holding.values]
    condition = Having(by=ask.measures[0].name, op=holding.op, values=values)
    # A run of periods with some left out is no course over time.
    made = replace(ask, task="breakdown", chart="bar") if ask.task == "trend" else ask
    title = f"{title_of(ask, catalog)}, {holding.words}"
    return replace(made, text=holding.text, having=(condition,), title=title), ()


def _is_clear(answer: Answer) -> bool:
    ask, missed = answer
    return ask is not None and not missed and ask.confidence >= CLEAR


def _is_on_rows(plain: PlannedAsk, ask: PlannedAsk, holding: Holding, catalog: Catalog) -> bool:
    """Whether the condition is on a column of rows, as `plain` reads it, and not on the number of `ask`."""
    if holding.grouped:
        return plain.measures == ask.measures
    if holding.things and not ask.measures[0].column:
        # "more than 3 employees" is on a column called so, or on how many there are.
        said = set(stems_of(holding.things))
        columns = (catalog.column(item.column) for item in plain.filters if item.column)
        return any(said & set(stems_of(f"{item.name} {item.label}")) for item in columns if item is not None)
    return plain.task == "rows" or ask.measures[0].metric is None or plain.measures == ask.measures


def _counts_the_same(holding: Holding, ask: PlannedAsk, read: Callable[[str], Answer]) -> bool:
    """Whether the things said after the number are what the question counts."""
    counted, missed = read(f"number of {holding.things}")
    return counted is not None and not missed and counted.measures == ask.measures and counted.table == ask.table
