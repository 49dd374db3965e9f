"""The schedule of synced connections: claimed by a lease, so that of several workers one has a connection at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from sophia.connections.sync.tables import BucketRow, SyncRow, SyncRunRow
from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.errors import Conflict
from sophia.kernel.ids import new_id
from sophia.sources.sync.pace import Level, take
from sophia.sources.sync.stream import Pace
from sophia.store.engine import Store

LEASE = timedelta(minutes=5)
KEPT_RUNS = 200
AT_ONCE = 10
"""So many calls are taken from a bucket at a time at most: each taking is a write to the state database."""


class LeaseLost(Conflict):
    """Another worker has taken the connection over, or it was removed."""


@dataclass(frozen=True)
class Claim:
    """A connection that is this worker's until its lease ends."""

    connection: str
    owner: str
    private: bool
    failures: int


@dataclass(frozen=True)
class Run:
    """How a cycle went."""

    started_at: datetime
    seconds: float
    calls: int = 0
    records: int = 0
    changed: int = 0
    removed: int = 0
    ok: bool = True
    error: str | None = None


@dataclass(frozen=True)
class SyncState:
    """Where a synced connection stands; `runs` are its last cycles, newest first."""

    next_due: datetime
    running: bool
    failures: int
    last_ok_at: datetime | None
    progress: dict[str, Any]
    quota: dict[str, Any]
    runs: tuple[Run, ...] = field(default=())


class Schedule:
    """Reads and writes when connections are due."""

    def __init__(self, store: Store, clock: Clock = utc_now) -> None:
        self._store = store
        self._clock = clock

    def add(self, connection: str, *, private: bool) -> None:
        """Put a connection on the schedule, due now."""
        with self._store.write() as session:
            row = SyncRow(connection=connection, next_due=self._clock(), private=private, failures=0)
            row.progress, row.quota = {}, {}
            session.merge(row)

    def due(self) -> int:
        """Return how many connections wait for a worker."""
        with self._store.read() as session:
            return session.scalar(select(func.count()).select_from(SyncRow).where(*self._waiting())) or 0

    def ask_for(self, connection: str) -> bool:
        """Make a connection due now; return False when it is not a synced one."""
        with self._store.write() as session:
            row = session.get(SyncRow, connection)
            if row is not None:
                row.next_due = self._clock()
            return row is not None

    def claim(self, only: str | None = None) -> Claim | None:
        """Take the connection that has been due the longest, or `only` that one; None when nothing is due."""
        owner = new_id("worker")
        with self._store.write() as session:
            self._store.serialize(session)
            found = select(SyncRow).where(*self._waiting()).order_by(SyncRow.next_due).limit(1)
            row = session.scalar(found.where(SyncRow.connection == only) if only else found)
            if row is None:
                return None
            row.lease_owner, row.lease_until = owner, self._clock() + LEASE
            return Claim(row.connection, owner, row.private, row.failures)

    def renew(self, claim: Claim, progress: dict[str, Any]) -> None:
        """Hold on to a claim and tell how far it is. Raises LeaseLost."""
        with self._store.write() as session:
            row = self._held(session, claim)
            row.lease_until, row.progress = self._clock() + LEASE, progress

    def done(self, claim: Claim, run: Run, next_due: datetime, quota: dict[str, Any]) -> None:
        """Note how a cycle went and let the connection go. Raises LeaseLost."""
        with self._store.write() as session:
            row = self._held(session, claim)
            row.lease_owner, row.lease_until, row.progress = None, None, {}
            row.next_due, row.quota = next_due, quota or row.quota
            row.failures = 0 if run.ok else row.failures + 1
            if run.ok:
                row.last_ok_at = self._clock()
            session.add(SyncRunRow(id=new_id("run"), connection=claim.connection, **vars(run)))
            session.flush()
            kept = (
                select(SyncRunRow.id)
                .where(SyncRunRow.connection == claim.connection)
                .order_by(SyncRunRow.started_at.desc())
                .limit(KEPT_RUNS)
            )
            session.execute(
                delete(SyncRunRow).where(SyncRunRow.connection == claim.connection, SyncRunRow.id.not_in(kept))
            )

    def release(self, claim: Claim) -> None:
        """Let a connection go unfinished, due as before; nothing when it is no longer this worker's."""
        with self._store.write() as session:
            session.execute(
                update(SyncRow)
                .where(SyncRow.connection == claim.connection, SyncRow.lease_owner == claim.owner)
                .values(lease_owner=None, lease_until=None, progress={})
            )

    def state(self, connection: str, runs: int = 20) -> SyncState | None:
        """Return where a connection stands, None when it is not a synced one."""
        with self._store.read() as session:
            row = session.get(SyncRow, connection)
            if row is None:
                return None
            found = (
                select(SyncRunRow)
                .where(SyncRunRow.connection == connection)
                .order_by(SyncRunRow.started_at.desc())
                .limit(runs)
            )
            names = tuple(Run.__dataclass_fields__)
            past = tuple(Run(**{name: getattr(item, name) for name in names}) for item in session.scalars(found))
            running = row.lease_until is not None and row.lease_until > self._clock()
            return SyncState(row.next_due, running, row.failures, row.last_ok_at, row.progress, row.quota, past)

    def _waiting(self) -> tuple[Any, ...]:
        now = self._clock()
        return SyncRow.next_due <= now, or_(SyncRow.lease_until.is_(None), SyncRow.lease_until < now)

    def _held(self, session: Session, claim: Claim) -> SyncRow:
        row = session.get(SyncRow, claim.connection)
        if row is None or row.lease_owner != claim.owner:
            raise LeaseLost(f"{claim.connection} is no longer this worker's.")
        return row


class StoredBuckets:
    """Buckets in the state database: all processes together stay below what an API allows."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._own: dict[str, int] = {}

    def take(self, name: str, pace: Pace, now: datetime) -> float:
        """Take a call from the bucket called `name`; return the seconds to wait. Raises Throttled."""
        if self._own.get(name, 0) > 0:
            self._own[name] -= 1
            return 0.0
        calls = max(1, min(AT_ONCE, pace.burst // 2, (pace.per_day or 10_000) // 100))
        with self._store.write() as session:
            self._store.serialize(session)
            row = session.get(BucketRow, name)
            before = Level(row.tokens, row.at, row.day, row.used) if row is not None else None
            after, wait = take(before, pace, now, calls)
            session.merge(BucketRow(name=name, tokens=after.tokens, at=after.at, day=after.day, used=after.used))
        self._own[name] = calls - 1
        return wait
