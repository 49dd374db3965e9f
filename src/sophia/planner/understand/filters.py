"""Filters: values and conditions in the text, each on the column that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sophia.catalog.model import Catalog, Column
from sophia.planner.plan import Choice
from sophia.planner.understand.conditions import ISO, Condition, conditions_of
from sophia.planner.understand.link import NUMERIC, Reading
from sophia.planner.understand.marks import splits
from sophia.planner.understand.naming import Name
from sophia.planner.understand.subjects import DATES, Subjects, typed
from sophia.planner.understand.vocabulary import Match
from sophia.planner.understand.words import HERE, Token, stems_of
from sophia.spec.datasets import Filter, Operator
from sophia.spec.shape import Scalar

BACK = 4
LONGEST_CODE = 3
FEW = 20
UNDOING = frozenset("not never yet".split())
NEGATIONS = frozenset(
    "not except excluding without non isn't aren't neither nor never doesn't don't wasn't weren't other".split()
)
BETWEEN = frozenset("is are of was equals = equal to code value number named called".split())
STANDING_OPEN = frozenset("open unresolved unsolved unfinished outstanding undone".split())
ENDED = frozenset(
    word
    for name in "finished closed completed resolved solved ended done delivered returned settled".split()
    for word in stems_of(name)
)
LACKING = frozenset("no without lacking missing".split())


class Filters:
    """The filters of one reading; `subjects` are the matches that only name what a condition is about.

    `sides` are columns all of whose values were said ("male and female"): that splits and leaves nothing out.
    `undone`: rows that are not finished are meant ("open repairs").
    """

    def __init__(self, reading: Reading, tokens: Sequence[Token]) -> None:
        self.catalog: Catalog = reading.catalog
        self.tokens = tokens
        self.subjects: list[Match] = []
        self.sides: list[Match] = []
        self.undone = False
        self._found: list[tuple[int, int, Filter]] = []
        self._spans: list[tuple[int, int]] = []
        self._about = Subjects(reading, tokens)
        self._columns = self._about.columns
        values = [item for item in reading.matches if item.name.kind in {"value", "flag"}]
        values += self._likewise(values)
        for match in values:
            self._add_value(match)
        taken = {place for match in values for place in range(match.start, match.end)}
        for place, token in enumerate(tokens):
            said = token.lower in STANDING_OPEN or token.lower.startswith("un")
            if place not in taken and (said or (token.stem in ENDED and self._undoing(place))):
                self._add_undone(place, reading.base)
        for condition in conditions_of(tokens):
            if not taken.intersection(range(condition.start, condition.end)):
                self._add_condition(condition)
        for match in self._columns:
            if match not in self.subjects:
                self._add_code(match)
                self._add_absence(match)
        self._turn_to_sides()
        self.dated = self._take_dated()

    def _likewise(self, values: Sequence[Match]) -> list[Match]:
        """Return as values the columns that are called like one, beside another of theirs: "disputed vs approved"."""
        found: list[Match] = []
        for match in self._columns:
            column = self.catalog.column(match.name.ref)
            said = " ".join(token.lower for token in self.tokens[match.start : match.end])
            value = next((item for item in column.values if item.lower() == said), None) if column else None
            if value is not None and any(item.name.ref == match.name.ref for item in values):
                found.append(replace(match, name=replace(match.name, kind="value", value=value)))
                self.subjects.append(match)
        return found

    def _take_dated(self) -> str:
        """Return the date right before a stretch of time ("opened in 2024"), "" without one; it only says which."""
        for match in self._columns:
            column = self.catalog.column(match.name.ref)
            after = [token.lower for token in self.tokens[match.end : match.end + 2]]
            here = HERE in after and set(after[: after.index(HERE)]) <= BETWEEN
            if here and column is not None and column.type in DATES and not self._splits(match):
                self.subjects.append(match)
                return match.name.ref
        return ""

    def doubts(self) -> Iterator[Choice]:
        """Yield the conditions that named no column, with the one that they were taken to be about."""
        for start, end, found in self._found:
            reference = self._about.guessed.get(start)
            column = self.catalog.column(reference) if reference == found.column and reference else None
            if column is not None:
                said = " ".join(token.text for token in self.tokens[start:end])
                yield Choice(said, f"{column.label or column.name.replace('_', ' ')} {said}", 0.6)

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

    def _reach(self, match: Match, value: Match) -> int:
        """Return how far before its value a column may stand: further where only small words lie between."""
        between = self.tokens[match.end : value.start]
        return BACK if all(token.filler or token.lower in NEGATIONS for token in between) else 2

    def _splits(self, match: Match) -> bool:
        return splits(self.tokens, match.start, strong=True)

    def _negates(self, place: int) -> bool:
        return self.tokens[place].lower in NEGATIONS and not self.tokens[place].quoted

    def _mark_subject(self, value: Match) -> None:
        """A column right before or after its value ("industry is Banking", "Banking industry") only says of what."""
        stems = set(stems_of(value.name.ref.rpartition(".")[2]))
        for match in self._columns:
            same = match.name.ref == value.name.ref
            before = same and 0 <= value.start - match.end <= (0 if self._splits(match) else self._reach(match, value))
            called = {token.stem for token in self.tokens[match.start : match.end]}
            if before or (match.start == value.end and (same or called <= stems)):
                self.subjects.append(match)

    def _add_code(self, match: Match) -> None:
        """Take numbers or codes right after their column ("grade 4 or 5", "with sex M") as the condition they are."""
        column = self.catalog.column(match.name.ref)
        place = match.end
        while place < len(self.tokens) and place - match.end < 2 and self.tokens[place].lower in BETWEEN:
            place += 1
        if column is None or self.covers(place, place + 1):
            return
        values: list[Scalar] = []
        end = place
        while (value := self._code_at(place, column, direct=place == match.end or bool(values))) is not None:
            values.append(value)
            end = place + 1
            place = end + 1 if end < len(self.tokens) and self.tokens[end].lower in {"or", "and"} else len(self.tokens)
        if values:
            self._add_codes(match, values, end)

    def _add_absence(self, match: Match) -> None:
        """Take "with no manager", "without an email" as the condition that nothing is there."""
        column = self.catalog.column(match.name.ref)
        start = match.start - 1
        if start > 0 and self.tokens[start].lower in {"a", "an", "any"}:
            start -= 1
        if start >= 0 and column is not None and column.null_share > 0 and self.tokens[start].lower in LACKING:
            self._found.append((start, match.end, Filter(column=match.name.ref, op="is_null")))
            self._spans.append((start, match.end))
            self.subjects.append(match)

    def _add_undone(self, place: int, base: str) -> None:
        """Take "open repairs", "outstanding bills" as those whose end has no date yet."""
        table = self.catalog.table(base)
        dates = [item for item in table.columns if item.type in DATES and item.null_share > 0] if table else []
        word = self.tokens[place].lower
        wanted = ENDED if word in STANDING_OPEN else frozenset(stems_of(word.removeprefix("un")))
        ending = [item.name for item in dates if wanted & set(stems_of(item.name))]
        if len(ending) == 1:
            first = place - self._undoing(place)
            self._found.append((first, place + 1, Filter(column=f"{base}.{ending[0]}", op="is_null")))
            self._spans.append((first, place + 1))
            self.subjects += [item for item in self._columns if (item.start, item.end) == (place, place + 1)]
            self.undone = True

    def _undoing(self, place: int) -> int:
        """Return how many words before one say that it has not come about: "not yet delivered", "never closed"."""
        before = [token.lower for token in self.tokens[max(0, place - 3) : place]]
        count = next(
            (at for at, word in enumerate(reversed(before)) if word not in UNDOING | {"been", "be"}), len(before)
        )
        return count if set(before[len(before) - count :]) & UNDOING - {"yet"} else 0

    def _add_codes(self, match: Match, values: list[Scalar], end: int) -> None:
        negations = [at for at in range(max(0, match.start - BACK), match.start) if self._negates(at)]
        one: Operator = "ne" if negations else "eq"
        several: Operator = "not_in" if negations else "in"
        made = Filter(column=match.name.ref, op=one if len(values) == 1 else several, values=values)
        self._found.append((match.start, end, made))
        self._spans += [(match.start, end), *((at, at + 1) for at in negations)]
        self.subjects.append(match)

    def _code_at(self, place: int, column: Column, *, direct: bool) -> Scalar:
        if place >= len(self.tokens) or self.tokens[place].quoted:
            return None
        return _code(self.tokens[place], column, direct=direct)

    def contrast(self) -> None:
        """Split by the column of which several values were set against each other; the others stay out."""
        for start, end, found in self._found:
            if found.op == "in" and found.column not in {item.name.ref for item in self.sides}:
                self.sides.append(Match(Name((), "column", found.column), start, end))

    def _turn_to_sides(self) -> None:
        """Make splits of filters that leave nothing out because every value of the column was said."""
        for start, end, found in list(self._found):
            column = self.catalog.column(found.column)
            if found.op == "in" and column is not None and len(found.values) == column.distinct:
                self._found.remove((start, end, found))
                self._spans.append((start, end))
                self.sides.append(Match(Name((), "column", found.column), start, end))

    def _add_condition(self, condition: Condition) -> None:
        subject = self._about.of(condition, self.subjects)
        if subject is None:
            return
        column = self.catalog.column(subject.name.ref)
        values = [typed(value, column) for value in condition.values]
        if any(value is None for value in values):
            return
        said = self.tokens[condition.start : condition.end + 1]
        if any(token.text.endswith("%") or token.lower == "percent" for token in said):
            values = [_portion(value, column) for value in values]
        made = Filter(column=subject.name.ref, op=condition.op, values=values)
        end = subject.end if subject.start == condition.end else condition.end
        self._found.append((condition.start, end, made))
        self.subjects.append(subject)
        self._spans.append((condition.start, end))


def _code(token: Token, column: Column, *, direct: bool) -> Scalar:
    """Return the value of `column` that a bare word is, None when it is no number, code or name of it.

    A quantity takes only a number that stands `direct`ly beside it and lies in its small range ("grade 4").
    """
    text = token.text
    if column.type in DATES:
        return text if ISO.match(text) else None
    if column.type == "integer" and text.isdigit():
        small = direct and 0 < (column.distinct or 0) <= FEW and _within(int(text), column)
        return int(text) if small or column.role not in NUMERIC else None
    known = {value.lower(): value for value in column.values}
    if known and column.type == "text" and len(text) <= LONGEST_CODE and not text.islower():
        return known.get(text.lower())
    named = column.type == "text" and not known and not direct and text[:1].isupper() and not token.filler
    return text if named else None


def _portion(value: Scalar, column: Column | None) -> Scalar:
    """Return a percentage as the column holds it: 30 % is 0.3 where no value is above one."""
    if column is None or not isinstance(value, int | float):
        return value
    shown = column.format is not None and column.format.style == "percent"
    return value / 100 if shown or _largest(column) <= 1 else value


def _largest(column: Column) -> float:
    try:
        return float(column.maximum or "x")
    except ValueError:
        return float("inf")


def _within(number: int, column: Column) -> bool:
    try:
        return float(column.minimum or "x") <= number <= float(column.maximum or "x")
    except ValueError:
        return False
