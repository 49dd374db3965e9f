"""Spelling: words that are nearly a word of the data or of questions, read as that word and said so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from sophia.planner.understand.marks import PHRASES, SPLITS
from sophia.planner.understand.shorthand import SHORTHAND, written_out
from sophia.planner.understand.time import ADVERBS, NUMBERS
from sophia.planner.understand.vocabulary import Vocabulary
from sophia.planner.understand.words import SOFT, STOP, stem
from sophia.spec.params import Unit

SHORTEST, LONG = 5, 8
MOST_CORRECTED = 40
GRAMMAR = frozenset(
    """
    bottom leading biggest largest lowest smallest highest worst share shares percentage proportion breakdown
    histogram scatter trend trends between during since until before after today yesterday previous current weekly
    weekday ascending descending alphabetically year-over-year overview filter filtered exclude excluding where
    january february march april june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday dashboard chart table stacked broken except together number average
    """.split()
)
PLACE = re.compile(r"\"[^\"]*\"|“[^”]*”|‘[^’]{1,60}’|(?<!\w)'[^']{1,60}'(?!\w)|[\w@./:-]+")
OPENING = re.compile(r"(?:^|[.!?:\n]\s*|[-*•]\s+)$")


@dataclass(frozen=True)
class Spelt:
    """A text as it is read, and what was read otherwise than written: (as written, as read)."""

    text: str
    read: tuple[tuple[str, str], ...] = ()

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Return a sentence for every word that was read as another."""
        return tuple(f"“{said}” was read as {meant}." for said, meant in self.read)


@cache
def _english() -> SpellChecker:
    """Return the list of English words, loaded when the first unknown word is met."""
    return SpellChecker(language="en", distance=1)


@cache
def _grammar() -> frozenset[str]:
    """Return the words that the grammar of questions is made of."""
    phrases = (word for texts in PHRASES.values() for text in texts for word in text.split())
    units = (word for unit in get_args(Unit) for word in (unit, f"{unit}s"))
    known = {*phrases, *units, *GRAMMAR, *SPLITS, *STOP, *SOFT, *ADVERBS, *NUMBERS, *SHORTHAND.values()}
    return frozenset(word for word in known if word.isalpha())


def spelt(text: str, vocabularies: Sequence[Vocabulary]) -> Spelt:
    """Return `text` with short forms written out, and with words that name nothing read as the one word nearest.

    Quoted words, anything with digits or signs in it, names with a capital and English words are left as they are.
    """
    plain = written_out(text, vocabularies)
    read: dict[str, str] = {}
    parts: list[str] = []
    done = 0
    for match in PLACE.finditer(plain):
        meant = _meant(match, plain, vocabularies) if len(read) < MOST_CORRECTED else None
        if meant is not None:
            parts += [plain[done : match.start()], meant, match[0][len(match[0].rstrip(".:-")) :]]
            done = match.end()
            read.setdefault(match[0].rstrip(".:-"), meant)
    return Spelt("".join([*parts, plain[done:]]), tuple(read.items()))


def _meant(match: re.Match[str], text: str, vocabularies: Sequence[Vocabulary]) -> str | None:
    """Return the word that a misspelt one stands for, None for what is to be left alone."""
    word = match[0].rstrip(".:-")
    if len(word) < SHORTEST or not word.isalpha() or not word.isascii():
        return None
    if not word.islower() and not (word.istitle() and OPENING.search(text[: match.start()])):
        return None
    return _nearest(word.lower(), vocabularies)


def _nearest(word: str, vocabularies: Sequence[Vocabulary]) -> str | None:
    """Return the one known word near `word`, None when it is known itself, English, or between two."""
    if word in _grammar() or any(item.knows(word) for item in vocabularies) or is_english(word):
        return None
    known = list(dict.fromkeys([*sorted(_grammar()), *_named(vocabularies)]))
    most = 2 if len(word) >= LONG else 1
    found = [
        (distance, other)
        for other, distance, _ in process.extract(
            word, known, scorer=OSA.distance, processor=None, score_cutoff=most, limit=8
        )
        if len(other) >= SHORTEST - 1 and (other[0] == word[0] or sorted(other) == sorted(word))
    ]
    if not found:
        return None
    least = min(distance for distance, _ in found)
    best = [other for distance, other in found if distance == least]
    swapped = [other for other in best if sorted(other) == sorted(word)]
    best = swapped or best
    return best[0] if len({stem(other) for other in best}) == 1 else None


def is_english(word: str) -> bool:
    """Whether a lower-case word is in the list of English words."""
    return bool(_english().known([word]))


def _named(vocabularies: Sequence[Vocabulary]) -> Iterator[str]:
    """Yield the words of the data, in the plural too."""
    for vocabulary in vocabularies:
        for word in vocabulary.words:
            yield word
            if not word.endswith("s"):
                yield f"{word[:-1]}ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else f"{word}s"
