"""Sliding: reading a list in the order of change without offsets that shift under the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from sophia.sources.sync.stream import Page, Position, Record


def slide(
    fetch: Callable[[str | None, int], Sequence[Record]], stamp: Callable[[Record], str], position: Position, size: int
) -> Iterator[Page]:
    """Yield the pages of a list whose records come in ascending order of `stamp`, `size` at a time.

    `fetch` takes a moment (ISO 8601, UTC; None: from the beginning) and how many records to skip, and returns the
    records changed at or after it. After each page the window slides to its last change instead of counting on, so a
    record that changes meanwhile moves to the end and pushes nobody past the reader; only records of one and the same
    moment are counted.
    """
    resume = position.resume or {}
    since, skip = resume.get("since", iso(position.since)), int(resume.get("skip", 0))
    while True:
        records = fetch(since, skip)
        newest = stamp(records[-1]) if records else since
        since, skip = (since, skip + len(records)) if newest == since else (newest, 0)
        more = len(records) >= size
        yield Page(records, {"since": since, "skip": skip} if more else None)
        if not more:
            return


def iso(moment: datetime | None) -> str | None:
    """Return a moment as APIs take it: 2026-01-31T08:00:00Z, with milliseconds where it has some."""
    if moment is None:
        return None
    return (
        moment.astimezone(UTC)
        .isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
        .replace("+00:00", "Z")
    )
