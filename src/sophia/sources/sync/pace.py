"""Pacing: a token bucket per connection that keeps Sophia below what an API allows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sophia.sources.sync.errors import Throttled
from sophia.sources.sync.stream import Pace


@dataclass(frozen=True)
class Level:
    """What a bucket holds: `tokens` at the moment `at`, and the calls of `day` so far. None of it: full."""

    tokens: float
    at: datetime
    day: str = ""
    used: int = 0


def take(level: Level | None, pace: Pace, now: datetime, calls: int = 1) -> tuple[Level, float]:
    """Return the bucket after `calls` calls, and how many seconds to wait before making them.

    Raises Throttled until midnight (UTC) when the day's calls are used up.
    """
    today = now.astimezone(UTC).date().isoformat()
    if level is None:
        level = Level(float(pace.burst), now, today)
    used = level.used if level.day == today else 0
    if pace.per_day is not None and used >= pace.per_day:
        midnight = datetime.fromisoformat(today).replace(tzinfo=UTC) + timedelta(days=1)
        raise Throttled(f"Today's {pace.per_day:,} calls are used up.", midnight)
    passed = max(0.0, (now - level.at).total_seconds())
    tokens = min(float(pace.burst), level.tokens + passed * pace.per_second) - calls
    wait = max(0.0, -tokens / pace.per_second)
    return replace(level, tokens=tokens, at=max(now, level.at), day=today, used=used + calls), wait


class Buckets(Protocol):
    """Where the levels are kept, for one process or for all."""

    def take(self, name: str, pace: Pace, now: datetime) -> float:
        """Take a call from the bucket called `name`; return the seconds to wait. Raises Throttled."""
        ...


class OwnBuckets:
    """Buckets of this process alone."""

    def __init__(self) -> None:
        self._levels: dict[str, Level] = {}

    def take(self, name: str, pace: Pace, now: datetime) -> float:
        """Take a call from the bucket called `name`; return the seconds to wait. Raises Throttled."""
        self._levels[name], wait = take(self._levels.get(name), pace, now)
        return wait
