"""Drivers of live databases: a read-only session with a time limit, one SELECT at a time, errors in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any, Protocol

import psycopg
import pymysql
from pymysql.constants import FIELD_TYPE
from sqlglot import TokenType
from sqlglot.dialects.mysql import MySQL

from sophia.kernel.errors import QueryFailed, QueryStopped, SophiaError, SourceUnreachable
from sophia.kernel.http.address import AddressRule
from sophia.sources.mysql import TIMED_OUT, connect_mysql
from sophia.sources.postgres import connect_postgres

POSTGRES_TYPES = {
    16: "boolean", 20: "integer", 21: "integer", 23: "integer", 26: "integer", 700: "number", 701: "number",
    1700: "number", 1186: "number", 1082: "date", 1114: "timestamp", 1184: "timestamp",
}  # fmt: skip
MYSQL_TYPES = {
    FIELD_TYPE.TINY: "integer", FIELD_TYPE.SHORT: "integer", FIELD_TYPE.LONG: "integer", FIELD_TYPE.INT24: "integer",
    FIELD_TYPE.LONGLONG: "integer", FIELD_TYPE.YEAR: "integer", FIELD_TYPE.FLOAT: "number", FIELD_TYPE.DOUBLE: "number",
    FIELD_TYPE.DECIMAL: "number", FIELD_TYPE.NEWDECIMAL: "number", FIELD_TYPE.DATE: "date",
    FIELD_TYPE.DATETIME: "timestamp", FIELD_TYPE.TIMESTAMP: "timestamp", FIELD_TYPE.TIME: "number",
}  # fmt: skip
CUT_OFF = 1260
BROKEN_FROM = 2000
"""From here on codes are the client's own: the line broke."""
Table = tuple[list[list[str]], list[Sequence[Any]]]


class Driver(Protocol):
    """What the pool of sessions asks of a kind of database; `failures` is what its library raises."""

    failures: type[Exception]

    def connect(self, dsn: str, rule: AddressRule, seconds: float) -> Any:
        """Return a read-only session. Raises AddressRefused, SourceUnreachable, `failures`, OSError."""

    def fetch(self, session: Any, sql: str, bound: Sequence[Any], most: int) -> Table:
        """Return the columns as [name, type] and at most `most` rows of a SELECT."""

    def reset(self, session: Any) -> None:
        """Make a session ready for the next statement."""

    def close(self, session: Any) -> None:
        """End a session, whatever its state."""

    def is_closed(self, session: Any) -> bool:
        """Whether a session has ended."""

    def error(self, error: Exception, name: str, seconds: float) -> SophiaError:
        """Return what went wrong, without the address."""


class PostgresDriver:
    """Postgres through psycopg."""

    failures: type[Exception] = psycopg.Error

    def connect(self, dsn: str, rule: AddressRule, seconds: float) -> psycopg.Connection[Any]:
        """Return a read-only session. Raises AddressRefused, SourceUnreachable, psycopg.Error."""
        options = f"-c default_transaction_read_only=on -c statement_timeout={int(seconds * 1000)} -c timezone=UTC"
        session = connect_postgres(dsn, rule, options=options, application_name="sophia")
        session.read_only = True
        return session

    def fetch(self, session: psycopg.Connection[Any], sql: str, bound: Sequence[Any], most: int) -> Table:
        """Return the columns as [name, type] and at most `most` rows of a SELECT with $1, $2 …"""
        with psycopg.RawCursor(session) as cursor:
            cursor.execute(sql.encode(), list(bound) or None)
            columns = [[item.name, POSTGRES_TYPES.get(item.type_code, "text")] for item in cursor.description or []]
            return columns, list(cursor.fetchmany(most))

    def reset(self, session: psycopg.Connection[Any]) -> None:
        """End the transaction."""
        session.rollback()

    def close(self, session: psycopg.Connection[Any]) -> None:
        """End a session."""
        with suppress(psycopg.Error):
            session.close()

    def is_closed(self, session: psycopg.Connection[Any]) -> bool:
        """Whether a session has ended."""
        return session.closed

    def error(self, error: Exception, name: str, seconds: float) -> SophiaError:
        """Return what went wrong, without the address."""
        if isinstance(error, psycopg.errors.QueryCanceled):
            return stopped(seconds)
        if isinstance(error, psycopg.OperationalError):
            return broken(name)
        words = error.diag.message_primary if isinstance(error, psycopg.Error) else None
        return refused(str(words or "The database refused the query."))


