"""Alternatives: the charts that one ask may mean, best first, where its words leave chart, column or number open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import combinations, islice, product

from sophia.catalog.model import Catalog, Column
from sophia.planner.understand.gist import Gist, Slot
from sophia.spec.datasets import Aggregate, Filter

FEW = 20
DATES = {"date", "timestamp"}
NUMBERS = {"integer", "number"}
CHARTS = ("bar", "line", "scatter", "heat_map", "pie")
MOST_READINGS = 8
FEWEST, ENOUGH = 2, 3
FARTHER = 10.0


@dataclass(frozen=True)
class Channel:
    """What a mark's position, colour or size stands for: a column, cut or aggregated; a bare count has no column."""

    column: str = ""
    aggregate: Aggregate | None = None
    bins: int | None = None
    grain: str | None = None


@dataclass(frozen=True)
class Alternative:
    """One chart that an ask may mean; `cost` orders them, 0 for what says nothing that was not said."""

    chart: str
    x: Channel | None = None
    y: Channel | None = None
    color: Channel | None = None
    size: Channel | None = None
    theta: Channel | None = None
    filters: tuple[Filter, ...] = ()
    cost: float = 0.0


@dataclass(frozen=True)
class Named:
    """One way to take the columns of a gist: `sides` split (`split`: by word), `numbers` and `aggregated` are drawn."""

    sides: tuple[str, ...]
    split: tuple[str, ...]
    numbers: tuple[str, ...]
    aggregated: tuple[tuple[str, Aggregate], ...]
    counted: bool
    cost: float
    loose: Aggregate | None = None


def alternatives_of(gist: Gist, catalog: Catalog, most: int = 5) -> list[Alternative]:
    """Return up to `most` charts that the gist may mean, best first; equal ones once.

    Those that add nothing to what was said come first; where they are too few to choose from, others follow that take
    less of it for granted.
    """
    table = _Table(catalog, gist.table, [reference for slot in gist.slots for reference in slot.columns])
    found = _costs(gist, table)
    for loosened in _loosened(gist) if len(found) < FEWEST else ():
        for item, cost in _costs(loosened, table).items():
            found.setdefault(item, cost + FARTHER)
    ordered = sorted(found.items(), key=lambda item: item[1])
    return _worthwhile([replace(item, cost=round(cost, 2), filters=gist.filters) for item, cost in ordered], most)


def _costs(gist: Gist, table: _Table) -> dict[Alternative, float]:
    """Return every chart that the gist may mean, bare of cost and conditions, with its cost."""
    charts = (gist.chart,) if gist.chart in _MARKS else CHARTS
    found: dict[Alternative, float] = {}
    for named in _readings(gist, table):
        for place, chart in enumerate(charts):
            for made in _MARKS[chart](named, table):
                bare = replace(made, cost=0.0)
                cost = made.cost + named.cost + 0.1 * place
                found[bare] = min(cost, found.get(bare, cost))
    return found


def _loosened(gist: Gist) -> Iterator[Gist]:
    """Yield gists that take less for granted: a count may be a number, and each of the columns another one."""
    if gist.counted:
        yield replace(gist, counted=False)
    for slot in gist.slots:
        if not slot.condition:
            yield replace(gist, slots=tuple(item for item in gist.slots if item is not slot))


def _worthwhile(ordered: Sequence[Alternative], most: int) -> list[Alternative]:
    """Return what was said, and what takes less for granted while there are too few to choose from."""
    near = sum(item.cost < FARTHER for item in ordered)
    return list(ordered[: min(most, max(near, ENOUGH))])


def _readings(gist: Gist, table: _Table) -> Iterator[Named]:
    """Yield the ways to take the named columns: each slot by each of its columns, conditions as sides if need be."""
    plain = [slot for slot in gist.slots if not slot.condition]
    conditions = [slot for slot in gist.slots if slot.condition]
    slots = [*plain, *conditions]
    known = [[(at, item) for at, item in enumerate(slot.columns) if item in table.columns] for slot in slots]
    slots = [slot for slot, columns in zip(slots, known, strict=True) if columns]
    cut = {item.column for item in gist.filters if item.op in {"eq", "in"}}
    for chosen in islice(product(*[columns for columns in known if columns]), MOST_READINGS):
        references = [reference for _, reference in chosen]
        if len(set(references)) == len(references):
            cost = sum(0.05 * place for place, _ in chosen)
            taken = list(zip(slots, references, strict=True))
            yield replace(_named(taken, gist.counted, table, cost, cut), loose=gist.aggregate)


