"""The dirty-data pack: small tables with everything that real data does wrong, which every dashboard must survive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from sophia.demo.snapshot import Filled, Row, write_snapshot

HUGE = 10**12
CREATED = datetime(2026, 3, 2, 9, 30)


def generate_dirty(folder: Path) -> Path:
    """Write `dirty.duckdb` into `folder` and return its path."""
    return write_snapshot(folder / "dirty.duckdb", "dirty", _fill())


def _fill() -> Iterator[Filled]:
    yield "account", _accounts()
    yield "owner", [(1, "Maya Olsen"), (2, "Noor Haddad")]
    yield "deal", _deals()
    yield "mrr_month", _revenue()
    yield "reading", list(_readings())
    yield "webhook", list(_webhooks())
    yield "refund", []


def _accounts() -> list[Row]:
    return [
        (1, "Acorn Tools", "acorn.example", "SMB", "Europe", date(2024, 2, 29)),
        (2, "ACORN TOOLS Ltd", "acorn.example", "smb", "Europe", date(2024, 3, 1)),
        (3, "Acorn Tools ", "acorn.example", "Small business", None, date(2024, 3, 1)),
        (4, "Bloom 🌱👩‍🌾 Farms", "bloom.example", "Mid-market", "North America", date(2023, 12, 31)),
        (5, "شركة الواحة", "waha.example", "Enterprise", "APAC", date(2025, 1, 1)),
        (6, "\u202eesrever\u202c & <b>Sons</b>", "reverse.example", "SMB", "Europe", date(2025, 6, 1)),
        (7, None, None, None, None, None),
        (8, "Tab\there, \"quotes\", 'apostrophes'; DROP TABLE", "quotes.example", "SMB", "", date(2026, 2, 28)),
        (9, "x" * 300, "long.example", "Enterprise", "Latin America", date(2026, 11, 15)),
    ]


def _deals() -> list[Row]:
    day = timedelta(days=1)
    return [
        (1, "No amount", 1, 1, "proposal", None, "USD", CREATED, CREATED + 40 * day, True),
        (2, "Closed before it began", 2, 2, "won", 1200, "EUR", CREATED, CREATED - 12 * day, True),
        (3, "A trillion", 4, 1, "won", HUGE, "USD", CREATED, CREATED + 3 * day, True),
        (4, "Renamed stage, old", 5, 1, "Proposal Sent", 900, "USD", CREATED, CREATED + 9 * day, False),
        (5, "Renamed stage, new", 5, 1, "proposal", 950, "USD", CREATED, CREATED + 9 * day, False),
        (6, "Owner deleted", 6, 99, "won", 4_000, "USD", CREATED, CREATED + 20 * day, True),
        (7, "Account deleted", 77, 2, "lost", 3_100, "GBP", CREATED, CREATED + 22 * day, False),
        (
            8,
            "Leap day",
            1,
            2,
            "won",
            500.005,
            "EUR",
            datetime(2024, 2, 29, 23, 59, 59),
            datetime(2024, 2, 29, 23, 59, 59),
            True,
        ),
        (9, "Credit", 4, 2, "won", -750, "USD", CREATED, CREATED + 2 * day, True),
        (10, "Zero", 4, None, None, 0, None, CREATED, None, None),
        (11, "Never", None, 1, "won", 10, "USD", None, datetime(9999, 12, 31), True),
        (12, "مناقصة 🚀", 5, 2, "won", 0.01, "JPY", CREATED, CREATED + 5 * day, True),
    ]


def _revenue() -> list[Row]:
    rows: list[Row] = [(1, date(2024, month, 1), 100 + month, "USD") for month in (1, 2, 3, 7, 8)]
    rows += [(2, date(2024, 2, 1), 100, "EUR"), (2, date(2024, 2, 1), 100, "EUR"), (4, date(2024, 2, 1), HUGE, "USD")]
    return [*rows, (5, date(2024, 2, 1), 0, "USD"), (77, date(2024, 2, 1), 55, "USD"), (6, None, 12, None)]


def _readings() -> Iterator[Row]:
    """Hours around 29 March (01:00 UTC: 2 → 3 o'clock) and 25 October 2026 (01:00 UTC: 3 → 2 o'clock)."""
    for change, before, after in ((datetime(2026, 3, 29, 1), 1, 2), (datetime(2026, 10, 25, 1), 2, 1)):
        for hour in range(-4, 5):
            at = change + timedelta(hours=hour)
            local = at + timedelta(hours=before if hour < 0 else after)
            yield at, f"{local:%Y-%m-%d %H:%M}", {-4: "NaN", 4: "Infinity"}.get(hour, 10.0 + hour)


def _webhooks() -> Iterator[Row]:
    """Arrivals a minute apart; the sender's clock is right, an hour fast, a year fast, or at the epoch."""
    skews = (timedelta(seconds=-2), timedelta(hours=1), timedelta(days=365), None)
    for number in range(12):
        received = CREATED + timedelta(minutes=number)
        skew = skews[number % 4]
        sent = datetime(1970, 1, 1) if skew is None else received + skew
        yield number + 1, sent, received, ("created", "updated", "deleted")[number % 3]
