"""Tables of the sync: when a connection is due and who has it, how its cycles went, what its bucket holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Double, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sophia.store.shape import Row


class SyncRow(Row):
    """A synced connection's schedule. Who holds the lease syncs it; a lease that ran out is anybody's.

    `private` says that its host may lie in the own network, as an admin added it.
    """

    __tablename__ = "syncs"

    connection: Mapped[str] = mapped_column(ForeignKey("connections.name", ondelete="CASCADE"), primary_key=True)
    next_due: Mapped[datetime]
    lease_owner: Mapped[str | None] = mapped_column(String(40))
    lease_until: Mapped[datetime | None]
    private: Mapped[bool]
    failures: Mapped[int]
    last_ok_at: Mapped[datetime | None]
    progress: Mapped[dict[str, Any]]
    quota: Mapped[dict[str, Any]]


class SyncRunRow(Row):
    """A cycle that ended."""

    __tablename__ = "sync_runs"
    __table_args__ = (Index("ix_sync_runs_connection_started_at", "connection", "started_at"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    connection: Mapped[str] = mapped_column(ForeignKey("connections.name", ondelete="CASCADE"))
    started_at: Mapped[datetime]
    seconds: Mapped[float] = mapped_column(Double)
    calls: Mapped[int]
    records: Mapped[int] = mapped_column(BigInteger)
    changed: Mapped[int] = mapped_column(BigInteger)
    removed: Mapped[int] = mapped_column(BigInteger)
    ok: Mapped[bool]
    error: Mapped[str | None] = mapped_column(Text)


class BucketRow(Row):
    """What is left of a connection's calls: tokens at a moment, and the calls of a day."""

    __tablename__ = "buckets"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    tokens: Mapped[float] = mapped_column(Double)
    at: Mapped[datetime]
    day: Mapped[str] = mapped_column(String(10))
    used: Mapped[int]
