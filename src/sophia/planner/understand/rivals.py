"""Rivals: other numbers that the same words name equally well, so that the choice is put to the asker."""

from __future__ import annotations

from collections.abc import Sequence

from sophia.catalog.model import Catalog
from sophia.planner.plan import Choice, PlannedAsk
from sophia.planner.understand.link import NUMERIC, Reading
from sophia.planner.understand.vocabulary import Match, vocabulary_of
from sophia.planner.understand.words import Token
from sophia.planner.wire import reachable

ASKED = 0.45
ALIKE = 0.05
MOST = 3
TOTAL = frozenset(("total", "totals", "sum", "sums", "amount", "amounts", "value", "values"))


def rivals_of(ask: PlannedAsk, reading: Reading, tokens: Sequence[Token]) -> tuple[Choice, ...]:
    """Return a choice for each number of `ask` that its words do not settle: "price" of two prices, "invoice total"."""
    named = {item.column: item for item in ask.measures if item.column and item.aggregate != "count_distinct"}
    found = [
        _choice(match, reading, ask, tokens)
        for match in reading.matches
        if match.name.kind == "column" and match.name.ref in named
    ]
    found += [_total(match, reading, ask, tokens) for match in reading.matches if match.name.kind == "table"]
    return tuple(dict.fromkeys(item for item in found if item is not None))


def _choice(match: Match, reading: Reading, ask: PlannedAsk, tokens: Sequence[Token]) -> Choice | None:
    """Return the choice between the number taken and those of the same name, None when there is no other."""
    catalog, taken = reading.catalog, match.name
    home = taken.ref.rpartition(".")[0]
    said = {item.name.ref for item in reading.matches if item.name.kind == "table"}
    needed = {item.column.rpartition(".")[0] for item in ask.dimensions}
    needed |= {item.column.rpartition(".")[0] for item in ask.filters if item.column}
    others = []
    for name in vocabulary_of(catalog).called(taken.stems):
        column, table = catalog.column(name.ref), name.ref.rpartition(".")[0]
        alike = abs(name.weight - taken.weight) <= ALIKE and column is not None and column.role in NUMERIC
        settled = table != home and home in said
        if name.ref != taken.ref and alike and not settled and needed <= reachable(catalog, table):
            others.append(_label(name.ref, catalog, home))
    if not others:
        return None
    words = " ".join(token.text for token in tokens[match.start : match.end])
    return Choice(words, _label(taken.ref, catalog, home), ASKED, tuple(dict.fromkeys(others))[:MOST])


def _total(match: Match, reading: Reading, ask: PlannedAsk, tokens: Sequence[Token]) -> Choice | None:
    """Return the choice where "invoice total" became the number of invoices although they have amounts."""
    table = reading.catalog.table(match.name.ref)
    after = tokens[match.end] if match.end < len(tokens) else None
    counted = ask.table == match.name.ref and [item.aggregate for item in ask.measures] == ["count"]
    if table is None or after is None or after.lower not in TOTAL or not counted:
        return None
    amounts = [
        f"total {_label(f'{table.name}.{column.name}', reading.catalog, table.name)}"
        for column in table.columns
        if column.role in {"money", "measure"} and column.additive and not column.hidden
    ]
    words = " ".join(token.text for token in tokens[match.start : match.end + 1])
    return (
        Choice(words, f"number of {table.label or table.name}".lower(), ASKED, tuple(amounts[:MOST]))
        if amounts
        else None
    )


def _label(reference: str, catalog: Catalog, home: str) -> str:
    """Return what a column is called, with its table where that is not `home`."""
    column, table = catalog.column(reference), catalog.table(reference.rpartition(".")[0])
    name = ((column.label if column else "") or reference.rpartition(".")[2].replace("_", " ")).lower()
    return (
        name
        if table is None or table.name == home
        else f"{name} of {(table.label or table.name).replace('_', ' ').lower()}"
    )
