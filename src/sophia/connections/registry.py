"""The registry of connections as the query path and the planner see it: kept in memory, never staler than a second."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sophia.catalog.model import Catalog
from sophia.connections.store import ConnectionStore, Saved, unknown
from sophia.kernel.http.address import AddressRule
from sophia.sources.contract import Connection
from sophia.sources.registry import is_synced, source_of

CHECK_SECONDS = 1.0


@dataclass(frozen=True)
class Entry:
    """A connection and its catalog as last read."""

    stamp: tuple[Any, ...]
    connection: Connection
    catalog: Catalog


class StoredRegistry:
    """Answers by name out of memory; looks once a second whether another process changed something."""

    def __init__(
        self,
        store: ConnectionStore,
        home: Path,
        trusted: tuple[str, ...] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._home = home
        self._trusted = trusted
        self._clock = clock
        self._entries: dict[str, Entry] = {}
        self._checked = float("-inf")
        self._lock = threading.Lock()

    def connection(self, name: str) -> Connection:
        """Return the connection called `name`. Raises NotFound."""
        return self._entry(name).connection

    def catalog(self, name: str) -> Catalog:
        """Return the catalog of the connection called `name`, as edited where it was. Raises NotFound."""
        return self._entry(name).catalog

    def names(self) -> list[str]:
        """Return the names of all connections, in alphabetical order."""
        return list(self._current())

    def catalogs(self) -> Mapping[str, Catalog]:
        """Return name → catalog of all connections."""
        return {name: entry.catalog for name, entry in self._current().items()}

    def forget(self) -> None:
        """Look again at the next question."""
        self._checked = float("-inf")

    def _entry(self, name: str) -> Entry:
        entry = self._current().get(name)
        if entry is None:
            raise unknown(name)
        return entry

    def _current(self) -> dict[str, Entry]:
        if self._clock() - self._checked < CHECK_SECONDS:
            return self._entries
        with self._lock:
            if self._clock() - self._checked >= CHECK_SECONDS:
                self._entries = {name: self._fresh(name, stamp) for name, stamp in self._store.stamps().items()}
                self._checked = self._clock()
            return self._entries

    def _fresh(self, name: str, stamp: tuple[Any, ...]) -> Entry:
        known = self._entries.get(name)
        if known is not None and known.stamp == stamp:
            return known
        saved = self._store.get(name)
        return Entry(stamp, connection_of(saved, self._home, self._trusted), catalog_of(saved))


def connection_of(saved: Saved, home: Path, trusted: tuple[str, ...] = ()) -> Connection:
    """Return a stored connection as the query path takes it."""
    return Connection(
        name=saved.name,
        source=saved.source,
        dialect=saved.dialect,
        title=saved.title,
        demo=saved.demo,
        snapshot=home / saved.snapshot if saved.snapshot else None,
        dsn=_address(saved) if saved.dialect != "duckdb" else None,
        version=saved.version,
        as_of=saved.as_of,
        synced_at=_synced_at(saved),
        refresh_interval=saved.refresh_interval,
        rule=AddressRule(trusted, private=saved.private),
    )


def catalog_of(saved: Saved) -> Catalog:
    """Return a stored connection's catalog, as edited where it was; its interval is the connection's unless edited."""
    found = Catalog.model_validate_json(saved.catalog)
    catalog = Catalog.model_validate_json(saved.edited) if saved.edited else found
    if catalog.refresh_interval != found.refresh_interval:
        return catalog
    return catalog.model_copy(update={"refresh_interval": saved.refresh_interval})


def _synced_at(saved: Saved) -> str | None:
    if not is_synced(saved.source) or saved.updated_at is None:
        return None
    return saved.updated_at.replace(tzinfo=None, microsecond=0).isoformat()


def _address(saved: Saved) -> str | None:
    config = source_of(saved.source).config.model_validate_json(saved.config)
    address: str | None = getattr(config, "address", None)
    return address
