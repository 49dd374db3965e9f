"""Syncing what is due: claim a connection, run a cycle, point it at the new snapshot, say when it is due again."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sophia.connections.service import Connections
from sophia.connections.store import ConnectionStore, Saved
from sophia.connections.sync.store import Claim, LeaseLost, Run, Schedule, StoredBuckets
from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.errors import NotFound, SophiaError
from sophia.kernel.http.address import AddressRule
from sophia.kernel.http.client import Http, Limits
from sophia.kernel.ids import new_id
from sophia.kernel.log import logger
from sophia.kernel.meters import Meters
from sophia.sources.registry import source_of
from sophia.sources.sync.api import Api, Means
from sophia.sources.sync.cycle import Cycle, Outcome, Progress, Tell, quiet
from sophia.sources.sync.raw import RawStore
from sophia.sources.sync.stream import Sync

LOG = logger("sync")
LONGEST = timedelta(hours=6)
LITTLE_LEFT = 0.2
STRETCH = 4
"""When less than a fifth of an API's allowance is left, cycles come at a quarter of their pace."""


class Stopping(Exception):
    """The worker is told to end; what was read is kept."""


@dataclass(frozen=True)
class World:
    """What a worker needs besides stores: time, sleep and chance."""

    clock: Clock = utc_now
    pause: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


@dataclass(frozen=True)
class SyncJobs:
    """Runs the cycles of synced connections, one at a time."""

    connections: Connections
    kept: ConnectionStore
    schedule: Schedule
    buckets: StoredBuckets
    home: Path
    trusted: tuple[str, ...] = ()
    meters: Meters | None = None
    world: World = World()

    def run_due(self, over: threading.Event | None = None, only: str | None = None, told: Tell = quiet) -> bool:
        """Sync the connection that has been due the longest; return whether there was one.

        When `over` is set, the cycle ends after the batch at hand and goes on there the next time. `told` hears how far
        it is.
        """
        claim = self.schedule.claim(only)
        if claim is None:
            return False
        try:
            self._run(claim, over or threading.Event(), told)
        except Stopping:
            self.schedule.release(claim)
        except (LeaseLost, NotFound):
            LOG.info("connection is another worker's, or gone", name=claim.connection)
        return True

    def _run(self, claim: Claim, over: threading.Event, told: Tell) -> None:
        started = self.world.clock()
        done, error, saved = Outcome(), None, self.kept.get(claim.connection)
        sync = _sync_of(saved)
        try:
            done = self._cycle(claim, saved, over, told)
            error = _words(done)
            if done.published is not None:
                self.connections.point(saved, done.published, _notes(done))
            self.kept.confirm(saved.name, "ok" if done.ok else "failing", error)
        except SophiaError as failure:
            if isinstance(failure, LeaseLost):
                raise
            error = failure.message
            self.kept.confirm(saved.name, "failing", error)
            LOG.warning("sync failed", name=saved.name, reason=error)
        seconds = (self.world.clock() - started).total_seconds()
        counts = {name: getattr(done, name) for name in ("calls", "records", "changed", "removed")}
        run = Run(started, seconds, ok=error is None, error=error, **counts)
        quota = {name: _plain(value) for name, value in asdict(done.quota).items()} if done.quota else {}
        self.schedule.done(claim, run, self._next(claim, saved, sync, done, ok=run.ok), quota)
        LOG.info("synced", name=saved.name, ok=run.ok, calls=run.calls, changed=run.changed, seconds=round(seconds, 2))

    def _cycle(self, claim: Claim, saved: Saved, over: threading.Event, told: Tell) -> Outcome:
        sync = _sync_of(saved)
        config = source_of(saved.source).config.model_validate_json(saved.config)
        http = Http(AddressRule(self.trusted, private=claim.private), Limits())
        means = Means(self.world.clock, self.world.pause, self.world.chance, self.buckets)

        def tell(progress: Progress) -> None:
            if over.is_set():
                raise Stopping
            self.schedule.renew(claim, asdict(progress))
            told(progress)

        folder = self.home / "sync" / saved.name
        target = self.home / "data" / f"{new_id('sync')}.duckdb"
        with http.keep() as send, RawStore(folder / "raw.duckdb", sync.streams_of(config)) as raw:
            api = Api(saved.name, sync.target(config), send, means, sync.quota)
            return Cycle(sync, config, api, raw, tell).run(target, force=saved.snapshot is None)

    def _next(self, claim: Claim, saved: Saved, sync: Sync, done: Outcome, *, ok: bool) -> datetime:
        """Return when the connection is due again: evenly spread, later when the API or its allowance asks for it."""
        interval = timedelta(seconds=max(sync.interval, saved.refresh_interval))
        if done.quota is not None and done.quota.share < LITTLE_LEFT:
            interval *= STRETCH
        if not ok and done.until is None:
            interval = min(LONGEST, interval * 2 ** min(claim.failures, 8))
        spread = interval * (0.1 * (self.world.chance() - 0.5))
        usual = self.world.clock() + interval + spread
        return max(usual, done.until + abs(spread)) if done.until else usual


def _sync_of(saved: Saved) -> Sync:
    sync = source_of(saved.source).sync
    assert sync is not None, saved.source
    return sync


def _words(done: Outcome) -> str | None:
    if done.until is not None:
        return f"The source asks for fewer calls; it goes on at {done.until:%H:%M} (UTC)."
    return " ".join(f"{stream}: {reason}" for stream, reason in done.errors.items()) or None


def _notes(done: Outcome) -> tuple[dict[str, Any], ...]:
    return tuple(asdict(replace(note, lines=())) | {"lines": []} for note in done.notes)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
