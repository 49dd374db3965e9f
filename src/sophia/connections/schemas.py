"""What goes over the wire about connections and sources."""

from __future__ import annotations

from datetime import datetime
from typing import Any, get_args

from pydantic import BaseModel, Field

from sophia.access.schemas import Body
from sophia.catalog.model import Catalog
from sophia.catalog.semantic.draft import Kind, State
from sophia.catalog.semantic.place import Imported
from sophia.connections.checkup import Checkup, Verdict
from sophia.connections.service import Described
from sophia.connections.store import LiveCheck, Saved
from sophia.connections.sync.store import SyncState
from sophia.sources.contract import Source, Verified
from sophia.sources.registry import is_synced


class SourceReply(BaseModel):
    """A kind of system: its settings as JSON Schema, or the file endings it reads."""

    kind: str
    title: str
    description: str
    config_schema: dict[str, Any]
    accepts: list[str] | None = None
    capabilities: list[str]
    verified: Verified
    evidence: str

    @staticmethod
    def of(source: Source, live: LiveCheck | None = None) -> SourceReply:
        """Return a source as sent; `live` tells of its having been seen on the real service."""
        evidence = source.evidence
        if live is not None:
            evidence += f" Seen live on {live.checked_at:%Y-%m-%d} by {live.author}, as {live.connection}."
        return SourceReply(
            kind=source.kind,
            title=source.title,
            description=source.description,
            config_schema=source.config.model_json_schema(),
            accepts=list(source.accepts) or None,
            capabilities=list(source.capabilities),
            verified="live" if live is not None else source.verified,
            evidence=evidence,
        )


class SourcesReply(BaseModel):
    """Every kind of system that a person can connect."""

    sources: list[SourceReply]


class RejectedLine(BaseModel):
    """A line of a file that could not be read, and why."""

    line: int
    error: str


class NoteReply(BaseModel):
    """Something to know about a table as loaded: rows that were left out, with the first lines at fault."""

    table: str
    message: str
    rejected: int = 0
    lines: list[RejectedLine] = Field(default_factory=list)


class ConnectionSummary(BaseModel):
    """A connection as lists show it; never its address or password."""

    name: str
    source: str
    title: str
    demo: bool
    synced: bool
    tables: int
    rows: int | None
    as_of: str | None
    status: str
    error: str | None = None
    refresh_interval: int
    notes: list[NoteReply] = Field(default_factory=list)

    @staticmethod
    def of(saved: Saved) -> ConnectionSummary:
        """Return a stored connection as sent."""
        return ConnectionSummary(
            name=saved.name,
            source=saved.source,
            title=saved.title,
            demo=saved.demo,
            synced=is_synced(saved.source),
            tables=saved.tables,
            rows=saved.rows,
            as_of=saved.as_of or (saved.updated_at.isoformat() if saved.snapshot and saved.updated_at else None),
            status=saved.status,
            error=saved.error,
            refresh_interval=saved.refresh_interval,
            notes=[NoteReply.model_validate(note) for note in saved.notes],
        )


class ConnectionsReply(BaseModel):
    """Every connection."""

    connections: list[ConnectionSummary]


class ConnectionReply(BaseModel):
    """A connection with what it holds, and sentences that work on it."""

    connection: ConnectionSummary
    catalog: Catalog
    suggestions: list[str]

    @staticmethod
    def of(described: Described) -> ConnectionReply:
        """Return a described connection as sent."""
        return ConnectionReply(
            connection=ConnectionSummary.of(described.saved),
            catalog=described.catalog,
            suggestions=list(described.suggestions),
        )


class ImportedItem(BaseModel):
    """What became of one part of a semantic model: carried over, adapted or left out, and how or why."""

    kind: Kind
    name: str
    state: State
    why: str = ""


class ImportReply(BaseModel):
    """What became of a semantic model; `kept` is false for a dry run."""

    kept: bool
    carried: int
    adapted: int
    left_out: int
    items: list[ImportedItem]

    @staticmethod
    def of(done: Imported, *, kept: bool) -> ImportReply:
        """Return an import as sent."""
        items = [ImportedItem(kind=item.kind, name=item.name, state=item.state, why=item.why) for item in done.items]
        counts = {state: done.count(state) for state in get_args(State)}
        return ImportReply(kept=kept, items=items, **counts)


class SyncRunReply(BaseModel):
    """A cycle of a synced connection: what it read and changed, or what went wrong."""

    started_at: datetime
    seconds: float
    calls: int
    records: int
    changed: int
    removed: int
    ok: bool
    error: str | None = None


class SyncProgressReply(BaseModel):
    """How far a running cycle is: the stream at hand, its number among all, and the records read so far."""

    stream: str
    number: int
    streams: int
    records: int


class QuotaReply(BaseModel):
    """How many calls a source still allows, until when."""

    left: int
    limit: int
    resets: datetime | None = None


class SyncReply(BaseModel):
    """When a synced connection was and will be synced, and how its last cycles went, newest first."""

    running: bool
    next_due: datetime
    last_ok_at: datetime | None
    failures: int
    progress: SyncProgressReply | None
    quota: QuotaReply | None
    runs: list[SyncRunReply]

    @staticmethod
    def of(state: SyncState) -> SyncReply:
        """Return the state of a sync as sent."""
        return SyncReply(
            running=state.running,
            next_due=state.next_due,
            last_ok_at=state.last_ok_at,
            failures=state.failures,
            progress=SyncProgressReply.model_validate(state.progress) if state.progress else None,
            quota=QuotaReply.model_validate(state.quota) if state.quota else None,
            runs=[SyncRunReply.model_validate(vars(run)) for run in state.runs],
        )


class FindingReply(BaseModel):
    """One aspect of a connection: the verdict, in a sentence, and what to do about it."""

    aspect: str
    verdict: Verdict
    words: str
    remedy: str = ""
    value: float | None = None


class CheckupReply(BaseModel):
    """Whether a connection works, aspect by aspect."""

    connection: str
    source: str
    demo: bool
    ok: bool
    findings: list[FindingReply]

    @staticmethod
    def of(checkup: Checkup) -> CheckupReply:
        """Return a checkup as sent."""
        findings = [FindingReply.model_validate(vars(item)) for item in checkup.findings]
        return CheckupReply(
            connection=checkup.connection,
            source=checkup.source,
            demo=checkup.demo,
            ok=checkup.ok,
            findings=findings,
        )


class ConnectionBody(Body):
    """A live system to connect: its kind and its settings."""

    source: str = Field(max_length=40)
    config: dict[str, Any] = Field(default_factory=dict)
    name: str | None = Field(None, max_length=60)
