"""Discovery: a connection's tables, columns, roles, keys and joins, read from the data itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import duckdb
import psycopg
import pymysql
import sqlglot

from sophia.catalog.introspect import Schema, read_duckdb, read_mysql, read_postgres
from sophia.catalog.joins import infer_joins
from sophia.catalog.keys import with_keys, with_references
from sophia.catalog.model import Catalog, Column, Table
from sophia.catalog.names import entity_of, labels_of
from sophia.catalog.profile import Fetch, Profile, Relation, TooSlow, profile_table, quoted
from sophia.catalog.roles import format_of, is_additive, is_secret, role_of
from sophia.kernel.errors import NotFound, SourceUnreachable
from sophia.sources.contract import Connection
from sophia.sources.dialect import written
from sophia.sources.mysql import TIMED_OUT, connect_mysql
from sophia.sources.postgres import connect_postgres

STATEMENT_MILLISECONDS = 15_000
TABLES_AT_ONCE = 4
Each = Callable[[Callable[[Relation], Table], Iterable[Relation]], Iterable[Table]]


def discover(connection: Connection) -> Catalog:
    """Return the catalog of a snapshot or a live Postgres, without curated parts (see catalog.pack).

    Raises SourceUnreachable when the database does not answer, NotFound when the snapshot file is gone.
    """
    if connection.dsn is not None:
        if connection.dialect == "mysql":
            return _discover_mysql(connection, connection.dsn)
        return _discover_live(connection, connection.dsn)
    if connection.snapshot is None or not connection.snapshot.exists():
        raise NotFound(f"The data of {connection.name!r} is not there.", remedy="Connect it again.")
    with duckdb.connect(str(connection.snapshot), read_only=True) as snapshot:

        def fetch(sql: str) -> list[tuple[object, ...]]:
            return snapshot.cursor().execute(sql).fetchall()

        with ThreadPoolExecutor(TABLES_AT_ONCE) as pool:
            return _catalog(connection, read_duckdb(fetch), fetch, pool.map)


def _discover_live(connection: Connection, dsn: str) -> Catalog:
    options = f"-c statement_timeout={STATEMENT_MILLISECONDS} -c default_transaction_read_only=on"
    try:
        with connect_postgres(dsn, connection.rule, options=options, autocommit=True) as live:

            def fetch(sql: str) -> list[tuple[object, ...]]:
                try:
                    return list(live.execute(sql.encode()).fetchall())
                except psycopg.errors.QueryCanceled:
                    raise TooSlow from None

            return _catalog(connection, read_postgres(fetch), fetch, map)
    except TooSlow:
        raise _slow(connection) from None
    except psycopg.OperationalError:
        raise _silent(connection) from None


def _discover_mysql(connection: Connection, dsn: str) -> Catalog:
    try:
        live = connect_mysql(dsn, connection.rule, STATEMENT_MILLISECONDS / 1000)
        try:

            def ask(sql: str) -> list[tuple[object, ...]]:
                try:
                    with live.cursor() as cursor:
                        cursor.execute(sql)
                        return [tuple(row) for row in cursor.fetchall()]
                except pymysql.MySQLError as error:
                    if error.args and error.args[0] in TIMED_OUT:
                        raise TooSlow from None
                    raise

            def fetch(sql: str) -> list[tuple[object, ...]]:
                return ask(written(sqlglot.parse_one(sql, dialect="postgres"), "mysql"))

            return _catalog(connection, read_mysql(ask, fetch), fetch, map)
        finally:
            live.close()
    except TooSlow:
        raise _slow(connection) from None
    except (pymysql.MySQLError, OSError):
        raise _silent(connection) from None


def _slow(connection: Connection) -> SourceUnreachable:
    return SourceUnreachable(
        f"The database of {connection.name!r} took too long to describe itself.",
        remedy="Run ANALYZE on it, try again when it is less busy, or connect a user that sees fewer tables.",
    )


def _silent(connection: Connection) -> SourceUnreachable:
    return SourceUnreachable(
        f"The database of {connection.name!r} does not answer.",
        remedy="Check that it runs and that its address is right.",
    )


def _catalog(connection: Connection, schema: Schema, fetch: Fetch, each: Each) -> Catalog:
    postgres = connection.dsn is not None
    tables = list(each(lambda relation: _table(relation, schema, fetch, postgres), schema.relations))
    known = {table.name for table in tables}
    joins = infer_joins(tables, [join for join in schema.joins if {join.from_table, join.to_table} <= known], fetch)
    return Catalog(
        connection=connection.name,
        source=connection.source,
        title=connection.title or connection.name,
        dialect=connection.dialect,
        demo=connection.demo,
        as_of=connection.as_of or (None if postgres else newest_date(tables, fetch)),
        refresh_interval=connection.refresh_interval,
        tables=[with_references(table, joins) for table in tables],
        joins=joins,
    )


def _table(relation: Relation, schema: Schema, fetch: Fetch, postgres: bool) -> Table:
    profiles = profile_table(relation, fetch, postgres)
    labels = labels_of([item.column.name for item in profiles])
    entity = entity_of(relation.name)
    plain = Table(
        name=relation.name,
        label=labels_of([relation.name])[relation.name],
        entity=entity,
        description=schema.comments.get(relation.name, ""),
        columns=[_column(item, relation.rows, labels) for item in profiles],
        rows=relation.rows,
    )
    return with_keys(plain, schema.keys.get(relation.name, []), fetch)


def _column(item: Profile, rows: int, labels: dict[str, str]) -> Column:
    role = role_of(item, rows)
    secret = is_secret(item.column.name)
    return Column(
        name=item.column.name,
        type=item.column.type,
        role=role,
        label=labels[item.column.name],
        description=item.column.comment,
        distinct=item.distinct,
        null_share=item.null_share,
        minimum=None if secret else item.minimum,
        maximum=None if secret else item.maximum,
        values=[] if secret else list(item.values),
        additive=is_additive(item, role),
        format=format_of(item, role),
        hidden=secret,
        secret=secret,
    )


def newest_date(tables: Sequence[Table], fetch: Fetch) -> str | None:
    """Return the newest date in the tables' time columns that is not in the future (ISO), or None."""
    today = date.today().isoformat()
    found: list[str] = []
    for table in tables:
        column = next((item for item in table.columns if item.name == table.time_column), None)
        newest = (column.maximum or "")[:10] if column is not None else ""
        if column is not None and newest > today:
            name = f"TRY_CAST({quoted(column.name)} AS DATE)"
            ((value,),) = fetch(f"SELECT max({name}) FROM {quoted(table.name)} WHERE {name} <= DATE '{today}'")
            newest = str(value or "")[:10]
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", newest):
            found.append(newest)
    return max(found, default=None)
