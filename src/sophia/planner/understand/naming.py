"""Naming: the phrases by which people call a catalog's metrics, tables, columns and values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sophia.catalog.model import Catalog, Column, Table
from sophia.catalog.names import words_of
from sophia.planner.understand.thesaurus import NEAR, turned
from sophia.planner.understand.words import stem, stems_of
from sophia.spec.shape import Scalar

Kind = Literal["metric", "column", "table", "value", "flag"]
PAIRS = (("open", "closed"), ("unresolved", "resolved"), ("unpaid", "paid"), ("incomplete", "completed"))
OPPOSITES = {stem(opposite): stem(word) for opposite, word in PAIRS}
MEASURED_IN = frozenset(
    stem(word)
    for word in """
    f c k mph kph kmh km kms mile miles inch inches ft feet foot cm mm m lb lbs pound pounds kg g gram grams oz ton tons
    usd eur gbp dollar dollars million millions billion billions thousand thousands pct percent sec secs seconds min
    mins minutes hour hours hrs day days kb mb gb sqft sqm acre acres celsius fahrenheit
    """.split()
)
NUMERIC = frozenset(("measure", "money", "rate", "duration"))
COUNTS = frozenset(("number", "num", "no", "nr", "count", "of", "total"))
REACHED = {stem("email"): ("address",), stem("phone"): ("number",), stem("telephone"): ("number",)}
ENDS = {"to": ("end", "ending", "finish"), "until": ("end", "ending"), "from": ("start", "starting", "begin")}
YES_NO = ({"y", "n"}, {"yes", "no"}, {"t", "f"}, {"true", "false"}, {"0", "1"})
YES = frozenset(("y", "yes", "t", "true", "1"))
FLAG_WORDS = frozenset(("is", "has", "hs", "was", "yn", "flag", "ind", "indicator"))
SEXES = {"m": ("male", "man", "boy"), "f": ("female", "woman", "girl")}
NATIONS = (
    ("usa", "us", "u s", "u s a", "united states", "united states of america", "america"),
    ("uk", "u k", "united kingdom", "great britain", "britain"),
    ("uae", "united arab emirates"), ("netherlands", "holland"), ("korea", "south korea"),
    ("czech republic", "czechia"), ("ivory coast", "cote d ivoire"),
)  # fmt: skip
SPOKEN = 0.9
BARE = frozenset(("name", "type", "id", "code", "date"))
VAGUE = frozenset(
    stem(word)
    for word in "number total count average mean sum max min of and or in the to has is from at by with "
    "value flag record first last other new per".split()
)


@dataclass(frozen=True)
class Name:
    """A phrase that names something: `ref` is a metric's name, "table.column", or a table; `value` a value of it."""

    stems: tuple[str, ...]
    kind: Kind
    ref: str
    value: Scalar = None
    weight: float = 1.0


def names_of(catalog: Catalog) -> Iterator[Name]:
    """Yield every name of the catalog's parts; a word that the data itself uses is nobody else's synonym."""
    plain = list(_plain_names(catalog))
    yield from plain
    own = {part for name in plain if name.weight == 1.0 for part in name.stems}
    for name in plain:
        if name.weight >= SPOKEN and name.kind in {"metric", "table", "column"}:
            others = (other for other, said in turned(name.stems) if said not in own)
            yield from (replace(name, stems=other, weight=NEAR) for other in others)


def _plain_names(catalog: Catalog) -> Iterator[Name]:
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


def words_said(catalog: Catalog) -> Iterator[str]:
    """Yield the words, as they are written, that metrics, tables, columns and values are called by."""
    phrases = [text for metric in catalog.metrics for text in (metric.label, metric.name, *metric.synonyms)]
    for table in catalog.tables:
        phrases += (table.entity, table.label, table.name, *table.synonyms)
        for column in table.columns:
            if not column.hidden:
                phrases += (column.label, column.name, *column.synonyms, *column.values)
    for phrase in phrases:
        yield from (word for word in dict.fromkeys((*words_of(phrase), *words_of(phrase.lower()))) if word.isalpha())


