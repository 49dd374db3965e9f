"""S3: documents of the knowledge base, their way into the index, and the discovery queue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from sophia.demo.calendar import END, days, moment
from sophia.demo.chance import clamp, count, pick, spread, stream
from sophia.demo.knowledge import SUBJECTS, TOPICS, Document, curator_names
from sophia.demo.names import slug
from sophia.demo.snapshot import Filled, Row
from sophia.demo.world import World

KINDS = {"new": 34.0, "duplicate": 20.0, "contradiction": 9.0, "unanswered": 23.0, "low_score": 14.0}
TITLES = {
    "new": "New insight on {}",
    "duplicate": "Two pages say the same about {}",
    "contradiction": "Two pages disagree about {}",
    "unanswered": "Nobody has written about {}",
    "low_score": "Weak answers about {}",
}
REASONS = {
    "accepted": ("Correct and useful", "Fills a gap"),
    "edited": ("Right idea, wording changed", "Numbers corrected"),
    "merged": ("Merged into the older page", "Same content, kept the newer one"),
    "rejected": ("Not true any more", "Too specific", "Already covered", "No source"),
}


def fill(world: World) -> Iterator[Filled]:
    """Yield the tables of the connection with their rows."""
    documents = world.documents
    yield "document", map(_document_row, documents)
    attempts = (row for document in documents for row in _attempts(document))
    yield "ingest", ((number, *row) for number, row in enumerate(attempts, start=1))
    events = sorted((row for document in documents for row in _events(document)), key=lambda row: (str(row[2]), row[0]))
    yield "document_event", ((number, *row) for number, row in enumerate(events, start=1))
    items = (row for day in days() for row in _items(day, documents, world.factor))
    yield "queue_item", ((number, *row) for number, row in enumerate(items, start=1))


def _document_row(document: Document) -> Row:
    indexed = document.indexed_at
    failed = bool(document.attempts) and not indexed
    status = "deleted" if document.deleted_at else "indexed" if indexed else "failed" if failed else "pending"
    due = (document.reviewed_on or document.uploaded_at.date()) + timedelta(days=180)
    name = f"{slug(document.source, 'source')}/{document.uploaded_at:%Y/%m}/{slug(document.title, 'file')}"
    return (
        document.document_id,
        f"uploads/{name}-{document.document_id}.{document.type}",
        document.title,
        document.source,
        document.type,
        document.topic,
        document.owner.name,
        document.owner.team,
        document.language,
        document.size_bytes,
        document.etag,
        status,
        0 if document.deleted_at else len(document.tokens),
        document.uploaded_at,
        indexed,
        document.reviewed_on,
        due,
        document.deleted_at,
    )


def _attempts(document: Document) -> Iterator[Row]:
    for number, attempt in enumerate(document.attempts, start=1):
        ok = attempt.cause is None
        seconds = round((attempt.finished_at - document.uploaded_at).total_seconds()) if ok else None
        head = (document.document_id, number, document.type, document.source, attempt.started_at, attempt.finished_at)
        yield *head, ok, attempt.cause, seconds


def _events(document: Document) -> Iterator[Row]:
    number, owner = document.document_id, document.owner.name
    rng = stream("document events", number)
    yield number, "uploaded", document.uploaded_at, owner, None
    for attempt in document.attempts:
        yield number, "failed" if attempt.cause else "indexed", attempt.finished_at, "ingest job", attempt.cause
    if document.reviewed_on and document.indexed_at:
        at = min(max(moment(rng, document.reviewed_on), document.indexed_at), END)
        yield number, "reviewed", at, rng.choice(curator_names()), rng.choice(("Still right", "Small corrections"))
    if document.deleted_at:
        yield number, "deleted", document.deleted_at, rng.choice(curator_names()), rng.choice(("Outdated", "Replaced"))


def _items(day: date, documents: list[Document], factor: int) -> Iterator[Row]:
    """Open items on weekdays; the backlog grew with the import of March 2026 and is being worked off."""
    rng = stream("queue", day)
    imported = timedelta(0) <= day - date(2026, 3, 10) < timedelta(21)
    mean = 2.6 + (6.0 if imported else 2.5 if day > date(2026, 10, 20) else 0.0)
    for _ in range(count(rng, mean * factor) if day.weekday() < 5 else 0):
        yield _item(moment(rng, day), documents, rng)


def _item(opened: datetime, documents: list[Document], rng: Random) -> Row:
    kind, topic = pick(rng, KINDS), pick(rng, TOPICS)
    by_ai = kind != "unanswered" and rng.random() < 0.82
    confidence = round(clamp(rng.gauss(0.74 if by_ai else 0.6, 0.14), 0.2, 0.99), 2)
    decided = opened + timedelta(days=spread(rng, 7.5, 1.1))
    still_open = decided >= END
    progress = clamp((opened.date() - date(2023, 11, 1)).days / 1110)
    good = rng.random() < 0.48 + 0.2 * progress + 0.25 * (confidence - 0.7)
    decision = (
        ("merged" if kind == "duplicate" else rng.choice(("accepted", "accepted", "edited"))) if good else "rejected"
    )
    second = None
    if rng.random() < 0.15:
        agrees = rng.random() < 0.88
        second = "accepted" if good == agrees else "rejected"
    known = (
        [d for d in rng.choices(documents, k=6) if d.uploaded_at < opened and d.topic == topic]
        if kind != "unanswered"
        else []
    )
    end = END if still_open else decided
    return (
        kind,
        TITLES[kind].format(rng.choice(SUBJECTS[topic])),
        topic,
        known[0].document_id if known else None,
        "ai" if by_ai else "person",
        confidence,
        "open" if still_open else "decided",
        None if still_open else decision,
        None if still_open else good,
        None if still_open else rng.choice(REASONS[decision]),
        rng.choice(curator_names()) if not still_open or rng.random() < 0.6 else None,
        None if still_open else second,
        opened,
        None if still_open else decided.replace(microsecond=0),
        round((end - opened).total_seconds() / 86400, 2),
    )
