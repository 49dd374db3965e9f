"""The employees of the demo company, one identity (e-mail) across all systems."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sophia.demo.calendar import AS_OF, START
from sophia.demo.chance import stream
from sophia.demo.names import person_name, slug

REGIONS = {"North America": 46.0, "Europe": 31.0, "APAC": 15.0, "Latin America": 8.0}
TEAMS = {
    "PAY": "Payments",
    "LED": "Ledger",
    "PUL": "Pulse",
    "FLO": "Flow",
    "PLT": "Platform",
    "WEB": "Web",
}


@dataclass(frozen=True)
class Person:
    """An employee; `skill` around 1 scales what the person achieves."""

    name: str
    email: str
    team: str
    region: str
    started_on: date
    active: bool
    skill: float

    @property
    def login(self) -> str:
        """Return the login used in code systems."""
        return self.email.split("@")[0].replace(".", "-")


@cache
def hire(number: int, team: str, region: str) -> Person:
    """Return employee `number`; a sixth joined during the three years, a few have left."""
    rng = stream("person", number)
    name = person_name(number)
    first, last = name.split(" ", 1)
    late = rng.random() < 0.17
    started = START + timedelta(days=rng.randrange(60, 700) if late else -rng.randrange(90, 1500))
    email = f"{slug(first, 'x')}.{slug(last, 'x')}@fernwick.example"
    return Person(name, email, team, region, started, rng.random() > 0.06 or started > AS_OF, rng.uniform(0.72, 1.3))


def sales_team(factor: int) -> list[Person]:
    """Return the sales representatives: 13 for the small company, more for the large."""
    regions = ["North America"] * 6 + ["Europe"] * 4 + ["APAC"] * 2 + ["Latin America"]
    return [hire(100 + n, f"{regions[n % 13]} sales", regions[n % 13]) for n in range(13 * (3 if factor > 1 else 1))]


def success_team(factor: int) -> list[Person]:
    """Return the customer success managers."""
    regions = ["North America"] * 3 + ["Europe"] * 2 + ["APAC", "Latin America"]
    return [hire(200 + n, "Customer success", regions[n % 7]) for n in range(7 * (3 if factor > 1 else 1))]


def engineers() -> list[Person]:
    """Return the engineers, 5 to 7 in each team."""
    sizes = (7, 6, 6, 5, 7, 5)
    return [
        hire(300 + 10 * t + n, team, "Europe")
        for t, (team, size) in enumerate(zip(TEAMS.values(), sizes, strict=True))
        for n in range(size)
    ]


def office() -> list[Person]:
    """Return people of the other departments, who own projects, goals and documents."""
    departments = ("Product", "Marketing", "Finance", "People", "Operations", "Support")
    return [hire(400 + n, departments[n % 6], "North America") for n in range(24)]


def curators() -> list[Person]:
    """Return the curators of the knowledge base."""
    return [hire(450 + n, "Knowledge", "Europe") for n in range(5)]
