"""Where dashboards are kept: immutable versions, the names they answer to, one change at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from sophia.access.audit import Audit
from sophia.dashboards.tables import AliasRow, DashboardRow, VersionRow
from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.errors import BadInput, Conflict, NotFound
from sophia.kernel.viewer import Viewer
from sophia.spec.dashboard import Dashboard
from sophia.spec.validate import components_of
from sophia.store.engine import Store


@dataclass(frozen=True)
class Head:
    """A dashboard as lists show it, at its current version."""

    id: str
    slug: str
    type: str
    title: str
    description: str
    components: int
    connections: tuple[str, ...]
    version: int
    updated_at: datetime


@dataclass(frozen=True)
class Version:
    """A saved spec (JSON) and how it came about; `parent` is where undo goes."""

    dashboard_id: str
    slug: str
    version: int
    spec: str
    author: str
    message: str
    changes: tuple[str, ...]
    parent: int | None
    created_at: datetime


@dataclass(frozen=True)
class Change:
    """A new version to be: `base` is the version it was made from (None: whatever is current)."""

    spec: Dashboard
    message: str
    changes: tuple[str, ...] = ()
    base: int | None = None
    action: str = "dashboard.edit"
    keep_parent_of: int | None = None


class DashboardStore:
    """Reads and writes dashboards; what it has returned as saved is on disk."""

    def __init__(self, store: Store, audit: Audit, clock: Clock = utc_now) -> None:
        self._store = store
        self._audit = audit
        self._clock = clock

    def heads(self) -> list[Head]:
        """Return every dashboard, the last changed first."""
        rows = select(DashboardRow).where(DashboardRow.deleted_at.is_(None))
        with self._store.read() as session:
            return [_head(row) for row in session.scalars(rows.order_by(DashboardRow.updated_at.desc()))]

    def head(self, key: str) -> Head:
        """Return the dashboard with this id, slug or alias. Raises NotFound."""
        with self._store.read() as session:
            return _head(_find(session, key))

    def version(self, key: str, number: int | None = None) -> Version:
        """Return one version (default: the current one) of the dashboard named `key`. Raises NotFound."""
        with self._store.read() as session:
            row = _find(session, key)
            wanted = row.version if number is None else number
            found = session.get(VersionRow, (row.id, wanted))
            if found is None:
                raise NotFound(f"{row.title} has no version {wanted}.", field="version")
            return _version(row, found)

    def versions(self, key: str) -> list[Version]:
        """Return every version, newest first. Raises NotFound."""
        with self._store.read() as session:
            row = _find(session, key)
            found = select(VersionRow).where(VersionRow.dashboard_id == row.id).order_by(VersionRow.version.desc())
            return [_version(row, item) for item in session.scalars(found)]

    def slug_for(self, dashboard_id: str, wanted: str) -> str:
        """Return the slug that the dashboard has, or would get: `wanted`, with a number when another one has it."""
        with self._store.read() as session:
            row = session.get(DashboardRow, dashboard_id)
            if row is not None and row.deleted_at is None:
                return row.slug
            taken = set(session.scalars(select(DashboardRow.slug).where(DashboardRow.slug.startswith(wanted))))
        tries = (wanted if number == 1 else f"{wanted[:70]}-{number}" for number in range(1, 100_000))
        return next(slug for slug in tries if slug not in taken)

    def put(self, viewer: Viewer, change: Change) -> Version:
        """Save `change` as a new version, or return the current one when the spec is the same.

        Makes the dashboard when there is none of its id. Raises Conflict when `base` is not the current version or the
        slug belongs to another dashboard.
        """
        spec, now = change.spec, self._clock()
        document = spec.model_dump_json()
        with self._store.write() as session:
            self._store.serialize(session)
            row = session.get(DashboardRow, spec.id)
            if row is not None and row.deleted_at is None:
                _check_base(row, change.base)
                current = session.get(VersionRow, (row.id, row.version))
                if current is not None and current.spec == document:
                    return _version(row, current)
            elif change.base is not None:
                raise NotFound(f"There is no dashboard {spec.id!r}.", field="dashboard_id")
            row = self._describe(session, row, spec, now)
            version = VersionRow(
                dashboard_id=row.id,
                version=row.version + 1,
                spec=document,
                author=viewer.name,
                message=change.message,
                changes=list(change.changes),
                parent=self._parent(session, row, change),
                created_at=now,
            )
            row.version += 1
            session.add(version)
            self._audit.record(session, viewer, change.action, row.id, version=version.version)
            return _version(row, version)

    def _parent(self, session: Session, row: DashboardRow, change: Change) -> int | None:
        if change.keep_parent_of is not None:
            kept = session.get(VersionRow, (row.id, change.keep_parent_of))
            return kept.parent if kept is not None else None
        return row.version or None

    def _describe(self, session: Session, row: DashboardRow | None, spec: Dashboard, now: datetime) -> DashboardRow:
        """Bring the list's row up to the spec; make it when it is new, revive it when it was deleted."""
        owner = session.scalar(select(DashboardRow.id).where(DashboardRow.slug == spec.slug))
        if owner not in {None, spec.id}:
            raise Conflict(f"Another dashboard has the address {spec.slug!r}.", field="spec.slug")
        if row is None:
            row = DashboardRow(id=spec.id, version=0, created_at=now)
            session.add(row)
        row.slug, row.type, row.title, row.description = spec.slug, spec.type, spec.title, spec.description
        row.components = sum(1 for _ in components_of(spec))
        row.connections = list(dict.fromkeys(item.connection for item in spec.datasets if item.connection))
        row.updated_at, row.deleted_at = now, None
        session.flush()
        if spec.type != "custom":
            session.merge(AliasRow(alias=f"{spec.type}-dashboard"[:100], dashboard_id=spec.id))
        return row

    def delete(self, viewer: Viewer, key: str) -> None:
        """Take the dashboard away; its versions stay for the record. Raises NotFound."""
        with self._store.write() as session:
            row = _find(session, key)
            row.deleted_at = self._clock()
            row.slug = f"{row.id}~"
            _hand_over(session, row)
            self._audit.record(session, viewer, "dashboard.delete", row.id)


