"""Selection: "the 5 highest", "days with the largest", said of rows to be picked first and not of the number shown."""

from __future__ import annotations

from collections.abc import Sequence

from sophia.planner.understand.marks import Mark
from sophia.planner.understand.roles import COUNTS, Mention
from sophia.planner.understand.time import NUMBERS
from sophia.planner.understand.words import Token

SUPERLATIVE = frozenset(
    """
    highest largest greatest biggest oldest longest tallest heaviest latest lowest smallest least youngest shortest
    lightest earliest
    """.split()
)


def picking(mentions: Sequence[Mention], free: Sequence[Mark], tokens: Sequence[Token], *, top: bool) -> Mention | None:
    """Return the number by which rows are picked before anything is computed, None when none are.

    `top`: "top 3" was said elsewhere. A superlative picks when a count stands before it, or with `top`, and something
    else is what the chart shows.
    """
    for item in mentions:
        if item.mark is None or tokens[item.mark.start].lower not in SUPERLATIVE:
            continue
        before = tokens[item.mark.start - 1].lower if item.mark.start else ""
        others = any(_shown(other) for other in mentions if other is not item)
        counted = any(mark.aggregate in COUNTS for mark in free)
        if (top or before.isdigit() or before in NUMBERS) and (others or counted):
            return item
    return None


def _shown(mention: Mention) -> bool:
    """Whether a mention is something that a chart shows the size of."""
    if mention.match.name.kind == "metric":
        return True
    counted = mention.mark is not None and mention.mark.aggregate in COUNTS
    return counted or (mention.numeric and not mention.strong)
