"""Filters: values and conditions in the text, each on the column that it is about."""

from __future__ import annotations

from collections.abc import Sequence

from sophia.catalog.model import Catalog, Column
from sophia.planner.understand.conditions import Condition, conditions_of
from sophia.planner.understand.link import NUMERIC, Reading
from sophia.planner.understand.naming import Name
from sophia.planner.understand.vocabulary import Match
from sophia.planner.understand.words import Token, stems_of
from sophia.spec.datasets import Filter
from sophia.spec.shape import Scalar

GAP = 4
BACK = 4
LATER = 3
LONGEST_CODE = 3
NEGATIONS = frozenset(
    "not except excluding without non isn't aren't neither nor never doesn't don't wasn't weren't other".split()
)
BETWEEN = frozenset(("is", "are", "of", "was", "equals", "=", "equal", "to", "code", "value", "number"))
LETTERS = {"like", "not_like"}
ORDERED = {"gt", "gte", "lt", "lte", "between"}


class Filters:
    """The filters of one reading; `subjects` are the matches that only name what a condition is about.

    `sides` are columns all of whose values were said ("male and female"): that splits and leaves nothing out.
    """

    def __init__(self, reading: Reading, tokens: Sequence[Token]) -> None:
        self.catalog: Catalog = reading.catalog
        self.tokens = tokens
        self.subjects: list[Match] = []
        self.sides: list[Match] = []
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
        for match in self._columns:
            if match not in self.subjects:
                self._add_code(match)
        self._turn_to_sides()

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
        negations = [at for at in range(max(0, match.start - BACK), match.start) if self._negates(at)]
        self._spans += [(at, at + 1) for at in negations]
        among = {"ne", "not_in"} if negations else {"eq", "in"}
        same = next((item for item in self._found if item[2].column == reference and item[2].op in among), None)
        if same is None:
            made = Filter(column=reference, op="ne" if negations else "eq", values=[value])
            self._found.append((match.start, match.end, made))
        elif value not in same[2].values:
            op = "not_in" if negations else "in"
            joined = same[2].model_copy(update={"op": op, "values": [*same[2].values, value]})
            self._found[self._found.index(same)] = (same[0], match.end, joined)
        self._mark_subject(match)

    def _negates(self, place: int) -> bool:
        return self.tokens[place].lower in NEGATIONS and not self.tokens[place].quoted

    def _mark_subject(self, value: Match) -> None:
        """A column right before or after its value ("industry is Banking", "Banking industry") only says of what."""
        stems = set(stems_of(value.name.ref.rpartition(".")[2]))
        for match in self._columns:
            same = match.name.ref == value.name.ref
            before = same and 0 <= value.start - match.end <= 2
            called = {token.stem for token in self.tokens[match.start : match.end]}
            if before or (match.start == value.end and (same or called <= stems)):
                self.subjects.append(match)

    def _add_code(self, match: Match) -> None:
        """Take the number or short code right after its column ("grade 4", "with sex M") as the condition it is."""
        column = self.catalog.column(match.name.ref)
        place = match.end
        while place < len(self.tokens) and place - match.end < 2 and self.tokens[place].lower in BETWEEN:
            place += 1
        if column is None or place >= len(self.tokens) or self.tokens[place].quoted or self.covers(place, place + 1):
            return
        value = _code(self.tokens[place].text, column)
        if value is not None:
            self._found.append((match.start, place + 1, Filter(column=match.name.ref, op="eq", values=[value])))
            self._spans.append((match.start, place + 1))
            self.subjects.append(match)

    def _turn_to_sides(self) -> None:
        """Make splits of filters that leave nothing out because every value of the column was said."""
        for start, end, found in list(self._found):
            column = self.catalog.column(found.column)
            if found.op == "in" and column is not None and len(found.values) == column.distinct:
                self._found.remove((start, end, found))
                self._spans.append((start, end))
                self.sides.append(Match(Name((), "column", found.column), start, end))

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
            if 0 <= match.start - condition.end <= (LATER if condition.op in LETTERS else 1)
            and not condition.weak
            and self._fits(match, condition)
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
        if table is None or not all(isinstance(item, int | float) for item in condition.values):
            return None
        amounts = [item for item in table.columns if item.role == "money"]
        amounts = amounts or [item for item in table.columns if item.role in NUMERIC]
        if not amounts or (len(amounts) > 1 and amounts[0].role != "money"):
            return None
        return Match(Name((), "column", f"{table.name}.{amounts[0].name}"), condition.start, condition.start)

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


def _code(text: str, column: Column) -> Scalar:
    """Return the value of `column` that a bare word is, None when it is no number or code of it."""
    if column.type == "integer" and text.isdigit() and column.role not in NUMERIC:
        return int(text)
    if column.type == "text" and len(text) <= LONGEST_CODE and not text.islower():
        return next((value for value in column.values if value.lower() == text.lower()), None)
    return None
