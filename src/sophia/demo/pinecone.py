"""Pinecone: the vector index day by day, its chunks, queries, likely duplicates, and retrieval scores per release."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sophia.demo.calendar import AS_OF, START, days
from sophia.demo.chance import clamp, stream
from sophia.demo.knowledge import QUESTIONS, RELEASES, SOURCES, SUBJECTS, Document
from sophia.demo.snapshot import Filled, Row
from sophia.demo.world import World

DIMENSION = 1536
JUDGED = 40


def fill(world: World) -> Iterator[Filled]:
    """Yield the tables of the connection with their rows."""
    yield "index_stats", _stats(world.documents)
    chunks = (row for document in world.documents for row in _chunks(document))
    yield "chunk", ((number, *row) for number, row in enumerate(chunks, start=1))
    yield "query_log", _queries(world)
    yield "duplicate_pair", _pairs(world.documents)
    yield "retrieval_eval", _evaluations()


def _stats(documents: list[Document]) -> Iterator[Row]:
    """Count what is searchable at the end of each day; the lag is that of the oldest upload still waiting."""
    change: dict[tuple[str, date], list[int]] = defaultdict(lambda: [0, 0])
    waits: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for document in documents:
        indexed = document.indexed_at
        if indexed:
            steps = [(indexed, 1)] + ([(document.deleted_at, -1)] if document.deleted_at else [])
            for at, sign in steps:
                step = change[document.source, max(at.date(), START)]
                step[0] += sign * len(document.tokens)
                step[1] += sign
        searchable = indexed or (None if document.attempts else datetime.max)  # failures wait for a person, not a job
        if searchable and searchable.date() > document.uploaded_at.date():
            waits[document.source].append((document.uploaded_at, searchable))
    for source in SOURCES:
        vectors = amount = 0
        for day in days():
            vectors, amount = vectors + change[source, day][0], amount + change[source, day][1]
            end = datetime.combine(day + timedelta(days=1), time())
            lag = max(
                ((end - up).total_seconds() / 3600 for up, done in waits[source] if up < end <= done), default=0.0
            )
            yield day, source, vectors, amount, DIMENSION, round(vectors * DIMENSION * 4 / 1e6, 2), round(lag, 2)


def _chunks(document: Document) -> Iterator[Row]:
    if document.deleted_at or not document.indexed_at:
        return
    for position, tokens in enumerate(document.tokens, start=1):
        yield document.document_id, document.title, document.source, position, tokens, document.indexed_at


def _queries(world: World) -> Iterator[Row]:
    for q in world.questions:
        yield q.question_id, q.asked_at, q.namespace, q.topic, 8, q.chunks, q.top_score, max(9, q.ms // 28)


def _pairs(documents: list[Document]) -> Iterator[Row]:
    by_topic: dict[str, list[Document]] = defaultdict(list)
    number = 0
    for document in documents:
        rng = stream("pair", document.document_id)
        earlier = by_topic[document.topic]
        if earlier and document.indexed_at and document.indexed_at.date() >= START and rng.random() < 0.14:
            number += 1
            similarity = round(clamp(rng.gauss(0.925, 0.03), 0.86, 0.999), 3)
            fresh = (AS_OF - document.indexed_at.date()).days < 20
            same = rng.random() < clamp((similarity - 0.86) * 9)
            state = "proposed" if fresh and rng.random() < 0.7 else "confirmed" if same else "rejected"
            other = rng.choice(earlier)
            yield number, other.title, document.title, document.source, similarity, document.indexed_at, state
        earlier.append(document)


def _evaluations() -> Iterator[Row]:
    for release_number, release in enumerate(RELEASES):
        day = date(2024 + release_number // 4, release_number % 4 * 3 + 1, 20)
        if day > AS_OF:
            return
        for number in range(1, JUDGED + 1):
            topics = tuple(SUBJECTS)
            topic = topics[number % len(topics)]
            subject = SUBJECTS[topic][number // len(topics) % 6]
            question = QUESTIONS[number % len(QUESTIONS)].format(subject)
            hard = stream("judged", number).random()
            rng = stream("evaluation", release, number)
            quality = clamp(0.6 + 0.028 * release_number - 0.35 * (hard - 0.5) + rng.gauss(0, 0.12))
            if release == "2025.3":  # a release that made retrieval worse and was corrected by the next
                quality = clamp(quality - 0.14)
            relevant = 2 + number % 3
            found = sum(rng.random() < quality for _ in range(relevant))
            rank = 1 + int((1 - quality) * 5 * rng.random()) if found else 0
            ndcg = round(clamp(quality + rng.gauss(0.02, 0.05)), 3) if found else 0.0
            yield (
                release,
                day,
                number,
                question,
                topic,
                round(found / relevant, 3),
                round(1 / rank, 3) if rank else 0.0,
                ndcg,
            )
