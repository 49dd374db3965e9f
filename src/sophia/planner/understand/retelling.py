"""Retelling: a question that the plain names do not answer, read again in plainer words and with everyday names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from sophia.planner.plan import Choice, Missed, PlannedAsk
from sophia.planner.understand.vocabulary import Vocabulary, wide_vocabulary_of
from sophia.planner.understand.wording import lightened, loses, plainer, portion_of
from sophia.planner.understand.words import tokens_of
from sophia.spec.datasets import Measure

Answer = tuple[PlannedAsk | None, tuple[Missed, ...]]
Read = Callable[[str, Sequence[Vocabulary]], Answer]

CLEAR = 0.99
LIKELY = 0.66
LONGEST = 240
WONDERED = re.compile(r"(?:where|when|why|who|how often)\b", re.I)
AVERAGED = re.compile(r"(?:the |our )?(?:typical|average|mean|usual) (?!number\b)", re.I)
LISTED = re.compile(r"\b(?:list|table|names?|details?|rows?|records?|top|bottom|which|who|latest|newest)\b", re.I)
QUANTITY = re.compile(r"(?:total|average|sum of) (?!number\b)", re.I)


def retold(text: str, first: Answer, vocabularies: Sequence[Vocabulary], read: Read) -> Answer:
    """Return `first`, or what `text` means in plainer words when that is understood better.

    What was read so is said: the ask carries the choice "… was read as …".
    """
    if len(text) > LONGEST or (is_clear(first) and not _unasked(text, first)):
        return first
    wide = [wide_vocabulary_of(item.catalog) for item in vocabularies]
    best: Answer = (None, first[1]) if _unasked(text, first) else first
    kept = (told for told in (*plainer(text), text) if not loses(text, told))
    for told in dict.fromkeys((*_portions(text, wide), *_lightened(kept, wide))):
        answer = read(told, wide)
        if _counts_unasked(told, answer) or _lists_unasked(text, answer):
            continue
        if _merit(answer) > _merit(best):
            best = answer
        if is_clear(best):
            break
    ask, missed = best
    if ask is None or ask is first[0] or not (is_clear(best) or _nearly(best, first)):
        return first
    meant = Choice(text.strip(" ?.!"), ask.title)
    return replace(ask, text=text.strip(), choices=(*ask.choices, meant)), missed


def _counts_unasked(told: str, answer: Answer) -> bool:
    """Whether a total or an average was asked for and rows came out counted."""
    ask, _ = answer
    return ask is not None and QUANTITY.match(told) is not None and all(not _adds(item) for item in ask.measures)


def _lists_unasked(text: str, answer: Answer) -> bool:
    """Whether rows came out where nobody asked for a list."""
    ask, _ = answer
    return ask is not None and ask.task == "rows" and LISTED.search(text) is None


def _unasked(text: str, answer: Answer) -> bool:
    """Whether rows came out as they are, or counted, where it was asked who, where, when, why, or for an average."""
    ask, _ = answer
    if AVERAGED.match(text) is not None and ask is not None and all(not _adds(item) for item in ask.measures):
        return True
    return ask is not None and ask.task == "rows" and WONDERED.match(text) is not None


def _adds(measure: Measure) -> bool:
    return measure.aggregate not in {"count", "count_distinct"}


def is_clear(answer: Answer) -> bool:
    """Whether an answer leaves no word unexplained."""
    ask, missed = answer
    return ask is not None and not missed and ask.confidence >= CLEAR


def _nearly(answer: Answer, first: Answer) -> bool:
    """Whether all but one word of what had no answer is understood, and that word is said."""
    ask, missed = answer
    named = all(item.reason.startswith("This word") for item in missed)
    return first[0] is None and ask is not None and ask.confidence >= LIKELY and len(missed) < 2 and named


def _merit(answer: Answer) -> tuple[float, int]:
    """Order answers: the larger the share of words understood, the better."""
    ask, missed = answer
    return (ask.confidence, -len(missed)) if ask is not None else (0.0, 0)


def _lightened(tellings: Iterable[str], wide: Sequence[Vocabulary]) -> Iterator[str]:
    """Yield each telling as it is, and without the words that carry a sentence only."""
    for told in tellings:
        yield told
        yield lightened(told, lambda word: any(item.carries(word) for item in wide))


def _portions(text: str, wide: Sequence[Vocabulary]) -> Iterator[str]:
    """Turn "what portion of the bills is signed off" into the share by the column that holds that state."""
    found = portion_of(text)
    if found is None:
        return
    things, said = found
    for vocabulary in wide:
        for match in vocabulary.matches(tokens_of(said)):
            if match.name.kind in {"value", "flag"}:
                column = match.name.ref.rpartition(".")[2].replace("_", " ")
                yield f"share of {things} by {column}"
