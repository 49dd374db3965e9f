"""Joins: many-to-one ways from a base table to the tables whose columns a dataset needs."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from sqlglot import exp

from sophia.catalog.model import Catalog, Join
from sophia.kernel.errors import BadInput
from sophia.query.reference import table_named


def path_to(start: str, target: str, catalog: Catalog) -> list[Join] | None:
    """Return the shortest chain of many-to-one joins from `start` to `target`; None when nothing leads there."""
    queue: deque[tuple[str, list[Join]]] = deque([(start.lower(), [])])
    seen = {start.lower()}
    while queue:
        here, path = queue.popleft()
        if here == target.lower():
            return path
        for join in catalog.joins:
            to = join.to_table.lower()
            if join.from_table.lower() == here and to not in seen:
                seen.add(to)
                queue.append((to, [*path, join]))
    return None


def source(name: str, catalog: Catalog) -> exp.Expr:
    """Return a catalog table as a FROM item that goes by its own name."""
    exact = table_named(name, catalog).name
    schema, _, plain = exact.rpartition(".") if catalog.dialect == "postgres" else ("", "", exact)
    table = exp.Table(
        this=exp.to_identifier(plain, quoted=True),
        db=exp.to_identifier(schema, quoted=True) if schema else None,
    )
    return exp.alias_(table, exact, quoted=True, table=True)


def from_tables(base: str, needed: Iterable[str], catalog: Catalog) -> exp.Select:
    """Return FROM `base` with left joins to every needed table; no row of `base` appears twice.

    Raises BadInput when the joins of the catalog do not lead to a needed table.
    """
    select = exp.select().from_(source(base, catalog))
    joined = {base.lower()}
    for target in sorted({name.lower() for name in needed} - joined):
        path = path_to(base, target, catalog)
        if path is None:
            raise unreachable(base, target, catalog)
        for join in path:
            if join.to_table.lower() in joined:
                continue
            joined.add(join.to_table.lower())
            left = table_named(join.from_table, catalog).name
            right = table_named(join.to_table, catalog).name
            on = exp.EQ(
                this=exp.column(join.from_column, table=left, quoted=True),
                expression=exp.column(join.to_column, table=right, quoted=True),
            )
            select = select.join(source(right, catalog), on=on, join_type="left", copy=False)
    return select


def unreachable(base: str, target: str, catalog: Catalog) -> BadInput:
    """Return the error that says that rows of `base` have no single row of `target`."""
    return BadInput(
        f"Rows of {base!r} do not lead to one row of {target!r} each on {catalog.connection!r}.",
        field="dimensions",
        remedy=f"Split by a column of {base!r}, or add the join to the catalog.",
    )
