"""The move off the old platform: apps on their way through the stages, and the dashboards people use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sophia.demo.calendar import AS_OF, START
from sophia.demo.chance import clamp, stream
from sophia.demo.models import MIGRATION_START
from sophia.demo.people import Person, office

APPS = (
    "Executive overview",
    "Revenue bridge",
    "Pipeline review",
    "Deal desk",
    "Rep scorecard",
    "Client health list",
    "Renewal calendar",
    "Churn post-mortems",
    "Support triage",
    "Ticket backlog",
    "Refund approvals",
    "Dunning queue",
    "Invoice search",
    "Payout monitor",
    "Fraud review",
    "Sprint report",
    "Release calendar",
    "Incident log",
    "On-call roster",
    "Cloud cost board",
    "Knowledge search",
    "Document intake",
    "Curation queue",
    "Onboarding tracker",
    "Training progress",
    "Hiring funnel",
    "Leave planner",
    "Vendor register",
    "Contract register",
    "Access reviews",
    "Campaign results",
    "Event check-in",
    "Partner portal admin",
    "Feature flags admin",
)
STAGES = ("found", "imported", "parallel", "live", "retired")
DASHBOARDS = {
    "CEO": date(2026, 2, 23),
    "Knowledge": date(2026, 3, 5),
    "Project": date(2026, 3, 16),
    "Sales performance": date(2026, 4, 1),
    "Migration metrics": date(2026, 4, 20),
}
"""First day of each dashboard on the new platform."""


@dataclass(frozen=True)
class App:
    """An app of the old platform; `dates` holds the day it entered each stage it has reached, in order."""

    app_id: int
    name: str
    owner: Person
    components: int
    queries: int
    monthly_users: int
    dates: tuple[date, ...]

    @property
    def stage(self) -> str:
        """Return the present stage."""
        return STAGES[len(self.dates) - 1]


@cache
def create_apps() -> tuple[App, ...]:
    """Return the apps in the order in which they were taken on: popular ones first, one at a time."""
    people = office()
    apps = []
    for number, name in enumerate(APPS, start=1):
        rng = stream("app", number)
        components = rng.randrange(6, 70)
        found = MIGRATION_START + timedelta(days=rng.randrange(0, 4))
        dates, day = [found], found + timedelta(days=round(number * 7.9) + rng.randrange(0, 8))
        for wait in (0, 4 + components // 4, 14 + rng.randrange(10), 30 + rng.randrange(25)):
            day += timedelta(days=wait)
            if day <= AS_OF:
                dates.append(day)
        users = rng.randrange(3, 40)
        queries = max(2, round(components * rng.uniform(0.3, 0.8)))
        apps.append(App(number, name, rng.choice(people), components, queries, users, tuple(dates)))
    return tuple(apps)


def retool_seats(month: date) -> int:
    """Return the seats that staying on the old platform would take in `month`."""
    return 6 + round(clamp((month - START).days / 900) * 5)


def moved_share(apps: tuple[App, ...], day: date) -> float:
    """Return the share of apps retired on the old platform by `day`."""
    return sum(len(app.dates) == 5 and app.dates[4] <= day for app in apps) / len(apps)
