"""Roles: which of the named columns is the number, which the split, which only the condition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sophia.catalog.model import Catalog, Column
from sophia.planner.understand.link import NUMERIC
from sophia.planner.understand.marks import REACH, Mark, splits
from sophia.planner.understand.vocabulary import Match
from sophia.planner.understand.words import Token
from sophia.spec.datasets import Aggregate

COUNTS = {"count", "count_distinct"}
CLEAR = 0.6
COLOURED = frozenset("colored coloured stacked grouped group groups grouping segmented".split())
IDENTIFYING = frozenset(("id", "number", "code", "key", "no", "num"))


@dataclass
class Mention:
    """A named metric, column or table, the aggregate said of it, and whether it is marked as a split."""

    match: Match
    column: Column | None
    mark: Mark | None = None
    split: bool = False
    strong: bool = False
    each: bool = False
    coloured: bool = False

    @property
    def home(self) -> str:
        """Return the table of a column or table mention."""
        return self.ref if self.match.name.kind == "table" else self.ref.rpartition(".")[0]

    @property
    def ref(self) -> str:
        """Return the metric's name, "table.column", or the table."""
        return self.match.name.ref

    @property
    def numeric(self) -> bool:
        """Whether the column holds a quantity."""
        return self.column is not None and self.column.role in NUMERIC

    @property
    def number(self) -> bool:
        """Whether the column holds numbers of any kind, keys included."""
        return self.column is not None and self.column.type in {"integer", "number"}

    @property
    def aggregate(self) -> Aggregate | None:
        """Return the aggregate said of this mention; "total number of" a quantity is its sum."""
        if self.mark is None:
            return None
        if self.mark.counting_total and self.numeric:
            return "sum"
        return "sum" if self.mark.aggregate == "count" and self.counted_already else self.mark.aggregate

    @property
    def passing(self) -> bool:
        """Whether it is named in passing: by one of its words, and not as a split."""
        return not self.strong and self.match.name.weight < CLEAR

    @property
    def entity(self) -> bool:
        """Whether a key is meant by the thing that it identifies only: "of each artist" for artist id."""
        keyed = self.column is not None and self.column.role in {"id", "key"} and self.match.name.kind == "column"
        return keyed and not set(self.match.name.stems) & IDENTIFYING

    @property
    def counted_already(self) -> bool:
        """Whether the column holds counts of things: "number of floors" is then its value, not a count of rows."""
        plural = self.ref.lower().endswith("s") and not self.ref.lower().endswith("ss")
        return self.numeric and plural


def mentions_of(
    matches: Sequence[Match], marks: Sequence[Mark], tokens: Sequence[Token], catalog: Catalog
) -> tuple[list[Mention], list[Mark]]:
    """Return the mentions in order, each with its mark, and the marks that belong to none."""
    found = []
    for match in matches:
        column = catalog.column(match.name.ref) if match.name.kind == "column" else None
        split = splits(tokens, match.start)
        strong = split and splits(tokens, match.start, strong=True)
        coloured = (
            match.start > 1 and tokens[match.start - 2].lower in COLOURED and tokens[match.start - 1].lower == "by"
        )
        each = bool(match.start) and tokens[match.start - 1].lower in {"each", "every", "different", "all"}
        found.append(Mention(match, column, None, split, strong, each, coloured))
    ends = {item.match.end for item in found}
    marks = [mark for mark in marks if mark.start not in ends or tokens[mark.start].lower != "number"]
    free = [mark for mark in marks if not _attach(mark, found, tokens)]
    shared = [mark for mark in free if _sharing(mark, found, tokens) is not None]
    for mark in shared:
        found = _with_copy(mark, found, tokens)
    return found, [mark for mark in free if mark not in shared]


def _sharing(mark: Mark, mentions: Sequence[Mention], tokens: Sequence[Token]) -> Mention | None:
    """Return the mention that a second aggregate is said of too: "average and maximum age"."""
    if mark.aggregate in COUNTS:
        return None
    return next(
        (
            item
            for item in mentions
            if item.mark is not None
            and item.mark.aggregate not in COUNTS
            and 0 <= item.mark.start - mark.end <= 2
            and any(token.lower in {"and", "or", "vs", "versus"} for token in tokens[mark.end : item.mark.start])
        ),
        None,
    )


def _with_copy(mark: Mark, mentions: list[Mention], tokens: Sequence[Token]) -> list[Mention]:
    """Return the mentions with the one that `mark` shares said twice, first with `mark`."""
    item = _sharing(mark, mentions, tokens)
    place = mentions.index(item) if item is not None else 0
    return [*mentions[:place], replace(mentions[place], mark=mark), *mentions[place:]]


