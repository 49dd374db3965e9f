"""The audit log: append-only, each row chained to the one before by its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sophia.access.policy import authorize
from sophia.access.tables import AuditRow
from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.viewer import Viewer
from sophia.store.engine import Store

FIRST = "0" * 64
SYSTEM = Viewer(id="system", name="Sophia", role="admin")


@dataclass(frozen=True)
class Verdict:
    """What a check of the chain found: rows read, and the first row that does not fit (or None)."""

    rows: int
    broken_at: int | None = None
    reason: str = ""


class Audit:
    """Writes events and checks the chain."""

    def __init__(self, store: Store, clock: Clock = utc_now) -> None:
        self._store = store
        self._clock = clock

    def record(self, session: Session, viewer: Viewer | None, action: str, target: str, **detail: Any) -> None:
        """Append one event inside `session`'s transaction, so that the act and its record stand or fall together."""
        self._store.serialize(session)
        session.flush()
        last = session.execute(select(AuditRow.seq, AuditRow.hash).order_by(AuditRow.seq.desc()).limit(1)).first()
        outcome = str(detail.pop("outcome", "done"))
        row = AuditRow(
            seq=last.seq + 1 if last else 1,
            at=self._clock().isoformat(),
            actor=viewer.id if viewer else "nobody",
            action=action,
            object=target[:200],
            outcome=outcome,
            detail=json.dumps(detail, sort_keys=True, ensure_ascii=False, default=str),
            previous=last.hash if last else FIRST,
            hash="",
        )
        row.hash = _digest(row)
        session.add(row)
        session.flush()

    def note(self, viewer: Viewer | None, action: str, target: str, **detail: Any) -> None:
        """Append one event in a transaction of its own."""
        with self._store.write() as session:
            self.record(session, viewer, action, target, **detail)

    def page(self, asker: Viewer, before: int | None = None, limit: int = 50) -> list[AuditRow]:
        """Return up to `limit` events, newest first, from the one before number `before` on."""
        authorize(asker, "audit.read")
        found = select(AuditRow).order_by(AuditRow.seq.desc()).limit(limit)
        with self._store.read() as session:
            return list(session.scalars(found if before is None else found.where(AuditRow.seq < before)))

    def verify(self) -> Verdict:
        """Read the whole chain and name the first row that was changed, removed or moved."""
        with self._store.read() as session:
            return check_chain(
                session.scalars(select(AuditRow).order_by(AuditRow.seq).execution_options(yield_per=1000))
            )


def check_chain(rows: Iterable[AuditRow]) -> Verdict:
    """Return the verdict over `rows` in order."""
    previous, count = FIRST, 0
    for row in rows:
        count += 1
        if row.seq != count:
            return Verdict(count, count, "a row is missing")
        if row.previous != previous:
            return Verdict(count, row.seq, "the row before it was changed")
        if row.hash != _digest(row):
            return Verdict(count, row.seq, "the row was changed")
        previous = row.hash
    return Verdict(count)


def _digest(row: AuditRow) -> str:
    parts = [row.seq, row.at, row.actor, row.action, row.object, row.outcome, row.detail, row.previous]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
