"""The vocabulary of a catalog: which phrases name a metric, a column, a table, or a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sophia.catalog.model import Catalog, Column, Table
from sophia.planner.understand.words import Token, stem, stems_of

Kind = Literal["metric", "column", "table", "value", "flag"]
PAIRS = (("open", "closed"), ("unresolved", "resolved"), ("unpaid", "paid"), ("incomplete", "completed"))
OPPOSITES = {stem(opposite): stem(word) for opposite, word in PAIRS}
RANK: dict[Kind, float] = {"metric": 1.3, "column": 1.0, "table": 0.9, "value": 0.95, "flag": 1.0}
LONGEST = 6


@dataclass(frozen=True)
class Name:
    """A phrase that names something: `ref` is a metric's name, "table.column", or a table; `value` a value of it."""

    stems: tuple[str, ...]
    kind: Kind
    ref: str
    value: str | bool | None = None
    weight: float = 1.0


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


def names_of(catalog: Catalog) -> Iterator[Name]:
    """Yield every name of the catalog's parts."""
    for metric in catalog.metrics:
        for phrase in (metric.label, metric.name, *metric.synonyms):
            yield Name(stems_of(phrase), "metric", metric.name)
    for table in catalog.tables:
        for phrase in (table.entity, table.label, table.name, *table.synonyms):
            stems = stems_of(phrase)
            yield Name(stems, "table", table.name)
            if len(stems) > 1 and table.sql is None:
                yield Name(stems[-1:], "table", table.name, weight=0.8)
        for column in table.columns:
            if not column.hidden:
                yield from _column_names(table, column)


def _column_names(table: Table, column: Column) -> Iterator[Name]:
    ref = f"{table.name}.{column.name}"
    plain = [stems_of(phrase) for phrase in (column.label, column.name, *column.synonyms)]
    for stems in plain:
        yield Name(stems, "column", ref)
        trimmed = tuple(part for part in stems if part not in set(stems_of(table.entity)) | {"id", "hs", "is"})
        if trimmed and trimmed != stems:
            yield Name(trimmed, "column", ref, weight=0.8)
        if len(stems) > 1 and column.role in {"measure", "money", "rate", "duration"}:
            yield Name(stems[-1:], "column", ref, weight=0.6)
    if column.role == "boolean":
        yield from _flags(ref, plain)
    for value in column.values:
        if column.role != "boolean" and 1 < len(value) <= 60 and not value.replace(".", "").isdigit():
            yield Name(stems_of(value), "value", ref, value)


def _flags(ref: str, plain: Sequence[tuple[str, ...]]) -> Iterator[Name]:
    """A true/false column is named by its adjective: closed, won, overdue; and by the opposite where there is one."""
    for stems in plain:
        words = tuple(part for part in stems if part not in {"is", "has", "hs"})
        if words:
            yield Name(words, "flag", ref, True)
            yield Name(words[-1:], "flag", ref, True, 0.9)
        for opposite, word in OPPOSITES.items():
            if words == (word,):
                yield Name((opposite,), "flag", ref, False)


class Vocabulary:
    """Names by their first stem, for longest-first matching."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._by_first: dict[str, list[Name]] = {}
        for name in names_of(catalog):
            if name.stems and len(name.stems) <= LONGEST:
                self._by_first.setdefault(name.stems[0], []).append(name)

    def at(self, tokens: Sequence[Token], start: int) -> Iterator[Match]:
        """Yield the names that begin at token `start`."""
        for name in self._by_first.get(tokens[start].stem, ()):
            end = start + len(name.stems)
            if end <= len(tokens) and all(
                tokens[start + offset].stem == part for offset, part in enumerate(name.stems)
            ):
                yield Match(name, start, end)
        if tokens[start].quoted:
            stems = stems_of(tokens[start].lower)
            for name in self._by_first.get(stems[0], ()) if stems else ():
                if name.stems == stems:
                    yield Match(name, start, start + 1)

    def matches(self, tokens: Sequence[Token]) -> list[Match]:
        """Return every name found anywhere in the tokens."""
        return [match for start in range(len(tokens)) if not _dull(tokens[start]) for match in self.at(tokens, start)]


def _dull(token: Token) -> bool:
    return token.filler and token.lower not in {"target", "current"}
