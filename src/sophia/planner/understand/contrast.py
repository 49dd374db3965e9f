"""Contrasts: "created vs finished per month" is two charts where one cannot hold both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sophia.planner.plan import Missed, PlannedAsk

Answer = tuple[PlannedAsk | None, tuple[Missed, ...]]

CLEAR = 0.99
DIVIDED = re.compile(r"\b(?:by|per|each|every)\s+\w", re.I)
MOST_WORDS = 6
SIDES = re.compile(
    r"^(?P<first>.+?)\s*(?:,\s*)?\b(?:vs\.?|versus|against|(?:as\s+)?compared\s+(?:to|with)|as\s+well\s+as|and|&)\s+"
    r"(?P<second>.+?)(?P<tail>\s+(?:(?:by|per|each|every|over|during|since|within)\b|"
    r"(?:in|for)\s+(?:the\s+)?(?:last|this|past|\d{4})\b|(?:dai|week|month|quarter|year)ly\b).*)?$",
    re.I,
)


WHOLE = re.compile(
    r"^(?P<what>.+?)\s*,?\s+(?:both\s+)?(?:in\s+total|overall|altogether)\s*,?\s+(?:and|as\s+well\s+as)\s+(?:also\s+)?"
    r"(?P<parts>(?:split\s+)?(?:by|per|for\s+each|for\s+every|over\s+time)\b.*)$",
    re.I,
)


BEST, WORST = r"top|best|highest|largest|biggest|most", r"bottom|worst|lowest|smallest|least"
EXTREMES = re.compile(
    rf"^(?P<lead>.*?)(?:the\s+|our\s+)?(?:(?P<a>\d+)\s+)?(?:{BEST})(?:\s+(?P<b>\d+))?\s+and\s+(?:the\s+|our\s+)?(?:(?P<c>\d+)\s+)?"
    rf"(?:{WORST})(?:\s+(?P<d>\d+))?\s+(?P<rest>\w.+)$",
    re.I,
)


def extremes(phrase: str) -> list[str]:
    """Return the two rankings of "the 5 best and the 5 worst vendors by spend"; else nothing."""
    match = EXTREMES.match(phrase.strip(" .?!"))
    if match is None:
        return []
    count = match["a"] or match["b"] or match["c"] or match["d"] or "10"
    return [f"{match['lead']}{word} {count} {match['rest']}" for word in ("top", "bottom")]


AND_WHICH = re.compile(
    r"^(?P<what>(?:how\s+(?:many|much)|(?:the\s+)?(?:total\s+)?number\s+of)\s.+?)\s*,?\s+and\s+"
    r"(?:in|by|with|from|on|for|at|via|through|to)\s+(?:which|what)\s+(?P<side>[\w-]+(?:\s[\w-]+)?)(?:\s+(?:do|did|are|were|they|it|we)\b.*)?$",
    re.I,
)


def whole_and_parts(phrase: str) -> list[str]:
    """Return the two questions of "tickets in total and by team", "how many tickets closed, and in which teams".

    They are how many, and how many by team. Returns nothing for any other phrase.
    """
    match = WHOLE.match(phrase.strip(" .?!"))
    if match is not None:
        return [match["what"], f"{match['what']} {match['parts']}"]
    match = AND_WHICH.match(phrase.strip(" .?!"))
    return [match["what"], f"{match['what']} by {match['side']}"] if match is not None else []


def contrasted(phrase: str, read: Callable[[str], Answer]) -> list[str]:
    """Return the two questions that a phrase puts side by side, where one chart leaves one of them out; else nothing.

    The second may lack what it is about: "tickets opened vs closed" are tickets opened and tickets closed.
    """
    ask, missed = read(phrase)
    match = SIDES.match(phrase.strip(" .?!"))
    if match is None or not (ask is None or missed):
        return []
    tail = match["tail"] or ""
    if tail and DIVIDED.search(match["first"]):
        return []
    first = f"{match['first']}{tail}"
    if not _clear(read(first)):
        return []
    return next(([first, second] for second in _seconds(match, tail) if _apart(read(first), read(second))), [])


def _seconds(match: re.Match[str], tail: str) -> Iterator[str]:
    """Yield the second side, with ever less of the first before it."""
    before = match["first"].split()
    for kept in range(min(len(before), MOST_WORDS) - 1, -1, -1):
        yield " ".join([*before[:kept], f"{match['second']}{tail}"])


def _clear(answer: Answer) -> bool:
    ask, missed = answer
    return ask is not None and not missed and ask.confidence >= CLEAR


def _apart(first: Answer, second: Answer) -> bool:
    """Whether both are understood to the last word, as two different charts of one kind."""
    if not (_clear(first) and _clear(second)) or first[0] is None or second[0] is None:
        return False
    one, other = first[0], second[0]
    shown = (one.measures, one.dimensions, one.filters, one.table, one.time_column)
    return one.task == other.task and shown != (
        other.measures, other.dimensions, other.filters, other.table, other.time_column
    )  # fmt: skip
