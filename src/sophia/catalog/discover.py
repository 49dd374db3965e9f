"""Discovery: a connection's tables, columns, roles, keys and joins, read from the data itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import duckdb
import psycopg

from sophia.catalog.joins import infer_joins
from sophia.catalog.model import Catalog, Column, ColumnType, Join, Table
from sophia.catalog.profile import Fetch, Field, Profile, profile_table, quoted
from sophia.catalog.roles import is_additive, label_of, role_of, words_of
from sophia.kernel.errors import NotFound, SourceUnreachable
from sophia.sources.contract import Connection
from sophia.spec.shape import Format

TYPES: tuple[tuple[str, ColumnType], ...] = (
    ("BOOL", "boolean"), ("DATE", "date"), ("TIMESTAMP", "timestamp"), ("DATETIME", "timestamp"), ("DOUBLE", "number"),
    ("FLOAT", "number"), ("REAL", "number"), ("DECIMAL", "number"), ("NUMERIC", "number"), ("MONEY", "number"),
    ("HUGEINT", "integer"), ("UHUGEINT", "integer"), ("INTERVAL", "text"),
)  # fmt: skip
POSTGRES_COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type, COALESCE(col_description(k.oid, c.ordinal_position::int), '')
FROM information_schema.columns c JOIN pg_class k ON k.relname = c.table_name
JOIN pg_namespace n ON n.oid = k.relnamespace AND n.nspname = c.table_schema
WHERE c.table_schema = 'public' AND k.relkind IN ('r', 'v', 'm', 'p') ORDER BY 1, c.ordinal_position
"""
POSTGRES_KEYS = """
SELECT t.relname, a.attname, c.contype, COALESCE(f.relname, ''), COALESCE(b.attname, '')
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
LEFT JOIN pg_class f ON f.oid = c.confrelid
LEFT JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
WHERE n.nspname = 'public' AND c.contype IN ('p', 'f') AND (c.contype = 'p' OR array_length(c.conkey, 1) = 1)
ORDER BY 1, 2
"""
DUCKDB_COLUMNS = """
SELECT table_name, column_name, data_type, COALESCE(comment, '') FROM duckdb_columns()
WHERE NOT internal AND schema_name = 'main' ORDER BY table_name, column_index
"""
DUCKDB_KEYS = """
SELECT table_name, constraint_column_names, constraint_type, COALESCE(referenced_table, ''), referenced_column_names
FROM duckdb_constraints() WHERE constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY') ORDER BY table_name
"""


def discover(connection: Connection) -> Catalog:
    """Return the catalog of a snapshot or a live Postgres, without curated parts (see catalog.pack).

    Raises SourceUnreachable when the database does not answer, NotFound when the snapshot file is gone.
    """
    if connection.dsn is not None:
        try:
            with psycopg.connect(connection.dsn, connect_timeout=5, options="-c statement_timeout=30000") as live:
                live.read_only = True
                return _read(connection, lambda sql: list(live.execute(sql.encode()).fetchall()))
        except psycopg.OperationalError:
            raise SourceUnreachable(
                f"The database of {connection.name!r} does not answer.",
                remedy="Check that it runs and that its address is right.",
            ) from None
    if connection.snapshot is None or not connection.snapshot.exists():
        raise NotFound(f"The data of {connection.name!r} is not there.", remedy="Connect it again.")
    with duckdb.connect(str(connection.snapshot), read_only=True) as snapshot:
        return _read(connection, lambda sql: snapshot.execute(sql).fetchall())


def _read(connection: Connection, fetch: Fetch) -> Catalog:
    postgres = connection.dialect == "postgres"
    fields: dict[str, list[Field]] = {}
    for table, name, kind, comment in fetch(POSTGRES_COLUMNS if postgres else DUCKDB_COLUMNS):
        fields.setdefault(table, []).append(Field(name, plain_type(kind), comment))
    keys, declared = _declared(fetch, postgres)
    comments: dict[str, str] = {}
    if not postgres:
        comments.update(fetch("SELECT table_name, comment FROM duckdb_tables() WHERE comment IS NOT NULL"))
    tables = [
        _table(name, columns, keys.get(name, []), fetch, postgres).model_copy(
            update={"description": comments.get(name, "")}
        )
        for name, columns in sorted(fields.items())
    ]
    known = {table.name for table in tables}
    joins = [join for join in declared if {join.from_table, join.to_table} <= known]
    return Catalog(
        connection=connection.name,
        source=connection.source,
        title=connection.title or connection.name,
        dialect=connection.dialect,
        demo=connection.demo,
        as_of=connection.as_of or (None if postgres else newest_date(tables)),
        refresh_interval=connection.refresh_interval,
        tables=tables,
        joins=infer_joins(tables, joins, fetch),
    )


