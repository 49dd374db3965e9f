"""User feedback: satisfaction, adoption, how fast dashboards are built, and the state of the migration."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from sophia.demo.calendar import AS_OF, days, moment
from sophia.demo.chance import clamp, count, pick, spread, stream
from sophia.demo.migration import DASHBOARDS, STAGES, App, create_apps
from sophia.demo.models import MIGRATION_START
from sophia.demo.people import office
from sophia.demo.snapshot import Filled, Row
from sophia.demo.world import World

ROLES = {"Executive": 10.0, "Sales": 30.0, "Customer success": 20.0, "Engineering": 22.0, "Operations": 18.0}
COMMENTS = {
    "sophia": {
        5: ("So much faster 🚀", "I asked in one sentence and had it", "Numbers I can finally trace", "رائع جدًا"),
        4: ("Good, wants a bigger table", "Nice on the phone", "Clear"),
        3: ("Had to learn the wording", "Fine"),
        2: ("Export missed a column", "Too many tiles"),
        1: ("Could not find my old report",),
    },
    "retool": {
        5: ("Does the job",),
        4: ("OK once it has loaded", "Useful"),
        3: ("Slow on Mondays", "Looks dated"),
        2: ("Takes ages to load", "Changes take weeks", "Unusable on a phone"),
        1: ("Wrong totals again", "Gave up and used a spreadsheet"),
    },
}
CAUSES = {"time zone": 30.0, "rounding": 26.0, "null handling": 20.0, "filter": 16.0, "stale cache": 8.0}
TILES = ("Total", "Trend by month", "Top list", "Status table", "Breakdown")
COLUMNS = ("amount", "count", "closed_on", "share", "owner")


def fill(world: World) -> Iterator[Filled]:
    """Yield the tables of the connection with their rows."""
    answers = (row for day in days() for row in _answers(day, world.factor))
    yield "feedback", ((number, *row) for number, row in enumerate(answers, start=1))
    yield "adoption_day", (row for day in days() for row in _adoption(day, world.factor))
    yield "build_log", list(_builds(world.factor))
    apps = create_apps()
    yield "migration_app", map(_app_row, apps)
    parity = [row for app in apps for row in _parity(app)]
    yield "parity_day", parity
    yield "parity_cell", list(_differences(parity))


def _platforms(dashboard: str, day: date) -> dict[str, float]:
    """Return how much each platform is used for a dashboard on a day, 0 to 1."""
    live = DASHBOARDS[dashboard]
    old = 0.0 if dashboard == "Migration metrics" else 1.0 if day < live else clamp(1 - (day - live).days / 120)
    new = 0.0 if day < live else 0.35 + 0.65 * clamp((day - live).days / 150)
    return {"retool": old, "sophia": new}


def _answers(day: date, factor: int) -> Iterator[Row]:
    rng = stream("feedback", day)
    if day.weekday() >= 5:
        return
    for dashboard in DASHBOARDS:
        for platform, use in _platforms(dashboard, day).items():
            rate = 0.12 if platform == "retool" else 0.95
            for _ in range(count(rng, rate * use * factor)):
                learning = clamp((day - DASHBOARDS[dashboard]).days / 120)
                mean = 3.35 if platform == "retool" else 4.15 + 0.4 * learning
                score = round(clamp(rng.gauss(mean, 0.85 if platform == "sophia" else 1.05), 1, 5))
                comment = rng.choice(COMMENTS[platform][score]) if rng.random() < 0.3 else None
                yield moment(rng, day), dashboard, platform, pick(rng, ROLES), score, comment


def _adoption(day: date, factor: int) -> Iterator[Row]:
    rng = stream("adoption", day)
    quiet = 0.12 if day.weekday() >= 5 else 1.0
    for number, dashboard in enumerate(DASHBOARDS):
        reach = (9.0, 22.0, 17.0, 21.0, 6.0)[number] * (3 if factor > 1 else 1)
        for platform, use in _platforms(dashboard, day).items():
            level = (0.62 if platform == "retool" else 1.0) * use * quiet
            users = count(rng, reach * level)
            if users:
                yield day, dashboard, platform, users, users + count(rng, users * 1.4)


def _builds(factor: int) -> Iterator[Row]:
    people = office()
    number = 0
    for day in days(MIGRATION_START):
        rng = stream("builds", day)
        for _ in range(0 if day.weekday() >= 5 else count(rng, 1.7 * factor)):
            number += 1
            yield (number, *_build(day, people[rng.randrange(len(people))].name, rng))


def _build(day: date, builder: str, rng: Random) -> Row:
    kind = pick(rng, {"new": 35.0, "change": 50.0, "fix": 15.0})
    baseline = spread(rng, {"new": 960.0, "change": 150.0, "fix": 60.0}[kind], 0.5)
    practice = clamp((day - MIGRATION_START).days / 200)
    minutes = baseline / spread(rng, 6.0 + 7.0 * practice, 0.5)
    name = rng.choice(tuple(DASHBOARDS) + tuple(app.name for app in create_apps()[:12]))
    return name, kind, builder, pick(rng, ROLES), moment(rng, day), round(baseline, 1), round(max(1.0, minutes), 1)


def _app_row(app: App) -> Row:
    dates = [*app.dates, *[None] * (5 - len(app.dates))]
    head = (app.app_id, app.name, app.owner.team, app.owner.name, app.components, app.queries, app.monthly_users)
    return *head, app.stage, STAGES.index(app.stage) + 1, *dates


def _parity(app: App) -> Iterator[tuple[date, int, int, int]]:
    """Compare every day from the parallel run until the old app is retired; differences are fixed within two weeks."""
    if len(app.dates) < 3:
        return
    end = app.dates[4] - timedelta(days=1) if len(app.dates) == 5 else AS_OF
    rng = stream("parity", app.app_id)
    first = rng.uniform(0.93, 0.985)
    for day in days(app.dates[2], end):
        settled = clamp((day - app.dates[2]).days / 14)
        compared = app.components * rng.randrange(18, 30)
        share = first + (0.9992 - first) * settled
        yield day, app.app_id, compared, compared - count(rng, compared * (1 - share))


def _differences(parity: list[tuple[date, int, int, int]]) -> Iterator[Row]:
    number = 0
    for day, app_id, compared, matched in parity:
        rng = stream("difference", app_id, day)
        for _ in range(min(compared - matched, 5)):
            number += 1
            value = round(spread(rng, 900, 1.0), 2)
            cause = pick(rng, CAUSES)
            other = None if cause == "null handling" else f"{value * rng.uniform(0.97, 1.03):.2f}"
            key = f"row {rng.randrange(1, 60)}"
            yield number, app_id, day, rng.choice(TILES), key, rng.choice(COLUMNS), f"{value:.2f}", other, cause
