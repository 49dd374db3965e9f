"""The knowledge base: documents with their way into the index, and the questions people ask it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import md5
from random import Random

from sophia.demo.calendar import AS_OF, END, START, days, moment
from sophia.demo.chance import clamp, count, pick, spread, stream
from sophia.demo.people import Person, curators, office

SOURCES = {
    "Help centre": 30.0,
    "Confluence": 26.0,
    "Contracts": 12.0,
    "Slack exports": 9.0,
    "Sales decks": 13.0,
    "Policies": 10.0,
}
TYPES = {
    "Help centre": ("html", "html", "md"),
    "Confluence": ("html", "md", "docx"),
    "Contracts": ("pdf", "pdf", "docx"),
    "Slack exports": ("md",),
    "Sales decks": ("pptx", "pdf"),
    "Policies": ("pdf", "docx"),
}
TOPICS = {
    "Billing": 19.0,
    "Integrations": 17.0,
    "Security": 12.0,
    "Onboarding": 15.0,
    "Reporting": 13.0,
    "Contracts": 9.0,
    "People": 8.0,
    "Roadmap": 7.0,
}
SUBJECTS = {
    "Billing": ("proration", "refunds", "invoice layout", "tax on services", "failed cards", "credit notes"),
    "Integrations": ("bank feeds", "webhooks", "single sign-on", "accounting export", "rate limits", "sandbox keys"),
    "Security": (
        "access reviews",
        "encryption",
        "incident process",
        "penetration test",
        "sub-processors",
        "data retention",
    ),
    "Onboarding": ("first import", "user roles", "training plan", "go-live checklist", "data clean-up", "admin guide"),
    "Reporting": ("month close", "custom fields", "scheduled reports", "currency totals", "cash view", "audit export"),
    "Contracts": ("liability cap", "renewal terms", "service levels", "termination", "price increase", "order form"),
    "People": ("parental leave", "travel rules", "home office", "salary bands", "sick days", "referral bonus"),
    "Roadmap": ("mobile app", "open API", "assistant", "multi-entity", "offline mode", "new regions"),
}
FORMS = (
    "How to handle {}",
    "Guide: {}",
    "{}: questions and answers",
    "{} explained",
    "Notes on {}",
    "{} policy",
    "Checklist for {}",
)
QUESTIONS = (
    "How do I set up {}?",
    "What is our rule on {}?",
    "Who owns {}?",
    "Why does {} fail?",
    "Can a customer change {}?",
    "Where is the latest on {}?",
)
FAILURES = {
    "Password-protected file": 25.0,
    "Scan without text": 30.0,
    "Timeout": 22.0,
    "Unsupported format": 13.0,
    "Too large": 10.0,
}
ROLES = {"Support": 34.0, "Sales": 24.0, "Customer success": 18.0, "Engineering": 12.0, "Finance": 7.0, "People": 5.0}
RELEASES = tuple(f"{2024 + n // 4}.{n % 4 + 1}" for n in range(12))
STUCK = END - timedelta(hours=9)
"""Since then the ingest worker has indexed nothing: the newest uploads are pending."""


@dataclass
class Attempt:
    """An attempt to index a document; `cause` is set when it failed."""

    started_at: datetime
    finished_at: datetime
    cause: str | None


@dataclass
class Document:
    """A file of the knowledge base and what happened to it."""

    document_id: int
    title: str
    source: str
    type: str
    topic: str
    owner: Person
    language: str
    size_bytes: int
    etag: str
    uploaded_at: datetime
    attempts: list[Attempt] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)
    reviewed_on: date | None = None
    deleted_at: datetime | None = None

    @property
    def indexed_at(self) -> datetime | None:
        """Return when the document became searchable, if it did."""
        return next((attempt.finished_at for attempt in self.attempts if not attempt.cause), None)


@dataclass
class Question:
    """A question with what was retrieved and how the answer was received."""

    question_id: int
    asked_at: datetime
    asker: str
    role: str
    topic: str
    namespace: str
    text: str
    chunks: int
    top_score: float | None
    answered: bool
    claims: int
    supported: int
    citations: int
    correct: int
    vote: int | None
    ms: int


def create_documents(factor: int) -> list[Document]:
    """Return all documents in order of upload; two bulk imports stand out."""
    found: list[Document] = []
    owners = office()
    for day in days(START - timedelta(days=120)):
        rng = stream("uploads", day)
        rate = 0.35 if day.weekday() >= 5 else 1.45 + 0.9 * clamp((day - START).days / 1100)
        rate += 16.0 if day == AS_OF else 55.0 if day in {date(2024, 5, 14), date(2026, 3, 10)} else 0.0
        for _ in range(count(rng, rate * factor)):
            number = len(found) + 1
            found.append(_document(number, day, owners, found, stream("document", number)))
    return found


def _document(number: int, day: date, owners: list[Person], earlier: list[Document], rng: Random) -> Document:
    source = pick(rng, SOURCES)
    topic = "Contracts" if source == "Contracts" and rng.random() < 0.8 else pick(rng, TOPICS)
    subject = rng.choice(SUBJECTS[topic])
    title = rng.choice(FORMS).format(subject)
    title = title[0].upper() + title[1:]
    etag = md5(f"document {number}".encode()).hexdigest()
    if rng.random() < 0.03 and earlier:  # the same file uploaded twice
        twin = rng.choice(earlier)
        title, etag, topic, source = f"{twin.title} (copy)", twin.etag, twin.topic, twin.source
    uploaded = min(moment(rng, day, 7, 19), END - timedelta(minutes=2))
    size = round(spread(rng, 210_000, 1.1))
    language = rng.choices(("English", "German", "Spanish", "Arabic"), (82, 9, 7, 2))[0]
    owner = rng.choice(owners)
    document = Document(number, title, source, rng.choice(TYPES[source]), topic, owner, language, size, etag, uploaded)
    _ingest(document, rng)
    if document.indexed_at:
        _care(document, document.indexed_at, rng)
    return document


def _ingest(document: Document, rng: Random) -> None:
    """Try to index up to three times; scans fail more often, and everything has become faster since 2025."""
    at = document.uploaded_at + timedelta(seconds=spread(rng, 25, 0.7))
    risk = {"pdf": 0.12, "pptx": 0.07}.get(document.type, 0.025)
    slow = 1.0 if at >= datetime(2025, 6, 1) else 2.1
    for _ in range(3):
        end = at + timedelta(seconds=spread(rng, 48 * slow * (1 + document.size_bytes / 900_000), 0.8))
        if end >= STUCK:
            return
        cause = pick(rng, FAILURES) if rng.random() < risk else None
        document.attempts.append(Attempt(at.replace(microsecond=0), end.replace(microsecond=0), cause))
        if cause is None:
            pieces = max(1, min(30, round(spread(rng, 6.0 + document.size_bytes / 150_000, 0.4))))
            document.tokens = [rng.randrange(180, 512) for _ in range(pieces)]
            return
        risk = 0.55 if cause == "Timeout" else 0.75
        at = end + timedelta(minutes=spread(rng, 30, 1.2))


def _care(document: Document, indexed: datetime, rng: Random) -> None:
    age = (AS_OF - indexed.date()).days
    if rng.random() < 0.06 and age > 40:
        deleted = indexed + timedelta(days=rng.uniform(20, age), hours=1)
        document.deleted_at = min(deleted.replace(microsecond=0), END - timedelta(minutes=5))
    since = round(min(age, rng.expovariate(1 / 190)))
    if age > 20 and rng.random() < 0.85:
        last = document.deleted_at.date() if document.deleted_at else AS_OF
        document.reviewed_on = max(indexed.date(), last - timedelta(days=since))


def create_questions(factor: int) -> list[Question]:
    """Return all questions in order of time; use has grown and answers have become better with each release."""
    found: list[Question] = []
    for day in days():
        rng = stream("questions", day)
        progress = (day - START).days / (AS_OF - START).days
        mean = (5.0 + 26.0 * progress**1.4) * (0.12 if day.weekday() >= 5 else 1.0) * factor
        moments = sorted(moment(rng, day, 7, 20) for _ in range(count(rng, mean)))
        found += [_question(len(found) + n, at, progress, factor, rng) for n, at in enumerate(moments, start=1)]
    return found


def _question(number: int, at: datetime, progress: float, factor: int, rng: Random) -> Question:
    topic = pick(rng, TOPICS)
    gap = 0.2 if topic in {"Roadmap", "Contracts"} else 0.0
    empty = rng.random() < 0.15 - 0.1 * progress + gap * 0.5
    chunks = 0 if empty else rng.randrange(2, 9)
    score = None if empty else round(clamp(rng.gauss(0.74 + 0.09 * progress - gap * 0.3, 0.07), 0.5, 0.99), 3)
    answered = not empty and rng.random() < 0.84 + 0.11 * progress - gap * 0.5
    claims = rng.randrange(1, 6) if answered else 0
    supported = sum(rng.random() < 0.9 + 0.075 * progress for _ in range(claims))
    citations = min(chunks, claims + rng.randrange(0, 2)) if answered else 0
    correct = sum(rng.random() < 0.86 + 0.1 * progress for _ in range(citations))
    vote = None
    if rng.random() < (0.3 if answered else 0.18):
        good = 0.86 if answered and supported == claims else 0.32 if answered else 0.05
        vote = 1 if rng.random() < good else -1
    role = pick(rng, ROLES)
    asker = f"{role.lower().replace(' ', '-')}-{1 + int(rng.random() ** 1.7 * (18 + 40 * progress) * factor):03d}"
    text = rng.choice(QUESTIONS).format(rng.choice(SUBJECTS[topic]))
    ms = round(spread(rng, 2300 - 900 * progress, 0.4))
    namespace = pick(rng, SOURCES)
    counts = (claims, supported, citations, correct)
    return Question(number, at, asker, role, topic, namespace, text, chunks, score, answered, *counts, vote, ms)


def curator_names() -> list[str]:
    """Return the names of the curators."""
    return [person.name for person in curators()]
