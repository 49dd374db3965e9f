"""Checks: a catalog's references resolve, its expressions parse, and its metrics run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from sophia.catalog.model import Catalog, Metric

Run = Callable[[Metric], str]


@dataclass(frozen=True)
class Problem:
    """A fault: where (path such as metrics.mrr) and what, in words."""

    path: str
    message: str


def check(catalog: Catalog, run: Run | None = None) -> list[Problem]:
    """Return every fault; `run` executes a metric and returns "" or the error, and is called for sound metrics only."""
    found = [*_tables(catalog), *_joins(catalog), *_sections(catalog)]
    for metric in catalog.metrics:
        faults = list(_metric(metric, catalog))
        found += faults
        if run is not None and not faults and (error := run(metric)):
            found.append(Problem(f"metrics.{metric.name}", error))
    return found


def _tables(catalog: Catalog) -> Iterator[Problem]:
    for table in catalog.tables:
        names = {column.name for column in table.columns}
        named = [table.time_column, table.label_column, *table.primary_key, *table.drill_columns]
        for name in named:
            if name and name not in names:
                yield Problem(f"tables.{table.name}", f"There is no column {name!r}.")
        if table.sql and isinstance(_parsed(table.sql, catalog), str):
            yield Problem(f"tables.{table.name}.sql", str(_parsed(table.sql, catalog)))


def _joins(catalog: Catalog) -> Iterator[Problem]:
    for join in catalog.joins:
        for reference in (f"{join.from_table}.{join.from_column}", f"{join.to_table}.{join.to_column}"):
            if catalog.column(reference) is None:
                yield Problem("joins", f"There is no column {reference!r}.")


def _metric(metric: Metric, catalog: Catalog) -> Iterator[Problem]:
    path = f"metrics.{metric.name}"
    table = catalog.table(metric.table)
    if table is None:
        yield Problem(path, f"There is no table {metric.table!r}.")
        return
    tree = _parsed(metric.expression, catalog)
    if isinstance(tree, str):
        yield Problem(f"{path}.expression", tree)
        return
    names = {column.name.lower() for column in table.columns}
    for column in tree.find_all(exp.Column):
        if column.name.lower() not in names:
            yield Problem(f"{path}.expression", f"The table {table.name!r} has no column {column.name!r}.")
    for reference in metric.dimensions:
        if catalog.column(reference) is None:
            yield Problem(f"{path}.dimensions", f"There is no column {reference!r}.")


def _sections(catalog: Catalog) -> Iterator[Problem]:
    metrics = {metric.name for metric in catalog.metrics}
    for section in catalog.sections:
        for ask in section.asks:
            path = f"sections.{section.name}"
            for name in ask.metrics:
                if name not in metrics:
                    yield Problem(path, f"There is no metric {name!r}.")
            for reference in (*ask.by, *ask.columns):
                if catalog.column(reference) is None:
                    yield Problem(path, f"There is no column {reference!r}.")


def _parsed(text: str, catalog: Catalog) -> exp.Expr | str:
    try:
        return sqlglot.parse_one(text, dialect=catalog.dialect)
    except SqlglotError as error:
        return f"It cannot be read as SQL: {str(error).splitlines()[0][:160]}"
