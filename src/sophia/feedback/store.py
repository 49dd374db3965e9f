"""Where answers are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from sophia.feedback.tables import FeedbackRow
from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.ids import derived_id
from sophia.kernel.viewer import Viewer
from sophia.store.engine import Store


@dataclass(frozen=True)
class Subject:
    """The dashboard that an answer is about."""

    slug: str
    title: str
    version: int


@dataclass(frozen=True)
class Answer:
    """An answer without the person: `score` is 1 (very dissatisfied) to 5 (very satisfied)."""

    answered_at: datetime
    dashboard: str
    version: int
    role: str
    score: int
    comment: str | None


class FeedbackStore:
    """Reads and writes answers; a second answer on the same day stands in for the first."""

    def __init__(self, store: Store, clock: Clock = utc_now) -> None:
        self._store = store
        self._clock = clock

    def put(self, viewer: Viewer, subject: Subject, score: int, comment: str | None) -> None:
        """Keep an answer."""
        now = self._clock()
        with self._store.write() as session:
            session.merge(
                FeedbackRow(
                    id=derived_id("said", subject.slug, viewer.id, now.date()),
                    dashboard=subject.slug,
                    title=subject.title,
                    version=subject.version,
                    viewer=viewer.id,
                    role=viewer.role,
                    day=now.date(),
                    answered_at=now,
                    score=score,
                    comment=comment,
                )
            )

    def all(self) -> Iterator[Answer]:
        """Yield every answer in the order of time."""
        with self._store.read() as session:
            for row in session.scalars(select(FeedbackRow).order_by(FeedbackRow.answered_at)):
                yield Answer(row.answered_at, row.title, row.version, row.role, row.score, row.comment)
