"""Packs: what people who know a source wrote down about it, merged onto what discovery found."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

from sophia.catalog.model import Catalog, Column, Join, Metric, Section, Table
from sophia.catalog.roles import label_of


@cache
def read_pack(source: str) -> dict[str, Any] | None:
    """Return the pack of a source as plain data, None when it has none."""
    file = resources.files("sophia.catalog") / "packs" / f"{source}.yaml"
    if not file.is_file():
        return None
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def apply_pack(catalog: Catalog) -> Catalog:
    """Return `catalog` with its source's pack merged on: labels, synonyms, models, joins, metrics, sections.

    Metrics, joins and tables that the connection's data cannot carry are left out, and with them what refers to them.
    """
    pack = read_pack(catalog.source if read_pack(catalog.source) else catalog.connection)
    return merge(catalog, pack) if pack else catalog


def merge(catalog: Catalog, extra: dict[str, Any]) -> Catalog:
    """Return `catalog` with the parts in `extra` (the form of a pack file) merged on by name."""
    tables = {table.name: table for table in catalog.tables}
    for item in extra.get("tables") or []:
        name = item["name"]
        if name in tables:
            tables[name] = _merged_table(tables[name], item)
        elif item.get("sql"):
            tables[name] = _model_table(item)
    known = {name: {column.name for column in table.columns} for name, table in tables.items()}
    joins = [*catalog.joins, *(Join.model_validate(item) for item in extra.get("joins") or [])]
    metrics = {metric.name: metric for metric in catalog.metrics}
    metrics |= {item["name"]: Metric.model_validate(item) for item in extra.get("metrics") or []}
    sections = {section.name: section for section in catalog.sections}
    sections |= {item["name"]: Section.model_validate(item) for item in extra.get("sections") or []}
    return catalog.model_copy(
        update={
            "title": extra.get("title") or catalog.title,
            "tables": list(tables.values()),
            "joins": _distinct([join for join in joins if _joinable(join, known)]),
            "metrics": [metric for metric in metrics.values() if metric.table in known],
            "sections": list(sections.values()),
        }
    )


def _merged_table(table: Table, item: dict[str, Any]) -> Table:
    changes = {column["name"]: column for column in item.get("columns") or []}
    columns = [
        Column.model_validate({**column.model_dump(), **changes[column.name]}) if column.name in changes else column
        for column in table.columns
    ]
    rest = {key: value for key, value in item.items() if key != "columns"}
    return Table.model_validate({**table.model_dump(), **rest, "columns": [column.model_dump() for column in columns]})


def _model_table(item: dict[str, Any]) -> Table:
    made = Table.model_validate(item)
    columns = [
        column if column.label else column.model_copy(update={"label": label_of(column.name)})
        for column in made.columns
    ]
    return made.model_copy(update={"columns": columns, "label": made.label or label_of(made.name)})


def _joinable(join: Join, known: dict[str, set[str]]) -> bool:
    return join.from_column in known.get(join.from_table, set()) and join.to_column in known.get(join.to_table, set())


def _distinct(joins: list[Join]) -> list[Join]:
    return list({(join.from_table, join.from_column, join.to_table): join for join in joins}.values())
