"""Introspection: tables, columns, comments and declared keys, as the database itself describes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sophia.catalog.model import ColumnType, Join
from sophia.catalog.profile import Fetch, Field, Relation, quoted

TYPES: tuple[tuple[str, ColumnType], ...] = (
    ("BOOL", "boolean"), ("TIMESTAMP", "timestamp"), ("DATETIME", "timestamp"), ("DATE", "date"), ("DOUBLE", "number"),
    ("FLOAT", "number"), ("REAL", "number"), ("DECIMAL", "number"), ("NUMERIC", "number"), ("MONEY", "number"),
    ("HUGEINT", "integer"), ("UHUGEINT", "integer"), ("INTERVAL", "text"),
)  # fmt: skip
INCOMPARABLE = re.compile(
    r"json|xml|\[\]|array|struct|map\(|union\(|point|polygon|box|circle|path|line|uuid|bytea|blob", re.I
)
POSTGRES_COLUMNS = """
SELECT k.relname, a.attname, format_type(a.atttypid, NULL), COALESCE(col_description(k.oid, a.attnum), ''),
  CASE WHEN k.relkind IN ('r', 'm', 'p') THEN k.reltuples ELSE -1 END, k.relkind IN ('v', 'f'),
  COALESCE(obj_description(k.oid, 'pg_class'), '')
FROM pg_class k JOIN pg_namespace n ON n.oid = k.relnamespace JOIN pg_attribute a ON a.attrelid = k.oid
WHERE n.nspname = 'public' AND k.relkind IN ('r', 'v', 'm', 'p', 'f') AND NOT k.relispartition
  AND a.attnum > 0 AND NOT a.attisdropped AND has_column_privilege(k.oid, a.attnum, 'SELECT')
ORDER BY 1, a.attnum
"""
POSTGRES_KEYS = """
SELECT t.relname, a.attname, c.contype, COALESCE(f.relname, ''), COALESCE(b.attname, '')
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
JOIN LATERAL unnest(c.conkey) WITH ORDINALITY AS part(number, place) ON true
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = part.number
LEFT JOIN pg_class f ON f.oid = c.confrelid
LEFT JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
WHERE n.nspname = 'public' AND c.contype IN ('p', 'f') AND (c.contype = 'p' OR array_length(c.conkey, 1) = 1)
ORDER BY 1, 3, part.place
"""
MYSQL_COLUMNS = """
SELECT c.table_name, c.column_name, c.column_type, c.column_comment, COALESCE(t.table_rows, -1),
  t.table_type <> 'BASE TABLE', t.table_comment
FROM information_schema.columns c
JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
WHERE c.table_schema = DATABASE() AND t.table_type IN ('BASE TABLE', 'VIEW')
ORDER BY c.table_name, c.ordinal_position
"""
MYSQL_KEYS = """
SELECT k.table_name, k.column_name, c.constraint_type, COALESCE(k.referenced_table_name, ''),
  COALESCE(k.referenced_column_name, '')
FROM information_schema.table_constraints c JOIN information_schema.key_column_usage k
  ON k.constraint_schema = c.constraint_schema AND k.constraint_name = c.constraint_name AND k.table_name = c.table_name
WHERE c.table_schema = DATABASE() AND (c.constraint_type = 'PRIMARY KEY' OR (c.constraint_type = 'FOREIGN KEY' AND 1 = (
  SELECT count(*) FROM information_schema.key_column_usage o WHERE o.constraint_schema = c.constraint_schema
    AND o.constraint_name = c.constraint_name AND o.table_name = c.table_name)))
ORDER BY k.table_name, c.constraint_type, k.ordinal_position
"""
DUCKDB_COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type, COALESCE(c.comment, '') FROM duckdb_columns() c
WHERE NOT c.internal AND c.schema_name = 'main' ORDER BY c.table_name, c.column_index
"""
DUCKDB_KEYS = """
SELECT table_name, constraint_column_names, constraint_type, COALESCE(referenced_table, ''), referenced_column_names
FROM duckdb_constraints() WHERE constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY') AND schema_name = 'main'
ORDER BY table_name
"""
COUNTED = 100_000


@dataclass(frozen=True)
class Schema:
    """What a database says about itself: relations in order of name, declared keys and joins, comments by table."""

    relations: list[Relation]
    keys: dict[str, list[str]] = field(default_factory=dict)
    joins: list[Join] = field(default_factory=list)
    comments: dict[str, str] = field(default_factory=dict)


