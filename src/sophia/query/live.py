"""Live databases: read-only sessions with a time limit, a few per database."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Any

import orjson

from sophia.kernel.errors import Overloaded, QueryStopped, SourceUnreachable
from sophia.kernel.http.address import AddressRefused, AddressRule
from sophia.query.drivers import driver_of
from sophia.query.worker import LARGEST_REPLY, plain
from sophia.sources.contract import OWN_NETWORK
from sophia.sources.postgres import CONNECT_SECONDS

OPEN = 4
QUIET_SECONDS = 5.0


class Database:
    """One address: at most `OPEN` sessions, and a moment of quiet after it could not be reached."""

    def __init__(self, dsn: str, seconds: float, rule: AddressRule) -> None:
        self.driver = driver_of(dsn)
        self._dsn = dsn
        self._rule = rule
        self._seconds = seconds
        self._free = threading.Semaphore(OPEN)
        self._idle: list[Any] = []
        self._lock = threading.Lock()
        self._down_until = 0.0

    def take(self, name: str) -> Any:
        """Return a session. Raises SourceUnreachable without naming the address, Overloaded when all stay busy."""
        if not self._free.acquire(timeout=self._seconds + CONNECT_SECONDS):
            raise Overloaded(f"Too many queries wait for {name!r}.", remedy="Try again in a moment.")
        try:
            with self._lock:
                while self._idle:
                    session = self._idle.pop()
                    if not self.driver.is_closed(session):
                        return session
            return self._connect(name)
        except BaseException:
            self._free.release()
            raise

    def _connect(self, name: str) -> Any:
        if time.monotonic() < self._down_until:
            raise _unreachable(name)
        try:
            return self.driver.connect(self._dsn, self._rule, self._seconds)
        except AddressRefused:
            message = f"The database of {name!r} leads to an address that Sophia does not connect to."
            raise SourceUnreachable(message, remedy="An admin can connect it again, or trust its host.") from None
        except (self.driver.failures, OSError, SourceUnreachable):
            self._down_until = time.monotonic() + QUIET_SECONDS
            raise _unreachable(name) from None

    def give(self, session: Any, *, sound: bool) -> None:
        """Take a session back; one that failed is closed."""
        try:
            if sound:
                self.driver.reset(session)
            else:
                self.driver.close(session)
        except self.driver.failures:
            self.driver.close(session)
        if not self.driver.is_closed(session):
            with self._lock:
                self._idle.append(session)
        self._free.release()

    def close(self) -> None:
        """Close every idle session."""
        with self._lock:
            while self._idle:
                self.driver.close(self._idle.pop())


class Live:
    """Connections to live databases, opened when first asked for and given back after each statement."""

    def __init__(self, seconds: float = 10.0) -> None:
        self._seconds = seconds
        self._databases: dict[tuple[str, AddressRule], Database] = {}
        self._lock = threading.Lock()

    def run(
        self, name: str, dsn: str, sql: str, bound: Sequence[Any], cap: int, *, rule: AddressRule = OWN_NETWORK
    ) -> dict[str, Any]:
        """Run one SELECT with numbered placeholders and return {columns, data, rows, cut, ms}.

        Raises SourceUnreachable, QueryStopped at the time limit, QueryFailed otherwise; none of them names the address.
        """
        with self._lock:
            database = self._databases.setdefault((dsn, rule), Database(dsn, self._seconds, rule))
        session = database.take(name)
        sound = False
        try:
            reply = _fetch(database, session, sql, bound, cap)
            sound = True
            return reply
        except database.driver.failures as error:
            raise database.driver.error(error, name, self._seconds) from None
        finally:
            database.give(session, sound=sound)

    def close(self) -> None:
        """Close every idle session."""
        for database in self._databases.values():
            database.close()


def _fetch(database: Database, session: Any, sql: str, bound: Sequence[Any], cap: int) -> dict[str, Any]:
    started = time.perf_counter()
    columns, rows = database.driver.fetch(session, sql, bound, cap + 1)
    kept = rows[:cap]
    data = [[plain(value) for value in column] for column in zip(*kept, strict=True)] or [[] for _ in columns]
    if len(orjson.dumps(data)) > LARGEST_REPLY:
        raise QueryStopped("The result is larger than 10 MB.", remedy="Ask for fewer rows or columns.")
    ms = (time.perf_counter() - started) * 1000
    return {"columns": columns, "data": data, "rows": len(kept), "cut": len(rows) > cap, "ms": ms}


def _unreachable(name: str) -> SourceUnreachable:
    remedy = "Check that it runs and that its address is right."
    return SourceUnreachable(f"The database of {name!r} does not answer.", remedy=remedy)
