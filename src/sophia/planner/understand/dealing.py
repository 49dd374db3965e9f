"""Dealing out: what is asked "for each one" of things said before is asked by those things, number by number."""

from __future__ import annotations

import re

from sophia.planner.understand.segment import HEAD, THEIRS, halves_of

THINGS = r"(?:(?:all|every|each\s+of|the|our|my|of)\s+)*(?P<thing>[^\W\d][\w-]*(?:\s+[^\W\d][\w-]*){0,2}?)"
INTRODUCED = re.compile(
    rf"(?P<before>^|[.;!?\n]\s*)(?:(?:please|now|then)\s+)?(?:(?:i|we)\s+(?:want|need|would\s+like)\s+to\s+)?"
    rf"(?:compare|contrast|look\s+at|go\s+through|take|consider|list|show(?:\s+me)?|we\s+have|there\s+are)\s+{THINGS}"
    r"\s*(?:[.;:!,\n]|\s[-–]\s)\s*(?:(?:and|then)\s+)?"
    r"(?:for|of)\s+(?:each|every|all)(?:\s+one)?(?:\s+of\s+(?:them|these|those))?(?:\s+one)?\b(?!\s+of\b)[\s,:]+(?P<rest>[^.;!?\n]+)",
    re.I,
)
NAMED = re.compile(
    r"(?P<before>^|[.;!?\n]\s*)(?:and\s+)?(?:for|per)\s+(?:each|every)\s+(?P<thing>[^\W\d][\w-]*(?:\s+[^\W\d][\w-]*)?)\s*"
    r"(?:[:,]\s*|(?=\b(?:i|we|show|give|get|draw|display)\b))(?P<rest>[^.;!?\n]+)",
    re.I,
)
COMMAS = re.compile(r"\s*,(?!\d)\s*(?:and\s+(?:also\s+)?|plus\s+|as well as\s+)?")
OWNING = re.compile(r"^(?:(?:also|and|the)\s+)+(?=\w)", re.I)
DIVIDED = re.compile(r"\b(?:by|per|each|every)\s+\w", re.I)


def dealt(text: str) -> str:
    """Return `text` with "compare the teams. for each one: agents, tickets" as one question a number, by team."""
    return NAMED.sub(_by_thing, INTRODUCED.sub(_by_thing, text))


def _by_thing(match: re.Match[str]) -> str:
    rest = THEIRS.sub("the ", HEAD.sub("", match["rest"], count=1)).strip()
    wanted = [half for piece in COMMAS.split(rest) for half in halves_of(piece)]
    if len(wanted) < 2 and match.re is NAMED:
        return match[0]
    told = [_told(OWNING.sub("", each), match["thing"]) for each in wanted if re.search(r"\w", each)]
    return f"{match['before']}{'; '.join(told)}" if told else match[0]


def _told(wanted: str, thing: str) -> str:
    return wanted if DIVIDED.search(wanted) else f"{wanted} by {thing}"
