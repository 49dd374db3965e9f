"""Segmenting: a long description becomes the phrases that each ask for something."""

from __future__ import annotations

import re

HEAD = re.compile(
    r"^\s*(?:please\s+)?(?:(?:i|we)(?:'d| would)?\s+(?:need|want|like|love)(?:\s+to\s+(?:see|have|get))?|"
    r"(?:show|give|build|make|"
    r"create|generate|design|get)(?:\s+(?:me|us))?|add)\s+",
    re.I,
)
FRAME = re.compile(
    r"^(?:an?|the|our|my|new|simple|single|\s)*[\w\s/-]{0,60}?\b(?:dashboard|report|page|board|overview)\b\s*"
    r"(?:that\s+(?:shows?|displays?|has|contains?|tracks?)|which\s+shows?|with|showing|including|for|of|"
    r"to\s+(?:track|show|monitor)|:|-)\s+",
    re.I,
)
CUT = re.compile(
    r"\s*(?:[;\n]+|\.\s+|\.$|,\s*(?:and\s+|as well as\s+|plus\s+)?|\s+as well as\s+|\s+plus\s+|\s+along with\s+)\s*",
    re.I,
)
AND = re.compile(r"\s+(?:and|&)\s+", re.I)
LEADING = re.compile(
    r"^(?:and|with|including|showing|plus|also|it should|should|our|the|my|a|an|that shows?|allow me to|let me|"
    r"individual)\s+",
    re.I,
)


def phrases_of(description: str) -> list[str]:
    """Cut a description into phrases; the words that only frame it ("I need a dashboard that shows our") go."""
    body = FRAME.sub("", HEAD.sub("", description.strip()), count=1)
    found = []
    for part in CUT.split(body):
        phrase = strip_lead(part)
        if phrase:
            found.append(phrase)
    return found


def strip_lead(phrase: str) -> str:
    """Take connecting words off the front of a phrase."""
    plain = phrase.strip(" .,;:!?")
    while True:
        shorter = LEADING.sub("", plain)
        if shorter == plain:
            return plain
        plain = shorter


def halves_of(phrase: str) -> list[str]:
    """Return a phrase cut at its "and"s, for when the whole names nothing."""
    parts = [strip_lead(part) for part in AND.split(phrase)]
    return [part for part in parts if part]
