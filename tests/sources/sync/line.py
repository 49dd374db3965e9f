"""A line: one connection to a simulated API, synced cycle by cycle in virtual time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from sophia.sources.sync.api import Api, Means
from sophia.sources.sync.cycle import Cycle, Outcome, Progress
from sophia.sources.sync.pace import OwnBuckets
from sophia.sources.sync.raw import RawStore
from sophia.sources.sync.stream import Sync
from tests.services.api import Answers, sender
from tests.sources.sync.things import START


class Line:
    """Runs cycles of `sync` with `config` against `answers`; `now` moves only when somebody waits or says so."""

    def __init__(
        self, folder: Path, sync: Sync, config: Any, answers: Answers, now: datetime = START + timedelta(days=1)
    ) -> None:
        self.folder, self.sync, self.config, self.answers, self.now = folder, sync, config, answers, now
        self.waits: list[float] = []
        self.number = 0
        self.buckets = OwnBuckets()

    def _pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += timedelta(seconds=seconds)

    def api(self) -> Api:
        """The API as the source's readers get it."""
        means = Means(clock=lambda: self.now, pause=self._pause, chance=lambda: 0.5, buckets=self.buckets)
        return Api("line", self.sync.target(self.config), sender(self.answers), means, self.sync.quota)

    def run(self, tell: Callable[[Progress], None] = lambda _: None) -> Outcome:
        """Run one cycle."""
        self.number += 1
        with RawStore(self.folder / "raw.duckdb", self.sync.streams_of(self.config)) as raw:
            cycle = Cycle(self.sync, self.config, self.api(), raw, tell)
            return cycle.run(self.folder / f"snap{self.number}.duckdb")

    def table(self, outcome: Outcome, name: str) -> list[tuple[Any, ...]]:
        """Return the rows of a published table."""
        return self.ask(outcome, f"SELECT * FROM {name}")

    def ask(self, outcome: Outcome, sql: str) -> list[tuple[Any, ...]]:
        """Return what `sql` finds in the published snapshot."""
        assert outcome.published is not None, outcome
        with duckdb.connect(str(outcome.published), read_only=True) as database:
            return database.execute(sql).fetchall()
