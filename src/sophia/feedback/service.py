"""Feedback as people give it, and as a connection that sentences may be about."""

from __future__ import annotations

import csv
import tempfile
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from sophia.access.policy import authorize
from sophia.feedback.store import Answer, FeedbackStore, Subject
from sophia.kernel.errors import SophiaError
from sophia.kernel.log import logger
from sophia.kernel.viewer import Viewer

LOG = logger("feedback")
COLUMNS = ("feedback_id", "answered_at", "dashboard", "version", "platform", "role", "score", "comment")
PLATFORM = "sophia"

Find = Callable[[Viewer, str], Subject]
"""Returns the dashboard of a key for a viewer. Raises NotFound, Forbidden."""

Publish = Callable[[Path], None]
"""Makes the CSV file the data of the feedback connection."""


class Feedback:
    """Takes answers and publishes them."""

    def __init__(self, store: FeedbackStore, find: Find, publish: Publish) -> None:
        self._store = store
        self._find = find
        self._publish = publish
        self._busy = threading.Lock()
        self._stale = threading.Event()

    def give(self, viewer: Viewer, key: str, score: int, comment: str | None) -> None:
        """Keep an answer about the dashboard of `key`. Raises NotFound."""
        authorize(viewer, "feedback.give")
        self._store.put(viewer, self._find(viewer, key), score, comment)
        self._stale.set()

    def publish(self) -> None:
        """Bring the connection up to date; calls that come while one is at work are done by it."""
        while self._stale.is_set() and self._busy.acquire(blocking=False):
            try:
                self._stale.clear()
                with tempfile.TemporaryDirectory() as folder:
                    file = Path(folder) / "feedback.csv"
                    write_csv(file, self._store.all())
                    self._publish(file)
            except SophiaError as error:
                LOG.warning("feedback not published", reason=error.message)
            finally:
                self._busy.release()


def write_csv(path: Path, answers: Iterable[Answer]) -> None:
    """Write the answers in the shape of the table `feedback` of the user-feedback pack, without a person."""
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        for number, item in enumerate(answers, 1):
            moment = item.answered_at.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
            lines.writerow(
                (number, moment, item.dashboard, item.version, PLATFORM, item.role, item.score, item.comment)
            )
