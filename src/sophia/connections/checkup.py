"""Checkups: is a connection's system reached, does it let us in, may we read, how fast, how fresh, how much is left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from sophia.catalog.model import Catalog, Table
from sophia.connections.store import Saved
from sophia.connections.sync.store import SyncState
from sophia.kernel.errors import SophiaError
from sophia.kernel.viewer import Viewer
from sophia.query.contract import QueryPath, Question
from sophia.query.result import Result
from sophia.sources.sync.errors import AccessRefused, Throttled
from sophia.spec.datasets import Measure, MetricDataset

Verdict = Literal["ok", "warning", "failed", "skipped"]
Reach = Callable[[], None]
"""Opens the system as it is configured. Raises SophiaError; with AccessRefused or the field "user" it let us not in."""

MOST_TABLES = 50
SLOW_MILLISECONDS = 2_000.0
STALE_INTERVALS = 3
LITTLE_LEFT = 0.1
RUNNING = "Check that the system runs and that this machine may reach it."


@dataclass(frozen=True)
class Finding:
    """One aspect of a connection: the verdict in a word and a sentence, a number where there is one, what to do."""

    aspect: str
    verdict: Verdict
    words: str
    remedy: str = ""
    value: float | None = None


@dataclass(frozen=True)
class Checkup:
    """All findings about a connection; it is `ok` when nothing failed."""

    connection: str
    source: str
    demo: bool
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether no finding is a failure."""
        return all(item.verdict != "failed" for item in self.findings)

    @property
    def proves_live(self) -> bool:
        """Whether the system let us in and gave rows."""
        found = {item.aspect: item for item in self.findings}
        entered = all(found[aspect].verdict == "ok" for aspect in ("reachability", "auth"))
        return self.ok and entered and bool(found["rows"].value)


@dataclass(frozen=True)
class Patient:
    """What a checkup looks at: the connection as stored, its catalog and its sync, and the hour."""

    saved: Saved
    catalog: Catalog
    state: SyncState | None
    home: Path
    now: datetime


def examine(patient: Patient, reach: Reach | None, queries: QueryPath, viewer: Viewer) -> Checkup:
    """Return a checkup; `reach` is None for files and demo data, whose system is this machine."""
    saved = patient.saved
    findings = list(_entry(patient, reach))
    if any(item.verdict == "failed" for item in findings):
        findings += [Finding(name, "skipped", "Not looked at.") for name in ("permissions", "latency", "rows")]
    else:
        findings += _reading(patient, queries, viewer)
    findings += [_freshness(patient), _quota(patient)]
    return Checkup(saved.name, saved.source, saved.demo, tuple(findings))


def _entry(patient: Patient, reach: Reach | None) -> Iterator[Finding]:
    """Yield whether the system is there and lets us in."""
    if reach is None:
        place = patient.home / (patient.saved.snapshot or "missing")
        if place.is_file():
            yield Finding("reachability", "ok", "The snapshot is there.")
            yield Finding("auth", "skipped", "A snapshot on this machine asks for no account.")
        else:
            yield Finding("reachability", "failed", "The snapshot is gone.", "Connect the files again.")
        return
    started = time.perf_counter()
    try:
        reach()
    except Throttled as error:
        yield Finding("reachability", "ok", "The system answers.")
        yield Finding("auth", "warning", error.message, error.remedy or "")
        return
    except SophiaError as error:
        refused = isinstance(error, AccessRefused) or error.field in {"user", "password", "secret", "config.secret"}
        if refused:
            yield Finding("reachability", "ok", "The system answers.")
            yield Finding("auth", "failed", error.message, error.remedy or "Enter a valid key or account.")
        else:
            yield Finding("reachability", "failed", error.message, error.remedy or RUNNING)
        return
    spent = (time.perf_counter() - started) * 1000
    yield Finding("reachability", "ok", f"The system answered in {spent:,.0f} ms.", value=round(spent, 1))
    yield Finding("auth", "ok", "The account or key is accepted.")


def _reading(patient: Patient, queries: QueryPath, viewer: Viewer) -> list[Finding]:
    """Count the rows of every table along the way that dashboards take."""
    tables = [table for table in patient.catalog.tables if table.sql is None][:MOST_TABLES]
    if not tables:
        waiting = patient.state is not None and patient.state.last_ok_at is None
        remedy = "Wait for the first sync to end." if waiting else "Let the account read a table, and connect again."
        return [Finding("permissions", "warning" if waiting else "failed", "There is no table to read yet.", remedy)]
    found = [(table, _counted(table, patient.saved.name, queries, viewer)) for table in tables]
    failed = [(table, result.failure.message) for table, result in found if result.failure]
    counts = {table.name: int(result.data[0][0] or 0) for table, result in found if not result.failure}
    times = sorted(float(result.milliseconds or 0) for _, result in found if not result.failure)
    return [_permissions(failed, len(tables)), _latency(times), _rows(counts)]