def _declared(fetch: Fetch, postgres: bool) -> tuple[dict[str, list[str]], list[Join]]:
    keys: dict[str, list[str]] = {}
    joins: list[Join] = []
    for table, columns, kind, target, target_columns in fetch(POSTGRES_KEYS if postgres else DUCKDB_KEYS):
        names = [columns] if isinstance(columns, str) else list(columns)
        theirs = [target_columns] if isinstance(target_columns, str) else list(target_columns or [])
        if kind in {"p", "PRIMARY KEY"}:
            keys.setdefault(table, []).extend(names)
        elif len(names) == 1 and target and len(theirs) == 1:
            joins.append(Join(from_table=table, from_column=names[0], to_table=target, to_column=theirs[0]))
    return keys, joins


def plain_type(name: str) -> ColumnType:
    """Return a database's type name as one of the catalog's six types."""
    upper = name.upper()
    for prefix, kind in TYPES:
        if upper.startswith(prefix):
            return kind
    return "integer" if re.match(r"(U?(TINY|SMALL|BIG)?INT)", upper) else "text"


def _table(name: str, fields: Sequence[Field], key: list[str], fetch: Fetch, postgres: bool) -> Table:
    rows = int(fetch(f"SELECT count(*) FROM {quoted(name)}")[0][0])
    profiles = profile_table(name, fields, rows, fetch, postgres)
    columns = [_column(item, rows, key) for item in profiles]
    if not key:
        key = [column.name for column in columns if column.role == "key"][:1]
    table = Table(name=name, label=label_of(name), entity=entity_of(name), columns=columns, rows=rows)
    return table.model_copy(
        update={
            "primary_key": key,
            "time_column": _time_column(columns),
            "label_column": _label_column(columns, table.entity),
        }
    )


def _column(item: Profile, rows: int, key: list[str]) -> Column:
    role = "key" if key == [item.column.name] else role_of(item, rows)
    return Column(
        name=item.column.name,
        type=item.column.type,
        role=role,
        label=label_of(item.column.name),
        description=item.column.comment,
        distinct=item.distinct,
        null_share=item.null_share,
        minimum=item.minimum,
        maximum=item.maximum,
        values=list(item.values),
        additive=is_additive(item, role),
        format=_format(item, role),
    )


def _format(item: Profile, role: str) -> Format | None:
    words = set(words_of(item.column.name))
    if role == "money":
        return Format(style="currency", currency="USD") if words & {"usd", "mrr", "arr"} else Format(style="number")
    if role == "duration" and words & {"seconds", "s", "duration"}:
        return Format(style="duration")
    if role == "date":
        return Format(style="date" if item.column.type == "date" else "datetime")
    return Format() if role in {"measure", "rate", "duration"} else None


def entity_of(name: str) -> str:
    """Return the singular noun of one row: "order_items" gives "order item"."""
    words = words_of(name)
    if not words:
        return name
    last = words[-1]
    if last.endswith("ies") and len(last) > 4:
        last = last[:-3] + "y"
    elif re.search(r"(ss|us|is|news|series)$", last) is None and last.endswith("s"):
        last = last[:-2] if re.search(r"(xes|ches|shes|sses)$", last) else last[:-1]
    return " ".join([*words[:-1], last])


def _time_column(columns: Sequence[Column]) -> str | None:
    """Return the column that places a row in time: the best-filled date, by the usual names first."""
    dates = [column for column in columns if column.role == "date"]
    order = ("month", "date", "day", "ts", "created", "started", "opened", "ordered", "closed", "at", "on")

    def rank(column: Column) -> tuple[bool, int]:
        words = set(words_of(column.name))
        best = next((index for index, word in enumerate(order) if word in words), len(order))
        return column.null_share > 0.3, best

    return min(dates, key=rank).name if dates else None


def _label_column(columns: Sequence[Column], entity: str) -> str | None:
    """Return the column that names a row to people."""
    labels = [column for column in columns if column.role == "label"]
    named = [column for column in labels if words_of(column.name)[-1:] in (["name"], ["title"])]
    own = [column for column in named if set(words_of(column.name)) <= set(words_of(entity)) | {"name", "title"}]
    for found in (own, named, labels):
        if found:
            return found[0].name
    plain = [
        column for column in columns if column.type == "text" and words_of(column.name)[-1:] in (["name"], ["title"])
    ]
    return plain[0].name if plain else None


def newest_date(tables: Sequence[Table]) -> str | None:
    """Return the newest date in the tables' time columns that is not in the future (ISO), or None."""
    found: list[str] = []
    today = date.today().isoformat()
    for table in tables:
        column = next((item for item in table.columns if item.name == table.time_column), None)
        value = (column.maximum or "")[:10] if column is not None else ""
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            found.append(min(value, today))
    return max(found, default=None)
