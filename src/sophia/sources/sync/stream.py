"""Streams: the lists that an API hands out, how each is read, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sophia.sources.sync.api import Api

Record = Mapping[str, Any]
Resume = Mapping[str, Any]


@dataclass(frozen=True)
class Position:
    """Where a stream stands.

    `since`: what changed at or after this moment (UTC) is to be read; None: everything. `resume`: where an unfinished
    reading of just that stopped, as its reader put it into the last page.
    """

    since: datetime | None = None
    resume: Resume | None = None


@dataclass(frozen=True)
class Page:
    """Some records of a stream; `resume` is what its reader needs to go on after them.

    `also` holds records of streams without a reader of their own, by stream name; `deleted` records that are gone, of
    which only the fields of the key are read.
    """

    records: Sequence[Record] = ()
    resume: Resume | None = None
    also: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    deleted: Sequence[Record] = ()


Reader = Callable[["Api", Any, Position], Iterator[Page]]
"""Yields the pages of a stream from a position on, for a config. May raise Expired when `resume` is too old."""


@dataclass(frozen=True)
class Stream:
    """One list of things, kept as a raw table of its name.

    `fields`: column → "path.in.the.record TYPE", TYPE one of BIGINT, DOUBLE, VARCHAR, BOOLEAN, DATE, TIMESTAMP (ISO
    8601), EPOCH (seconds), JSON. `key`: its columns that tell a record from others. `cursor`: the column of the last
    change; without one the whole list is read each time, and what is no longer in it is removed. `overlap`: how far
    before the newest change to read again, against late writers. `ids`: reads the keys of everything there is, once a
    day, to find what was deleted. A stream without `read` is filled by another one's pages.
    """

    name: str
    fields: Mapping[str, str]
    key: tuple[str, ...]
    read: Reader | None = None
    cursor: str = ""
    overlap: timedelta = timedelta(minutes=5)
    ids: Reader | None = None

    @property
    def paths(self) -> dict[str, tuple[str, ...]]:
        """Return column → path; the path * is the record itself."""
        return {column: tuple(text.split()[0].split(".")) for column, text in self.fields.items()}

    @property
    def types(self) -> dict[str, str]:
        """Return column → type as written."""
        return {column: text.split()[1] for column, text in self.fields.items()}

    @property
    def whole(self) -> bool:
        """Whether each reading hands out everything there is."""
        return self.read is not None and not self.cursor


@dataclass(frozen=True)
class Pace:
    """How fast an API may be asked: calls per second with a `burst` at once, and calls per day (UTC), if limited."""

    per_second: float = 5.0
    burst: int = 5
    per_day: int | None = None


@dataclass(frozen=True)
class Quota:
    """How much of an API's allowance is left: `left` of `limit`, until it is filled up again at `resets` (UTC)."""

    left: int
    limit: int
    resets: datetime | None = None

    @property
    def share(self) -> float:
        """Return the part that is left, 0 to 1."""
        return self.left / self.limit if self.limit > 0 else 1.0


@dataclass(frozen=True)
class Token:
    """An OAuth 2 grant by client credentials: where tokens are given, for whom, and for what."""

    url: str
    client: str
    secret: str = field(repr=False)
    scope: str = ""


@dataclass(frozen=True)
class Target:
    """Where an API is and how to ask it. `headers` carry the credential, or `token` is fetched and carried."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    pace: Pace = field(default_factory=Pace)
    token: Token | None = None


def no_quota(_: Mapping[str, str]) -> Quota | None:
    """Return None: the API does not say what is left."""
    return None


@dataclass(frozen=True)
class Sync:
    """How a source is synced.

    `target` says where a config leads, `check` proves access with one cheap call. `streams` may depend on the config.
    `shape` is published table → SELECT over the raw tables; `getvariable('now')` is the moment of the cycle; without a
    shape each stream of whole records is unfolded to a table of its name. `quota` reads what is left from reply headers
    (names in lower case). `interval` is the shortest useful time between two cycles, in seconds.
    """

    target: Callable[[Any], Target]
    streams: tuple[Stream, ...] | Callable[[Any], tuple[Stream, ...]]
    check: Callable[[Api, Any], None]
    shape: Mapping[str, str] = field(default_factory=dict)
    quota: Callable[[Mapping[str, str]], Quota | None] = no_quota
    interval: int = 300

    def streams_of(self, config: Any) -> tuple[Stream, ...]:
        """Return the streams of a connection with this config."""
        return self.streams(config) if callable(self.streams) else self.streams
