"""Checks: a catalog's references resolve, its expressions parse, and its metrics run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from sophia.catalog.expression import columns_in
from sophia.catalog.model import Ask, Catalog, Metric, Table

Run = Callable[[Metric], str]
VISUALS = frozenset(
    "kpi line area bar stacked_bar combo pie scatter heat_map funnel waterfall bullet table".split(),
)


@dataclass(frozen=True)
class Problem:
    """A fault: where (path such as metrics.mrr.expression) and what, in words."""

    path: str
    message: str


def check(catalog: Catalog, run: Run | None = None) -> list[Problem]:
    """Return every fault; `run` executes a metric and returns "" or the error, and is called for sound metrics only."""
    found = [*_repeated(catalog), *_tables(catalog), *_joins(catalog), *_sections(catalog)]
    for metric in catalog.metrics:
        faults = list(_metric(metric, catalog))
        found += faults
        if run is not None and not faults and (error := run(metric)):
            found.append(Problem(f"metrics.{metric.name}", error))
    return found


def _repeated(catalog: Catalog) -> Iterator[Problem]:
    named: dict[str, Iterable[str]] = {
        "tables": (table.name.lower() for table in catalog.tables),
        "metrics": (metric.name for metric in catalog.metrics),
        "sections": (section.name for section in catalog.sections),
    }
    for part, names in named.items():
        for name, times in Counter(names).items():
            if times > 1:
                yield Problem(f"{part}.{name}", f"The name {name!r} is used {times} times.")


def _tables(catalog: Catalog) -> Iterator[Problem]:
    for table in catalog.tables:
        path = f"tables.{table.name}"
        names = {column.name for column in table.columns}
        for name in [table.time_column, table.label_column, *table.primary_key, *table.drill_columns]:
            if name and name not in names:
                yield Problem(path, f"There is no column {name!r}.")
        if table.sql:
            yield from _model(table, catalog)


def _model(table: Table, catalog: Catalog) -> Iterator[Problem]:
    """Check that a model is one SELECT over the catalog's own tables."""
    path = f"tables.{table.name}.sql"
    tree = _parsed(table.sql or "", catalog)
    if isinstance(tree, str):
        yield Problem(path, tree)
        return
    if not isinstance(tree, exp.Query):
        yield Problem(path, "A model is one SELECT.")
        return
    own = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    for read in {node.name for node in tree.find_all(exp.Table)}:
        if read.lower() not in own and catalog.table(read) is None:
            yield Problem(path, f"There is no table {read!r}.")


def _joins(catalog: Catalog) -> Iterator[Problem]:
    for join in catalog.joins:
        for reference in (f"{join.from_table}.{join.from_column}", f"{join.to_table}.{join.to_column}"):
            if catalog.column(reference) is None:
                yield Problem(f"joins.{join.from_table}", f"There is no column {reference!r}.")


def _metric(metric: Metric, catalog: Catalog) -> Iterator[Problem]:
    path = f"metrics.{metric.name}"
    table = catalog.table(metric.table)
    if table is None:
        yield Problem(path, f"There is no table {metric.table!r}.")
        return
    yield from _expression(metric, table, catalog)
    yield from _missing(f"{path}.dimensions", metric.dimensions, catalog)
    reach = reachable(catalog, table.name)
    for reference in metric.dimensions:
        if reference.rpartition(".")[0] not in reach and catalog.column(reference) is not None:
            yield Problem(
                f"{path}.dimensions", f"Rows of {table.name!r} do not lead to {reference!r}: a join is missing."
            )
    if metric.time_column:
        own = metric.time_column if "." in metric.time_column else f"{table.name}.{metric.time_column}"
        yield from _missing(f"{path}.time_column", [own], catalog)
    if metric.drill_table and catalog.table(metric.drill_table) is None:
        yield Problem(f"{path}.drill_table", f"There is no table {metric.drill_table!r}.")


def _expression(metric: Metric, table: Table, catalog: Catalog) -> Iterator[Problem]:
    path = f"metrics.{metric.name}.expression"
    tree = _parsed(metric.expression, catalog)
    if isinstance(tree, str):
        yield Problem(path, tree)
        return
    if tree.find(exp.Query, exp.Subquery):
        yield Problem(path, "A metric is an aggregate of its table's columns; put the query into a model.")
        return
    reach = {name.lower() for name in reachable(catalog, table.name)}
    for reference in sorted(columns_in(tree, table.name)):
        home, _, name = reference.rpartition(".")
        if catalog.column(reference) is None:
            yield Problem(path, f"The table {home!r} has no column {name!r}.")
        elif home not in reach:
            yield Problem(path, f"Rows of {table.name!r} do not lead to {reference!r}: a join is missing.")
    if not tree.find(exp.AggFunc):
        yield Problem(path, "It aggregates nothing: use sum, count, median and the like.")


def reachable(catalog: Catalog, table: str) -> set[str]:
    """Return the tables that rows of `table` lead to over many-to-one joins, itself included."""
    found, waiting = {table}, [table]
    while waiting:
        here = waiting.pop()
        for join in catalog.joins:
            if join.from_table == here and join.to_table not in found:
                found.add(join.to_table)
                waiting.append(join.to_table)
    return found


def _sections(catalog: Catalog) -> Iterator[Problem]:
    for section in catalog.sections:
        if not section.asks:
            yield Problem(f"sections.{section.name}", "It asks for nothing.")
        for place, ask in enumerate(section.asks, start=1):
            yield from _ask(ask, f"sections.{section.name}.asks.{place}", catalog)


def _ask(ask: Ask, path: str, catalog: Catalog) -> Iterator[Problem]:
    if not ask.metrics and not ask.columns:
        yield Problem(path, "It names neither metrics nor columns.")
    for name in ask.metrics:
        if catalog.metric(name) is None:
            yield Problem(path, f"There is no metric {name!r}.")
    if ask.table and catalog.table(ask.table) is None:
        yield Problem(path, f"There is no table {ask.table!r}.")
    if ask.visual and ask.visual not in VISUALS:
        yield Problem(path, f"There is no visual {ask.visual!r}; there are {', '.join(sorted(VISUALS))}.")
    yield from _missing(path, [*ask.by, *ask.columns, *(text.split(" ", 1)[0] for text in ask.filters)], catalog)


def _missing(path: str, references: Iterable[str], catalog: Catalog) -> Iterator[Problem]:
    for reference in references:
        if catalog.column(reference) is None:
            yield Problem(path, f"There is no column {reference!r}.")


def _parsed(text: str, catalog: Catalog) -> exp.Expr | str:
    try:
        return sqlglot.parse_one(text, dialect=catalog.dialect)
    except SqlglotError as error:
        return f"It cannot be read as SQL: {str(error).splitlines()[0][:160]}"