def _attach(mark: Mark, mentions: Sequence[Mention], tokens: Sequence[Token]) -> bool:
    """Give `mark` to the mention that follows it closely, else to the one right before it."""
    after = next((item for item in mentions if item.match.start >= mark.end), None)
    if after is not None and after.match.name.kind == "table" and mark.aggregate not in COUNTS:
        owned = next((item for item in mentions if item.match.start == after.match.end and item.number), None)
        after = owned or after
    if after is not None and after.match.start - mark.end <= REACH and after.mark is None:
        between = tokens[mark.end : after.match.start]
        plain = all(token.filler or len(token.lower) < 3 for token in between)
        crossing = any(token.lower in {"by", "per", "each", "every", "and", "for", "in", "from"} for token in between)
        if plain and not crossing:
            after.mark = mark
            return True
    before = next((item for item in mentions if item.match.end == mark.start), None)
    if before is not None and before.mark is None and mark.aggregate not in COUNTS and before.numeric:
        before.mark = mark
        return True
    return False


@dataclass
class Roles:
    """The parts of one ask: `measures` with their aggregates (None: not said), `splits`, `counted` tables, `orders`."""

    measures: list[tuple[Mention, Aggregate | None]]
    splits: list[Mention]
    count: Aggregate | None = None
    counted: Mention | None = None

    def counts(self, item: Mention) -> bool:
        """Whether what splits is itself what is counted: "how many order dates by order date"."""
        if self.counted is None:
            return self.count is not None and [other.ref for other in self.splits] == [item.ref]
        return item.ref == self.counted.ref


def assign(mentions: Sequence[Mention], free: Sequence[Mark], paired: bool, related: bool) -> Roles:
    """Decide each mention's role.

    `paired`: a chart of two columns was asked for, so that a key may be the number. `related`: two numbers are.
    """
    roles = Roles([], [])
    open_ones: list[Mention] = []
    for item in _distinct(mentions):
        kind = item.match.name.kind
        if kind == "metric":
            roles.measures.append((item, None))
        elif kind == "table":
            _take_table(item, roles)
        elif item.aggregate in COUNTS:
            roles.count = item.aggregate
            roles.counted = roles.counted or item
        elif item.aggregate is not None and (item.number or item.aggregate in {"min", "max"}):
            roles.measures.append((item, item.aggregate))
        elif item.strong and not (item.numeric and item.match.name.weight < 0.6):
            roles.splits.append(item)
        else:
            open_ones.append(item)
    if any(mark.aggregate in COUNTS for mark in free) and roles.count is None and (not roles.measures or related):
        roles.count = "count"
    _settle(open_ones, roles, free, paired)
    by_column = roles.count is not None and roles.counted is not None and roles.counted.column is not None
    _drop_owner(roles, by_column)
    if by_column and roles.counted is not None and not roles.splits and not roles.measures:
        roles.splits.append(roles.counted)
    return roles


def _drop_owner(roles: Roles, by_column: bool) -> None:
    """Drop "of each artist" beside columns of the artists themselves: it only says whose columns they are."""
    named = [item for item in roles.splits if item.column is not None and not item.entity]
    named += [roles.counted] if by_column and roles.counted is not None and not roles.counted.numeric else []
    homes = {item.home for item in named}
    roles.splits = [
        item
        for item in roles.splits
        if item.home not in homes or not (item.entity or (item.match.name.kind == "table" and item.each))
    ]


def _distinct(mentions: Sequence[Mention]) -> list[Mention]:
    """Join repeated mentions of one thing: with the aggregate if one of them has it, and a split if the other is."""
    kept: dict[tuple[str, Aggregate | None], Mention] = {}
    for item in mentions:
        key = (item.ref, item.mark.aggregate if item.mark is not None else None)
        first = kept.setdefault(key, item)
        first.split, first.strong = first.split or item.split, first.strong or item.strong
    return list(kept.values())


def _take_table(item: Mention, roles: Roles) -> None:
    if item.aggregate in COUNTS:
        roles.count = item.aggregate
        roles.counted = item
    elif item.strong:
        roles.splits.append(item)
    elif roles.counted is None:
        roles.counted = item


def _settle(open_ones: list[Mention], roles: Roles, free: Sequence[Mark], paired: bool) -> None:
    """Place the columns that nothing was said about: a number if one is missing, splits otherwise."""
    known = {item.ref for item, _ in roles.measures}
    rest = [item for item in open_ones if item.ref not in known or item.split]
    said = next((mark.aggregate for mark in free if mark.aggregate not in COUNTS), None)
    if not roles.measures and roles.count is None:
        sides = [item for item in rest if not item.numeric] or roles.splits
        numbers = [item for item in rest if item.numeric and not item.strong]
        if len(numbers) > 1 and not sides and paired:
            numbers = numbers[1:]
        elif not numbers and paired and len(rest) + len(roles.splits) > 1:
            numbers = [item for item in reversed(rest) if item.number][:1]
        roles.measures += [(item, said) for item in numbers]
        rest = [item for item in rest if item not in numbers]
    elif roles.measures and not paired and not roles.splits:
        more = [item for item in rest if item.numeric and not item.split]
        roles.measures += [(item, None) for item in more]
        rest = [item for item in rest if item not in more]
    roles.splits += [item for item in rest if item.ref not in {other.ref for other in roles.splits}]
    roles.splits.sort(key=lambda item: (item.coloured, item.passing, item.match.start))
