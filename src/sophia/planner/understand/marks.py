"""Marks: words that say what to do with the name next to them: aggregate it, split by it, compare it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sophia.planner.understand.words import Token, by_first_word
from sophia.spec.datasets import Aggregate

PHRASES: dict[Aggregate, tuple[str, ...]] = {
    "count_distinct": (
        "number of different", "number of distinct", "number of unique", "how many different", "how many distinct",
        "how many unique", "count of distinct", "count of unique", "distinct number of", "unique number of",
    ),
    "count": (
        "how many", "number of", "numbers of", "total number of", "the amount of times", "count of", "count",
        "counts of", "counting", "frequency of", "frequency", "occurrences of", "occurrence of",
        "quantity of", "amount of",
        "total count of", "total number", "number",
    ),
    "sum": ("total", "sum of", "sum", "summed", "summation of", "overall", "combined",
            "cumulative", "total amount of",
            "total sum of", "total of", "the amount of"),
    "mean": ("average of", "average", "averages", "averaged", "mean of", "mean", "avg", "avg of", "typical",
             "average number of"),
    "median": ("median of", "median"),
    "max": ("maximum", "maximum of", "max", "max of", "maximal", "highest", "largest", "greatest",
            "biggest", "oldest",
            "longest", "tallest", "heaviest", "latest", "maximum number of"),
    "min": ("minimum", "minimum of", "min", "min of", "minimal", "lowest", "smallest", "least",
            "youngest", "shortest",
            "lightest", "earliest", "minimum number of"),
}  # fmt: skip
SPLITS = {
    "by", "per", "each", "every", "across", "different", "various", "distinct", "respective", "within", "among",
    "between", "split", "broken", "grouped", "group", "groups", "corresponding", "all", "over", "against", "versus",
}  # fmt: skip
STRONG = {
    "by",
    "per",
    "each",
    "every",
    "across",
    "different",
    "various",
    "distinct",
    "within",
    "group",
    "grouped",
    "respective",
}
LINKING = {
    "the",
    "a",
    "an",
    "of",
    "their",
    "its",
    "his",
    "her",
    "our",
    "attribute",
    "column",
    "all",
    "to",
    "and",
    "type",
    "with",
}
REACH = 4


@dataclass(frozen=True)
class Mark:
    """An aggregate said at tokens [start, end); `counting_total` is "total number of", which sums a number column."""

    aggregate: Aggregate
    start: int
    end: int
    counting_total: bool = False


BY_WORD = by_first_word(PHRASES)


def marks_of(tokens: Sequence[Token], taken: frozenset[int]) -> list[Mark]:
    """Return the aggregates said outside the tokens that are `taken` by names, longest phrase first."""
    found: list[Mark] = []
    place = 0
    while place < len(tokens):
        mark = _mark_at(tokens, place, taken)
        if mark is not None:
            found.append(mark)
        place = mark.end if mark is not None else place + 1
    return found


def _mark_at(tokens: Sequence[Token], place: int, taken: frozenset[int]) -> Mark | None:
    for words, name in BY_WORD.get(tokens[place].lower, ()):
        span = range(place, place + len(words))
        if span.stop > len(tokens) or taken.intersection(span):
            continue
        if words == ("combined",) and span.stop < len(tokens) and tokens[span.stop].lower == "with":
            continue
        if all(tokens[at].lower == word and not tokens[at].quoted for at, word in zip(span, words, strict=True)):
            return Mark(name, place, span.stop, words[:2] == ("total", "number") or words[:2] == ("how", "many"))
    return None


def splits(tokens: Sequence[Token], start: int, strong: bool = False) -> bool:
    """Whether "by", "per", "each" … stands before token `start`, articles aside."""
    place, steps = start - 1, 0
    wanted = STRONG if strong else SPLITS
    while place >= 0 and steps < REACH:
        if tokens[place].lower in wanted:
            return True
        if tokens[place].lower not in LINKING:
            return False
        place, steps = place - 1, steps + 1
    return False
