"""Continuations: phrases that only say how, when or of which rows the thing before them is meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

CHART = (
    r"(?:bar|column|line|pie|donut|doughnut|area|scatter|heat\s?map|histogram|funnel|table|chart|graph|plot|list|"
    r"diagram)s?"
)
ASKING = (
    r"(?:(?:and|then|also|please|kindly|(?:could|can|would)\s+you|i\s+(?:want|would\s+like|like)(?:\s+you)?\s+to|you\s+can)"
    r"\s+)*"
)
ORDERED = (
    r"(?:asc\w*|desc\w*|increas\w*|decreas\w*|low(?:est)?\s+to\s+high\w*|high(?:est)?\s+to\s+low\w*|alphabetical\w*|"
    r"[xy][\s-]?ax[ei]s|the\s+[xy]\b|\bbars?\b|first|a\s+to\s+z|newest|oldest)"
)
CONTINUES = re.compile(
    "|".join(
        (
            rf"^{ASKING}(?:sort|order|rank|arrange|list|show|display|put)(?:ed|s|ing)?\b.{{0,80}}\b{ORDERED}",
            r"^(?:and\s+)?(?:sorted|ordered|ranked|sort|order|rank|arranged)\s+(?:it\s+|them\s+)?(?:by|in|from)\b",
            rf"^(?:in\s+)?{ORDERED}(?:\s+order)?$",
            rf"^{ASKING}(?:show|plot|return|visuali[sz]e|display|draw|give|present|use|make|list|render|put|see)(?:\s+(?:me|us|it|"
            rf"them|this|that|these|the\s+(?:results?|data|answer|numbers?)))*(?:\s+(?:using|as|in|with|by|on|for|into))*"
            rf"(?:\s+(?:an?|the))?(?:\s+(?:group(?:ed|ing)?|stacked|simple|single|nice))*\s+{CHART}\b",
            rf"^(?:shown?|drawn|displayed|presented)?\s*(?:as|in|using)\s+an?\s+(?:\w+\s+)?{CHART}\b",
            r"^(?:what\s+is|show(?:\s+me)?|give\s+me|i\s+want\s+to\s+see)\s+(?:the|its|their)\s+(?:trends?|proportions?|"
            r"distribution|shares?|percentages?|correlation|relationship|comparison)$",
            rf"^{ASKING}(?:group(?:ed|ing)?|bin(?:ned|ning)?|split|broken\s+down|stacked|colou?red|segmented|sliced)\b.{{0,60}}"
            r"\b(?:by|into)\b",
            r"^(?:by|per|for\s+each|for\s+every|of\s+each|across|grouped)\s",
            r"^(?:over|in|during|for|since|within|from|between|until|before|after)\s.{0,40}\b(?:days?|weeks?|months?|quarters?|"
            r"years?|\d{4}|today|yesterday|q[1-4])\b",
            r"^(?:where|whose|who|which|that|excluding|except|without|only|not|if|when|but|ignoring|having|limited\s+to|"
            r"with\s+(?:more|less|fewer|at\s+least|at\s+most|an?\s+\w+\s+(?:of|over|above|below|under)))\b",
            r"^(?:compared|versus|vs\.?|relative\s+to|against)\b",
            r"\b[xy][\s-]?axis\b",
            r"\b(?:count|compute|sum|average|visuali[sz]e|plot|draw|group|compare|sort|order|rank|number\s+of|total|how\s+many\s+of)"
            r"\s+(?:the\s+)?(?:them|it|these|those|their|its)\b",
            r"\b(?:each|each\s+one|each\s+of\s+them|they\s+have|does\s+it\s+have|(?:are|is)\s+there)$",
            r"^their\s|\b(?:corresponding|respective)\b|\beach\s+of\s+(?:them|these|those)\b",
        )
    ),
    re.I,
)
OWN = re.compile(r"^it\s+(?:should|must|needs?|has|will)\b", re.I)
LEADS = re.compile(
    r"^(?:for|in|among|across|over|during|since|within|on|by|per|from|between|of)\s+(?!which\b)\S",
    re.I,
)
CLOSED = " \t\r\n.,;:!?"


def continues(phrase: str) -> bool:
    """Whether a phrase says something about the phrase before it rather than asking for something new."""
    plain = phrase.strip(CLOSED)
    return bool(plain) and not OWN.match(plain) and bool(CONTINUES.search(plain))


def leads(phrase: str) -> bool:
    """Whether a phrase only prepares the next: "For each region", "In 2025"."""
    return bool(LEADS.match(phrase.strip(CLOSED)))


def gathered(pieces: Iterable[tuple[str, str]], free: Callable[[str], str]) -> list[str]:
    """Return phrases from (separator before it, text) pieces, with continuations put back where they belong.

    `free` gives a piece's full wording.
    """
    found: list[str] = []
    waiting = False
    for separator, text in pieces:
        if found and (waiting or continues(free(text))):
            found[-1] = f"{found[-1]}{separator}{text}"
        else:
            found.append(text)
        waiting = len(found) == 1 and separator == "" and leads(free(text))
    return found
