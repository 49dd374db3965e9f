"""Connections as people use them: add files or a live database, look at what was found, edit the catalog, remove."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError

from sophia.access.audit import SYSTEM
from sophia.access.policy import authorize
from sophia.catalog.context import catalog_for
from sophia.catalog.discover import discover
from sophia.catalog.model import Catalog
from sophia.catalog.pack import apply_pack
from sophia.catalog.semantic.document import Document
from sophia.catalog.semantic.model import import_model
from sophia.catalog.semantic.place import Imported
from sophia.connections.checkup import Checkup, Patient, Reach, examine
from sophia.connections.registry import StoredRegistry, catalog_of, connection_of
from sophia.connections.store import ConnectionStore, LiveCheck, Saved
from sophia.connections.suggest import suggest
from sophia.connections.sync.store import Schedule, SyncState
from sophia.connections.trial import Trial
from sophia.kernel.clock import utc_now
from sophia.kernel.errors import BadInput, Conflict
from sophia.kernel.http.address import AddressRule, resolve
from sophia.kernel.http.client import Http, Limits, split
from sophia.kernel.ids import new_id, slugify
from sophia.kernel.log import logger
from sophia.kernel.viewer import Viewer
from sophia.query.contract import QueryPath
from sophia.sources.contract import Config, Source
from sophia.sources.load import Loaded, load_files
from sophia.sources.registry import source_of, source_of_file
from sophia.sources.sync.api import Api, Means
from sophia.sources.sync.stream import Sync

LOG = logger("connections")
HOUR = 3600.0
FEEDBACK, FEEDBACK_ORIGIN = "user-feedback", "sophia:feedback"


@dataclass(frozen=True)
class Files:
    """Files that are to become one connection. `origin` tells where they came from: the same origin replaces.

    `title` is what the connection is called where no name is given.
    """

    paths: Sequence[Path]
    name: str | None = None
    title: str = ""
    origin: str = ""
    options: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Described:
    """A connection with its catalog and sentences that work on it."""

    saved: Saved
    catalog: Catalog
    suggestions: tuple[str, ...]


@dataclass(frozen=True)
class SemanticModel:
    """A semantic model that is to be imported: its files, their format and SQL dialect where they are known.

    `dry_run` reports what would happen and keeps nothing.
    """

    documents: Sequence[Document]
    format: str = ""
    dialect: str = ""
    dry_run: bool = False


class Connections:
    """What can be done with connections; every method asks who does it."""

    def __init__(
        self,
        store: ConnectionStore,
        registry: StoredRegistry,
        queries: QueryPath,
        home: Path,
        *,
        schedule: Schedule,
        trusted: tuple[str, ...] = (),
    ) -> None:
        self._store = store
        self._registry = registry
        self._queries = queries
        self._home = home
        self._schedule = schedule
        self._trusted = trusted

    def all(self, viewer: Viewer) -> list[Saved]:
        """Return every connection, in alphabetical order."""
        authorize(viewer, "connection.read")
        return self._store.all()

    def describe(self, viewer: Viewer, name: str) -> Described:
        """Return a connection with its catalog and suggestions. Raises NotFound."""
        authorize(viewer, "connection.read")
        saved = self._store.get(name)
        catalog = catalog_for(viewer, catalog_of(saved))
        if not saved.suggestions:
            saved = replace(saved, suggestions=tuple(suggest(catalog, self._queries, viewer)))
            self._store.put_suggestions(name, list(saved.suggestions))
        return Described(saved, catalog, saved.suggestions)

    def add(self, viewer: Viewer, kind: str, config: Mapping[str, Any], name: str | None = None) -> Described:
        """Add a live system after reaching it. Raises BadInput naming the field, SourceUnreachable naming the host.

        Raises AddressRefused when the host is not this viewer's to reach.
        """
        authorize(viewer, "connection.add")
        source = source_of(kind)
        if source.sync is not None:
            return self._add_synced(viewer, source, source.sync, _config(source, config), name)
        if source.open is None:
            raise BadInput(
                f"A {source.title} is uploaded, not described.", field="source", remedy="Send the file itself."
            )
        settings = _config(source, config)
        rule = self._rule(viewer)
        source.open(settings, rule)
        wanted = name or getattr(settings, "database", None) or kind
        saved = Saved(
            name=self._free_name(wanted, explicit=bool(name)),
            source=kind,
            title=wanted,
            config=_plain(settings),
            catalog="",
            version=new_id("live"),
            dialect=source.dialect,
            private=rule.private,
        )
        return self._introspect(viewer, saved)

    def _add_synced(self, viewer: Viewer, source: Source, sync: Sync, config: Config, name: str | None) -> Described:
        """Keep a synced connection once its key proved good; its data comes with the first cycle."""
        rule = self._rule(viewer)
        _knock(source.kind, sync, config, rule)
        saved = Saved(
            name=self._free_name(name or source.kind, explicit=bool(name)),
            source=source.kind,
            title=name or source.title,
            config=_plain(config),
            catalog="",
            version=new_id("sync"),
            status="syncing",
            refresh_interval=max(sync.interval, getattr(config, "refresh_interval", 0)),
        )
        saved = replace(saved, catalog=Catalog(connection=saved.name, source=source.kind).model_dump_json())
        self._store.put(viewer, saved)
        self._schedule.add(saved.name, private=rule.private)
        self._registry.forget()
        return Described(saved, catalog_of(saved), ())

    def sync_state(self, viewer: Viewer, name: str) -> SyncState | None:
        """Return when a synced connection was and will be synced; None for others. Raises NotFound."""
        authorize(viewer, "connection.read")
        self._store.get(name)
        return self._schedule.state(name)

    def sync_now(self, viewer: Viewer, name: str) -> None:
        """Let a synced connection be synced next. Raises NotFound, and BadInput for one that is not synced."""
        authorize(viewer, "connection.add")
        saved = self._store.get(name)
        if not self._schedule.ask_for(name):
            raise BadInput(f"{saved.title} is read where it is; there is nothing to sync.", field="connection")

    def set_interval(self, viewer: Viewer, name: str, seconds: int) -> bool:
        """Set how often a connection is looked at, in seconds; return whether that is a change. Raises NotFound."""
        authorize(viewer, "connection.add")
        changed = self._store.put_interval(viewer, name, seconds)
        self._registry.forget()
        return changed

    def check_up(self, viewer: Viewer, name: str) -> Checkup:
        """Test a connection: reach the system, count what can be read, look at freshness and quota. Raises NotFound."""
        authorize(viewer, "connection.add")
        saved = self._store.get(name)
        patient = Patient(saved, catalog_of(saved), self._schedule.state(name), self._home, utc_now())
        return examine(patient, self._reach(viewer, saved), self._queries, viewer)

    def verify_live(self, viewer: Viewer, name: str) -> Checkup:
        """Test a connection and, where nothing failed and there are rows, note that its kind works on the real service.

        That the service is the real one and not a double is the word of who asks. Raises NotFound, and BadInput for
        files and demo data, which have no service behind them.
        """
        checkup = self.check_up(viewer, name)
        saved = self._store.get(name)
        if self._reach(viewer, saved) is None:
            remedy = "Choose a connection to a database or a service; `sophia connections list` shows them."
            raise BadInput(
                f"{name} has no service behind it that could be seen live.", field="connection", remedy=remedy
            )
        if checkup.proves_live:
            self._store.put_live_check(viewer, saved)
        return checkup

    def live_checks(self, viewer: Viewer) -> dict[str, LiveCheck]:
        """Return kind of source → the last time that it was seen to work on the real service."""
        authorize(viewer, "connection.read")
        return self._store.live_checks()

    def _reach(self, viewer: Viewer, saved: Saved) -> Reach | None:
        """Return what opens the system of a connection; None when its data lies on this machine."""
        source = source_of(saved.source)
        if source.open is None and source.sync is None:
            return None
        config = source.config.model_validate_json(saved.config)

        def reach() -> None:
            if source.sync is not None:
                _knock(source.kind, source.sync, config, self._rule(viewer))
            elif source.open is not None:
                source.open(config, self._rule(viewer))

        return reach

    def point(self, saved: Saved, snapshot: Path, notes: tuple[dict[str, Any], ...]) -> None:
        """Let a synced connection read from a new snapshot, with what it holds discovered anew. Raises NotFound."""
        relative = str(snapshot.relative_to(self._home))
        found = self._discovered(replace(saved, snapshot=relative, version=snapshot.stem, notes=notes))
        self._store.point(replace(found, as_of=None))
        self._registry.forget()
        # Queries that began a moment ago still read the snapshot before: it goes when it is an hour old.
        self.prune()

    def add_files(self, viewer: Viewer, files: Files) -> Described:
        """Load files into one snapshot and introspect it. Raises BadInput naming the file at fault."""
        authorize(viewer, "connection.add")
        kinds = {source_of_file(path).kind for path in files.paths}
        known = self._same_origin(files)
        wanted = files.name or files.title or files.paths[0].stem
        name = known or self._free_name(wanted, explicit=bool(files.name))
        version = new_id("snap")
        snapshot = Path("data") / f"{version}.duckdb"
        loaded = load_files(files.paths, self._home / snapshot, files.options)
        saved = Saved(
            name=name,
            source=kinds.pop() if len(kinds) == 1 else "folder",
            title=wanted[:120],
            config=f'{{"origin": {json.dumps(files.origin)}}}',
            catalog="",
            version=version,
            snapshot=str(snapshot),
            notes=_notes(loaded),
            rows=sum(loaded.tables.values()),
        )
        before = self._store.get(known) if known else None
        try:
            described = self._introspect(viewer, saved)
        except BaseException:
            (self._home / snapshot).unlink(missing_ok=True)
            raise
        if before is not None and before.snapshot:
            (self._home / before.snapshot).unlink(missing_ok=True)
        return described

    def keep_feedback(self, file: Path) -> None:
        """Let `file` be the data of the feedback connection; where demo data has its name, of one beside it."""
        taken = any(saved.demo for saved in self._store.all() if saved.name == FEEDBACK)
        name = f"own-{FEEDBACK}" if taken else FEEDBACK
        self.add_files(SYSTEM, Files([file], name, "User feedback", origin=FEEDBACK_ORIGIN))

    def remove(self, viewer: Viewer, name: str) -> None:
        """Take a connection and its snapshot away. Raises NotFound."""
        authorize(viewer, "connection.remove")
        saved = self._store.remove(viewer, name)
        self._registry.forget()
        if saved.snapshot:
            (self._home / saved.snapshot).unlink(missing_ok=True)
        shutil.rmtree(self._home / "sync" / name, ignore_errors=True)

    def edit_catalog(self, viewer: Viewer, name: str, catalog: Catalog) -> None:
        """Let `catalog` stand in for what was discovered. Raises BadInput when it is of another connection."""
        authorize(viewer, "catalog.edit")
        if catalog.connection != name:
            message = f"This is the catalog of {catalog.connection!r}, not of {name!r}."
            raise BadInput(message, field="connection")
        self._store.put_catalog(viewer, name, catalog.model_dump_json())
        self._registry.forget()

    def import_model(self, viewer: Viewer, name: str, model: SemanticModel) -> Imported:
        """Lay a semantic model onto a connection's catalog and return what became of its parts.

        Raises BadInput naming the file at fault, NotFound for the connection.
        """
        authorize(viewer, "catalog.edit")
        catalog = catalog_of(self._store.get(name))
        trial = Trial(self._queries)
        done = import_model(model.documents, catalog, trial, format=model.format, dialect=model.dialect)
        if not model.dry_run and done.catalog != catalog:
            self.edit_catalog(viewer, name, done.catalog)
        return done

    def add_demo(self, viewer: Viewer, name: str, snapshot: Path, version: str, as_of: str) -> None:
        """Register one demo connection over its file in the home folder, pack applied."""
        relative = str(snapshot.relative_to(self._home))
        saved = Saved(
            name=name,
            source="demo",
            title=name,
            config="{}",
            catalog="",
            version=version,
            demo=True,
            snapshot=relative,
            as_of=as_of,
        )
        self._keep(viewer, saved)

    def _rule(self, viewer: Viewer) -> AddressRule:
        """An admin, or who sits at the machine of a demo, may reach into the own network; nobody a metadata service."""
        return AddressRule(self._trusted, private=viewer.demo or viewer.role == "admin")

    def _introspect(self, viewer: Viewer, saved: Saved) -> Described:
        saved = self._keep(viewer, saved)
        catalog = catalog_for(viewer, catalog_of(saved))
        suggestions = suggest(catalog, self._queries, viewer)
        self._store.put_suggestions(saved.name, suggestions)
        return Described(replace(saved, suggestions=tuple(suggestions)), catalog, tuple(suggestions))

    def _keep(self, viewer: Viewer, saved: Saved) -> Saved:
        full = self._discovered(saved)
        self._store.put(viewer, full)
        self._registry.forget()
        LOG.info("connection kept", name=full.name, source=full.source, tables=full.tables, rows=full.rows)
        return full

    def _discovered(self, saved: Saved) -> Saved:
        """Return `saved` with the catalog of its data, pack applied. Raises BadInput when there is no table."""
        catalog = apply_pack(discover(connection_of(saved, self._home, self._trusted)))
        visible = [table for table in catalog.tables if table.sql is None]
        if not visible:
            raise BadInput(f"{saved.title} has no table that can be read.", field="config")
        counts = [table.rows for table in visible if table.rows is not None]
        return replace(
            saved,
            title=catalog.title or saved.title,
            catalog=catalog.model_dump_json(),
            as_of=saved.as_of or catalog.as_of,
            refresh_interval=catalog.refresh_interval,
            tables=len(visible),
            rows=sum(counts) if counts else saved.rows,
        )

    def _same_origin(self, files: Files) -> str | None:
        """Return the name of the connection that these files made before, so that they replace it."""
        if not files.origin:
            return None
        for saved in self._store.all():
            if f'"origin": {json.dumps(files.origin)}' in saved.config and files.name in {None, saved.name}:
                return saved.name
        return None

    def _free_name(self, wanted: str, *, explicit: bool) -> str:
        """Return `wanted` as a name that no connection has. Raises Conflict when it was asked for and is taken."""
        name = slugify(re.sub(r"[_.]", "-", wanted))
        taken = set(self._store.stamps())
        if name not in taken:
            return name
        if explicit:
            remedy = f"Take another name, or remove the old one: sophia connections remove {name}"
            raise Conflict(f"There is a connection {name!r} already.", field="name", remedy=remedy)
        return next(f"{name}-{number}" for number in range(2, 10_000) if f"{name}-{number}" not in taken)

    def prune(self, older_than: float = HOUR) -> None:
        """Delete what cut-off loads left in the data folder `older_than` seconds ago; younger ones may be going on."""
        folder, horizon = self._home / "data", time.time() - older_than
        kept = {saved.snapshot for saved in self._store.all()}
        for path in folder.glob("*") if folder.is_dir() else ():
            with contextlib.suppress(FileNotFoundError):
                if str(path.relative_to(self._home)) in kept or path.stat().st_mtime > horizon:
                    continue
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink()


def _config(source: Source, config: Mapping[str, Any]) -> Config:
    try:
        return source.config.model_validate(dict(config))
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        path = ".".join(str(part) for part in ("config", *first["loc"]))
        raise BadInput(f"{path}: {first['msg']}.", field=path) from None


def _plain(config: Config) -> str:
    """Return a config as JSON with its secrets in clear, to be sealed."""
    values = {
        key: value.get_secret_value() if isinstance(value, SecretStr) else value for key, value in dict(config).items()
    }
    return json.dumps(values)


def _notes(loaded: Loaded) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"table": note.table, "message": note.message, "rejected": note.rejected, "lines": list(note.lines)}
        for note in loaded.notes
    )


def _knock(kind: str, sync: Sync, config: Config, rule: AddressRule) -> None:
    """Prove access to an API with one cheap call. Raises AddressRefused, AccessRefused, SourceUnreachable."""
    target = sync.target(config)
    _, host, port = split(target.url)
    resolve(host, port, rule, field="config")
    with Http(rule, Limits()).keep() as send:
        sync.check(Api(kind, target, send, Means(), sync.quota), config)
