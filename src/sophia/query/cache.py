"""The cache: results by key, fresh for a while, stale while one call refreshes them, computed once at a time."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import orjson

from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.log import logger
from sophia.query.encode import encode
from sophia.query.result import Failure, Result, ResultColumn

Compute = Callable[[], Result]
FORMAT = b"1"
FOREVER = math.inf
log = logger("query.cache")


class ByteStore(Protocol):
    """A second level that outlives the process; it may forget at any time."""

    def get(self, key: str) -> tuple[bytes, float] | None:
        """Return the bytes under `key` and when they were put (Unix seconds), or None."""
        ...

    def put(self, key: str, body: bytes, stored_at: float) -> None:
        """Keep `body` under `key`."""
        ...


class MemoryStore:
    """A ByteStore in memory, for tests and for processes without a disk."""

    def __init__(self) -> None:
        self.bodies: dict[str, tuple[bytes, float]] = {}

    def get(self, key: str) -> tuple[bytes, float] | None:
        """Return the bytes under `key` and when they were put, or None."""
        return self.bodies.get(key)

    def put(self, key: str, body: bytes, stored_at: float) -> None:
        """Keep `body` under `key`."""
        self.bodies[key] = (body, stored_at)


@dataclass
class Entry:
    """A cached result, when it was computed (Unix seconds), its size in bytes, and the last refresh's failure."""

    result: Result
    stored_at: float
    size: int
    failure: Failure | None = None
    encoded: dict[bool, bytes] = field(default_factory=dict)

    def served(self, *, stale: bool) -> Result:
        """Return the result as a cached one."""
        extra = self.result.extra
        if stale and self.failure is not None:
            extra = {**extra, "failure": {"code": self.failure.code, "message": self.failure.message}}
        return replace(
            self.result,
            cached=True,
            milliseconds=0.0,
            status="stale" if stale else "ok",
            failure=self.failure if stale else None,
            extra=extra,
        )

    def body(self, *, stale: bool) -> bytes:
        """Return the cached result as DatasetReply JSON, encoded once."""
        found = self.encoded.get(stale)
        if found is None:
            found = self.encoded[stale] = encode(self.served(stale=stale))
        return found


class Cache:
    """Two levels (memory by bytes, then a ByteStore), stale-while-revalidate, single-flight."""

    def __init__(
        self,
        store: ByteStore | None = None,
        *,
        capacity: int = 64_000_000,
        clock: Clock = utc_now,
        background: Executor | None = None,
    ) -> None:
        self._store = store
        self._capacity = capacity
        self._clock = clock
        self._background = background or ThreadPoolExecutor(2, thread_name_prefix="refresh")
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._size = 0
        self._flights: dict[str, Future[Result]] = {}
        self._refreshing: set[str] = set()
        self._lock = threading.Lock()

    def fetch(self, key: str, interval: float, compute: Compute, *, fresh: bool = False) -> Result:
        """Return the result under `key`.

        Up to `interval` seconds old it is served as it is; older, as stale while one background call refreshes it;
        absent, or with `fresh`, it is computed now, once for all who wait. A failed computation is not cached: the last
        good result is served as stale, with the failure in `failure` and `extra`.
        """
        entry = None if fresh else self.peek(key)
        if entry is None:
            return self._fly(key, compute)
        return entry.served(stale=self._is_stale(key, entry, interval, compute))

    def fetch_body(self, key: str, interval: float, compute: Compute, *, fresh: bool = False) -> bytes:
        """Return the same as `fetch`, as DatasetReply JSON; bytes that are in the cache are not made again."""
        entry = None if fresh else self.peek(key)
        if entry is None:
            return encode(self._fly(key, compute))
        return entry.body(stale=self._is_stale(key, entry, interval, compute))

    def peek(self, key: str) -> Entry | None:
        """Return what is cached under `key`, however old, without computing anything."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
                return entry
        found = self._store.get(key) if self._store is not None else None
        result = thaw(found[0]) if found is not None else None
        if found is None or result is None:
            return None
        return self._remember(key, Entry(result, found[1], len(found[0])))

    def clear(self) -> None:
        """Forget the first level."""
        with self._lock:
            self._entries.clear()
            self._size = 0

    def close(self) -> None:
        """End background refreshes; those not begun are dropped."""
        self._background.shutdown(wait=False, cancel_futures=True)

    def _is_stale(self, key: str, entry: Entry, interval: float, compute: Compute) -> bool:
        if self._clock().timestamp() - entry.stored_at <= interval:
            return False
        with self._lock:
            if key in self._refreshing or key in self._flights:
                return True
            self._refreshing.add(key)
        try:
            self._background.submit(self._refresh, key, compute)
        except RuntimeError:  # closing down
            self._refreshing.discard(key)
        return True

    def _refresh(self, key: str, compute: Compute) -> None:
        try:
            self._fly(key, compute)
        except Exception as error:
            log.warning("refresh failed", key=key[:12], error=type(error).__name__)
        finally:
            with self._lock:
                self._refreshing.discard(key)

    def _fly(self, key: str, compute: Compute) -> Result:
        """Compute once, whoever asks meanwhile; all get the same result or the same error."""
        with self._lock:
            flight = self._flights.get(key)
            mine = flight is None
            if flight is None:
                flight = self._flights[key] = Future()
        if not mine:
            return flight.result()
        try:
            result = self._settle(key, compute())
            flight.set_result(result)
            return result
        except BaseException as error:
            flight.set_exception(error)
            raise
        finally:
            with self._lock:
                self._flights.pop(key, None)

    def _settle(self, key: str, result: Result) -> Result:
        if result.status == "ok":
            body, now = freeze(result), self._clock().timestamp()
            self._remember(key, Entry(result, now, len(body)))
            if self._store is not None:
                self._store.put(key, body, now)
            return result
        entry = self.peek(key) if result.status == "error" else None
        if entry is None:
            return result
        failed = replace(entry, failure=result.failure, encoded={})
        self._remember(key, failed)
        return failed.served(stale=True)

    def _remember(self, key: str, entry: Entry) -> Entry:
        with self._lock:
            old = self._entries.pop(key, None)
            self._size += entry.size - (old.size if old else 0)
            self._entries[key] = entry
            while self._size > self._capacity and len(self._entries) > 1:
                self._size -= self._entries.popitem(last=False)[1].size
        return entry


def freeze(result: Result) -> bytes:
    """Return a result as bytes."""
    return FORMAT + orjson.dumps(result)


def thaw(body: bytes) -> Result | None:
    """Return the result that `freeze` wrote; None when another version of it did."""
    if body[:1] != FORMAT:
        return None
    try:
        parts: dict[str, Any] = orjson.loads(body[1:])
        parts["columns"] = tuple(ResultColumn(**item) for item in parts["columns"])
        parts["data"] = tuple(tuple(column) for column in parts["data"])
        parts["bound"] = tuple(parts["bound"])
        parts["failure"] = None
        return Result(**parts)
    except (ValueError, TypeError, KeyError):
        return None