def _named(taken: Sequence[tuple[Slot, str]], counted: bool, table: _Table, cost: float, cut: Set[str]) -> Named:
    sides, numbers, aggregated = [], [], []
    for slot, reference in taken:
        if slot.aggregate is not None:
            aggregated.append((reference, slot.aggregate))
        elif table.numeric(reference):
            numbers.append(reference)
        elif table.dated(reference) or table.distinct(reference) <= FEW or reference in cut:
            sides.append(reference)
    split = tuple(reference for slot, reference in taken if slot.split and reference in sides)
    return Named(tuple(sides), split, tuple(numbers), tuple(aggregated), counted, cost)


class _Table:
    """The columns of one table, and those of others that were named, as the material of charts."""

    def __init__(self, catalog: Catalog, name: str, named: Sequence[str]) -> None:
        found = catalog.table(name)
        self.rows = (found.rows if found is not None else None) or 0
        self.columns: dict[str, Column] = {
            f"{name}.{column.name}": column
            for column in (found.columns if found is not None else ())
            if not column.hidden and not column.secret
        }
        for reference in named:
            column = catalog.column(reference)
            if column is not None and not column.secret:
                self.columns.setdefault(reference, column)
        self.order = list(self.columns)

    def numeric(self, reference: str) -> bool:
        column = self.columns.get(reference)
        return column is not None and column.type in NUMBERS

    def dated(self, reference: str) -> bool:
        column = self.columns.get(reference)
        return column is not None and column.type in DATES

    def distinct(self, reference: str) -> int:
        column = self.columns.get(reference)
        return (column.distinct if column is not None else None) or 0

    def unique(self, reference: str) -> bool:
        """Whether each row has its own value, so that nothing is left to aggregate."""
        return bool(self.rows) and self.distinct(reference) >= self.rows

    def numbers(self, without: Sequence[str] = ()) -> list[str]:
        return [item for item in self.order if self.numeric(item) and item not in without]

    def sides(self, without: Sequence[str] = (), *, dates: bool = False) -> list[str]:
        """Return the columns with few enough values to tell apart; dates only if wanted, whatever their number."""
        kept = []
        for item in self.order:
            few = self.distinct(item) <= FEW
            fits = dates if self.dated(item) else few and not self.numeric(item)
            if item not in without and fits:
                kept.append(item)
        return kept

    def axis(self, reference: str) -> Channel:
        """Return a column as an axis: many dates by year, many numbers in bins."""
        if self.distinct(reference) > FEW and self.dated(reference):
            return Channel(reference, grain="year")
        if self.distinct(reference) > FEW and self.numeric(reference):
            return Channel(reference, bins=10)
        return Channel(reference)

    def amounts(self, reference: str, among: Sequence[str]) -> list[Channel]:
        """Return a number as it is where `among` tell rows apart, else as its sum and its average."""
        if any(self.unique(item) for item in among):
            return [Channel(reference)]
        return [Channel(reference, "sum"), Channel(reference, "mean")]


COUNT = Channel(aggregate="count")


def _pie(named: Named, table: _Table) -> Iterator[Alternative]:
    sides = [(item, 0.0) for item in named.split or named.sides] or [(item, 0.0) for item in table.sides()]
    for side, cost in sides:
        for theta, more in _heights(named, table, [side]):
            yield Alternative("pie", color=Channel(side), theta=theta, cost=cost + more)


def _heights(named: Named, table: _Table, among: Sequence[str]) -> Iterator[tuple[Channel, float]]:
    """Yield what a bar's length, a line's height or a slice may stand for."""
    if named.aggregated:
        yield from ((Channel(reference, aggregate), 0.0) for reference, aggregate in named.aggregated)
    elif named.counted:
        yield COUNT, 0.0
    elif named.loose and (numbers := named.numbers or table.numbers(among)):
        yield from ((Channel(item, named.loose), 0.0) for item in numbers if item not in among)
    elif numbers := [item for item in named.numbers if item not in among]:
        yield from ((made, 0.0) for item in numbers for made in table.amounts(item, among))
    else:
        yield COUNT, 0.0
        for item in table.numbers(among):
            yield from ((made, 0.2) for made in table.amounts(item, among))


