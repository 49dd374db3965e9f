"""Order and bins: the clauses that say how the result is sorted, and into what a date is cut."""

from __future__ import annotations

import re
from dataclasses import dataclass

UP = (
    r"ascending|asc|increasing|low to high|lowest to highest|smallest to largest|small to large|"
    r"alphabetic(?:al(?:ly)?)?|a to z|ascend|rising|"
    r"(?:the )?(?:youngest to (?:the )?oldest|oldest to (?:the )?newest|earliest to (?:the )?latest|"
    r"least to (?:the )?most|shortest to (?:the )?longest|cheapest to (?:the )?most expensive|worst to (?:the )?best|"
    r"(?:lowest|smallest|fewest|least|worst|earliest|oldest|shortest|cheapest|slowest) first)"
)
DOWN = (
    r"descending|desc|decreasing|high to low|highest to lowest|largest to smallest|large to small|z to a|descend|"
    r"reverse alphabetical|falling|"
    r"(?:the )?(?:oldest to (?:the )?youngest|newest to (?:the )?oldest|latest to (?:the )?earliest|"
    r"most to (?:the )?least|longest to (?:the )?shortest|most expensive to (?:the )?cheapest|best to (?:the )?worst|"
    r"(?:highest|largest|biggest|greatest|most|best|latest|newest|longest|most expensive|fastest) first)"
)
DIRECTION = rf"(?:from |in |the |an? )*\b(?:(?P<up>{UP})|(?P<down>{DOWN}))\b(?:[ ,]*(?:order|manner|fashion))?"
LEAD = (
    r"[,.;?]?\s*(?:\b(?:and|then|also|please|but|i|you|want|would|like|to|could|can|should|will|let|me|help|us|with|"
    r"in|results?|it|them|that|is|are|be|which|bars?|list|show|the)\b[ ,]*)*"
)
VERB = (
    r"\b(?:rank(?:ed|ing)?|sort(?:ed|ing)?|order(?:ed|ing|s)?|list(?:ed)?|show|display(?:ed)?|arranged?|"
    r"organi[sz]ed?)\b"
)
BEFORE = re.compile(rf"{LEAD}$", re.I)
CLAUSE = re.compile(VERB, re.I)
WAY = re.compile(rf"{DIRECTION}(?P<after> ?(?:by|of|on|based on|according to|for|from)? ?[^,.?;]{{0,50}})", re.I)
REACH = 75
BY = re.compile(
    r"[,.;?]\s*(?:and |then )?(?:i want to |could you |can you |please |i would like to )?"
    rf"{VERB} (?:it |them |the results? |bars? )?by (?P<what>[^,.?;]{{1,40}})$|"
    r"\b(?:sort(?:ed)?|rank(?:ed)?|order(?:ed)?) by "
    r"(?P<what2>[^,.?;]{1,40})",
    re.I,
)
Y = re.compile(
    r"\by\b|\by[ -]?axis\b|\btotal(?: number)?\b|\bcount\b|\bnumbers?\b|\bvalues?\b|\bheight of the bars?\b", re.I
)
X = re.compile(r"\bx\b|\bx[ -]?axis\b|\bbars?\b|\blabels?\b|\bnames?\b|\balphabet\w*\b", re.I)
BIN = re.compile(
    r",?\s*(?:and |then )?\b(?:bin(?:ned|ning|s)?|bucket(?:ed)?|grouped|divided?)\b(?P<what>[^,.;?]{0,40}?)"
    r"\b(?:by|into|in|to|with|at|as)\b(?: the| a| an| each)? ?"
    r"(?P<unit>(?:the )?days? of (?:the )?weeks?|week ?days?|years?|months?|quarters?|weeks?|days?|hours?|time)\b"
    r"(?: intervals?| buckets?| bins?| levels?)?",
    re.I,
)
EACH_UNIT = re.compile(
    r"\b(?:in|into|by|on|for|per|with)?\s*(?:the |each |every |a )*"
    r"(?P<unit>year|month|quarter|week ?day|week|day of (?:the )?week|hour) (?:intervals?|level)\b",
    re.I,
)


@dataclass(frozen=True)
class Sorting:
    """How the result is to be sorted: by "x" (the split), "y" (the number), or the words for one of them."""

    by: str
    words: str
    descending: bool


def take_order(text: str) -> tuple[Sorting | None, str]:
    """Take the sorting clause out of `text`."""
    ways = list(WAY.finditer(text))
    if ways:
        way = ways[-1]
        start, what = _opening(text, way.start())
        words = f"{what} {way['after'] or ''}".strip()
        rest = f"{text[:start]} {_kept(what)} {_kept(way['after'] or '')} {text[way.end() :]}"
        return Sorting(_target(words), words, bool(way["down"])), rest
    match = BY.search(text)
    if match is not None and re.search(r"\b(?:sort|order|rank|list)", match[0], re.I):
        words = match["what"] or match["what2"] or ""
        return Sorting(_target(words), words, False), f"{text[: match.start()]} {_kept(words)} {text[match.end() :]}"
    return None, text


def _opening(text: str, end: int) -> tuple[int, str]:
    """Return where the clause begins whose direction stands at `end`, and the words between its verb and there."""
    verbs = [match for match in CLAUSE.finditer(text, max(0, end - REACH), end) if match.start() > 0]
    verbs = [match for match in verbs if not re.search(r"[.?;]", text[match.end() : end])]
    if not verbs:
        return end, ""
    verb = verbs[-1]
    lead = BEFORE.search(text[: verb.start()])
    return (lead.start() if lead is not None else verb.start()), text[verb.end() : end]


def _kept(words: str) -> str:
    """Return what a clause held besides the sorting: a chart or a split said in the same breath."""
    chart = re.search(
        r"\b(?:in|with|using|as|through|on) (?:an? |the )?\w* ?(?:bar|pie|line|scatter|stacked|area)[\w ]*", words, re.I
    )
    split = re.search(r"\b(?:for|in|of) each [\w ]+|\b(?:grouped|split|bin\w*) by [\w ]+", words, re.I)
    return " ".join(part[0] for part in (chart, split) if part)


def _target(words: str) -> str:
    if re.search(r"\by\b|y[ -]?axis", words, re.I):
        return "y"
    if re.search(r"\bx\b|x[ -]?axis", words, re.I):
        return "x"
    if Y.search(words):
        return "y"
    return "x" if X.search(words) else ""


def take_bin(text: str) -> tuple[str, str]:
    """Take "bin the date by year" out of `text`; return (unit, rest). "time" as unit leaves the choice to us."""
    match = BIN.search(text)
    if match is not None:
        what = match["what"].strip(" -")
        return match["unit"].lower(), f"{text[: match.start()]} by {what} {text[match.end() :]}" if what else (
            f"{text[: match.start()]} {text[match.end() :]}"
        )
    match = EACH_UNIT.search(text)
    if match is not None:
        return match["unit"].lower(), f"{text[: match.start()]} {text[match.end() :]}"
    return "", text
