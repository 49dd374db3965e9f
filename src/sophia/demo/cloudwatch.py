"""CloudWatch: health of the dashboard platform's services, page loads, alarms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sophia.demo.calendar import AS_OF, END, START, days, moment
from sophia.demo.chance import clamp, count, pick, spread, stream
from sophia.demo.migration import DASHBOARDS
from sophia.demo.models import MIGRATION_START
from sophia.demo.snapshot import Filled, Row
from sophia.demo.world import World

SERVICES = {"viewer-api": (9.0, 46.0, 3), "generator": (0.5, 380.0, 2), "worker": (2.2, 120.0, 2)}
"""Requests per minute at the busiest hour, median milliseconds, hosts."""
OUTAGES = (
    ("Health check failed", "viewer-api", "critical", datetime(2026, 2, 19, 14, 12), 47),
    ("5XX rate above 2 %", "generator", "critical", datetime(2026, 3, 24, 9, 41), 26),
    ("p95 above 2 s", "worker", "warning", datetime(2026, 5, 6, 16, 3), 34),
    ("Health check failed", "viewer-api", "critical", datetime(2026, 6, 30, 7, 52), 18),
    ("5XX rate above 2 %", "worker", "critical", datetime(2026, 8, 13, 11, 20), 21),
    ("p95 above 2 s", "generator", "warning", datetime(2026, 9, 21, 13, 34), 12),
    ("Memory above 90 %", "worker", "warning", datetime(2026, 10, 27, 15, 8), 9),
    ("5XX rate above 2 %", "viewer-api", "critical", datetime(2026, 11, 4, 10, 17), 7),
)
DEVICES = {"desktop": 82.0, "phone": 12.0, "wall": 6.0}


def fill(world: World) -> Iterator[Filled]:
    """Yield the tables of the connection with their rows."""
    yield "svc_minute", _intervals(60 if world.factor == 1 else 5)
    loads = (row for day in days() for row in _loads(day, world.factor))
    yield "page_load", ((number, *row) for number, row in enumerate(loads, start=1))
    yield "alarm", _alarms()


def _alarms() -> Iterator[Row]:
    for number, (name, service, severity, at, minutes) in enumerate(OUTAGES, start=1):
        yield number, name, service, severity, at, at + timedelta(minutes=minutes), minutes


def _bad_minutes(service: str, start: datetime, minutes: int) -> int:
    """Return the minutes of the interval inside a critical outage of the service; warnings slow it, no more."""
    bad, end = 0.0, start + timedelta(minutes=minutes)
    for _, name, severity, at, length in OUTAGES:
        if name == service and severity == "critical":
            overlap = min(end, at + timedelta(minutes=length)) - max(start, at)
            bad += max(0.0, overlap.total_seconds() / 60)
    return round(bad)


def _intervals(minutes: int) -> Iterator[Row]:
    at = datetime.combine(MIGRATION_START, time())
    step = timedelta(minutes=minutes)
    rng = stream("services", minutes)
    while at < END:
        hour, weekend = at.hour + at.minute / 60, at.weekday() >= 5
        busy = clamp(1 - ((hour - 13.5) / 7.5) ** 2, 0.05) * (0.18 if weekend else 1.0)
        growth = 0.35 + 0.65 * (at - datetime.combine(MIGRATION_START, time())) / timedelta(days=287)
        for service, (rate, median, hosts) in SERVICES.items():
            bad = _bad_minutes(service, at, minutes)
            requests = count(rng, rate * busy * growth * minutes)
            load = busy * growth
            p50 = median * (0.85 + 0.4 * load) * rng.uniform(0.93, 1.08) * (3.0 if bad else 1.0)
            p95 = p50 * rng.uniform(2.3, 3.4)
            errors = min(requests, count(rng, requests * 0.0004) + round(requests * bad / minutes * 0.4))
            yield (
                at,
                service,
                minutes,
                bad,
                requests,
                errors,
                round(p50, 1),
                round(p95, 1),
                round(p95 * rng.uniform(1.3, 2.4), 1),
                max(1, hosts - 1) if bad else hosts,
                round(clamp(6 + 52 * load * rng.uniform(0.8, 1.2), 1, 98), 1),
                round(clamp(38 + 22 * load + rng.gauss(0, 2), 10, 97), 1),
            )
        at += step


def _loads(day: date, factor: int) -> Iterator[Row]:
    """Sample openings: the old platform fades as dashboards go live on the new one."""
    rng = stream("page loads", day)
    quiet = 0.15 if day.weekday() >= 5 else 1.0
    rows: list[Row] = []
    for dashboard, live in DASHBOARDS.items():
        if day >= live:
            ageing = clamp((day - live).days / 200)
            for _ in range(count(rng, (5.0 + 8.0 * ageing) * quiet * factor)):
                cached = rng.random() < 0.62
                ms = round(spread(rng, (330 if cached else 760) * (1.25 - 0.3 * ageing), 0.42))
                ok = rng.random() < 0.996
                rows.append((moment(rng, day, 6, 21), dashboard, "sophia", pick(rng, DEVICES), ms, cached, ok))
        left = 1.0 if day < live else clamp(1 - (day - live).days / 120)
        if dashboard != "Migration metrics":
            for _ in range(count(rng, 2.4 * quiet * left * factor)):
                slow = 1 + 0.25 * (day - START).days / (AS_OF - START).days
                ms = round(spread(rng, 3700 * slow, 0.45))
                rows.append(
                    (moment(rng, day, 6, 21), dashboard, "retool", pick(rng, DEVICES), ms, False, rng.random() < 0.985)
                )
    yield from sorted(rows, key=lambda row: (str(row[0]), str(row[1])))