def _counted(table: Table, connection: str, queries: QueryPath, viewer: Viewer) -> Result:
    measure = Measure(name="rows", aggregate="count")
    dataset = MetricDataset(id="rows", connection=connection, table=table.name, measures=[measure])
    return queries.run(Question(viewer, [dataset], fresh=True))["rows"]


def _permissions(failed: list[tuple[Table, str]], tables: int) -> Finding:
    if not failed:
        return Finding("permissions", "ok", f"All {tables} tables can be read.", value=tables)
    first, reason = failed[0]
    words = f"{len(failed)} of {tables} tables cannot be read; {first.name}: {reason}"
    return Finding("permissions", "failed", words, "Let the account read them, or connect again.", tables - len(failed))


def _latency(times: list[float]) -> Finding:
    if not times:
        return Finding("latency", "skipped", "No query was answered.")
    middle, worst = times[len(times) // 2], times[-1]
    words = f"Half of the counts took {middle:,.0f} ms or less, the slowest {worst:,.0f} ms."
    if middle <= SLOW_MILLISECONDS:
        return Finding("latency", "ok", words, value=round(middle, 1))
    remedy = "Give the system more power, or raise the refresh interval so that fewer queries reach it."
    return Finding("latency", "warning", words, remedy, round(middle, 1))


def _rows(counts: dict[str, int]) -> Finding:
    empty = [name for name, count in counts.items() if count == 0]
    total = sum(counts.values())
    words = f"{total:,} rows in {len(counts)} tables"
    if counts and total == 0:
        return Finding("rows", "warning", f"{words}: all are empty.", "Check that this is the right place.", 0)
    shown = ", ".join(empty[:5]) + (" …" if len(empty) > 5 else "")
    return Finding("rows", "ok", f"{words}{f'; empty: {shown}' if empty else ''}.", value=total)


def _freshness(patient: Patient) -> Finding:
    saved, state = patient.saved, patient.state
    if saved.demo:
        return Finding("freshness", "ok", f"Demo data; its clock stands at {saved.as_of or 'a fixed day'}.")
    if state is not None:
        return _sync_freshness(patient, state)
    if saved.snapshot is None:
        return Finding("freshness", "ok", f"Read live; answers are kept for {saved.refresh_interval} s.", value=0)
    if saved.updated_at is None:
        return Finding("freshness", "skipped", "It is not known when the files were loaded.")
    age = max(0.0, (patient.now - saved.updated_at).total_seconds())
    return Finding("freshness", "ok", f"Loaded {_ago(age)} ago; files are as fresh as they were sent.", value=age)


def _sync_freshness(patient: Patient, state: SyncState) -> Finding:
    if state.last_ok_at is None:
        reason = state.runs[0].error if state.runs else None
        verdict: Verdict = "failed" if state.failures else "warning"
        remedy = "Start `sophia run` or `sophia worker`, which sync what is due."
        return Finding("freshness", verdict, reason or "The first sync has not ended yet.", remedy)
    age = max(0.0, (patient.now - state.last_ok_at).total_seconds())
    words = f"Synced {_ago(age)} ago, every {patient.saved.refresh_interval} s is wished."
    if state.failures:
        reason = (state.runs[0].error if state.runs else None) or "The last sync failed."
        return Finding("freshness", "failed", f"{words} {reason}", "See the last cycles of this connection.", age)
    if age > STALE_INTERVALS * patient.saved.refresh_interval:
        return Finding("freshness", "warning", words, "Check that `sophia run` or `sophia worker` runs.", age)
    return Finding("freshness", "ok", words, value=age)


def _quota(patient: Patient) -> Finding:
    quota = patient.state.quota if patient.state is not None else {}
    if not quota or not quota.get("limit"):
        return Finding("quota", "skipped", "Nothing limits the calls, or the system does not say what is left.")
    left, limit = int(quota["left"]), int(quota["limit"])
    words = f"{left:,} of {limit:,} calls are left."
    if left < LITTLE_LEFT * limit:
        return Finding("quota", "warning", words, "Raise the interval, or ask the vendor for more calls.", left)
    return Finding("quota", "ok", words, value=left)


def _ago(seconds: float) -> str:
    for name, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} seconds"
