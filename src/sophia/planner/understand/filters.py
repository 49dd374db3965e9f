"""Filters: values and conditions in the text, each on the column that it is about."""

from __future__ import annotations

from collections.abc import Sequence

from sophia.catalog.model import Catalog, Column
from sophia.planner.understand.conditions import Condition, conditions_of
from sophia.planner.understand.link import Reading
from sophia.planner.understand.vocabulary import Match, Name
from sophia.planner.understand.words import Token
from sophia.spec.datasets import Filter
from sophia.spec.shape import Scalar

GAP = 4
NEGATIONS = {"not", "except", "excluding", "without", "non", "isn't", "aren't"}
ORDERED = {"gt", "gte", "lt", "lte", "between"}


class Filters:
    """The filters of one reading; `subjects` are the matches that only name what a condition is about."""

    def __init__(self, reading: Reading, tokens: Sequence[Token]) -> None:
        self.catalog: Catalog = reading.catalog
        self.tokens = tokens
        self.subjects: list[Match] = []
        self._found: list[tuple[int, int, Filter]] = []
        self._spans: list[tuple[int, int]] = []
        self._columns = [item for item in reading.matches if item.name.kind == "column"]
        self._things = [item for item in reading.matches if item.name.kind == "table"]
        values = [item for item in reading.matches if item.name.kind in {"value", "flag"}]
        for match in values:
            self._add_value(match)
        taken = {place for match in values for place in range(match.start, match.end)}
        for condition in conditions_of(tokens):
            if not taken.intersection(range(condition.start, condition.end)):
                self._add_condition(condition)

    def covers(self, start: int, end: int) -> bool:
        """Whether tokens [start, end) belong to a condition."""
        return any(start < after and first < end for first, after in self._spans)

    @property
    def all(self) -> list[Filter]:
        """Return the filters in order of mention; those with an "or" between them are alternatives."""
        joined: list[Filter] = []
        last = 0
        for start, end, found in sorted(self._found, key=lambda item: item[:2]):
            made = found
            between = {token.lower for token in self.tokens[last:start] if not token.quoted}
            if joined and "or" in between and not between & {"and", "for", "by"}:
                before = joined.pop()
                made = Filter(any_of=[*(before.any_of or [before]), made])
            joined.append(made)
            last = end
        return joined

    def _add_value(self, match: Match) -> None:
        reference, value = match.name.ref, match.name.value
        negated = any(self.tokens[at].lower in NEGATIONS for at in range(max(0, match.start - 4), match.start))
        same = next((item for item in self._found if item[2].column == reference and item[2].op in {"eq", "in"}), None)
        if same is not None and not negated:
            start, _, made = same
            joined = made.model_copy(update={"op": "in", "values": [*made.values, value]})
            self._found[self._found.index(same)] = (start, match.end, joined)
        else:
            made = Filter(column=reference, op="ne" if negated else "eq", values=[value])
            self._found.append((match.start, match.end, made))
        self._mark_subject(reference, match.start)

    def _mark_subject(self, reference: str, start: int) -> None:
        """A column right before its value ("whose industry is Banking") only says what the value is of."""
        for match in self._columns:
            if match.name.ref == reference and 0 <= start - match.end <= 2:
                self.subjects.append(match)

    def _add_condition(self, condition: Condition) -> None:
        subject = self._subject(condition)
        if subject is None:
            return
        column = self.catalog.column(subject.name.ref)
        values = [_typed(value, column) for value in condition.values]
        if any(value is None for value in values):
            return
        made = Filter(column=subject.name.ref, op=condition.op, values=values)
        self._found.append((condition.start, condition.end, made))
        self.subjects.append(subject)
        self._spans.append((condition.start, condition.end))

    def _subject(self, condition: Condition) -> Match | None:
        before = [
            match for match in self._columns
            if 0 <= condition.start - match.end <= (1 if condition.weak else GAP) and self._fits(match, condition)
        ]  # fmt: skip
        if before:
            return max(before, key=lambda match: match.end)
        after = [
            match for match in self._columns
            if 0 <= match.start - condition.end <= 1 and not condition.weak and self._fits(match, condition)
        ]  # fmt: skip
        if after:
            return min(after, key=lambda match: match.start)
        if condition.either and not condition.weak and self.subjects:
            return self.subjects[-1] if self._fits(self.subjects[-1], condition) else None
        return self._main_amount(condition) if condition.op in ORDERED and not condition.weak else None

    def _main_amount(self, condition: Condition) -> Match | None:
        """Return the amount of the thing named right before a bare number: "deals over 50,000"."""
        things = [item for item in self._things if 0 <= condition.start - item.end <= 2]
        table = self.catalog.table(things[-1].name.ref) if things else None
        money = next((item for item in table.columns if item.role == "money"), None) if table is not None else None
        if table is None or money is None or not all(isinstance(item, int | float) for item in condition.values):
            return None
        return Match(Name((), "column", f"{table.name}.{money.name}"), condition.start, condition.start)

    def _fits(self, match: Match, condition: Condition) -> bool:
        column = self.catalog.column(match.name.ref)
        if column is None:
            return False
        if condition.op in ORDERED and column.type in {"date", "timestamp"}:
            return all(isinstance(item, str) or 1000 <= float(item or 0) <= 9999 for item in condition.values)
        if condition.op in ORDERED:
            return column.type in {"integer", "number"} and all(not isinstance(item, str) for item in condition.values)
        if condition.op in {"like", "not_like"}:
            return column.type == "text"
        return True


def _typed(value: Scalar, column: Column | None) -> Scalar:
    """Return `value` as the column's type holds it, None when it cannot be one of its values."""
    if column is None:
        return None
    if column.type in {"date", "timestamp"} and isinstance(value, int) and 1000 <= value <= 9999:
        return f"{value}-01-01"
    if column.type in {"integer", "number"} and isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return str(value) if column.type == "text" else value