class MysqlDriver:
    """MySQL and MariaDB through PyMySQL."""

    failures: type[Exception] = pymysql.MySQLError

    def connect(self, dsn: str, rule: AddressRule, seconds: float) -> pymysql.Connection[Any]:
        """Return a read-only session. Raises AddressRefused, SourceUnreachable, pymysql.MySQLError, OSError."""
        return connect_mysql(dsn, rule, seconds)

    def fetch(self, session: pymysql.Connection[Any], sql: str, bound: Sequence[Any], most: int) -> Table:
        """Return the columns as [name, type] and at most `most` rows of a SELECT with @1, @2 …"""
        with session.cursor() as cursor:
            cursor.execute(_filled(session, sql, bound))
            result = getattr(cursor, "_result", None)
            fields = list(getattr(result, "fields", None) or [])
            columns = [[field.name, _type(field)] for field in fields]
            flags = [kind == "boolean" for _, kind in columns]
            rows = [_with_flags(row, flags) for row in cursor.fetchmany(most)]
            if getattr(cursor, "warning_count", 0):
                _check_cut(cursor)
        return columns, rows

    def reset(self, session: pymysql.Connection[Any]) -> None:
        """Do nothing: every statement is a transaction of its own."""

    def close(self, session: pymysql.Connection[Any]) -> None:
        """End a session."""
        with suppress(pymysql.MySQLError, OSError):
            session.close()

    def is_closed(self, session: pymysql.Connection[Any]) -> bool:
        """Whether a session has ended."""
        return not session.open

    def error(self, error: Exception, name: str, seconds: float) -> SophiaError:
        """Return what went wrong, without the address."""
        code = error.args[0] if error.args and isinstance(error.args[0], int) else 0
        if code in TIMED_OUT:
            return stopped(seconds)
        if BROKEN_FROM <= code < 3000 or isinstance(error, pymysql.InterfaceError):
            return broken(name)
        return refused(str(error.args[-1] if error.args else "The database refused the query."))


def _filled(session: pymysql.Connection[Any], sql: str, bound: Sequence[Any]) -> str:
    """Put the values in the places of @1, @2 …, which the tokens of the statement tell from text that looks alike."""
    parts: list[str] = []
    done = 0
    tokens = MySQL().tokenize(sql)
    for mark, number in pairwise(tokens):
        if mark.token_type == TokenType.PARAMETER and number.token_type == TokenType.NUMBER:
            parts += [sql[done : mark.start], str(session.escape(bound[int(number.text) - 1], session.encoders))]
            done = number.end + 1
    return "".join([*parts, sql[done:]])


def _type(field: Any) -> str:
    if field.type_code == FIELD_TYPE.TINY and field.length == 1:
        return "boolean"
    return MYSQL_TYPES.get(field.type_code, "text")


def _with_flags(row: Sequence[Any], flags: Sequence[bool]) -> Sequence[Any]:
    if not any(flags):
        return row
    return [bool(value) if flag and value is not None else value for value, flag in zip(row, flags, strict=True)]


def _check_cut(cursor: Any) -> None:
    """Refuse a result in which a median was computed over a part of its values."""
    cursor.execute("SHOW WARNINGS")
    if any(row[1] == CUT_OFF for row in cursor.fetchall()):
        raise QueryFailed("There are too many values for a median.", remedy="Narrow the period or the filters.")


def stopped(seconds: float) -> QueryStopped:
    """Return the error of a statement that ran too long."""
    return QueryStopped(f"The query was stopped after {seconds:g} seconds.", remedy="Narrow the period or the filters.")


def broken(name: str) -> SourceUnreachable:
    """Return the error of a line that broke."""
    return SourceUnreachable(f"The database of {name!r} broke the connection.", remedy="Try again.")


def refused(words: str) -> QueryFailed:
    """Return the error of a statement that the database refused."""
    return QueryFailed(words[:300], remedy="Check the names and types in the query.")


def driver_of(dsn: str) -> Driver:
    """Return the driver for an address."""
    return MysqlDriver() if dsn.startswith("mysql:") else PostgresDriver()
