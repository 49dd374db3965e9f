"""Cost Explorer: the AWS bill by day, service and workload, and the invoices of the old platform."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sophia.demo import finance
from sophia.demo.calendar import AS_OF, LAST, MONTHS, days, month_days
from sophia.demo.chance import stream
from sophia.demo.migration import create_apps, moved_share, retool_seats
from sophia.demo.models import MIGRATION_START, platform_cost
from sophia.demo.snapshot import Filled, Row
from sophia.demo.world import World

PRODUCT_SHARES = {
    ("Amazon EC2", "product"): 0.36,
    ("Amazon RDS", "product"): 0.27,
    ("Amazon S3", "product"): 0.07,
    ("Amazon CloudFront", "product"): 0.08,
    ("AWS Lambda", "product"): 0.04,
    ("Amazon CloudWatch", "product"): 0.05,
    ("Amazon Redshift", "data"): 0.09,
    ("Amazon S3", "data"): 0.04,
}
"""Shares of the hosting cost in cost_month (Snowflake)."""
DASHBOARD_COST = {
    "AWS Fargate": 6.1,
    "Elastic Load Balancing": 0.66,
    "Amazon CloudWatch": 0.38,
    "AWS Lambda": 0.15,
    "Amazon S3": 0.17,
}
"""USD per day of the dashboard platform when it runs in full."""
LLM = "LLM API"
SEAT_PRICE = 100.0
EXTRAS = 250.0
"""USD per seat and month, and for additional features per month, on the old platform."""


def fill(world: World) -> Iterator[Filled]:
    """Yield the tables of the connection with their rows."""
    rows = list(_days(world))
    yield "cost_day", rows
    totals: dict[date, float] = defaultdict(float)
    cloud: dict[date, float] = defaultdict(float)
    models: dict[date, float] = defaultdict(float)
    for day, service, workload, cost, _ in rows:
        month = day.replace(day=1)
        totals[month] += cost
        if workload == "dashboards":
            (models if service == LLM else cloud)[month] += cost
    yield "bill_month", [(month, round(total, 4)) for month, total in totals.items()]
    yield "retool_invoice", _invoices()
    begun = MIGRATION_START.replace(day=1)
    yield "saving_month", [_saving(month, cloud[month], models[month]) for month in MONTHS if month >= begun]


def _days(world: World) -> Iterator[tuple[date, str, str, float, float]]:
    hosting = {month: amount for month, _, line, amount in finance.costs(world) if line == "Hosting"}
    models = platform_cost(world.model_calls)
    for day in days():
        rng = stream("cost", day)
        month = day.replace(day=1)
        elapsed = AS_OF.day if month == MONTHS[LAST] else month_days(month)
        weekday = 0.95 if day.weekday() >= 5 else 1.02
        spike = 2.4 if day == date(2025, 10, 20) else 1.0  # a load test nobody switched off
        for (service, workload), share in PRODUCT_SHARES.items():
            cost = hosting[month] * share / elapsed * weekday * rng.uniform(0.96, 1.05)
            yield _row(day, service, workload, cost * (spike if service == "Amazon EC2" else 1.0))
        if day >= MIGRATION_START:
            sizing = 1.35 if day < date(2026, 5, 1) else 1.0  # before the tasks were sized to their load
            for service, amount in DASHBOARD_COST.items():
                yield _row(day, service, "dashboards", amount * sizing * rng.uniform(0.93, 1.08))
            yield _row(day, LLM, "dashboards", models.get(day, 0.0))


def _row(day: date, service: str, workload: str, cost: float) -> tuple[date, str, str, float, float]:
    committed = service in {"Amazon EC2", "Amazon RDS", "AWS Fargate"}
    return day, service, workload, round(cost, 4), round(cost * (0.83 if committed else 1.0), 4)


def _baseline(month: date) -> float:
    return retool_seats(month) * SEAT_PRICE + EXTRAS


def _invoices() -> Iterator[Row]:
    apps = create_apps()
    for month in MONTHS:
        moved = moved_share(apps, month)
        seats = max(2, round(retool_seats(month) * (1 - moved)))
        amount = seats * SEAT_PRICE + (EXTRAS if moved < 0.3 else 0.0)
        yield month, "Enterprise", seats, amount, _baseline(month)


def _saving(month: date, cloud: float, models: float) -> Row:
    first, last = max(month, MIGRATION_START), min(AS_OF, month.replace(day=month_days(month)))
    share = ((last - first).days + 1) / month_days(month)
    return month, round(cloud, 2), round(models, 2), round(_baseline(month) * share, 2)
