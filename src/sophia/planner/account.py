"""The account of a reading: each ask as a sentence, and what was assumed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sophia.catalog.model import Catalog
from sophia.planner.draw import window_words
from sophia.planner.plan import PlannedAsk


def sentence_of(ask: PlannedAsk) -> str:
    """Return "MRR by segment, the last 12 months, from finance"."""
    span = window_words(ask.window).lower() if ask.window else ""
    return f"{ask.title}{f', {span}' if span else ''}, from {ask.connection}"


def read_as(ask: PlannedAsk) -> tuple[str, ...]:
    """Return a sentence for every word that was read as another without a rival: misspelt words."""
    return tuple(f"“{choice.words}” was read as {choice.meaning}." for choice in ask.choices if not choice.alternatives)


def assumptions_of(asks: Sequence[PlannedAsk], used: Iterable[Catalog]) -> tuple[str, ...]:
    """Return the choices that could have gone otherwise, and where the data of the catalogs in use ends."""
    found = [
        f"“{choice.words}” was read as {choice.meaning}; it could also mean {', '.join(choice.alternatives)}."
        for ask in asks
        for choice in ask.choices
        if choice.alternatives
    ]
    frozen = sorted({catalog.as_of for catalog in used if catalog.as_of})
    if frozen:
        found.append(f"Periods end on {frozen[-1]}, the newest date in the data.")
    return tuple(found)
