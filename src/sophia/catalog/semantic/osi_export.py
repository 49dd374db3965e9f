"""Export: a catalog written as an Open Semantic Interchange model, version 0.1.1."""

from __future__ import annotations

import json
from typing import Any

import sqlglot
import yaml
from sqlglot import exp
from sqlglot.errors import SqlglotError

from sophia.catalog.expression import columns_read
from sophia.catalog.model import Catalog, Column, Metric, Table
from sophia.catalog.semantic.osi import METRIC_EXTRA, OURS, VENDOR, ansi
from sophia.catalog.semantic.wording import identifier
from sophia.catalog.text import Dumper
from sophia.spec.plain import without_defaults

VERSION = "0.1.1"


def to_osi(catalog: Catalog) -> dict[str, Any]:
    """Return `catalog` as plain data of the interchange, without secret columns and what reads them.

    What the standard has no key for stands under custom_extensions, so that an import here gives the same catalog.
    """
    names = _names(catalog)
    open_columns = {
        f"{table.name}.{column.name}".lower()
        for table in catalog.tables
        for column in table.columns
        if not column.secret
    }
    metrics = [metric for metric in catalog.metrics if columns_read(metric, catalog.dialect) <= open_columns]
    model: dict[str, Any] = {
        "name": identifier(catalog.connection) or "model",
        "description": catalog.title,
        "datasets": [_dataset(table, names, catalog) for table in catalog.tables],
        "relationships": [
            {
                "name": f"{names[join.from_table]}_{join.from_column}_to_{names[join.to_table]}",
                "from": names[join.from_table],
                "to": names[join.to_table],
                "from_columns": [join.from_column],
                "to_columns": [join.to_column],
            }
            for join in catalog.joins
        ],
        "metrics": [_metric(metric, names, catalog) for metric in metrics],
    }
    return {"version": VERSION, "semantic_model": [_without_empty(model)]}


def to_osi_text(catalog: Catalog) -> str:
    """Return `catalog` as YAML of the interchange; the same catalog always gives the same text."""
    text: str = yaml.dump(to_osi(catalog), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=110)
    return text


def _names(catalog: Catalog) -> dict[str, str]:
    """Return table → dataset name: the table's own, its schema in front where two would share it."""
    plain = [table.name.rpartition(".")[2] for table in catalog.tables]
    return {
        table.name: short if plain.count(short) == 1 else table.name.replace(".", "_")
        for table, short in zip(catalog.tables, plain, strict=True)
    }


def _dataset(table: Table, names: dict[str, str], catalog: Catalog) -> dict[str, Any]:
    ours = {"label": table.label, "entity": table.entity, "time_column": table.time_column or ""}
    source = table.name
    if table.sql:
        source = ansi(sqlglot.parse_one(table.sql, dialect=catalog.dialect))
        ours |= {"sql": table.sql, "dialect": catalog.dialect}
    return _without_empty(
        {
            "name": names[table.name],
            "source": source,
            "primary_key": table.primary_key,
            "description": table.description,
            "ai_context": _context(table.synonyms),
            "fields": [_field(column, table) for column in table.columns if not column.secret],
            "custom_extensions": _extension(ours),
        }
    )


def _field(column: Column, table: Table) -> dict[str, Any]:
    ours: dict[str, Any] = {"role": column.role} if table.sql else {}
    if column.format is not None:
        ours["format"] = without_defaults(column.format)
    return _without_empty(
        {
            "name": column.name,
            "expression": {"dialects": [{"dialect": "ANSI_SQL", "expression": _identifier(column.name).sql()}]},
            "dimension": {"is_time": column.type in {"date", "timestamp"} or column.role == "date"},
            "label": column.label,
            "description": column.description,
            "ai_context": _context(column.synonyms),
            "custom_extensions": _extension(ours),
        }
    )


def _metric(metric: Metric, names: dict[str, str], catalog: Catalog) -> dict[str, Any]:
    tree = sqlglot.parse_one(metric.expression, dialect=catalog.dialect)
    for column in tree.find_all(exp.Column):
        home = catalog.table(column.table or metric.table)
        name = names[home.name] if home else column.table
        column.set("table", _identifier(name))
        column.set("this", _identifier(column.name))
    kept = metric.model_dump(include={*METRIC_EXTRA, "label", "last", "time_column"}, exclude_none=True)
    ours = {**kept, "format": without_defaults(metric.format)}
    return _without_empty(
        {
            "name": metric.name,
            "expression": {"dialects": [{"dialect": "ANSI_SQL", "expression": ansi(tree)}]},
            "description": metric.description,
            "ai_context": _context(metric.synonyms),
            "custom_extensions": _extension({"table": names[metric.table], **ours}),
        }
    )


def _identifier(name: str) -> exp.Identifier:
    """Return a name as an identifier, in quotes where it is a word of SQL or no plain word."""
    plain = name.isidentifier() and name.isascii()
    return exp.to_identifier(name, quoted=not plain or not _is_name(name))


def _is_name(word: str) -> bool:
    try:
        read = sqlglot.parse_one(f"SELECT {word}")
    except SqlglotError:
        return False
    return isinstance(read, exp.Select) and [type(item) for item in read.selects] == [exp.Column]


def _context(synonyms: list[str]) -> dict[str, Any]:
    return {"synonyms": synonyms} if synonyms else {}


def _extension(ours: dict[str, Any]) -> list[dict[str, str]]:
    return [{"vendor_name": VENDOR, "data": json.dumps({OURS: ours}, ensure_ascii=False)}] if ours else []


def _without_empty(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value not in (None, "", [], {})}
