"""Live Postgres: read-only sessions with a statement timeout, a few connections per database."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import orjson
import psycopg

from sophia.kernel.errors import Overloaded, QueryFailed, QueryStopped, SourceUnreachable
from sophia.kernel.http.address import AddressRefused, AddressRule
from sophia.query.worker import LARGEST_REPLY, plain
from sophia.sources.contract import OWN_NETWORK
from sophia.sources.postgres import CONNECT_SECONDS, connect_postgres

OPEN = 4
QUIET_SECONDS = 5.0
TYPES = {
    16: "boolean", 20: "integer", 21: "integer", 23: "integer", 26: "integer", 700: "number", 701: "number",
    1700: "number", 1186: "number", 1082: "date", 1114: "timestamp", 1184: "timestamp",
}  # fmt: skip
Session = psycopg.Connection[Any]


class Database:
    """One address: at most `OPEN` sessions, and a moment of quiet after it could not be reached."""

    def __init__(self, dsn: str, seconds: float, rule: AddressRule) -> None:
        self._dsn = dsn
        self._rule = rule
        self._seconds = seconds
        self._free = threading.Semaphore(OPEN)
        self._idle: list[Session] = []
        self._lock = threading.Lock()
        self._down_until = 0.0

    def take(self, name: str) -> Session:
        """Return a session. Raises SourceUnreachable without naming the address, Overloaded when all stay busy."""
        if not self._free.acquire(timeout=self._seconds + CONNECT_SECONDS):
            raise Overloaded(f"Too many queries wait for {name!r}.", remedy="Try again in a moment.")
        try:
            with self._lock:
                while self._idle:
                    session = self._idle.pop()
                    if not session.closed:
                        return session
            return self._connect(name)
        except BaseException:
            self._free.release()
            raise

    def _connect(self, name: str) -> Session:
        if time.monotonic() < self._down_until:
            raise _unreachable(name)
        options = (
            f"-c default_transaction_read_only=on -c statement_timeout={int(self._seconds * 1000)} -c timezone=UTC"
        )
        try:
            session = connect_postgres(self._dsn, self._rule, options=options, application_name="sophia")
            session.read_only = True
            return session
        except AddressRefused:
            message = f"The database of {name!r} leads to an address that Sophia does not connect to."
            raise SourceUnreachable(message, remedy="An admin can connect it again, or trust its host.") from None
        except (psycopg.Error, OSError, SourceUnreachable):
            self._down_until = time.monotonic() + QUIET_SECONDS
            raise _unreachable(name) from None

    def give(self, session: Session, *, sound: bool) -> None:
        """Take a session back; one that failed is closed."""
        with suppress(psycopg.Error):
            if sound:
                session.rollback()
            else:
                session.close()
        if not session.closed:
            with self._lock:
                self._idle.append(session)
        self._free.release()

    def close(self) -> None:
        """Close every idle session."""
        with self._lock:
            while self._idle:
                self._idle.pop().close()


class Live:
    """Connections to live databases, opened when first asked for and given back after each statement."""

    def __init__(self, seconds: float = 10.0) -> None:
        self._seconds = seconds
        self._databases: dict[tuple[str, AddressRule], Database] = {}
        self._lock = threading.Lock()

    def run(
        self, name: str, dsn: str, sql: str, bound: Sequence[Any], cap: int, *, rule: AddressRule = OWN_NETWORK
    ) -> dict[str, Any]:
        """Run one SELECT with $1, $2 … and return {columns, data, rows, cut, ms}.

        Raises SourceUnreachable, QueryStopped at the time limit, QueryFailed otherwise; none of them names the address.
        """
        with self._lock:
            database = self._databases.setdefault((dsn, rule), Database(dsn, self._seconds, rule))
        session = database.take(name)
        sound = False
        try:
            reply = _fetch(session, sql, bound, cap)
            sound = True
            return reply
        except psycopg.errors.QueryCanceled:
            raise QueryStopped(
                f"The query was stopped after {self._seconds:g} seconds.", remedy="Narrow the period or the filters."
            ) from None
        except psycopg.OperationalError:
            raise SourceUnreachable(f"The database of {name!r} broke the connection.", remedy="Try again.") from None
        except psycopg.Error as error:
            message = str(error.diag.message_primary or "The database refused the query.")[:300]
            raise QueryFailed(message, remedy="Check the names and types in the query.") from None
        finally:
            database.give(session, sound=sound)

    def close(self) -> None:
        """Close every idle session."""
        for database in self._databases.values():
            database.close()


def _fetch(session: Session, sql: str, bound: Sequence[Any], cap: int) -> dict[str, Any]:
    started = time.perf_counter()
    with psycopg.RawCursor(session) as cursor:
        cursor.execute(sql.encode(), list(bound) or None)
        columns = [[item.name, TYPES.get(item.type_code, "text")] for item in cursor.description or []]
        rows = cursor.fetchmany(cap + 1)
    kept = rows[:cap]
    data = [[plain(value) for value in column] for column in zip(*kept, strict=True)] or [[] for _ in columns]
    if len(orjson.dumps(data)) > LARGEST_REPLY:
        raise QueryStopped("The result is larger than 10 MB.", remedy="Ask for fewer rows or columns.")
    ms = (time.perf_counter() - started) * 1000
    return {"columns": columns, "data": data, "rows": len(kept), "cut": len(rows) > cap, "ms": ms}


def _unreachable(name: str) -> SourceUnreachable:
    remedy = "Check that it runs and that its address is right."
    return SourceUnreachable(f"The database of {name!r} does not answer.", remedy=remedy)
