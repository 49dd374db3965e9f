"""Reading: the words of one ask that are not about time, as measures, splits, filters, order and limit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sophia.spec.datasets import Aggregate

CHARTS = (
    (r"stacked (?:bars?|columns?)(?: (?:chart|graph))?", "stacked_bar"),
    (r"(?:bar|column)s?[ -](?:chart|graph|plot)s?|histogram|bars?\b(?= of| showing| for| by)|bar\b", "bar"),
    (r"line[ -](?:chart|graph|plot)s?|\bline\b", "line"),
    (r"area[ -](?:chart|graph|plot)s?", "area"),
    (r"(?:pie|donut|doughnut)(?: (?:chart|graph))?s?", "pie"),
    (r"scatter(?:[ -]?plot|[ -]?chart|[ -]?graph)?s?", "scatter"),
    (r"heat ?maps?", "heat_map"),
    (r"\bfunnel(?: chart)?", "funnel"),
    (r"waterfall(?: chart)?", "waterfall"),
    (r"bullet (?:chart|graph)", "bullet"),
    (r"combo(?: chart)?|bars? and lines?", "combo"),
    (r"\btable\b(?! of contents)|\bin tabular form\b", "table"),
    (r"\bkpi\b|\bbig number\b|\bsingle number\b", "kpi"),
)
AGGREGATES: tuple[tuple[str, Aggregate], ...] = (
    (
        r"\b(?:distinct|unique|different) (?:number|count)s? of\b"
        r"|\b(?:number|count)s? of (?:distinct|unique|different)\b",
        "count_distinct",
    ),
    (
        r"\bhow many\b|\b(?:the )?(?:total )?(?:number|count|amount of times|frequency|quantity|tally)s? of\b"
        r"|\bcount(?:ing)?\b",
        "count",
    ),
    (r"\baverages?\b|\bmean\b|\bavg\b|\btypical\b", "mean"),
    (r"\bmedian\b", "median"),
    (r"\b(?:maximum|highest|largest|greatest|biggest|max|oldest)\b", "max"),
    (r"\b(?:minimum|lowest|smallest|least|min|youngest)\b", "min"),
    (r"\b(?:total|sum(?: of)?|summed|combined|overall|aggregate)\b", "sum"),
)
NUMBER_WORDS = {"one": 1, "two": 2, "three": 3, "five": 5, "ten": 10, "twenty": 20}
TOP = re.compile(
    r"\b(?:the )?(top|best|leading|biggest|largest|bottom|worst|lowest|smallest|highest)"
    r"(?: (\d+|one|two|three|five|ten|twenty))?\b",
    re.I,
)
SHARE = re.compile(
    r"\b(?:share|proportion|percentage|percent|breakdown|distribution|split|composition|make-?up)s? of\b"
    r"|\bshare\b|\bproportions?\b",
    re.I,
)
DISTRIBUTION = re.compile(r"\bdistribut(?:ion|ed)\b|\bhistogram\b|\bspread of\b", re.I)
CORRELATION = re.compile(r"\bcorrelat\w+|\brelationship\b|\bversus\b|\bvs\.?\b|\bagainst\b|\brelation between\b", re.I)
COMPARE = re.compile(
    r"\b(?:compared?|versus|vs\.?|against|relative) (?:to |with )?(?:the )?(last|previous|prior) "
    r"(year|month|quarter|week|period)\b|\byear[ -]over[ -]year\b|\byoy\b|\bmom\b",
    re.I,
)
LISTING = re.compile(r"\b(?:list|table|details?|rows|records)(?: of| all)?\b|\blist\b", re.I)
ASCENDING = re.compile(
    r"\b(?:in )?(?:ascending|asc|increasing|low to high|from low to high|alphabetical)\b(?: order)?", re.I
)
DESCENDING = re.compile(
    r"\b(?:in )?(?:descending|desc|decreasing|high to low|from high to low|reverse alphabetical)\b(?: order)?", re.I
)


@dataclass(frozen=True)
class Phrasing:
    """How an ask is put, apart from what it names; `rest` is the text without those words."""

    rest: str
    chart: str = ""
    aggregate: Aggregate | None = None
    limit: int | None = None
    descending: bool | None = None
    share: bool = False
    distribution: bool = False
    correlation: bool = False
    compare: str = ""
    listing: bool = False


def read_phrasing(text: str) -> Phrasing:
    """Take the words about form out of `text`."""
    rest, chart = _take_chart(text)
    compare, rest = _take_compare(rest)
    limit, descending, rest = _take_top(rest)
    up, down = ASCENDING.search(rest), DESCENDING.search(rest)
    if up or down:
        descending = bool(down)
        rest = DESCENDING.sub(" ", ASCENDING.sub(" ", rest))
    share, distribution = bool(SHARE.search(rest)), bool(DISTRIBUTION.search(rest))
    correlation, listing = bool(CORRELATION.search(rest)), bool(LISTING.search(rest))
    aggregate, rest = _take_aggregate(rest)
    for pattern in (SHARE, CORRELATION, LISTING, DISTRIBUTION):
        rest = pattern.sub(" ", rest)
    return Phrasing(rest, chart, aggregate, limit, descending, share, distribution, correlation, compare, listing)


def _take_chart(text: str) -> tuple[str, str]:
    for pattern, kind in CHARTS:
        match = re.search(pattern, text, re.I)
        if match:
            return text[: match.start()] + " " + text[match.end() :], kind
    return text, ""


def _take_compare(text: str) -> tuple[str, str]:
    match = COMPARE.search(text)
    if match is None:
        return "", text
    yearly = (match[2] or "").lower() == "year" or "yoy" in match[0].lower() or match[0].lower().startswith("year")
    rest = text[: match.start()] + " " + text[match.end() :]
    return ("previous_year" if yearly else "previous_period"), rest


def _take_top(text: str) -> tuple[int | None, bool | None, str]:
    match = TOP.search(text)
    if match is None:
        return None, None, text
    word, number = match[1].lower(), match[2]
    if number is None and word not in {"top", "bottom", "best", "worst", "leading"}:
        return None, None, text
    count = 10 if number is None else NUMBER_WORDS.get(number.lower()) or int(number)
    rest = text[: match.start()] + " " + text[match.end() :]
    return min(max(count, 1), 500), word not in {"bottom", "worst", "lowest", "smallest"}, rest


def _take_aggregate(text: str) -> tuple[Aggregate | None, str]:
    for pattern, name in AGGREGATES:
        match = re.search(pattern, text, re.I)
        if match:
            return name, text[: match.start()] + " " + text[match.end() :]
    return None, text