def plain_type(name: str) -> ColumnType:
    """Return a database's type name as one of the catalog's six types."""
    upper = name.upper()
    if "[" in upper:
        return "text"
    for prefix, kind in TYPES:
        if upper.startswith(prefix):
            return kind
    return "integer" if re.match(r"(U?(TINY|SMALL|BIG)?INT)(EGER|\d+)?\b", upper) else "text"


def read_duckdb(fetch: Fetch) -> Schema:
    """Return the schema of a DuckDB snapshot's tables and views."""
    fields: dict[str, list[Field]] = {}
    for table, name, kind, comment in fetch(DUCKDB_COLUMNS):
        fields.setdefault(table, []).append(_field(name, kind, comment))
    comments: dict[str, str] = dict(fetch("SELECT table_name, comment FROM duckdb_tables() WHERE comment IS NOT NULL"))
    views: dict[str, str] = dict(
        fetch("SELECT view_name, COALESCE(comment, '') FROM duckdb_views() WHERE NOT internal")
    )
    comments |= {name: comment for name, comment in views.items() if comment}
    relations = [
        Relation(table, found, _count(table, fetch), table in views) for table, found in sorted(fields.items())
    ]
    return Schema(relations, *_declared(fetch(DUCKDB_KEYS)), comments)


def read_postgres(fetch: Fetch) -> Schema:
    """Return the schema of a Postgres database's public tables and views that the user may read."""
    fields: dict[str, list[Field]] = {}
    sizes: dict[str, tuple[int, bool]] = {}
    comments: dict[str, str] = {}
    for table, name, kind, comment, estimate, view, about in fetch(POSTGRES_COLUMNS):
        fields.setdefault(table, []).append(_field(name, kind, comment))
        sizes[table] = (int(estimate), bool(view))
        comments[table] = about
    relations = []
    for table, found in sorted(fields.items()):
        estimate, view = sizes[table]
        rows = estimate if estimate > COUNTED else _count(table, fetch)
        relations.append(Relation(table, found, rows, view))
    return Schema(relations, *_declared(fetch(POSTGRES_KEYS)), {name: text for name, text in comments.items() if text})


def read_mysql(ask: Fetch, fetch: Fetch) -> Schema:
    """Return the schema of a MySQL database; `ask` takes the server's own SQL, `fetch` what is written for it."""
    fields: dict[str, list[Field]] = {}
    sizes: dict[str, tuple[int, bool]] = {}
    comments: dict[str, str] = {}
    for table, name, kind, comment, estimate, view, about in ask(MYSQL_COLUMNS):
        fields.setdefault(table, []).append(_field(name, _mysql_type(str(kind)), comment))
        sizes[table] = (int(estimate), bool(view))
        comments[table] = "" if view else about
    relations = []
    for table, found in sorted(fields.items()):
        estimate, view = sizes[table]
        rows = estimate if estimate > COUNTED else _count(table, fetch)
        # A large table is looked at through its first rows, as a view is: there is no TABLESAMPLE.
        relations.append(Relation(table, found, rows, view or rows > COUNTED))
    return Schema(relations, *_declared(ask(MYSQL_KEYS)), {name: text for name, text in comments.items() if text})


def _mysql_type(kind: str) -> str:
    """Return a column type without lengths and the words of an enum; what is kept as a flag is a boolean."""
    if kind == "tinyint(1)":
        return "boolean"
    plain = kind.partition("(")[0].partition(" ")[0]
    return {"mediumint": "int", "year": "int", "enum": "text", "set": "text"}.get(plain, plain)


def _field(name: str, kind: str, comment: str) -> Field:
    return Field(name, plain_type(kind), comment, INCOMPARABLE.search(kind) is None)


def _count(table: str, fetch: Fetch) -> int:
    return int(fetch(f"SELECT count(*) FROM {quoted(table)}")[0][0])


def _declared(rows: Iterable[tuple[Any, ...]]) -> tuple[dict[str, list[str]], list[Join]]:
    """Return primary keys by table, and single-column foreign keys as joins."""
    keys: dict[str, list[str]] = {}
    joins: list[Join] = []
    for table, columns, kind, target, target_columns in rows:
        mine, theirs = _listed(columns), _listed(target_columns)
        if kind in {"p", "PRIMARY KEY"}:
            keys.setdefault(table, []).extend(mine)
        elif len(mine) == 1 and target and target != table and len(theirs) == 1:
            joins.append(Join(from_table=table, from_column=mine[0], to_table=target, to_column=theirs[0]))
    return keys, joins


def _listed(names: Any) -> list[str]:
    return [names] if isinstance(names, str) else list(names or [])
