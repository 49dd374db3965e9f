"""Subjects: the column that a condition is about, named beside it or meant by its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sophia.catalog.model import Catalog, Column
from sophia.catalog.names import words_of
from sophia.planner.understand.conditions import ISO, Condition
from sophia.planner.understand.link import NUMERIC, Reading
from sophia.planner.understand.marks import splits
from sophia.planner.understand.naming import Name
from sophia.planner.understand.vocabulary import Match
from sophia.planner.understand.words import Token, stem
from sophia.spec.shape import Scalar

GAP = 4
LATER = 3
LETTERS = {"like", "not_like"}
ORDERED = {"gt", "gte", "lt", "lte", "between"}
DATES = {"date", "timestamp"}
UNITS = frozenset(
    stem(word)
    for word in "kg g lb lbs kilo ton tonne km mile meter metre cm mm ml litre liter gb mb kb tb ms second sec minute "
    "min hour hr day week month year point page seat unit piece item".split()
)
OWNING = {"their", "its", "his", "her", "the"}
MEANT: dict[str, frozenset[str]] = {
    word: frozenset(meant.split())
    for words, meant in (
        ("older younger", "age"),
        ("taller", "height"),
        ("heavier lighter weigh weighs weighing weighed", "weight"),
        ("faster slower", "speed velocity pace"),
        ("cheaper pricier cost costs costing", "price cost fee fare"),
        ("earn earns earning earned paid", "salary wage wages income earnings pay"),
        ("last lasts lasting lasted longer", "duration length runtime"),
    )
    for word in words.split()
}


class Subjects:
    """Finds what conditions are about among the columns and tables that one reading matched."""

    def __init__(self, reading: Reading, tokens: Sequence[Token]) -> None:
        self.catalog: Catalog = reading.catalog
        self.base = reading.base
        self.tokens = tokens
        self.columns = [item for item in reading.matches if item.name.kind == "column"]
        self.things = [item for item in reading.matches if item.name.kind == "table"]
        self.guessed: dict[int, str] = {}
        """Where a condition begins → the column that it was taken to be about, though nothing named it."""

    def of(self, condition: Condition, earlier: Sequence[Match]) -> Match | None:
        """Return the column that `condition` is about; `earlier` are the subjects of the conditions before it."""
        measured = self._measured(condition)
        if measured is not None:
            return measured
        after = self._after(condition)
        if after is not None and self._owned(condition.end, after.start):
            return after
        before = self._before(condition)
        if before is not None and not (self._meant(condition) and before.end < condition.start - 1):
            return before
        if after is not None:
            return after
        if condition.either and not condition.weak and earlier:
            return earlier[-1] if fits(self.catalog.column(earlier[-1].name.ref), condition) else None
        return self._unsaid(condition)

    def _measured(self, condition: Condition) -> Match | None:
        """Return the one number that is kept in the unit said behind a value: "over 100 kg" is about weight_kg."""
        if condition.op not in ORDERED or condition.end >= len(self.tokens):
            return None
        unit = self.tokens[condition.end].stem
        named = {item.name.ref for item in self.columns if item.start <= condition.end < item.end}
        homes = {self.base, *(item.name.ref for item in self.things)} if unit in UNITS and not named else set()
        found = [
            f"{table.name}.{column.name}"
            for table in self.catalog.tables
            for column in table.columns
            if table.name in homes and column.role in NUMERIC and not column.hidden
            if stem(words_of(column.name)[-1]) == unit
        ]
        return Match(Name((), "column", found[0]), condition.end, condition.end + 1) if len(found) == 1 else None

    def _before(self, condition: Condition) -> Match | None:
        near = [
            match
            for match in self.columns
            if 0 <= condition.start - match.end <= (1 if condition.weak else GAP) and self._fits(match, condition)
        ]
        loose = [match for match in near if match.end == condition.start or not self._split_off(match)]
        return max(loose or near, key=lambda match: match.end, default=None)

    def _split_off(self, match: Match) -> bool:
        """Whether a column is what is split by ("by city older than 30"), hardly the subject of a later condition."""
        return splits(self.tokens, match.start, strong=True)

    def _after(self, condition: Condition) -> Match | None:
        reach = LATER if condition.op in LETTERS else 1
        near = [
            match
            for match in self.columns
            if 0 <= match.start - condition.end <= reach and not condition.weak and self._fits(match, condition)
        ]
        return min(near, key=lambda match: match.start, default=None)

    def _owned(self, start: int, end: int) -> bool:
        """Whether "in their", "in the" stands between a condition and the column after it."""
        between = [token.lower for token in self.tokens[start:end]]
        return between[:1] == ["in"] and set(between[1:]) <= OWNING

    def _meant(self, condition: Condition) -> frozenset[str]:
        """Return the words of columns that the comparison itself is about: "older than" is about an age."""
        verb = self.tokens[condition.start - 1].lower if condition.start else ""
        return MEANT.get(condition.word) or MEANT.get(verb) or frozenset()

    def _unsaid(self, condition: Condition) -> Match | None:
        """Return the column of a condition without one: "older than 30", "before 2020-05-01", "deals over 50,000"."""
        table = self.catalog.table(self.base)
        meant = self._meant(condition)
        if table is None or condition.op not in ORDERED:
            return None
        found = [item for item in table.columns if item.role in NUMERIC and meant & set(words_of(item.name))]
        if found:
            return self._at(condition, f"{table.name}.{found[0].name}")
        if table.time_column and all(isinstance(value, str) and ISO.match(value) for value in condition.values):
            return self._at(condition, f"{table.name}.{table.time_column}")
        return None if condition.weak else self._main_amount(condition)

    def _main_amount(self, condition: Condition) -> Match | None:
        """Return the amount of the thing named right before a bare number: "deals over 50,000"."""
        things = [item for item in self.things if 0 <= condition.start - item.end <= 2]
        table = self.catalog.table(things[-1].name.ref) if things else None
        if table is None or not all(isinstance(item, int | float) for item in condition.values):
            return None
        amounts = [item for item in table.columns if item.role == "money"]
        amounts = amounts or [item for item in table.columns if item.role in NUMERIC]
        if not amounts or (len(amounts) > 1 and amounts[0].role != "money"):
            return None
        self.guessed[condition.start] = f"{table.name}.{amounts[0].name}"
        return self._at(condition, f"{table.name}.{amounts[0].name}")

    def _at(self, condition: Condition, reference: str) -> Match:
        return Match(Name((), "column", reference), condition.start, condition.start)

    def _fits(self, match: Match, condition: Condition) -> bool:
        return fits(self.catalog.column(match.name.ref), condition)


def fits(column: Column | None, condition: Condition) -> bool:
    """Whether a condition can be about a column: order needs numbers or dates, letters a text, a value its values."""
    if column is None:
        return False
    if condition.op in ORDERED and column.type in DATES:
        return all(isinstance(item, str) or 1000 <= float(item or 0) <= 9999 for item in condition.values)
    if condition.op in ORDERED:
        return column.type in {"integer", "number"} and all(not isinstance(item, str) for item in condition.values)
    if condition.op in LETTERS:
        return column.type == "text"
    if condition.weak and column.type == "text" and len(column.values) == column.distinct:
        known = {value.lower() for value in column.values}
        return all(str(value).lower() in known for value in condition.values)
    return True


def typed(value: Scalar, column: Column | None) -> Scalar:
    """Return `value` as the column's type holds it, None when it cannot be one of its values."""
    if column is None:
        return None
    if column.type in DATES and isinstance(value, int) and 1000 <= value <= 9999:
        return f"{value}-01-01"
    if column.type in {"integer", "number"} and isinstance(value, str):
        return float(value) if re.fullmatch(r"-?\d+(?:\.\d+)?", value) else None
    return str(value) if column.type == "text" else value
