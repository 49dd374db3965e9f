"""Packs: what people who know a source wrote down about it, merged onto what discovery found."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from importlib import resources
from typing import Any

import sqlglot
import yaml
from sqlglot import exp

from sophia.catalog.expression import columns_read
from sophia.catalog.model import Ask, Catalog, Column, Join, Metric, Section, Table
from sophia.catalog.names import label_of

# Eight times faster where PyYAML was built with libyaml, as its wheels are.
LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
Pack = dict[str, Any]
Known = dict[str, set[str]]


@cache
def read_pack(source: str) -> Pack | None:
    """Return the pack of a source as plain data, None when it has none."""
    file = resources.files("sophia.catalog") / "packs" / f"{source}.yaml"
    if not source or not file.is_file():
        return None
    found: Pack = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)
    return found


def apply_pack(catalog: Catalog) -> Catalog:
    """Return `catalog` with its source's pack merged on: labels, synonyms, models, joins, metrics, sections.

    Parts that the connection's data cannot carry (a table or a column is not there) are left out without a word, and
    with them what refers to them.
    """
    pack = read_pack(catalog.source) or read_pack(catalog.connection)
    return merge(catalog, pack) if pack else catalog


def merge(catalog: Catalog, extra: Pack) -> Catalog:
    """Return `catalog` with the parts in `extra` (the form of a pack file) merged on by name."""
    tables = {table.name: table for table in catalog.tables}
    for item in extra.get("tables") or []:
        name = item["name"]
        if name in tables:
            tables[name] = _merged_table(tables[name], item)
        elif item.get("sql") and _tables_in(item["sql"], catalog.dialect) <= set(tables):
            tables[name] = _model_table(item)
    known = {name: {column.name for column in table.columns} for name, table in tables.items()}
    joins = [*catalog.joins, *(Join.model_validate(item) for item in extra.get("joins") or [])]
    metrics = {metric.name: metric for metric in catalog.metrics}
    for item in extra.get("metrics") or []:
        metric = Metric.model_validate(item)
        if _carried(metric, known, catalog.dialect):
            metrics[metric.name] = _within_reach(metric, known)
    sections = {section.name: section for section in catalog.sections}
    sections |= {item["name"]: Section.model_validate(item) for item in extra.get("sections") or []}
    kept = [possible(section, known, metrics) for section in sections.values()]
    return catalog.model_copy(
        update={
            "title": extra.get("title") or catalog.title,
            "tables": list(tables.values()),
            "joins": list(_distinct(join for join in joins if _joinable(join, known))),
            "metrics": list(metrics.values()),
            "sections": [section for section in kept if section.asks],
        }
    )


def _merged_table(table: Table, item: Pack) -> Table:
    changes = {column["name"]: column for column in item.get("columns") or []}
    columns = [
        Column.model_validate({**column.model_dump(), **changes[column.name]}) if column.name in changes else column
        for column in table.columns
    ]
    names = {column.name for column in columns}
    rest = {key: value for key, value in item.items() if key != "columns" and (key != "sql" or table.sql)}
    for key in ("time_column", "label_column"):
        if rest.get(key) and rest[key] not in names:
            del rest[key]
    if "drill_columns" in rest:
        rest["drill_columns"] = [name for name in rest["drill_columns"] if name in names]
    return Table.model_validate({**table.model_dump(), **rest, "columns": [column.model_dump() for column in columns]})


def _model_table(item: Pack) -> Table:
    made = Table.model_validate(item)
    columns = [
        column if column.label else column.model_copy(update={"label": label_of(column.name)})
        for column in made.columns
    ]
    return made.model_copy(update={"columns": columns, "label": made.label or label_of(made.name)})


def _tables_in(sql: str, dialect: str) -> set[str]:
    """Return the tables that a SELECT reads, its own CTEs left out."""
    tree = sqlglot.parse_one(sql, dialect=dialect)
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    return {table.name for table in tree.find_all(exp.Table)} - own


def _carried(metric: Metric, known: Known, dialect: str) -> bool:
    """Whether the data has the metric's table and every column of its expression."""
    names = {f"{table}.{name}".lower() for table, columns in known.items() for name in columns}
    return metric.table in known and columns_read(metric, dialect) <= names


def _within_reach(metric: Metric, known: Known) -> Metric:
    dimensions = [name for name in metric.dimensions if _has(known, name)]
    drill = metric.drill_table if metric.drill_table in known else None
    return metric.model_copy(update={"dimensions": dimensions, "drill_table": drill})


def possible(section: Section, known: Known, metrics: Collection[str]) -> Section:
    """Return `section` without the metrics, splits and row lists that the data cannot carry."""
    asks = []
    for ask in section.asks:
        kept = ask.model_copy(
            update={
                "metrics": [name for name in ask.metrics if name in metrics],
                "columns": [name for name in ask.columns if _has(known, name)],
            }
        )
        if (kept.metrics or kept.columns) and all(_has(known, name) for name in _needed(ask)):
            asks.append(kept)
    return section.model_copy(update={"asks": asks})


def _needed(ask: Ask) -> list[str]:
    return [*ask.by, *(text.split(" ", 1)[0] for text in ask.filters)]


def _has(known: Known, reference: str) -> bool:
    table, _, column = reference.rpartition(".")
    return column in known.get(table, set())


def _joinable(join: Join, known: Known) -> bool:
    return _has(known, f"{join.from_table}.{join.from_column}") and _has(known, f"{join.to_table}.{join.to_column}")


def _distinct(joins: Iterator[Join]) -> Iterator[Join]:
    yield from {(join.from_table, join.from_column, join.to_table): join for join in joins}.values()
