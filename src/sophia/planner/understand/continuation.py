"""Continuations: phrases that only say how, when or of which rows the thing before them is meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

CHART = (
    r"(?:bar|column|line|pie|donut|doughnut|area|scatter|heat\s?map|histogram|funnel|table|chart|graph|plot|list|"
    r"diagram)s?"
)
DONE = (
    r"(?:\s+(?:chart|graph|plot))?(?=$|\s*[,.?;]|\s+(?:please|and|group\w*|binn\w*|that\s+bins|by|sort\w*|order\w*|rank\w*|"
    r"in\s+(?:asc|desc)|from\s+(?:low|high))\b)"
)
ASKING = (
    r"(?:(?:and|then|also|please|kindly|(?:could|can|would)\s+you|i\s+(?:want|would\s+like|like)(?:\s+you)?\s+to|you\s+can)"
    r"\s+)*"
)
AXIS = r"(?:the\s+)?(?:[xy][\s-]?ax[ei]s|[xy]\b|bars?\b)"
DIRECTION = (
    r"(?:asc\w*|desc\w*|increas\w*|decreas\w*|low(?:est)?\s+to\s+high\w*|high(?:est)?\s+to\s+low\w*|alphabetical\w*|"
    r"a\s+to\s+z|newest|oldest|largest|smallest)"
)
DRAWN = (
    rf"^{ASKING}(?:show|plot|return|visuali[sz]e|display|draw|give|present|use|make|list|render|put|see)(?:\s+(?:me|us|it|"
    r"them|this|that|these|the\s+(?:results?|data|answer|numbers?)))*(?:\s+(?:using|as|in|with|by|on|for|into))*"
    rf"(?:\s+(?:an?|the))?(?:\s+(?:group(?:ed|ing)?|stacked|simple|single|nice))*\s+{CHART}{DONE}"
)


def _one_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.I)


ANYWHERE = _one_of(
    (
        rf"^{ASKING}(?:sort|order|rank|arrange)(?:ed|s|ing)?\b.{{0,80}}\b(?:{DIRECTION}|{AXIS}|first)",
        rf"^{ASKING}(?:list|show|display|put)(?:\s+(?:it|them))?\s+(?:(?:by|in|from)\s+)?(?:{AXIS}|{DIRECTION})",
        r"^(?:and\s+)?(?:sorted|ordered|ranked|sort|order|rank|arranged)\s+(?:it\s+|them\s+)?(?:by|in|from)\b",
        DRAWN,
        rf"^(?:shown?|drawn|displayed|presented)?\s*(?:as|in|using)\s+an?\s+(?:\w+\s+)?{CHART}{DONE}",
        r"^(?:what\s+is|show(?:\s+me)?|give\s+me|i\s+want\s+to\s+see)\s+(?:the|its|their)\s+(?:trends?|proportions?|"
        r"distribution|shares?|percentages?|correlation|relationship|comparison)$",
        rf"^{ASKING}(?:group(?:ed|ing)?|bin(?:ned|ning)?|split|broken\s+down|stacked|colou?red|segmented|sliced)\b.{{0,60}}"
        r"\b(?:by|into)\b",
        r"\b(?:count|compute|sum|average|visuali[sz]e|plot|draw|group|compare|sort|order|rank|number\s+of|total|"
        r"how\s+many\s+of)\s+(?:the\s+)?(?:them|it|these|those|their|its)\b",
        r"^(?:and\s+)?(?:in|by|with|from|on|for|at|via|through|to)\s+(?:which|what)\s+\w",
        r"^(?:both\s+)?(?:in\s+total|overall|altogether)\s+and\b",
        r"\bone\s+against\s+the\s+other\b",
        r"^(?:as\s+)?(?:two|three|four|several|both|\d)\s+(?:separate\s+)?(?:lines?|bars?|curves?|series)\b",
        r"^(?:their|its)\s+(?:split|breakdown|distribution|share|mix)\b",
        r"^(?:their|its)\s(?!.*\b(?:by|per|each|every)\s)|\beach\s+of\s+(?:them|these|those)\b",
    )
)
IN_A_SENTENCE = _one_of(
    (
        rf"^{ASKING}(?:list|show|display|put)(?:ed|s|ing)?\b.{{0,80}}\b(?:{DIRECTION}|[xy][\s-]?ax[ei]s|bars?\b)",
        rf"^(?:in\s+)?{DIRECTION}(?:\s+order|\s+first)?$",
        r"^(?:only\s+)?(?:the\s+)?(?:top|bottom|first)\s+\d{1,4}(?:\s+only)?$",
        r"^(?:by|per|for\s+each|for\s+every|of\s+each|across|grouped)\s",
        r"^(?:over|in|during|for|since|within|from|between|until|before|after)\s+(?:the\s+)?(?:years?\s+)?(?:last|past|"
        r"previous|prior|this|current|trailing|recent|latest|first|second|\d{4}|q[1-4]|today|yesterday|now|jan|feb|mar|apr|"
        r"may|jun|jul|aug|sep|oct|nov|dec|ytd|calendar|fiscal)",
        r"^(?:where|whose|who|which|that|excluding|except|without|only|not|if|when|but|ignoring|having|limited\s+to|"
        r"with\s+(?:more|less|fewer|at\s+least|at\s+most|an?\s+\w+\s+(?:of|over|above|below|under)))\b",
        r"^(?:compared|versus|vs\.?|relative\s+to|against)\b",
        r"\b[xy][\s-]?axis\b",
        r"\b(?:each|each\s+one|they\s+have|does\s+it\s+have|(?:are|is)\s+there)$",
        r"\b(?:corresponding|respective)\b",
    )
)
BY = re.compile(r"\s*(?:by|per|for\s+each|for\s+every|across)\s", re.I)
BY_TAIL = re.compile(r"\s+(?:by|per|for\s+each|for\s+every|across)\s.*$", re.I | re.S)
LISTED = re.compile(r"^(?:(?:an?|the|also|plus)\s+)*(?:list|table|last|latest|newest|top|bottom)\b", re.I)
WITH = re.compile(r"^(?:with|showing|including)\s+(?!(?:an?\s|\d))", re.I)
RECURRING = re.compile(r"\b(?:hour|time)s? of (?:the )?day\b|\bday of (?:the )?week\b|\bmonth of (?:the )?year\b", re.I)
PERIOD = re.compile(r"\b(?:hour|day|week|month|quarter|year)s?\b(?! of\b)", re.I)
QUESTION = re.compile(
    r"(?:how\s+(?:many|much|do|does|did|is|are|has|have)|which\s+(?!(?:are|is|have|has|had|were|was)\b)|who)\s*\w", re.I
)
SAME = re.compile(r"^(?:and\s+|also\s+)*(?:the\s+)?same\s+(?:again\s+)?(?:for|but|by|per|with|only|in)\b", re.I)
OWN = re.compile(r"^it\s+(?:should|must|needs?|has|will)\b", re.I)
BARE_CHART = re.compile(
    rf"^{ASKING}(?:show|plot|draw|give|create|make|use|visuali[sz]e|display)(?:\s+(?:me|us))?\s+(?:an?\s+)?(?:\w+\s+)?{CHART}"
    r"(?:\s+(?:chart|graph|plot))?$",
    re.I,
)
LEADS = re.compile(
    r"^(?:for|in|among|across|over|during|since|within|on|by|per|from|between|of)\s+(?!which\b)\S",
    re.I,
)
CLOSED = " \t\r\n.,;:!?"


def continues(phrase: str, *, sentence: bool = False) -> bool:
    """Whether a phrase says something about the phrase before it rather than asking for something new.

    `sentence`: it stands as a sentence of its own, where "List the names in ascending order" asks for something new.
    """
    plain = phrase.strip(CLOSED)
    if not plain or OWN.match(plain) or SAME.match(plain):
        return False
    return bool(ANYWHERE.search(plain)) or (not sentence and bool(IN_A_SENTENCE.search(plain)))


def leads(phrase: str) -> bool:
    """Whether a phrase only prepares the next: "For each region", "In 2025", "Plot a bar chart"."""
    plain = phrase.strip(CLOSED)
    return bool(LEADS.match(plain) or BARE_CHART.match(plain))


def _split_anew(before: str, text: str) -> bool:
    """Whether ", and by region" after "revenue by month" asks for the same number in a chart of its own."""
    return BY.match(text) is not None and BY_TAIL.search(before) is not None


def _shown_too(before: str, text: str) -> bool:
    """Whether ", with vendor and date" after a list only says what the list shows."""
    return LISTED.match(before) is not None and WITH.match(text) is not None


def split_again(before: str, text: str) -> bool:
    """Whether ", by region" after "revenue by product" is a second chart: of two things, neither of which is a time."""
    tail = BY_TAIL.search(before)
    if tail is None or BY.match(text) is None:
        return False
    return not any(PERIOD.search(RECURRING.sub("", part)) for part in (tail[0], text))


def gathered(pieces: Iterable[tuple[str, str]], free: Callable[[str], str], *, splits_apart: bool = False) -> list[str]:
    """Return phrases from (separator before it, text) pieces, with continuations put back where they belong.

    `free` gives a piece's full wording. `splits_apart` leaves "by region" alone, for it may ask for a chart of its own.
    """
    found: list[str] = []
    waiting = False
    for separator, text in pieces:
        apart = splits_apart and BY.match(text) is not None
        again = _split_anew if "and" in separator else split_again
        if found and not waiting and "," in separator and again(found[-1], text):
            found.append(f"{BY_TAIL.sub('', found[-1])} {text}")
        elif found and "and" in separator and QUESTION.match(free(text)):
            found.append(text)
        elif found and (waiting or (continues(free(text)) and not apart) or _shown_too(found[-1], text)):
            found[-1] = f"{found[-1]}{separator}{text}"
        else:
            found.append(text)
        waiting = len(found) == 1 and separator == "" and leads(free(text))
    return found
