"""The shelf: open dashboards in memory, so that a warm request touches no database."""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from sophia.dashboards.store import DashboardStore, Version
from sophia.spec.dashboard import Dashboard
from sophia.spec.text import from_document
from sophia.spec.upgrade import CURRENT

CHECK_SECONDS = 1.0
ROOM = 200


@dataclass(frozen=True)
class Opened:
    """A version with its spec read."""

    saved: Version
    spec: Dashboard


class Shelf:
    """Keeps the last used dashboards; a save elsewhere is seen within a second, one here at once."""

    def __init__(self, store: DashboardStore, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._current: OrderedDict[str, tuple[float, Opened]] = OrderedDict()
        self._specs: OrderedDict[tuple[str, int], Opened] = OrderedDict()
        self._lock = threading.Lock()

    def peek(self, key: str) -> Opened | None:
        """Return the current version when memory knows it for sure; never waits for the database."""
        with self._lock:
            found = self._current.get(key)
        if found is None or self._clock() - found[0] >= CHECK_SECONDS:
            return None
        return found[1]

    def open(self, key: str, number: int | None = None) -> Opened:
        """Return a version (default: the current one). Raises NotFound."""
        if number is not None:
            return self._read(self._store.version(key, number))
        known = self.peek(key)
        if known is not None:
            return known
        checked = self._clock()
        head = self._store.head(key)
        with self._lock:
            opened = self._specs.get((head.id, head.version))
        if opened is None:
            opened = self._read(self._store.version(key))
        with self._lock:
            self._current[key] = (checked, opened)
            while len(self._current) > ROOM:
                self._current.popitem(last=False)
        return opened

    def forget(self) -> None:
        """Look at the database again at the next question."""
        with self._lock:
            self._current.clear()

    def _read(self, saved: Version) -> Opened:
        place = (saved.dashboard_id, saved.version)
        with self._lock:
            if place in self._specs:
                self._specs.move_to_end(place)
                return self._specs[place]
        opened = Opened(saved, read_spec(saved.spec))
        with self._lock:
            self._specs[place] = opened
            while len(self._specs) > ROOM:
                self._specs.popitem(last=False)
        return opened


def read_spec(document: str) -> Dashboard:
    """Return a stored spec, upgraded when an older Sophia wrote it."""
    if f'"spec_version":{CURRENT}' in document[:40]:
        return Dashboard.model_validate_json(document)
    return from_document(json.loads(document))
