"""The work of the engineering teams: projects, two-week cycles, and issues that flow through them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from sophia.demo.calendar import AS_OF, END
from sophia.demo.chance import clamp, count, pick, spread, stream
from sophia.demo.people import TEAMS, Person, engineers

FIRST_CYCLE = date(2023, 11, 13)
CYCLE = timedelta(days=14)
LABELS = {"feature": 50.0, "bug": 26.0, "chore": 14.0, "debt": 10.0}
PRIORITIES = {"1": 6.0, "2": 24.0, "3": 46.0, "4": 18.0, "0": 6.0}
VERBS = (
    "Add",
    "Speed up",
    "Rework",
    "Show",
    "Support",
    "Simplify",
    "Validate",
    "Log",
    "Paginate",
    "Cache",
    "Retry",
    "Localise",
)
BUG_VERBS = ("Fix", "Stop", "Correct", "Repair", "Prevent wrong")
THINGS = {
    "Payments": (
        "card refunds",
        "payout batches",
        "dispute form",
        "SEPA mandates",
        "receipt e-mail",
        "fee table",
        "3-D Secure",
    ),
    "Ledger": (
        "journal import",
        "month close",
        "tax codes",
        "audit trail",
        "multi-entity report",
        "bank matching",
        "CSV export",
    ),
    "Pulse": (
        "trend chart",
        "alert rules",
        "cohort view",
        "weekly digest",
        "benchmark page",
        "share link",
        "forecast band",
    ),
    "Flow": (
        "approval steps",
        "reminder rules",
        "form builder",
        "webhook retries",
        "SLA timer",
        "bulk actions",
        "templates",
    ),
    "Platform": (
        "deploy pipeline",
        "connection pool",
        "feature flags",
        "secret rotation",
        "queue workers",
        "trace sampling",
    ),
    "Web": (
        "sign-in page",
        "settings page",
        "dark mode",
        "keyboard shortcuts",
        "data table",
        "search box",
        "onboarding tour",
    ),
}
INITIATIVES = (
    "Win the mid-market",
    "Enterprise trust",
    "Half the time to value",
    "One platform",
    "Assistant everywhere",
)
PROJECT_WORDS = (
    "2.0",
    "for Enterprise",
    "Refresh",
    "Reliability",
    "Self-serve",
    "Assistant",
    "Open API",
    "Mobile",
    "Migration",
)


@dataclass
class Project:
    """A project of one team; issues count into its scope unless canceled."""

    project_id: int
    name: str
    initiative: str
    team: str
    lead: Person
    started_on: date
    target_on: date
    ends_on: date


@dataclass
class Issue:
    """A piece of work; `stays` lists (cycle number, added at) for every cycle it was in."""

    number: int
    team: str
    title: str
    label: str
    priority: int
    estimate: int
    created_at: datetime
    assignee: Person | None = None
    project: Project | None = None
    stays: list[tuple[int, datetime]] = field(default_factory=list)
    started_at: datetime | None = None
    completed_at: datetime | None = None
    canceled_at: datetime | None = None
    blocked_since: datetime | None = None

    @property
    def identifier(self) -> str:
        """Return the identifier people use."""
        key = next(key for key, name in TEAMS.items() if name == self.team)
        return f"{key}-{self.number}"


@dataclass
class Delivery:
    """All engineering work of the three years."""

    teams: dict[str, list[Person]]
    capacity: dict[str, int]
    projects: list[Project]
    issues: list[Issue]


def cycle_start(number: int) -> date:
    """Return the first day of cycle `number`, counted from 1."""
    return FIRST_CYCLE + CYCLE * (number - 1)


def cycle_count() -> int:
    """Return the number of cycles that have begun."""
    return (AS_OF - FIRST_CYCLE).days // CYCLE.days + 1


def create_delivery(factor: int) -> Delivery:
    """Return projects and issues of all teams; `factor` scales the points a team finishes per cycle."""
    teams: dict[str, list[Person]] = {}
    for person in engineers():
        teams.setdefault(person.team, []).append(person)
    capacity = {team: 6 * len(members) * factor for team, members in teams.items()}
    projects = [project for team in teams for project in _projects(team, teams[team])]
    for number, project in enumerate(projects, start=1):
        project.project_id = number
    issues = []
    for team, members in teams.items():
        own = [project for project in projects if project.team == team]
        issues += _TeamWork(team, members, own, capacity[team]).run()
    return Delivery(teams, capacity, projects, issues)


def _projects(team: str, members: list[Person]) -> list[Project]:
    """Return two lanes of projects, one after the other; about half finish after their target date."""
    found = []
    for lane in range(2):
        start, number = FIRST_CYCLE + timedelta(days=35 * lane), 0
        while start < AS_OF:
            rng = stream("project", team, lane, number)
            planned = timedelta(days=rng.randrange(80, 190))
            real = planned * clamp(spread(rng, 1.06, 0.17), 0.75, 1.7)
            word = PROJECT_WORDS[(number * 2 + lane + len(team)) % len(PROJECT_WORDS)]
            thing = THINGS[team][(number + lane * 3) % len(THINGS[team])]
            name = f"{thing[0].upper()}{thing[1:]} {word}"
            lead, initiative = rng.choice(members), rng.choice(INITIATIVES)
            found.append(Project(0, name, initiative, team, lead, start, start + planned, start + real))
            start, number = start + real + timedelta(days=rng.randrange(0, 12)), number + 1
    return found


class _TeamWork:
    """Runs the cycles of one team: commit, add, start, finish, carry over."""

    def __init__(self, team: str, members: list[Person], projects: list[Project], capacity: int) -> None:
        self.team = team
        self.members = members
        self.projects = projects
        self.capacity = capacity
        self.issues: list[Issue] = []

    def run(self) -> list[Issue]:
        carried: list[Issue] = []
        for number in range(1, cycle_count() + 1):
            carried = self._cycle(number, carried, stream("cycle", self.team, number))
        self._backlog(stream("backlog", self.team))
        return self.issues

    def _cycle(self, number: int, carried: list[Issue], rng: Random) -> list[Issue]:
        start = datetime.combine(cycle_start(number), time(9))
        for issue in carried:
            issue.stays.append((number, start))
        work, points = list(carried), sum(issue.estimate for issue in carried)
        goal = self.capacity * rng.uniform(0.9, 1.12)
        while points < goal:
            created = _workday(start - timedelta(days=spread(rng, 13, 1.0), hours=rng.randrange(8)))
            issue = self._issue(created, rng)
            issue.stays.append((number, start))
            work.append(issue)
            points += issue.estimate
        for _ in range(count(rng, max(1.0, len(work) * 0.17))):
            added = _workday(start + timedelta(days=rng.uniform(0.5, 9)))
            if added < END:
                issue = self._issue(added - timedelta(hours=rng.uniform(0.2, 30)), rng)
                issue.stays.append((number, added))
                work.append(issue)
        return [issue for issue in work if not self._work_on(issue, number, rng)]

    def _issue(self, created: datetime, rng: Random) -> Issue:
        label = pick(rng, LABELS)
        thing = rng.choice(THINGS[self.team])
        verb = rng.choice(BUG_VERBS if label == "bug" else VERBS)
        issue = Issue(
            number=len(self.issues) + 1,
            team=self.team,
            title=f"{verb} {thing}",
            label=label,
            priority=int(pick(rng, PRIORITIES)),
            estimate=rng.choices((1, 2, 3, 5, 8), (22, 28, 26, 17, 7))[0],
            created_at=created.replace(microsecond=0),
        )
        active = [p for p in self.projects if p.started_on <= created.date() + timedelta(days=9) < p.ends_on]
        if active and label != "bug" and rng.random() < 0.86:
            issue.project = rng.choice(active)
        self.issues.append(issue)
        return issue

    def _work_on(self, issue: Issue, number: int, rng: Random) -> bool:
        """Return whether the issue leaves the flow in cycle `number` (finished or canceled)."""
        added, end = issue.stays[-1][1], datetime.combine(cycle_start(number + 1), time())
        if issue.started_at is None:
            begun = _workday(added + timedelta(days=max(0.02, rng.betavariate(1.1, 1.9) * 13)))
            if begun >= min(end, END):
                return False
            issue.assignee = rng.choice(self.members)
            issue.started_at = max(begun, issue.created_at + timedelta(minutes=10))
        if rng.random() < 0.03:
            canceled = _workday(max(issue.started_at, added) + timedelta(hours=rng.uniform(3, 90)))
            if canceled < min(end, END):
                issue.canceled_at = max(canceled, issue.started_at + timedelta(minutes=25))
                return True
        pace = issue.assignee.skill if issue.assignee else 1.0
        begun = max(issue.started_at, added)
        done = _workday(begun + timedelta(days=spread(rng, (0.7 + 0.62 * issue.estimate) / pace, 0.62)))
        if done < min(end, END):
            issue.completed_at = max(done, issue.started_at + timedelta(minutes=25))
            return True
        if end > END and rng.random() < 0.35:
            issue.blocked_since = _workday(END - timedelta(days=rng.uniform(1, 6)))
            issue.blocked_since = max(issue.blocked_since, issue.started_at)
        return False

    def _backlog(self, rng: Random) -> None:
        """Add what waits: triage and backlog, some of it for running projects, and ideas dropped along the way."""
        running = [project for project in self.projects if project.ends_on > AS_OF]
        for project in running:
            done = [issue for issue in self.issues if issue.project is project]
            share = 0.8 * clamp((project.ends_on - AS_OF) / (project.ends_on - project.started_on), 0.05, 0.85)
            for _ in range(min(160, round(len(done) * share / (1 - share)) + 2)):
                issue = self._issue(_workday(END - timedelta(days=rng.uniform(0.5, 60))), rng)
                issue.project = project
        for _ in range(round(self.capacity * 1.3)):
            issue = self._issue(_workday(END - timedelta(days=rng.expovariate(1 / 120) % 1000, hours=3)), rng)
            issue.project = None
            age = END - issue.created_at
            if age > timedelta(days=90) and rng.random() < 0.7:
                issue.canceled_at = _workday(issue.created_at + age * rng.uniform(0.2, 0.9))


def _workday(at: datetime) -> datetime:
    """Move a weekend to the Monday after (the last one to the Friday before), and the night into working hours."""
    if at.hour < 7 or at.hour >= 19:
        at = at.replace(hour=7 + at.hour % 12)
    if at.weekday() >= 5:
        at += timedelta(days=7 - at.weekday())
    if END <= at < END + timedelta(days=2) and at.weekday() == 0:
        at -= timedelta(days=3)
    return at.replace(microsecond=0)
