"""Dashboards as documents: list, open, save, versions, undo, delete; for whoever asks and may."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from sophia.access.policy import authorize
from sophia.dashboards.check import check_spec
from sophia.dashboards.custom import check_customs, code_of
from sophia.dashboards.shelf import Opened, Shelf
from sophia.dashboards.store import Change, DashboardStore, Head, Version
from sophia.kernel.errors import BadInput, Conflict, NotFound
from sophia.kernel.viewer import Viewer
from sophia.query.contract import Registry
from sophia.query.path import Queries
from sophia.render.custom.compile import Compiled
from sophia.render.react import eject
from sophia.spec.dashboard import Dashboard
from sophia.spec.diff import describe


class Dashboards:
    """What can be done with a dashboard as a document. Every change is a new version."""

    def __init__(self, store: DashboardStore, shelf: Shelf, registry: Registry, queries: Queries) -> None:
        self._store = store
        self._shelf = shelf
        self._registry = registry
        self._queries = queries

    def all(self, viewer: Viewer) -> list[Head]:
        """Return every dashboard, the last changed first."""
        authorize(viewer, "dashboard.read")
        return self._store.heads()

    def demo_connections(self) -> Mapping[str, bool]:
        """Return connection → whether it holds demo data."""
        return _Demo(self._registry)

    def open(self, viewer: Viewer, key: str, number: int | None = None) -> Opened:
        """Return one version (default: the current one) of the dashboard with this id, slug or alias."""
        authorize(viewer, "dashboard.read")
        return self._shelf.open(key, number)

    def code(self, viewer: Viewer, key: str, component: str) -> Compiled:
        """Return what the frame runs for a custom component (id). Raises NotFound, BadInput without the compiler."""
        authorize(viewer, "dashboard.read")
        return code_of(self._shelf.open(key).spec, component)

    def versions(self, viewer: Viewer, key: str) -> list[Version]:
        """Return every version, newest first. Raises NotFound."""
        authorize(viewer, "dashboard.read")
        return self._store.versions(key)

    def save(self, viewer: Viewer, key: str, spec: Dashboard, base: int, message: str) -> Version:
        """Save an edited spec made from version `base`. Raises Conflict when that is stale, BadInput for a fault."""
        authorize(viewer, "dashboard.edit")
        before = self._shelf.open(key)
        if spec.id != before.spec.id:
            raise BadInput(f"This spec is of {spec.id!r}, not of {key!r}.", field="spec.id")
        self._check(viewer, spec, before.spec)
        changes = tuple(describe(before.spec, spec))
        return self._put(viewer, Change(spec, message or _summary(changes), changes, base=base))

    def put_new(self, viewer: Viewer, spec: Dashboard, message: str) -> Version:
        """Save a spec from a file: a new dashboard, or a new version of the one with its id."""
        authorize(viewer, "dashboard.edit")
        try:
            before = self._shelf.open(spec.id).spec
        except NotFound:
            before = None
        self._check(viewer, spec, before)
        changes = tuple(describe(before, spec)) if before else ()
        return self._put(viewer, Change(spec, message, changes))

    def restore(self, viewer: Viewer, key: str, number: int) -> Version:
        """Make the spec of version `number` the newest one. Raises NotFound."""
        authorize(viewer, "dashboard.edit")
        now, then = self._shelf.open(key), self._shelf.open(key, number)
        changes = tuple(describe(now.spec, then.spec))
        change = Change(then.spec, f"Restored version {number}.", changes, base=now.saved.version)
        return self._put(viewer, change)

    def undo(self, viewer: Viewer, key: str) -> Version:
        """Take the last change back, once more with each call. Raises Conflict when nothing is left to undo."""
        authorize(viewer, "dashboard.edit")
        self._shelf.forget()
        now = self._shelf.open(key)
        if now.saved.parent is None:
            raise Conflict("There is nothing left to undo.", remedy="Restore a version from the list instead.")
        then = self._shelf.open(key, now.saved.parent)
        changes = tuple(describe(now.spec, then.spec))
        message = f"Undid: {now.saved.message}"[:400]
        base = now.saved.version
        return self._put(viewer, Change(then.spec, message, changes, base, keep_parent_of=then.saved.version))

    def delete(self, viewer: Viewer, key: str) -> None:
        """Take the dashboard away. Raises NotFound."""
        authorize(viewer, "dashboard.delete")
        self._store.delete(viewer, key)
        self._shelf.forget()

    def _check(self, viewer: Viewer, spec: Dashboard, before: Dashboard | None) -> None:
        check_spec(viewer, spec, before, self._registry)
        check_customs(viewer, spec, before, self._queries)

    def _put(self, viewer: Viewer, change: Change) -> Version:
        try:
            return self._store.put(viewer, change)
        finally:
            self._shelf.forget()


def react_of(opened_id: str, version: int, spec: Dashboard) -> str:
    """Return the dashboard as TSX; made once per version."""
    return _ejected(opened_id, version, spec.model_dump_json())


@functools.lru_cache(maxsize=64)
def _ejected(_: str, __: int, document: str) -> str:
    return eject(Dashboard.model_validate_json(document))


def _summary(changes: tuple[str, ...]) -> str:
    return " ".join(changes[:3]) or "Edited."


class _Demo(dict[str, bool]):
    """Looks connections up as they are asked for; one that is gone is no demo."""

    def __init__(self, registry: Registry) -> None:
        super().__init__()
        self._registry = registry

    def __missing__(self, name: str) -> bool:
        try:
            self[name] = self._registry.connection(name).demo
        except NotFound:
            self[name] = False
        return self[name]
