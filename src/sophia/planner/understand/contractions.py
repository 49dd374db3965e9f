"""Contractions: what a column runs together ("dob", "custid", "fname"), read in the text as that column's word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from sophia.catalog.model import Catalog
from sophia.planner.understand.marks import BY_WORD
from sophia.planner.understand.spelling import is_english
from sophia.planner.understand.vocabulary import Holder
from sophia.planner.understand.words import STOP

SHORTEST, LONGEST, WORDS = 3, 14, 5
SKIPPED = {"of", "the"}
SHORT = {"number": "no", "numbers": "no"}
WORD = re.compile(r"[^\W\d_]+(?:['’]s)?")


def contracted(text: str, catalog: Catalog) -> str:
    """Return `text` with "social security number", "customer id" as the "ssn", "custid" that a column is called."""
    known = _known(Holder(catalog))
    if not known:
        return text
    found = list(WORD.finditer(text))
    parts: list[str] = []
    place = done = 0
    while place < len(found):
        end, word = _longest(found, place, known, text)
        if word:
            parts += [text[done : found[place].start()], word]
            done = found[end - 1].end()
        place = end
    return "".join([*parts, text[done:]])


@lru_cache(maxsize=64)
def _known(holder: Holder) -> tuple[str, ...]:
    """Return the words of the columns' names that are no English."""
    words = {part for table in holder.catalog.tables for column in table.columns for part in _parts(column.name)}
    return tuple(sorted(word for word in words if SHORTEST <= len(word) <= LONGEST and not is_english(word)))


def _parts(name: str) -> Iterator[str]:
    opened = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name)
    yield from (part.lower() for part in re.findall(r"[^\W\d_]+", opened))


def _longest(found: Sequence[re.Match[str]], place: int, known: Sequence[str], text: str) -> tuple[int, str]:
    """Return where the longest run of words from `place` that a known word contracts ends, and that word."""
    for end in range(min(len(found), place + WORDS), place + 1, -1):
        run = found[place:end]
        if re.search(r"[^\w\s'’-]", text[run[0].start() : run[-1].end()].replace("'s", "")):
            continue
        words = [re.sub(r"['’]s$", "", item[0].lower()) for item in run]
        edges = {words[0], words[-1]}
        if edges & STOP or words[0] in BY_WORD:
            continue
        for plain in (words, [word for word in words if word not in SKIPPED]):
            match = next((word for word in known if len(plain) > 1 and contracts(word, tuple(plain))), None)
            if match is not None:
                return end, match
    return place + 1, ""


def contracts(short: str, words: tuple[str, ...]) -> bool:
    """Whether `short` is made of a beginning of each word, in their order: "dno" of "department number"."""
    if not words:
        return not short
    first, *rest = words
    heads = [SHORT[first]] if first in SHORT else []
    heads += [first[:length] for length in range(min(len(first), len(short)), 0, -1)]
    return any(short.startswith(head) and contracts(short[len(head) :], tuple(rest)) for head in heads)
