"""The vocabulary of a catalog: which phrases name a metric, a column, a table, or a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sophia.catalog.model import Catalog
from sophia.planner.understand.everyday import FAR, FARTHER, everyday_names
from sophia.planner.understand.naming import Kind, Name, names_of, words_said
from sophia.planner.understand.thesaurus import NEAR
from sophia.planner.understand.words import STOP, Token, stem, stems_of

RANK: dict[Kind, float] = {"metric": 1.3, "column": 1.0, "table": 0.9, "value": 0.95, "flag": 1.0}
LONGEST = 6
SHORTEST_ABBREVIATION = 3
ROOT = 5
FORM = {
    "total",
    "average",
    "mean",
    "sum",
    "number",
    "count",
    "all",
    "other",
    "name",
    "type",
    "each",
    "max",
    "min",
    "none",
}
DIVIDING = {"by", "per", "each", "every"}
COUNTING = {"number", "numbers", "count", "how"}


@dataclass(frozen=True)
class Match:
    """A name found in the text at tokens [start, end)."""

    name: Name
    start: int
    end: int

    @property
    def score(self) -> float:
        """Longer and better-known names first."""
        return (self.end - self.start) * RANK[self.name.kind] * self.name.weight


@lru_cache(maxsize=100_000)
def abbreviates(short: str, word: str) -> bool:
    """Whether `short` is how `word` is written in a hurry: its first letter, and the others in their order."""
    if len(short) < SHORTEST_ABBREVIATION or len(short) >= len(word) or short[0] != word[0]:
        return False
    if word.startswith(short):
        return len(short) >= 3
    rest = iter(word)
    alike = short[:2] == word[:2] and len(short) > SHORTEST_ABBREVIATION
    return all(letter in rest for letter in short) and (alike or not set(short[1:]) & set("aeiou"))


@lru_cache(maxsize=64)
def _built(identity: int, holder: Holder) -> Vocabulary:
    return Vocabulary(holder.catalog)


@dataclass(frozen=True)
class Holder:
    """A catalog that is the same as another only when it is the same object: catalogs are replaced, never changed."""

    catalog: Catalog

    def __hash__(self) -> int:
        """Hash by identity."""
        return id(self.catalog)

    def __eq__(self, other: object) -> bool:
        """Compare by identity."""
        return isinstance(other, Holder) and other.catalog is self.catalog


def vocabulary_of(catalog: Catalog) -> Vocabulary:
    """Return the vocabulary of `catalog`, built once."""
    return _built(id(catalog), Holder(catalog))


@lru_cache(maxsize=64)
def _widened(identity: int, holder: Holder) -> Vocabulary:
    return Vocabulary(holder.catalog, everyday_names)


def wide_vocabulary_of(catalog: Catalog) -> Vocabulary:
    """Return the vocabulary of `catalog` with everything that people may call its parts, built once."""
    return _widened(id(catalog), Holder(catalog))


def _as_written(name: Name, token: Token) -> bool:
    """Whether a word in capitals is a value written so: IT, the department, is no "it"."""
    return name.kind == "value" and token.text.isupper() and len(token.text) > 1 and name.value == token.text


def _end_of(name: Name, tokens: Sequence[Token], start: int, *, short: bool = False) -> int | None:
    """Return where `name`, begun at `start`, ends in the text; "of" and "the" may stand between its words.

    `short`: the name's words may be abbreviations of the text's.
    """
    place = start
    for index, part in enumerate(name.stems):
        while index and place < len(tokens) and tokens[place].stem != part and tokens[place].lower in {"of", "the"}:
            place += 1
        if place >= len(tokens):
            return None
        if tokens[place].stem != part and not (short and abbreviates(part, tokens[place].lower)):
            return None
        place += 1
    return place


class Vocabulary:
    """Names by their first stem, for longest-first matching."""

    def __init__(self, catalog: Catalog, names: Callable[[Catalog], Iterator[Name]] = names_of) -> None:
        self.catalog = catalog
        self._by_first: dict[str, list[Name]] = {}
        self._everyday: dict[str, list[Name]] = {}
        self._turned: dict[str, list[Name]] = {}
        for name in dict.fromkeys(names(catalog)):
            if name.weight in {NEAR, FAR, FARTHER}:
                self._everyday.setdefault(name.stems[0], []).append(name)
            elif name.stems and len(name.stems) <= LONGEST:
                self._by_first.setdefault(name.stems[0], []).append(name)
                if len(name.stems) == 2 and name.kind == "column":
                    self._turned.setdefault(name.stems[1], []).append(name)
        self.words = frozenset(words_said(catalog))
        self._stems = {part for names in self._by_first.values() for name in names for part in name.stems}
        self._stems |= {stem(word) for word in self.words}
        self._carried = {part for names in self._everyday.values() for name in names for part in name.stems}
        self._roots: dict[str, list[str]] = {}
        for word in self._by_first:
            if len(word) >= ROOT:
                self._roots.setdefault(word[:ROOT], []).append(word)
        self._short = [
            word
            for word in self._by_first
            if word.isalpha() and SHORTEST_ABBREVIATION <= len(word) <= 5 and word not in STOP
        ]

    @property
    def dated(self) -> bool:
        """Whether any column holds dates."""
        return any(column.type in {"date", "timestamp"} for table in self.catalog.tables for column in table.columns)

    def knows(self, word: str) -> bool:
        """Whether a lower-case word is part of a name or a value of the data."""
        return word in self.words or stem(word) in self._stems

    def called(self, stems: tuple[str, ...]) -> list[Name]:
        """Return the columns that a phrase may name."""
        known = [*self._by_first.get(stems[0], ()), *self._everyday.get(stems[0], ())]
        return [name for name in known if name.stems == stems and name.kind == "column"]

    def carries(self, word: str) -> bool:
        """Whether any name, everyday ones too, has a lower-case word in it."""
        return self.knows(word) or stem(word) in self._carried

    def names_column(self, word: str) -> bool:
        """Whether a column is called exactly `word` ("year")."""
        return any(name.kind == "column" and name.stems == (stem(word),) for name in self._by_first.get(stem(word), ()))

    def at(self, tokens: Sequence[Token], start: int) -> Iterator[Match]:
        """Yield the names that begin at token `start`."""
        first = tokens[start]
        counting = first.lower in COUNTING and start + 1 < len(tokens) and tokens[start + 1].lower in {"of", "many"}
        for name in self._by_first.get(first.stem, ()):
            if len(name.stems) == 1 and (counting or (name.kind == "value" and first.lower in FORM)):
                continue
            end = _end_of(name, tokens, start)
            whole = len(name.stems) > 1 and name.kind == "column" and name.weight == 1.0
            whole = whole or (len(name.stems) > 2 and name.kind == "metric")
            if end is not None and (whole or not first.dull or _as_written(name, first)):
                yield Match(name, start, end)
        divided = bool(start) and tokens[start - 1].lower in DIVIDING
        for name in () if counting else self._everyday.get(first.stem, ()):
            end = _end_of(name, tokens, start) if not first.dull or len(name.stems) > 1 or divided else None
            if end is not None:
                yield Match(name, start, end)
        yield from self._joined(tokens, start)
        if first.quoted:
            stems = stems_of(first.lower)
            for name in self._by_first.get(stems[0], ()) if stems else ():
                if name.stems == stems:
                    yield Match(name, start, start + 1)
        elif not first.dull:
            yield from self._other_forms(tokens, start)

    def _joined(self, tokens: Sequence[Token], start: int) -> Iterator[Match]:
        """Yield names of one word that the text writes as two: "home page" for homepage."""
        first = tokens[start]
        if start + 1 == len(tokens) or not first.text.isalpha() or len(first.text) < SHORTEST_ABBREVIATION:
            return
        for name in self._by_first.get(stem(first.lower + tokens[start + 1].lower), ()):
            if len(name.stems) == 1 and name.kind != "value":
                yield Match(name, start, start + 2)

    def _other_forms(self, tokens: Sequence[Token], start: int) -> Iterator[Match]:
        """Yield "name of the department" for department name, and "dept" for department."""
        first = tokens[start]
        for name in () if first.lower in COUNTING else self._turned.get(first.stem, ()):
            place = start + 1
            while place < len(tokens) and place - start <= 3 and tokens[place].lower in {"of", "the", "each", "every"}:
                place += 1
            if start + 1 < place < len(tokens) and tokens[place].stem == name.stems[0]:
                yield Match(replace(name, weight=name.weight * 0.8), start, place + 1)
        if len(first.lower) > 4 and not first.filler:
            for short in self._short:
                if abbreviates(short, first.lower):
                    yield from self._longhand(short, tokens, start)
        if len(first.lower) > 4 and first.stem not in self._by_first and not first.filler and first.lower not in FORM:
            for longer in self._roots.get(first.stem[:ROOT], ()):
                if first.stem.startswith(longer) or longer.startswith(first.stem):
                    yield from self._weaker(longer, start)

    def _longhand(self, short: str, tokens: Sequence[Token], start: int) -> Iterator[Match]:
        """Yield names that begin with `short` and that the text writes out: "account balance" for acc_bal."""
        if tokens[start].stem not in self._by_first:
            yield from self._weaker(short, start)
        for name in self._by_first[short]:
            joined = len(name.stems) > 1 and name.kind in {"column", "value"}
            end = _end_of(name, tokens, start, short=True) if joined else None
            if end is not None:
                yield Match(replace(name, weight=name.weight * 0.9), start, end)

    def _weaker(self, word: str, start: int) -> Iterator[Match]:
        for name in self._by_first[word]:
            if len(name.stems) == 1 and name.kind == "column":
                yield Match(replace(name, weight=name.weight * 0.7), start, start + 1)

    def matches(self, tokens: Sequence[Token]) -> list[Match]:
        """Return every name found anywhere in the tokens."""
        return [match for start in range(len(tokens)) for match in self.at(tokens, start)]
