"""The throttle: how often something may be tried from one place in a stretch of time."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta

from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.errors import TooManyRequests

PLACES = 10_000


class Throttle:
    """Lets `limit` tries per `seconds` pass for each key; remembers at most 10,000 keys."""

    def __init__(self, limit: int, seconds: float, clock: Clock = utc_now) -> None:
        self._limit = limit
        self._span = timedelta(seconds=seconds)
        self._clock = clock
        self._tries: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def pass_or_raise(self, key: str) -> None:
        """Count a try of `key`. Raises TooManyRequests when it is one too many."""
        now = self._clock()
        with self._lock:
            tries = self._tries.setdefault(key, deque())
            self._tries.move_to_end(key)
            while tries and now - tries[0] > self._span:
                tries.popleft()
            if len(tries) >= self._limit:
                wait = int((self._span - (now - tries[0])).total_seconds()) + 1
                raise TooManyRequests("Too many tries.", remedy=f"Wait {wait} seconds and try again.")
            tries.append(now)
            while len(self._tries) > PLACES:
                self._tries.popitem(last=False)

    def forget(self, key: str) -> None:
        """Start `key` afresh, after a success."""
        with self._lock:
            self._tries.pop(key, None)
