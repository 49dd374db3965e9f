"""The cache: results by key, fresh for a while, stale while one request refreshes them, computed once at a time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Protocol

import orjson

from sophia.kernel.clock import Clock, utc_now
from sophia.query.result import Result, ResultColumn

Compute = Callable[[], Result]


class ByteStore(Protocol):
    """A second level that outlives the process."""

    def get(self, key: str) -> tuple[bytes, float] | None:
        """Return the bytes under `key` and when they were put (Unix seconds), or None."""
        ...

    def put(self, key: str, body: bytes, stored_at: float) -> None:
        """Keep `body` under `key`."""
        ...


@dataclass(frozen=True)
class Entry:
    """A cached result, when it was computed (Unix seconds), and its size in bytes."""

    result: Result
    stored_at: float
    size: int


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
        self._lock = threading.Lock()

    def fetch(self, key: str, interval: int, compute: Compute, *, fresh: bool = False) -> Result:
        """Return the result under `key`.

        Younger than `interval` seconds it is served as it is; older, it is served as stale while one background call
        refreshes it; absent, or with `fresh`, it is computed now, once for all who wait. A failed computation is not
        cached: the last good result is served as stale, with the failure in `extra`.
        """
        entry = None if fresh else self._look(key)
        if entry is not None:
            age = self._now() - entry.stored_at
            if age <= interval:
                return replace(entry.result, cached=True, milliseconds=0.0)
            self._refresh(key, compute)
            return replace(entry.result, cached=True, milliseconds=0.0, status="stale")
        return self._fly(key, compute)

    def peek(self, key: str) -> Entry | None:
        """Return what is cached under `key`, however old, without computing anything."""
        return self._look(key)

    def clear(self) -> None:
        """Forget the first level."""
        with self._lock:
            self._entries.clear()
            self._size = 0

    def _fly(self, key: str, compute: Compute) -> Result:
        with self._lock:
            flight = self._flights.get(key)
            mine = flight is None
            if flight is None:
                flight = self._flights[key] = Future()
        if not mine:
            return flight.result()
        try:
            result = compute()
            if result.status == "ok":
                self._keep(key, result)
            else:
                result = self._last_good(key, result)
            flight.set_result(result)
            return result
        except BaseException as error:
            flight.set_exception(error)
            raise
        finally:
            with self._lock:
                self._flights.pop(key, None)

    def _last_good(self, key: str, failed: Result) -> Result:
        entry = self._look(key)
        if entry is None:
            return failed
        return replace(entry.result, status="stale", cached=True, failure=failed.failure)

    def _refresh(self, key: str, compute: Compute) -> None:
        with self._lock:
            if key in self._flights:
                return
        self._background.submit(self._fly, key, compute)

    def _look(self, key: str) -> Entry | None:
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
                return entry
        found = self._store.get(key) if self._store is not None else None
        if found is None:
            return None
        return self._remember(key, Entry(thaw(found[0]), found[1], len(found[0])))

    def _keep(self, key: str, result: Result) -> None:
        body, now = freeze(result), self._now()
        self._remember(key, Entry(result, now, len(body)))
        if self._store is not None:
            self._store.put(key, body, now)

    def _remember(self, key: str, entry: Entry) -> Entry:
        with self._lock:
            old = self._entries.pop(key, None)
            self._size += entry.size - (old.size if old else 0)
            self._entries[key] = entry
            while self._size > self._capacity and len(self._entries) > 1:
                self._size -= self._entries.popitem(last=False)[1].size
        return entry

    def _now(self) -> float:
        return self._clock().timestamp()


def freeze(result: Result) -> bytes:
    """Return a result as bytes."""
    return orjson.dumps(result)


def thaw(body: bytes) -> Result:
    """Return the result that `freeze` wrote."""
    parts: dict[str, Any] = orjson.loads(body)
    parts["columns"] = tuple(ResultColumn(**item) for item in parts["columns"])
    parts["data"] = tuple(tuple(column) for column in parts["data"])
    parts["bound"] = tuple(parts["bound"])
    parts["failure"] = None
    return Result(**parts)