def _hand_over(session: Session, row: DashboardRow) -> None:
    """Give a deleted dashboard's other names to the newest one left of its type, if any."""
    left = select(DashboardRow).where(DashboardRow.type == row.type, DashboardRow.deleted_at.is_(None))
    heir = session.scalar(left.where(DashboardRow.id != row.id).order_by(DashboardRow.created_at.desc()).limit(1))
    for alias in session.scalars(select(AliasRow).where(AliasRow.dashboard_id == row.id)):
        if heir is None:
            session.delete(alias)
        else:
            alias.dashboard_id = heir.id


def _find(session: Session, key: str) -> DashboardRow:
    named = select(DashboardRow).where(
        or_(DashboardRow.id == key, DashboardRow.slug == key), DashboardRow.deleted_at.is_(None)
    )
    row = session.scalar(named)
    if row is None:
        by_alias = select(DashboardRow).join(AliasRow, AliasRow.dashboard_id == DashboardRow.id)
        row = session.scalar(by_alias.where(AliasRow.alias == key, DashboardRow.deleted_at.is_(None)))
    if row is None:
        remedy = "GET /api/dashboards lists the ids and names."
        raise NotFound(f"There is no dashboard {key[:80]!r}.", field="dashboard_id", remedy=remedy)
    return row


def _check_base(row: DashboardRow, base: int | None) -> None:
    if base is not None and base != row.version:
        if base > row.version:
            raise BadInput(f"{row.title} has no version {base} yet.", field="base_version")
        message = f"{row.title} was changed in the meantime: version {row.version} is current, not {base}."
        raise Conflict(message, field="base_version", remedy="Load the current version and apply the change to it.")


def _head(row: DashboardRow) -> Head:
    return Head(
        id=row.id,
        slug=row.slug,
        type=row.type,
        title=row.title,
        description=row.description,
        components=row.components,
        connections=tuple(row.connections),
        version=row.version,
        updated_at=row.updated_at,
    )


def _version(row: DashboardRow, found: VersionRow) -> Version:
    return Version(
        dashboard_id=row.id,
        slug=row.slug,
        version=found.version,
        spec=found.spec,
        author=found.author,
        message=found.message,
        changes=tuple(found.changes),
        parent=found.parent,
        created_at=found.created_at,
    )
