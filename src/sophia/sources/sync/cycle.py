"""A cycle: every stream read from where it stands, what changed published, and said what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sophia.kernel.errors import SophiaError
from sophia.kernel.log import logger
from sophia.sources.contract import Note
from sophia.sources.sync.api import Api
from sophia.sources.sync.errors import AccessRefused, Expired, Throttled
from sophia.sources.sync.publish import publish
from sophia.sources.sync.raw import RawStore, Written, key_of
from sophia.sources.sync.stream import Page, Position, Quota, Record, Stream, Sync

LOG = logger("sync")
BATCH = 2000
SWEEP = timedelta(hours=24)


@dataclass(frozen=True)
class Progress:
    """How far a cycle is: the stream at hand, its place among all, and the records read so far."""

    stream: str
    number: int
    streams: int
    records: int


Tell = Callable[[Progress], None]
"""Told after each write; may raise to end the cycle, which loses nothing."""


def quiet(_: Progress) -> None:
    """Tell nobody."""


@dataclass
class Outcome:
    """What a cycle did. `errors` is stream → reason; `until` is when the API may be asked again, where it said so."""

    records: int = 0
    changed: int = 0
    removed: int = 0
    calls: int = 0
    tables: dict[str, int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    quota: Quota | None = None
    until: datetime | None = None
    published: Path | None = None

    @property
    def ok(self) -> bool:
        """Whether every stream was read to its end."""
        return not self.errors and self.until is None


@dataclass(frozen=True)
class Cycle:
    """One cycle of one connection: what is read (`sync`, `config`), by what (`api`), into what (`raw`)."""

    sync: Sync
    config: Any
    api: Api
    raw: RawStore
    tell: Tell = quiet

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The streams of this connection."""
        return self.sync.streams_of(self.config)

    def run(self, target: Path, *, force: bool = False) -> Outcome:
        """Read every stream and publish to `target` if anything changed, or when `force`.

        A stream that fails leaves its table as it was; the others go on. What `tell` raises goes through.
        """
        done = Outcome()
        reads = [stream for stream in self.streams if stream.read is not None]
        for number, stream in enumerate(reads, 1):
            try:
                self._stream(stream, done, (number, len(reads)))
            except Throttled as error:
                done.until = error.until
                break
            except AccessRefused as error:
                done.errors[stream.name] = error.message
            except SophiaError as error:
                done.errors[stream.name] = error.message
                LOG.warning("stream failed", stream=stream.name, reason=error.message)
        if done.changed or done.removed or force:
            done.tables = publish(self.raw, self.streams, self.sync.shape, target, self.api.now)
            done.published = target
        done.calls, done.quota = self.api.calls, self.api.quota
        return done

    def _stream(self, stream: Stream, done: Outcome, place: tuple[int, int]) -> None:
        position = self.raw.position(stream)
        begun = False
        try:
            for batch in self._batches(stream, position):
                if not begun:
                    self.raw.begin(stream, min(self.api.now, self.api.server_time or self.api.now))
                    begun = True
                self._take(stream, batch, done)
                self.tell(Progress(stream.name, *place, done.records))
        except Expired:
            if position.resume is None:
                raise
            self.raw.restart(stream)
            return self._stream(stream, done, place)
        self._drop_unseen(stream, done)
        self.raw.finish(stream)
        self._sweep(stream, done)
        return None

    def _batches(self, stream: Stream, position: Position) -> Iterator[Page]:
        """Yield the stream's pages put together, so that each write is worth its while."""
        assert stream.read is not None
        records: list[Record] = []
        deleted: list[Record] = []
        also: dict[str, list[Record]] = {}
        last: Page | None = None
        waiting = 0
        for page in stream.read(self.api, self.config, position):
            records += page.records
            deleted += page.deleted
            for name, more in page.also.items():
                also.setdefault(name, []).extend(more)
            last, waiting = page, waiting + len(page.records) + sum(map(len, page.also.values()))
            if waiting >= BATCH:
                yield Page(records, page.resume, also, deleted)
                records, deleted, also, last, waiting = [], [], {}, None, 0
        if last is not None:
            yield Page(records, last.resume, also, deleted)
        elif waiting == 0:
            yield Page()

    def _take(self, stream: Stream, batch: Page, done: Outcome) -> None:
        others = {other.name: other for other in self.streams}
        for name, records in batch.also.items():
            self._count(others[name], self.raw.write(others[name], records, None), len(records), done)
        done.removed += self.raw.remove(stream, batch.deleted)
        if batch.records:
            fresh = self.raw.news(stream, batch.records)
            if fresh:
                words = f"{stream.name} now has {', '.join(fresh[:5])}, which is not carried over."
                done.notes.append(Note(stream.name, words))
        self._count(stream, self.raw.write(stream, batch.records, batch.resume), len(batch.records), done)

    def _count(self, stream: Stream, written: Written, records: int, done: Outcome) -> None:
        done.records += records
        done.changed += written.changed
        if written.skipped:
            done.notes.append(
                Note(stream.name, f"{written.skipped} records of {stream.name} repeat a key or have none.")
            )
        for column, count in (written.odd or {}).items():
            words = (
                f"{count} values of {stream.name}.{column} are not {stream.types[column].lower()}s and are left empty."
            )
            done.notes.append(Note(stream.name, words, rejected=count))

    def _drop_unseen(self, stream: Stream, done: Outcome) -> None:
        """Take out what left a whole list; only what two readings agree on, as lists shift while they are read."""
        if stream.whole and self.raw.unseen(stream):
            for batch in self._batches(stream, Position()):
                self._take(stream, Page(batch.records, None, batch.also), done)
            done.removed += self.raw.drop_unseen(stream)

    def _sweep(self, stream: Stream, done: Outcome) -> None:
        """Once a day: take out what two looks at all keys miss; where there are keys never read, read afresh."""
        swept = self.raw.swept(stream)
        if stream.ids is None or (swept is not None and self.api.now - swept < SWEEP):
            return
        if swept is not None:
            gone, unread = self._compare(stream)
            if gone:
                still = {key_of(stream, record) for record in self._compare(stream)[0]}
                gone = [record for record in gone if key_of(stream, record) in still]
            done.removed += self.raw.remove(stream, gone)
            if unread:
                LOG.warning("records were missed", stream=stream.name, records=unread)
                self.raw.read_afresh(stream)
        self.raw.mark_swept(stream, self.api.now)

    def _compare(self, stream: Stream) -> tuple[list[Record], int]:
        assert stream.ids is not None
        present = [record for page in stream.ids(self.api, self.config, Position()) for record in page.records]
        return self.raw.compare(stream, present)
