"""A guessed ranking: "top 10 vendors" does not say by what, so a number is proposed and the asker is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sophia.catalog.model import Catalog, Column
from sophia.planner.plan import Choice, PlannedAsk
from sophia.planner.understand.listing import ranking_column
from sophia.planner.understand.selection import SUPERLATIVE
from sophia.planner.understand.splits import calling, slug
from sophia.planner.understand.title import title_of
from sophia.planner.wire import reachable
from sophia.spec.datasets import Dimension, Measure, Order

if TYPE_CHECKING:
    from sophia.planner.understand.maker import Maker

UNSAID = "… by what?"
ASKED = 0.45
MOST = 3
USUAL = 10
FEW_ROWS = 2
AMOUNTS = {"money", "measure", "rate", "duration"}
SMALL = frozenset("lowest smallest least shortest lightest".split())


@dataclass(frozen=True)
class Candidate:
    """A number by which things could be ranked: of the rows of `table`, called `name`."""

    table: str
    measure: Measure
    name: str


def guessed(ask: PlannedAsk, maker: Maker) -> PlannedAsk:
    """Return `ask`, a ranking without a number as one by the likeliest number with the question by which."""
    limit, descending = maker.phrasing.limit, maker.phrasing.descending is not False
    if (
        ask.task != "rows"
        or maker.phrasing.sorting
        or maker.phrasing.newest
        or maker.orders
        or len(maker.catalog.tables) < 2
    ):
        return ask
    if limit is None:
        word = _superlative(maker)
        if not word:
            return ask
        limit, descending = USUAL, word not in SMALL
    thing = _thing(ask, maker)
    own = ranking_column(maker.catalog.table(ask.table)) if _is_fact(thing, maker.catalog) else None
    if own:
        return _listed(ask, own, limit, maker, descending=descending)
    found = list(_candidates(thing, maker.catalog)) if thing else []
    if not found:
        return ask
    others = tuple(item.name for item in found[1 : MOST + 1])
    best = found[0]
    made = replace(
        ask,
        task="rank",
        table=best.table,
        columns=(),
        measures=(best.measure,),
        dimensions=(Dimension(name=slug(thing.rpartition(".")[2]), column=thing),),
        order=(Order(by=best.measure.name, descending=descending),),
        limit=limit,
        time_column=_dated(best.table, maker.catalog) if ask.window is not None else None,
        choices=(*ask.choices, Choice(f"{ask.text.strip(' .?!')} {UNSAID}", best.name, ASKED, others)),
    )
    return replace(made, title=title_of(made, maker.catalog))


def _is_fact(thing: str, catalog: Catalog) -> bool:
    """Whether a thing is a row to which no other rows refer: it is ranked by a number of its own."""
    home = thing.rpartition(".")[0]
    table = catalog.table(home)
    own = table is not None and thing == f"{home}.{calling(table)}" and _tells_apart(thing, catalog)
    return own and not any(item.to_table == home for item in catalog.joins)


def _tells_apart(thing: str, catalog: Catalog) -> bool:
    """Whether a name belongs to few rows each; a feature that was used a thousand times is counted, and not listed."""
    column, table = catalog.column(thing), catalog.table(thing.rpartition(".")[0])
    known = column is not None and table is not None and column.distinct and table.rows
    return not known or column.distinct * FEW_ROWS >= table.rows  # type: ignore[operator,union-attr]  # known above


def _listed(ask: PlannedAsk, column: str, limit: int, maker: Maker, *, descending: bool) -> PlannedAsk:
    """Return the rows themselves in the order of their main number, with the question whether it is the one."""
    table = maker.catalog.table(ask.table)
    numbers = [item for item in table.columns if item.role in AMOUNTS and not item.hidden] if table is not None else []
    names = {f"{ask.table}.{item.name}": (item.label or item.name.replace("_", " ")).lower() for item in numbers}
    others = tuple(name for reference, name in names.items() if reference != column)[:MOST]
    doubt = Choice(f"{ask.text.strip(' .?!')} {UNSAID}", names.get(column, column.rpartition(".")[2]), ASKED, others)
    order = (Order(by=column.rpartition(".")[2], descending=descending),)
    made = replace(ask, limit=limit, order=order, choices=(*ask.choices, doubt))
    return replace(made, title=title_of(made, maker.catalog))


def is_guessed(ask: PlannedAsk) -> bool:
    """Whether nobody said by what number an ask ranks."""
    return any(item.words.endswith(UNSAID) for item in ask.choices)


def _superlative(maker: Maker) -> str:
    """Return the "biggest" right before the things that are listed, "" without one."""
    named = [item for item in maker.mentioned if item.match.name.kind == "table" and item.match.start]
    said = (maker.tokens[item.match.start - 1].lower for item in named)
    return next((word for word in said if word in SUPERLATIVE), "")


def _thing(ask: PlannedAsk, maker: Maker) -> str:
    """Return the "table.column" that tells the ranked things apart: what splits, else the label of the rows."""
    sides = [item.column for item in maker.dimensions if item.grain is None]
    table = maker.catalog.table(ask.table)
    if len(sides) > 1 or len(maker.dimensions) > len(sides) or table is None:
        return ""
    if sides:
        return sides[0]
    return f"{table.name}.{calling(table)}" if calling(table) else ""


def _candidates(thing: str, catalog: Catalog) -> Iterator[Candidate]:
    """Yield the numbers that rank a thing: amounts of what refers to it, then how often, then its other numbers."""
    home = thing.rpartition(".")[0]
    table = catalog.table(home)
    single = table is not None and thing == f"{home}.{calling(table)}" and _tells_apart(thing, catalog)
    facts = [item.name for item in catalog.tables if home in reachable(catalog, item.name)]
    facts = [name for name in facts if name != home] or facts if single else facts
    for roles in ({"money"}, {"count"}, AMOUNTS):
        for fact in facts:
            yield from _numbers(fact, roles, catalog)


def _numbers(fact: str, roles: set[str], catalog: Catalog) -> Iterator[Candidate]:
    table = catalog.table(fact)
    if table is None:
        return
    if "count" in roles:
        plural = (table.label or table.name).replace("_", " ").lower()
        yield Candidate(fact, Measure(name="count", aggregate="count"), f"number of {plural}")
    for column in table.columns:
        wanted = column.role in roles and not column.hidden
        if wanted and (column.additive if len(roles) == 1 else not (column.additive and column.role == "money")):
            yield _number(fact, column)


def _number(fact: str, column: Column) -> Candidate:
    said = (column.label or column.name.replace("_", " ")).lower()
    reference, name = f"{fact}.{column.name}", slug(column.name)
    if column.additive:
        return Candidate(fact, Measure(name=f"sum_{name}", aggregate="sum", column=reference), f"total {said}")
    return Candidate(fact, Measure(name=f"mean_{name}", aggregate="mean", column=reference), f"average {said}")


def _dated(name: str, catalog: Catalog) -> str | None:
    table = catalog.table(name)
    return f"{name}.{table.time_column}" if table is not None and table.time_column else None