def _heat_map(named: Named, table: _Table) -> Iterator[Alternative]:
    said = [*named.sides, *named.numbers, *(item for item, _ in named.aggregated)]
    pairs = list(combinations(said, 2))
    if not pairs:
        others = [item for item in table.order if item not in said and _drawn(item, table)]
        pairs = [(item, other) for item in said for other in others] if said else list(combinations(others, 2))
    for pair in pairs:
        first, second = sorted(pair, key=lambda item: (not table.dated(item), table.order.index(item)))
        yield Alternative("heat_map", x=table.axis(first), y=table.axis(second), color=COUNT)


def _drawn(reference: str, table: _Table) -> bool:
    return table.numeric(reference) or table.dated(reference) or table.distinct(reference) <= FEW


def _box_plot(named: Named, table: _Table) -> Iterator[Alternative]:
    numbers = [*named.numbers, *(item for item, _ in named.aggregated)] or table.numbers()
    for side, number in product(list(named.sides) or table.sides(), numbers):
        yield Alternative("box_plot", x=Channel(side), y=Channel(number))


def _scatter(named: Named, table: _Table) -> Iterator[Alternative]:
    numbers = list(named.numbers)
    open_ones = table.numbers([*numbers, *(item for item, _ in named.aggregated)])
    if len(numbers) >= 2:
        pairs = list(combinations(numbers, 2))
    elif numbers:
        pairs = [(numbers[0], other) for other in open_ones]
    else:
        pairs = list(combinations(open_ones, 2))
    for pair, (size, more), (color, cost) in product(pairs, _sizes(named), _colors(named, table)):
        x, y = sorted(pair, key=table.order.index)
        yield Alternative("scatter", x=Channel(x), y=Channel(y), color=color, size=size, cost=cost + more)


def _sizes(named: Named) -> list[tuple[Channel | None, float]]:
    if named.aggregated:
        return [(Channel(reference, aggregate), 0.0) for reference, aggregate in named.aggregated]
    return [(COUNT, 0.0)] if named.counted else [(None, 0.0), (COUNT, 0.1)]


def _colors(named: Named, table: _Table) -> list[tuple[Channel | None, float]]:
    if named.sides:
        return [(Channel(item), 0.0) for item in named.sides]
    return [(None, 0.0), *((Channel(item), 0.2) for item in table.sides())]


def _bar(named: Named, table: _Table) -> Iterator[Alternative]:
    return _upright("bar", named, table)


def _line(named: Named, table: _Table) -> Iterator[Alternative]:
    return _upright("line", named, table)


def _upright(chart: str, named: Named, table: _Table) -> Iterator[Alternative]:
    """Yield bars or lines: x from what splits, y a count or a number, colour from a second split."""
    for x, color, cost in _splits(named, table):
        among = [item for item in (x, color) if item]
        for y, more in _heights(_without(named, among), table, among):
            if y.column not in among or y.aggregate not in {"sum", "mean"}:
                hue = Channel(color) if color else None
                yield Alternative(chart, x=table.axis(x), y=y, color=hue, cost=cost + more)


def _without(named: Named, among: Sequence[str]) -> Named:
    return replace(named, numbers=tuple(item for item in named.numbers if item not in among))


def _splits(named: Named, table: _Table) -> Iterator[tuple[str, str, float]]:
    """Yield (x, colour or "", cost): what was said, then with one more split, on either side."""
    said = [*named.sides] or [*named.numbers[:1]]
    taken = [*said, *named.numbers, *(item for item, _ in named.aggregated)]
    open_ones = [item for item in table.order if item not in taken and _drawn(item, table)]
    if not said:
        yield from ((item, "", 0.0) for item in open_ones)
        return
    if len(said) == 1:
        yield said[0], "", 0.0
        yield from ((said[0], item, 0.3) for item in table.sides(taken))
        if not table.numeric(said[0]):
            yield from ((item, said[0], 0.4) for item in open_ones)
        return
    for first, second in combinations(said, 2):
        yield from ((first, second, 0.0), (second, first, 0.0))


_MARKS = {
    "bar": _bar, "stacked_bar": _bar, "line": _line, "area": _line, "pie": _pie, "heat_map": _heat_map,
    "scatter": _scatter, "box_plot": _box_plot,
}  # fmt: skip
