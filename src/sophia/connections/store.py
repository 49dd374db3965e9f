"""Where connections are kept: rows with a catalog, edited catalogs beside it, and the config in the vault."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from sophia.access.audit import Audit
from sophia.connections.tables import CatalogOverrideRow, ConnectionRow, LiveCheckRow
from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.errors import NotFound
from sophia.kernel.viewer import Viewer
from sophia.sources.contract import Dialect
from sophia.store.engine import Store
from sophia.store.vault import Vault

CONFIG = "config"


@dataclass(frozen=True)
class Saved:
    """A connection as stored. `config` is plain JSON and may hold a password; `snapshot` is relative to the home.

    `private` says that its host may lie in the own network, as an admin added it.
    """

    name: str
    source: str
    title: str
    config: str = field(repr=False)
    catalog: str = field(repr=False)
    version: str
    dialect: Dialect = "duckdb"
    demo: bool = False
    snapshot: str | None = None
    as_of: str | None = None
    refresh_interval: int = 300
    status: str = "ok"
    error: str | None = None
    notes: tuple[dict[str, Any], ...] = ()
    tables: int = 0
    rows: int | None = None
    suggestions: tuple[str, ...] = ()
    edited: str | None = None
    updated_at: datetime | None = None
    private: bool = True


@dataclass(frozen=True)
class LiveCheck:
    """Who saw a kind of source work on the real service, when, and on which connection."""

    connection: str
    author: str
    checked_at: datetime


class ConnectionStore:
    """Reads and writes connections; every change is audited in the same transaction."""

    def __init__(self, store: Store, audit: Audit, vault: Vault, clock: Clock = utc_now) -> None:
        self._store = store
        self._audit = audit
        self._vault = vault
        self._clock = clock

    def stamps(self) -> dict[str, tuple[Any, ...]]:
        """Return name → what changes when the connection or its catalog changes, in alphabetical order."""
        rows = (
            select(
                ConnectionRow.name,
                ConnectionRow.version,
                ConnectionRow.updated_at,
                ConnectionRow.refresh_interval,
                CatalogOverrideRow.updated_at,
            )
            .outerjoin(CatalogOverrideRow, CatalogOverrideRow.connection == ConnectionRow.name)
            .order_by(ConnectionRow.name)
        )
        with self._store.read() as session:
            return {name: tuple(rest) for name, *rest in session.execute(rows)}

    def get(self, name: str) -> Saved:
        """Return the connection called `name`. Raises NotFound."""
        with self._store.read() as session:
            row = session.get(ConnectionRow, name)
            if row is None:
                raise unknown(name)
            edited = session.get(CatalogOverrideRow, name)
            return self._saved(row, self._config(session, name), edited.catalog if edited else None)

    def all(self) -> list[Saved]:
        """Return every connection in alphabetical order."""
        return [self.get(name) for name in self.stamps()]

    def put(self, viewer: Viewer, saved: Saved) -> None:
        """Add the connection, or replace the one of the same name."""
        with self._store.write() as session:
            session.merge(
                ConnectionRow(
                    name=saved.name,
                    source=saved.source,
                    title=saved.title,
                    demo=saved.demo,
                    dialect=saved.dialect,
                    snapshot=saved.snapshot,
                    version=saved.version,
                    as_of=saved.as_of,
                    refresh_interval=saved.refresh_interval,
                    status=saved.status,
                    error=saved.error,
                    notes=list(saved.notes),
                    tables=saved.tables,
                    rows=saved.rows,
                    catalog=saved.catalog,
                    suggestions=list(saved.suggestions),
                    updated_at=self._clock(),
                    private=saved.private,
                )
            )
            self._vault.put(session, _owner(saved.name), CONFIG, saved.config)
            self._audit.record(
                session, viewer, "connection.add", saved.name, source=saved.source, version=saved.version
            )

    def point(self, saved: Saved) -> None:
        """Let a connection read from another snapshot, as described in `saved`. Raises NotFound."""
        with self._store.write() as session:
            row = session.get(ConnectionRow, saved.name)
            if row is None:
                raise unknown(saved.name)
            row.snapshot, row.version, row.catalog = saved.snapshot, saved.version, saved.catalog
            row.title, row.tables, row.rows, row.notes = saved.title, saved.tables, saved.rows, list(saved.notes)
            row.updated_at = self._clock()

    def confirm(self, name: str, status: str, error: str | None) -> None:
        """Note how the last look at a source went; with the status "ok" its data is as of now."""
        with self._store.write() as session:
            row = session.get(ConnectionRow, name)
            if row is not None:
                row.status, row.error = status, error
                row.updated_at = self._clock() if status == "ok" else row.updated_at

    def put_interval(self, viewer: Viewer, name: str, seconds: int) -> bool:
        """Set how often a connection is looked at; return whether that is a change. Raises NotFound."""
        with self._store.write() as session:
            row = session.get(ConnectionRow, name)
            if row is None:
                raise unknown(name)
            if row.refresh_interval == seconds:
                return False
            row.refresh_interval = seconds
            self._audit.record(session, viewer, "connection.interval", name, seconds=seconds)
            return True

    def put_suggestions(self, name: str, suggestions: list[str]) -> None:
        """Keep the sentences that were found to work."""
        with self._store.write() as session:
            row = session.get(ConnectionRow, name)
            if row is not None:
                row.suggestions = suggestions

    def remove(self, viewer: Viewer, name: str) -> Saved:
        """Take the connection away and return what it was. Raises NotFound."""
        with self._store.write() as session:
            row = session.get(ConnectionRow, name)
            if row is None:
                raise unknown(name)
            edited = session.get(CatalogOverrideRow, name)
            if edited is not None:
                session.delete(edited)
                session.flush()
            session.delete(row)
            self._vault.drop(session, _owner(name))
            self._audit.record(session, viewer, "connection.remove", name)
            return self._saved(row, "{}", None)

    def put_catalog(self, viewer: Viewer, name: str, catalog: str) -> None:
        """Let an edited catalog (JSON) stand in for the discovered one. Raises NotFound."""
        with self._store.write() as session:
            if session.get(ConnectionRow, name) is None:
                raise unknown(name)
            session.merge(
                CatalogOverrideRow(connection=name, catalog=catalog, author=viewer.name, updated_at=self._clock())
            )
            self._audit.record(session, viewer, "catalog.edit", name)

    def put_live_check(self, viewer: Viewer, saved: Saved) -> None:
        """Note that the kind of a connection was seen to work on the real service."""
        with self._store.write() as session:
            session.merge(
                LiveCheckRow(source=saved.source, connection=saved.name, author=viewer.name, checked_at=self._clock())
            )
            self._audit.record(session, viewer, "connection.verify_live", saved.name, source=saved.source)

    def live_checks(self) -> dict[str, LiveCheck]:
        """Return kind of source → the last time that it was seen to work on the real service."""
        with self._store.read() as session:
            return {
                row.source: LiveCheck(row.connection, row.author, row.checked_at)
                for row in session.scalars(select(LiveCheckRow))
            }

    def _config(self, session: Session, name: str) -> str:
        return self._vault.get(session, _owner(name), CONFIG)

    def _saved(self, row: ConnectionRow, config: str, edited: str | None) -> Saved:
        return Saved(
            name=row.name,
            source=row.source,
            title=row.title,
            config=config,
            catalog=row.catalog,
            version=row.version,
            dialect=cast(Dialect, row.dialect if row.dialect in get_args(Dialect) else "duckdb"),
            demo=row.demo,
            snapshot=row.snapshot,
            as_of=row.as_of,
            refresh_interval=row.refresh_interval,
            status=row.status,
            error=row.error,
            notes=tuple(row.notes),
            tables=row.tables,
            rows=row.rows,
            suggestions=tuple(row.suggestions),
            edited=edited,
            updated_at=row.updated_at,
            private=row.private,
        )


def unknown(name: str) -> NotFound:
    """Return the error for a name that no connection has."""
    remedy = "`sophia connections list` shows the names."
    return NotFound(f"There is no connection {name!r}.", field="connection", remedy=remedy)


def _owner(name: str) -> str:
    return f"connection/{name}"