def _column_names(table: Table, column: Column) -> Iterator[Name]:
    ref = f"{table.name}.{column.name}"
    plain = [stems_of(phrase) for phrase in (column.label, column.name, *column.synonyms)]
    for stems in plain:
        yield Name(stems, "column", ref)
        yield from (Name((*stems, more), "column", ref, weight=0.95) for more in REACHED.get("".join(stems[-1:]), ()))
        trimmed = tuple(part for part in stems if part not in set(stems_of(table.entity)) | {"id", "hs", "is"})
        if trimmed and trimmed != stems:
            yield Name(trimmed, "column", ref, weight=0.8)
        if len(stems) > 1 and "".join(stems) not in stems:
            yield Name((stem("".join(stems)),), "column", ref, weight=0.9)
        yield from _parts(ref, stems, column)
    unitless = [stems[:-1] for stems in dict.fromkeys(plain) if len(stems) > 2 and stems[-1] in MEASURED_IN]
    for stems in unitless:
        yield Name(stems, "column", ref, weight=0.9)
    if column.role == "date":
        yield from _ends(ref, words_of(column.name))
    if column.role in NUMERIC:
        yield from _counted(ref, plain)
    yes, no = _yes_no(column)
    if yes is not None:
        yield from _flags(ref, plain, yes, no)
    else:
        yield from _value_names(ref, column)


def _ends(ref: str, words: Sequence[str]) -> Iterator[Name]:
    """A date "to" is also the end or ending date, a date "from" the start."""
    for mark, others in ENDS.items():
        if mark in words:
            yield from (Name((stem(other), "date"), "column", ref, weight=0.9) for other in others)


def _counted(ref: str, plain: Sequence[tuple[str, ...]]) -> Iterator[Name]:
    """A column that holds counts of something is called the number of it: room_count, num_rooms, no_of_rooms."""
    for stems in dict.fromkeys(plain):
        things = tuple(part for part in stems if part not in COUNTS)
        if things and len(things) < len(stems) and set(stems) & COUNTS:
            yield Name(("number", *things), "column", ref, weight=0.95)


def _yes_no(column: Column) -> tuple[Scalar, Scalar]:
    """Return the values that stand for yes and no in a column of flags, None twice for any other column."""
    if column.role == "boolean":
        return True, False
    named = bool(set(words_of(column.name)) & FLAG_WORDS)
    if column.type == "integer":
        coded = (column.minimum, column.maximum) == ("0", "1")
        return (1, 0) if coded and named else (None, None)
    held = {value.lower() for value in column.values}
    if column.type != "text" or not held or not any(held <= pair for pair in YES_NO) or not (named or len(held) == 2):
        return None, None
    yes = next((value for value in column.values if value.lower() in YES), None)
    return yes, next((value for value in column.values if value != yes), None)


def _value_names(ref: str, column: Column) -> Iterator[Name]:
    """A value is called as it is written; a nation, a man and a woman also by their other names."""
    sexed = {value.lower() for value in column.values} & {"m", "f"} and set(words_of(column.name)) & {"sex", "gender"}
    for value in column.values:
        if 1 < len(value) <= 60 and not value.replace(".", "").isdigit():
            for stems in dict.fromkeys((stems_of(value), stems_of(value.lower()))):  # iOS is one word, and so is eBay
                yield Name(stems, "value", ref, value)
        for nation in NATIONS:
            if value.lower() in nation:
                yield from (Name(stems_of(other), "value", ref, value) for other in nation if other != value.lower())
        if sexed:
            yield from (Name((stem(word),), "value", ref, value) for word in SEXES.get(value.lower(), ()))


def _parts(ref: str, stems: tuple[str, ...], column: Column) -> Iterator[Name]:
    """A column of several words is also known by one of them, the last best: industry for main industry."""
    if not 1 < len(stems) <= 5:
        return
    numeric = column.role in {"measure", "money", "rate", "duration"}
    for index, part in enumerate(stems):
        if (len(part) > 2 or part == "id") and part not in VAGUE:
            share = (0.48 if index == len(stems) - 1 or numeric else 0.42) - 0.03 * len(stems)
            less = (0.15 if column.role in {"id", "key"} else 0.0) + (0.1 if part in BARE else 0.0)
            yield Name((part,), "column", ref, weight=share - less)
    for size in range(2, len(stems)):
        for start in range(len(stems) - size + 1):
            yield Name(stems[start : start + size], "column", ref, weight=0.75 if size == len(stems) - 1 else 0.65)


def _flags(ref: str, plain: Sequence[tuple[str, ...]], yes: Scalar, no: Scalar) -> Iterator[Name]:
    """A true/false column is named by its adjective: closed, won, overdue; and by the opposite where there is one."""
    for stems in plain:
        words = tuple(part for part in stems if part not in FLAG_WORDS)
        if words:
            yield Name(words, "flag", ref, yes)
            yield Name(words[-1:], "flag", ref, yes, 0.9)
        for opposite, word in OPPOSITES.items():
            if words == (word,):
                yield Name((opposite,), "flag", ref, no)
