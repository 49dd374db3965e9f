"""Ranking: "top 5 segments by MRR", "MRR by segment, top 5", "which team has the most open issues"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from sophia.catalog.model import Catalog
from sophia.planner.plan import Choice, Missed, PlannedAsk
from sophia.planner.understand.title import title_of
from sophia.planner.understand.words import stems_of
from sophia.spec.datasets import Measure, Order

Answer = tuple[PlannedAsk | None, tuple[Missed, ...]]

COUNT = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "fifty": 50,
}  # fmt: skip
MOST = 500
JUDGING = {"best", "worst"}
HOW_MANY = "how many"
UP = r"top|best|biggest|largest|highest|leading|most"
DOWN = r"bottom|worst|lowest|smallest|least|fewest"
SHOWING = r"visuali[sz]e|show|plot|draw|return|display|give|using|please"
CHART = re.compile(r"^(?:an?\s+|the\s+)?(?:bar|pie|line|scatter|stacked|column|area|group(?:ed|ing)?)\b", re.I)
NUMBER = rf"(?:[\s-]+(?P<count>\d{{1,4}}|{'|'.join(COUNT)}))?"
TOP = re.compile(
    rf"^(?P<lead>.*?)\b(?:the\s+)?(?P<word>{UP}|{DOWN}){NUMBER}\s+(?P<what>(?:(?!\b(?:by|{SHOWING})\b)[\w&'-]+\s+){{1,5}}?)"
    r"(?:by|in terms of|according to|ranked by|with the (?:most|highest))\s+(?P<measure>.+)$",
    re.I,
)
WHICH = re.compile(
    rf"^(?P<lead>)(?:(?:which|what|who)\s+(?:(?:are|is|were)\s+)?)?(?:(?:the|our)\s+)?(?:(?P<count>\d{{1,4}}|{'|'.join(COUNT)})\s+)?(?P<what>(?:[\w&'-]+\s+){{1,4}}?)"
    rf"(?:with|that\s+ha(?:ve|s|d)|ha(?:ve|s|d)|who\s+ha(?:ve|s|d))\s+(?:the\s+)?(?P<word>{UP}|{DOWN})\s+(?P<measure>.+)$",
    re.I,
)
AFTER = re.compile(
    rf"^(?P<lead>)(?P<measure>.+?)\s+(?:by|per|for each)\s+(?P<what>(?:[\w&'-]+\s+){{0,4}}?[\w&'-]+)"
    rf"\s*[,(]?\s*(?:only\s+)?(?:the\s+)?(?P<word>top|bottom)\s+(?P<count>\d{{1,4}}|{'|'.join(COUNT)})(?:\s+only)?\s*\)?$",
    re.I,
)
ARE = re.compile(
    rf"^(?P<lead>)(?:which|what)\s+(?P<what>(?:[\w&'-]+\s+){{1,4}}?)(?:are|were|is)\s+(?:(?:the|our|my)\s+)?(?P<word>{UP}|{DOWN}){NUMBER}"
    r"\s+(?:by|in terms of|according to)\s+(?P<measure>.+)$",
    re.I,
)
RANKED = re.compile(
    rf"^(?P<lead>)(?:(?:the|our|all)\s+)*(?P<what>(?:(?!{SHOWING}|list\b)[\w&'-]+\s+){{1,3}}?)"
    r"(?P<word>ranked)\s+(?:by|according to)\s+"
    r"(?:(?:the|their|its)\s+)?(?P<measure>[\w&' -]{2,40})(?P<count>)$",
    re.I,
)
RANK = re.compile(
    r"^(?P<lead>)rank\s+(?:(?:the|our|all)\s+)*(?P<what>(?:[\w&'-]+\s+){1,3}?)(?P<word>by)\s+(?:(?:the|their|its)\s+)?"
    r"(?P<measure>[\w&' -]{2,40})(?P<count>)$",
    re.I,
)
EXTREME = re.compile(rf"^(?:the\s+)?(?P<word>{UP}|{DOWN})\s+(?P<measure>\w.*)$", re.I)
COUNT_FIRST = re.compile(
    rf"\b(?:the\s+)?(?P<count>\d{{1,3}}|{'|'.join(COUNT)})\s+(?:(?P<up>best|top|biggest|largest|leading)|"
    r"(?P<down>worst|bottom|smallest))\s+(?=[a-z])",
    re.I,
)
BY_AGAIN = re.compile(rf"^(?:and\s+)?(?:the\s+)?(?P<word>{UP}|{DOWN}){NUMBER}\s+by\s+(?P<measure>[\w& -]+)$", re.I)
SPLIT = re.compile(r"\b(?:by|per|each|every)\b", re.I)


@dataclass(frozen=True)
class Ranking:
    """Things to rank (`what`) by a number (`measure`): the first `limit`, largest first unless not `descending`.

    `assumed`: nobody said how many. `judged`: the best or the worst are meant, which of times are the shortest first.
    """

    text: str
    lead: str
    what: str
    measure: str
    limit: int
    descending: bool
    assumed: bool = False
    judged: bool = False

    @property
    def question(self) -> str:
        """Return the ranking as a plain question: the number, split by what is ranked."""
        return f"{self.lead} {self.measure} by {self.what}".strip()

    @property
    def list(self) -> str:
        """Return the ranking as a list of rows in order."""
        return (
            f"{self.lead} {'top' if self.descending else 'bottom'} {self.limit} {self.what} by {self.measure}".strip()
        )


def count_last(text: str) -> str:
    """Return `text` with "the five best products" said as "best five products", as rankings are read."""

    def turned(match: re.Match[str]) -> str:
        said = (match["up"] or match["down"]).lower()
        plain = said if said in JUDGING else "top" if match["up"] else "bottom"
        return f"{plain} {match['count']} "

    return COUNT_FIRST.sub(turned, text)


def ranked_too(before: str, part: str) -> str:
    """Return what "bottom 3 by tax" asks after "top 5 vendors by spend": a ranking of the same things, else ""."""
    first, again = TOP.match(before.strip()), BY_AGAIN.match(part.strip())
    if first is None or again is None:
        return ""
    return f"{again['word']} {again['count'] or first['count'] or 10} {first['what'].strip()} by {again['measure']}"


def ranking_of(text: str) -> Ranking | None:
    """Return the ranking that a text asks for, None when it asks for none."""
    plain = text.strip(" ?.!")
    match = (
        ARE.match(plain)
        or TOP.match(plain)
        or WHICH.match(plain)
        or AFTER.match(plain)
        or RANKED.match(plain)
        or RANK.match(plain)
    )
    if match is None or SPLIT.search(match["measure"]) or CHART.match(match["measure"]) or not match["what"].strip():
        return None
    number = (match["count"] or ("20" if match.re in {RANKED, RANK} else "10")).lower()
    limit = COUNT.get(number) or int(number)
    word, measure = match["word"].lower(), match["measure"].strip()
    extreme = EXTREME.match(measure)
    if extreme is not None and match.re is TOP:
        word, measure = extreme["word"].lower(), extreme["measure"]
    return Ranking(
        text=text.strip(),
        lead=match["lead"].strip(),
        what=match["what"].strip(),
        measure=measure,
        limit=min(max(limit, 1), MOST),
        descending=not re.match(DOWN, word),
        assumed=not match["count"],
        judged=word in JUDGING,
    )


def ranked(ranking: Ranking, plain: Answer, read: Callable[[str], Answer], catalogs: dict[str, Catalog]) -> Answer:
    """Return the better of the plain reading (a list of rows) and the number split by what is ranked.

    Rows are right when they are the things to rank ("top 10 open deals by amount"); segments, owners or months are not
    rows of a table, so their number is summed up first.
    """
    ask, missed = plain
    if ask is not None and ask.task == "rows" and not missed and ask.order and _are_rows(ranking.what, ask, catalogs):
        return plain
    listed, unnamed = read(ranking.list)
    if listed is not None and listed.task == "rows" and not unnamed and _are_rows(ranking.what, listed, catalogs):
        return replace(listed, text=ranking.text), ()
    other, unknown = read(ranking.question)
    if other is None or unknown or not other.measures or not _split_once(other):
        return _unless_a_number(ranking, plain)
    low = ranking.judged and _is_better_low(other.measures[0], catalogs[other.connection])
    order = Order(by=other.measures[0].name, descending=ranking.descending is not low)
    made = replace(other, task="rank", order=(order,), limit=ranking.limit, measures=other.measures[:1])
    catalog = catalogs[made.connection]
    choices = (*made.choices, Choice(HOW_MANY, f"the first {ranking.limit}")) if ranking.assumed else made.choices
    return replace(made, text=ranking.text, title=title_of(made, catalog), choices=choices), ()


def _is_better_low(measure: Measure, catalog: Catalog) -> bool:
    """Whether the best have little of it: what a metric says of itself, and times."""
    metric = catalog.metric(measure.metric) if measure.metric else None
    column = catalog.column(measure.column) if measure.column else None
    return (metric is not None and metric.good == "down") or (column is not None and column.role == "duration")


def _unless_a_number(ranking: Ranking, plain: Answer) -> Answer:
    """A ranking that comes out as one number ranks nothing: say so instead of showing it."""
    ask, _ = plain
    if ask is None or ask.task != "kpi":
        return plain
    return None, (Missed(ranking.what, f"This cannot be ranked by {ranking.measure} here.", (ask.title,)),)


def _split_once(ask: PlannedAsk) -> bool:
    return len(ask.dimensions) == 1 and ask.dimensions[0].grain is None


def _are_rows(what: str, ask: PlannedAsk, catalogs: dict[str, Catalog]) -> bool:
    """Whether `what` names the rows of the ask's table."""
    table = catalogs[ask.connection].table(ask.table)
    said = stems_of(what.lower())
    if table is None or not said:
        return False
    names = [stems_of(name.lower()) for name in (table.entity, table.label, table.name, *table.synonyms) if name]
    return any(name and name[-1] == said[-1] for name in names)
