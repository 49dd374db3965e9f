"""Reading: the words of one ask that are not about time, as measures, splits, filters, order and limit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sophia.planner.understand.order import Sorting, take_bin, take_order

CHARTS = (
    (r"stacked (?:bars?|columns?)(?: (?:chart|graph))?", "stacked_bar"),
    (r"(?:bar|column)s?[ -]?(?:chart|graph|plot|diagram)s?|histogram|\bbars?\b", "bar"),
    (r"\b(?:two|three|four|several|\d) (?:separate )?lines?\b(?: in (?:one|the same|a single) \w+)?", "line"),
    (r"(?:trend )?line[ -](?:chart|graph|plot)s?|\btrend lines?\b|\bline\b|\bthe trend (?:of|about|over)\b", "line"),
    (r"area[ -](?:chart|graph|plot)s?", "area"),
    (r"\b(?:pie|donut|doughnut)s?\b(?: (?:chart|graph|plot)s?)?", "pie"),
    (r"scatter(?:[ -]?(?:plot|chart|graph|diagram)s?)?|\bpoints? chart", "scatter"),
    (r"heat ?maps?", "heat_map"),
    (r"\bfunnel(?: chart)?", "funnel"),
    (r"waterfall(?: chart)?", "waterfall"),
    (r"bullet (?:chart|graph)", "bullet"),
    (r"combo(?: chart)?|bars? and lines?", "combo"),
    (r"\btable\b(?! of contents)|\bin tabular form\b", "table"),
    (r"\bkpi\b|\bbig number\b|\bsingle number\b", "kpi"),
)
MOST_ROWS = 500
NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20,
}  # fmt: skip
TOP = re.compile(
    r"\b(?:the )?(top|best|leading|biggest|largest|bottom|worst|lowest|smallest|highest)"
    rf"(?:[ -](\d+|{'|'.join(NUMBER_WORDS)}))?\b",
    re.I,
)
NEWEST = re.compile(
    r"\b(?:the )?(?:last|latest|newest|most recent) (?P<count>\d{1,3}) "
    r"(?!(?:hour|day|week|month|quarter|year|minute)s?\b)(?=\w)",
    re.I,
)
SHARE = re.compile(
    r"\b(?:shares?|proportions?|portions?|percentages?|percent|composition|make-?up) of\b|\bproportions?\b|"
    r"\bas a share\b",
    re.I,
)
DISTRIBUTION = re.compile(
    r"\b(?:breakdown|distribution|split) of\b|\bdistribut(?:ion|ed)\b|\bhistogram\b|\bspread of\b", re.I
)
CORRELATION = re.compile(
    r"\b(?:correlat\w+|relationship)(?: between)?\b|\bversus\b|\bvs\.?\b|\bagainst\b|\brelation between\b",
    re.I,
)
COMPARE = re.compile(
    r"\b(?:compared?|versus|vs\.?|against|relative|(?:(?<=quarter )|(?<=month )|(?<=week )|(?<=year ))(?:with|to|and)) "
    r"(?:to |with )?(?:the )?(last|previous|prior) "
    r"(year|month|quarter|week|period)\b|\b(?:compared?|versus|vs\.?|against|relative) (?:to |with )?"
    r"the (?:year|month|quarter|week|period) before\b|\byear[ -]over[ -]year\b|\byoy\b|\bmom\b",
    re.I,
)
RELATED = re.compile(
    r"(?:^|(?<=[,;:]))\s*(?:how |and )?(?:is|are|does|do) (.+?) "
    r"(?:related to|depends? on|linked to|connected (?:to|with))\b",
    re.I,
)
AXES = re.compile(r"\b[xy](?:-| )?axis\b(?: is| as| and)?|\b(?:on|as|for) the [xy]\b", re.I)
PARTS = re.compile(r"\b(?:proportion|percentage|percent|composition)\b", re.I)
COMPARING = re.compile(r"\bcompar(?:e|ison|ing)\b", re.I)
LISTING = re.compile(r"\b(?:list|table|details?|rows|records)(?: of| all)?\b|\blist\b", re.I)


@dataclass(frozen=True)
class Phrasing:
    """How an ask is put, apart from what it names; `rest` is the text without those words."""

    rest: str
    chart: str = ""
    bin: str = ""
    sorting: Sorting | None = None
    limit: int | None = None
    descending: bool | None = None
    share: bool = False
    distribution: bool = False
    correlation: bool = False
    compare: str = ""
    listing: bool = False
    comparing: bool = False
    newest: bool = False

    @property
    def drawn(self) -> str:
        """Return the chart that the wording stands for: the one named, or bars for what is sorted by its height."""
        by_height = self.sorting is not None and self.sorting.by == "y"
        return self.chart or ("bar" if by_height else "")


def read_phrasing(text: str) -> Phrasing:
    """Take the words about form out of `text`; aggregates stay, for they belong to the name beside them."""
    sorting, rest = take_order(RELATED.sub(r"correlation between \1 and", text))
    unit, rest = take_bin(rest)
    rest, chart = _take_chart(rest)
    compare, rest = _take_compare(rest)
    newest, rest = _take_newest(rest)
    limit, descending, rest = (newest, True, rest) if newest else _take_top(rest)
    if sorting is not None:
        descending = sorting.descending
    share, distribution = bool(SHARE.search(rest)), bool(DISTRIBUTION.search(rest))
    correlation, listing = bool(CORRELATION.search(rest)), bool(LISTING.search(rest))
    correlation = chart == "scatter" or (correlation and not chart)
    for pattern in (SHARE, CORRELATION, DISTRIBUTION, AXES):
        rest = pattern.sub(" , ", rest)
    return Phrasing(
        rest, chart or ("pie" if share and PARTS.search(text) else ""), unit, sorting, limit, descending, share,
        distribution, correlation, compare, listing, bool(COMPARING.search(text)), bool(newest),
    )  # fmt: skip


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


def _take_newest(text: str) -> tuple[int | None, str]:
    match = NEWEST.search(text)
    if match is None:
        return None, text
    return min(max(int(match["count"]), 1), MOST_ROWS), f"{text[: match.start()]} {text[match.end() :]}"


def _take_top(text: str) -> tuple[int | None, bool | None, str]:
    match = TOP.search(text)
    if match is None:
        return None, None, text
    word, number = match[1].lower(), match[2]
    if number is None and word not in {"top", "bottom", "best", "worst", "leading"}:
        return None, None, text
    count = 10 if number is None else NUMBER_WORDS.get(number.lower()) or int(number)
    rest = text[: match.start()] + " " + text[match.end() :]
    return min(max(count, 1), MOST_ROWS), word not in {"bottom", "worst", "lowest", "smallest"}, rest
