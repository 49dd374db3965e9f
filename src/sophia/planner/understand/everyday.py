"""Everyday names: what people call a catalog's parts who have never seen its columns, by meaning, type and role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sophia.catalog.model import Catalog, Column, Table
from sophia.planner.understand.lexicon import Sort, received, said_for, spent, turned_widely
from sophia.planner.understand.naming import BARE, NUMERIC, SPOKEN, VAGUE, Name, names_of
from sophia.planner.understand.words import stem, stems_of

FAR = 0.7
FARTHER = 0.66
FEW = 25
DATED = frozenset(stem(word) for word in "on at date time datetime day dt ts when".split())
QUALIFYING = frozenset(stem(word) for word in "net gross total full grand line overall".split())
AMOUNTS = frozenset(stem(word) for word in "amount total value sum".split())
SELLERS = frozenset(stem(word) for word in "vendor supplier payee seller expense department cost".split())
BUYERS = frozenset(
    stem(word) for word in "customer client buyer guest account subscriber shopper sale deal order".split()
)
BY_ROLE = {
    "geo": ("place", "location", "area"),
    "duration": ("duration", "time", "long", "length"),
    "status": ("status", "state", "stage", "progress", "standing"),
}
KINDS = ("type", "kind", "category", "group", "sort", "class")


def everyday_names(catalog: Catalog) -> Iterator[Name]:
    """Yield the names of a catalog's parts, and the wider ones; a word that the data uses is nobody else's name."""
    plain = list(dict.fromkeys(names_of(catalog)))
    yield from plain
    own = {name.stems for name in plain if name.weight >= SPOKEN and name.kind != "value"}
    held = {name.stems for name in plain if name.kind == "value"}
    for name in _spoken(catalog, plain):
        for other, said in turned_widely(name.stems, _sort_of(name, catalog)):
            if said not in own and other not in own and not (name.kind == "table" and other in held):
                yield replace(name, stems=other, weight=FAR)
    for table in catalog.tables:
        yield from (name for name in (*_by_kind(table), *_persons(table)) if name.stems not in own)
        for column in table.columns:
            if not column.hidden:
                yield from (name for name in _of_column(table, column, catalog) if name.stems not in own)


def _spoken(catalog: Catalog, plain: list[Name]) -> Iterator[Name]:
    """Yield the names that can be said otherwise: whole ones, dates by what happened on them, amounts by that word."""
    yield from (name for name in plain if name.weight >= SPOKEN and name.kind in {"metric", "table", "column"})
    for table in catalog.tables:
        for column in table.columns:
            if column.role == "date" and not column.hidden:
                happened = tuple(part for part in stems_of(column.name) if part not in DATED)
                if happened:
                    yield Name(happened, "column", f"{table.name}.{column.name}")
            elif column.role in {"category", "status", "geo"} and not column.hidden:
                head = stems_of(column.name)[-1:]
                if not set(head) & (BARE | VAGUE):
                    yield Name(head, "column", f"{table.name}.{column.name}")
            elif column.role in NUMERIC and not column.hidden:
                bare = _bare(column, table)
                if len(bare) == 1:
                    yield Name(bare, "column", f"{table.name}.{column.name}")


def _bare(column: Column, table: Table) -> tuple[str, ...]:
    """Return the words of a number's name without those that only say which amount: net amount, order total."""
    less = QUALIFYING | set(stems_of(table.entity))
    return tuple(part for part in stems_of(column.name) if part not in less) or stems_of(column.name)[-1:]


def _money(table: Table, column: Column, catalog: Catalog) -> Iterator[Name]:
    """Call a plain amount by the way its money goes: takings where somebody buys, spending where somebody sells."""
    bare = _bare(column, table)
    plain = len(bare) == 1 and set(bare) <= AMOUNTS
    if column.role not in {"money", "measure"} or not column.additive or not (plain or _only_money(column, catalog)):
        return
    said = {part for item in catalog.tables for name in (item.name, item.entity) for part in stems_of(name)}
    said |= {part for item in catalog.tables for each in item.columns for part in stems_of(each.name)}
    buying, selling = bool(said & SELLERS), bool(said & BUYERS)
    words = (received() if selling or not buying else ()) + (spent() if buying or not selling else ())
    yield from (Name(word, "column", f"{table.name}.{column.name}", weight=FAR) for word in words)


def _only_money(column: Column, catalog: Catalog) -> bool:
    """Whether a column holds the only money of the data that adds up."""
    money = [item for table in catalog.tables for item in table.columns if item.role == "money" and item.additive]
    return money == [column]


def _sort_of(name: Name, catalog: Catalog) -> Sort:
    """Return what sort of words a name is said otherwise by: those of quantities, of events, or of things."""
    column = catalog.column(name.ref) if name.kind == "column" else None
    if column is not None and column.role == "date":
        return "event"
    if column is not None and column.role == "status":
        return "state"
    return "number" if name.kind == "metric" or (column is not None and column.role in NUMERIC) else "thing"


def _of_column(table: Table, column: Column, catalog: Catalog) -> Iterator[Name]:
    ref = f"{table.name}.{column.name}"
    yield from _money(table, column, catalog)
    for word in BY_ROLE.get(column.role, ()):
        yield Name((stem(word),), "column", ref, weight=FARTHER)
    if column.role in {"category", "status"} and len(column.values) <= FEW:
        for value in column.values:
            for other in said_for(stems_of(value), "value"):
                yield Name(other, "value", ref, value, FAR)


def _persons(table: Table) -> Iterator[Name]:
    """Call rows that go by a person's name people."""
    if table.label_column and "name" in stems_of(table.label_column):
        yield Name(("person",), "table", table.name, weight=FAR)
        yield Name((stem("headcount"),), "table", table.name, weight=FAR)


def _by_kind(table: Table) -> Iterator[Name]:
    """Name the one column that sorts a table's rows into kinds: "type of product" for its only category."""
    things = [stems_of(name) for name in (table.entity, table.name) if name]
    things += [other for stems in things for other in said_for(stems, "thing")]
    sorting = [item for item in table.columns if _sorts(item, things)]
    if len(sorting) == 1:
        ref = f"{table.name}.{sorting[0].name}"
        for thing in dict.fromkeys(things):
            yield from (Name((stem(kind), *thing), "column", ref, weight=FAR) for kind in KINDS)


def _sorts(column: Column, things: list[tuple[str, ...]]) -> bool:
    stems = stems_of(column.name)
    state = any(said_for((part,), "state") for part in stems)
    return column.role == "category" and not (column.hidden or state or stems in things)
