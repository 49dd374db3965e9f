"""Live Postgres: read-only sessions with a statement timeout, a few connections per database."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Mapping
from typing import Any

import psycopg

from sophia.kernel.errors import QueryFailed, QueryStopped, SourceUnreachable
from sophia.query.worker import plain

OPEN = 4
TYPES = {
    16: "boolean", 20: "integer", 21: "integer", 23: "integer", 700: "number", 701: "number", 1700: "number",
    1082: "date", 1114: "timestamp", 1184: "timestamp",
}  # fmt: skip


class Live:
    """Connections to live databases, opened when first asked for and given back after each statement."""

    def __init__(self, seconds: float = 10.0) -> None:
        self._seconds = seconds
        self._idle: dict[str, queue.LifoQueue[psycopg.Connection[Any]]] = {}
        self._lock = threading.Lock()

    def run(self, name: str, dsn: str, sql: str, bound: Mapping[str, Any], cap: int) -> dict[str, Any]:
        """Run one SELECT and return {columns, data, rows, cut, ms}.

        Raises SourceUnreachable, QueryStopped at the timeout, QueryFailed otherwise; none of them names the address.
        """
        connection = self._take(name, dsn)
        started = time.perf_counter()
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql.encode(), dict(bound) or None)
                columns = [(item.name, TYPES.get(item.type_code, "text")) for item in cursor.description or []]
                rows = cursor.fetchmany(cap + 1)
            connection.rollback()
        except psycopg.errors.QueryCanceled:
            connection.close()
            raise QueryStopped(
                f"The query was stopped after {self._seconds:g} seconds.", remedy="Narrow the period or the filters."
            ) from None
        except psycopg.OperationalError:
            connection.close()
            raise SourceUnreachable(f"The database of {name!r} broke the connection.", remedy="Try again.") from None
        except psycopg.Error as error:
            connection.close()
            raise QueryFailed(str(error.diag.message_primary or "The database refused the query.")[:300]) from None
        self._give(dsn, connection)
        kept = rows[:cap]
        data = [[plain(value) for value in column] for column in zip(*kept, strict=True)] or [[] for _ in columns]
        ms = (time.perf_counter() - started) * 1000
        return {"columns": columns, "data": data, "rows": len(kept), "cut": len(rows) > cap, "ms": ms}

    def _take(self, name: str, dsn: str) -> psycopg.Connection[Any]:
        with self._lock:
            idle = self._idle.setdefault(dsn, queue.LifoQueue(OPEN))
        try:
            connection = idle.get_nowait()
            if not connection.closed:
                return connection
        except queue.Empty:
            pass
        options = f"-c default_transaction_read_only=on -c statement_timeout={int(self._seconds * 1000)}"
        try:
            return psycopg.connect(dsn, connect_timeout=5, options=options, application_name="sophia")
        except psycopg.Error:
            raise SourceUnreachable(
                f"The database of {name!r} does not answer.", remedy="Check that it runs and that its address is right."
            ) from None

    def _give(self, dsn: str, connection: psycopg.Connection[Any]) -> None:
        try:
            self._idle[dsn].put_nowait(connection)
        except queue.Full:
            connection.close()

    def close(self) -> None:
        """Close every idle connection."""
        for idle in self._idle.values():
            while not idle.empty():
                idle.get_nowait().close()
