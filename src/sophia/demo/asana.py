"""Asana: cross-team projects and tasks, status updates, objectives and key results with their weekly values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from sophia.demo.calendar import AS_OF, END, START, moment, next_quarter
from sophia.demo.chance import clamp, count, spread, stream
from sophia.demo.people import Person, office
from sophia.demo.snapshot import Filled, Row
from sophia.demo.world import World

PROJECTS = {
    "Product": (
        "Pricing page rework",
        "Customer advisory board",
        "Beta programme",
        "Release notes portal",
        "Usage research",
    ),
    "Marketing": (
        "Spring conference",
        "Partner campaign",
        "Website refresh",
        "Case studies",
        "Webinar series",
        "Brand refresh",
    ),
    "Finance": ("Annual audit", "Budget plan", "Invoice automation", "Revenue policy review", "Treasury set-up"),
    "People": ("Hiring plan", "Onboarding programme", "Engagement survey", "Manager training", "Office move"),
    "Operations": (
        "Retool migration",
        "Vendor consolidation",
        "Security certification",
        "Data retention",
        "Travel policy",
    ),
    "Support": ("Help centre rewrite", "Escalation process", "Chat roll-out", "Quality reviews", "Weekend coverage"),
}
TASK_VERBS = (
    "Draft",
    "Review",
    "Approve",
    "Schedule",
    "Publish",
    "Collect feedback on",
    "Compare offers for",
    "Update",
    "Brief the team on",
)
TASK_THINGS = (
    "plan",
    "budget",
    "contract",
    "agenda",
    "landing page",
    "survey",
    "checklist",
    "slides",
    "handbook page",
    "report",
    "invite list",
)
STATUS_TITLES = {
    "on_track": ("Going to plan", "Milestone reached", "No blockers this fortnight"),
    "at_risk": ("Waiting for a decision", "Supplier is late", "Two tasks slipped"),
    "off_track": ("Date will move", "Key person away", "Scope grew beyond the plan"),
    "complete": ("Done", "Finished and handed over"),
}
KEY_RESULTS = (  # objective, key result, unit, initial, target
    ("Grow with the customers we want", "Annual recurring revenue", "M USD", 0.0, 2.6),
    ("Grow with the customers we want", "New mid-market customers", "customers", 0.0, 14.0),
    ("Grow with the customers we want", "Median sales cycle", "days", 58.0, 49.0),
    ("Keep every customer healthy", "Net revenue retention", "%", 103.0, 108.0),
    ("Keep every customer healthy", "Accounts in the red band", "accounts", 46.0, 28.0),
    ("Keep every customer healthy", "First answer within two hours", "%", 61.0, 80.0),
    ("Ship faster, break less", "Change lead time (median)", "hours", 74.0, 48.0),
    ("Ship faster, break less", "Change fail rate", "%", 13.0, 8.0),
    ("Ship faster, break less", "Cycles finished as committed", "%", 71.0, 85.0),
    ("Make knowledge easy to find", "Questions answered", "%", 72.0, 88.0),
    ("Make knowledge easy to find", "Documents reviewed within 180 days", "%", 48.0, 70.0),
    ("Run the company leaner", "Cloud cost per customer", "USD", 142.0, 118.0),
    ("Run the company leaner", "Apps moved off Retool", "apps", 0.0, 12.0),
    ("Run the company leaner", "Invoices paid on time", "%", 71.0, 84.0),
)
OBJECTIVE_TEAMS = {
    "Grow with the customers we want": "Marketing",
    "Keep every customer healthy": "Support",
    "Ship faster, break less": "Product",
    "Make knowledge easy to find": "People",
    "Run the company leaner": "Operations",
}


@dataclass
class Project:
    """A cross-team project; `late` is how far past its due date it runs, in days."""

    project_id: int
    name: str
    team: str
    owner: Person
    start_on: date
    due_on: date
    ends_on: date


def fill(world: World) -> Iterator[Filled]:
    """Yield the tables of the connection with their rows."""
    people = office()
    projects = _projects(people)
    statuses = [list(_statuses(project)) for project in projects]
    yield (
        "project",
        [_project_row(p, str(own[-1][3]) if own else "on_track") for p, own in zip(projects, statuses, strict=True)],
    )
    tasks = (row for project in projects for row in _tasks(project, people, world.factor))
    yield "task", ((number, *row) for number, row in enumerate(tasks, start=1))
    updates = (row for own in statuses for row in own)
    yield "project_status", ((number, *row[1:]) for number, row in enumerate(updates, start=1))
    goals, weeks = _goals(people, projects)
    yield "goal", goals
    yield "goal_week", weeks


def _projects(people: list[Person]) -> list[Project]:
    found: list[Project] = []
    for team, names in PROJECTS.items():
        members = [person for person in people if person.team == team]
        for lane in range(2):
            start, number = START + timedelta(days=9 + 30 * lane), 0
            while start < AS_OF - timedelta(days=10):
                rng = stream("asana project", team, lane, number)
                planned = timedelta(days=rng.randrange(60, 170))
                real = planned * clamp(spread(rng, 1.05, 0.18), 0.7, 1.8)
                name = f"{names[(number * 2 + lane) % len(names)]} {start.year}"
                owner = rng.choice(members)
                found.append(Project(len(found) + 1, name, team, owner, start, start + planned, start + real))
                start, number = start + real + timedelta(days=rng.randrange(4, 30)), number + 1
    return found


def _project_row(project: Project, status: str) -> Row:
    finished = project.ends_on if project.ends_on <= AS_OF else None
    row = (project.project_id, project.name, project.team, project.owner.name, status)
    return *row, project.start_on, project.due_on, finished


def _statuses(project: Project) -> Iterator[Row]:
    """Report every two weeks; the colour follows how late the project is going to be."""
    rng = stream("status", project.project_id)
    length = (project.due_on - project.start_on).days
    late = (project.ends_on - project.due_on).days / length
    day = project.start_on + timedelta(days=14 - project.start_on.weekday())
    while day < min(project.ends_on, AS_OF):
        elapsed = (day - project.start_on).days / length
        seen = late * clamp(elapsed * 1.2) + rng.gauss(0, 0.05)
        status = "off_track" if seen > 0.22 else "at_risk" if seen > 0.07 else "on_track"
        yield 0, project.project_id, moment(rng, day), status, project.owner.name, rng.choice(STATUS_TITLES[status])
        day += timedelta(days=14)
    if project.ends_on <= AS_OF:
        at = moment(rng, project.ends_on)
        yield 0, project.project_id, at, "complete", project.owner.name, rng.choice(STATUS_TITLES["complete"])


def _tasks(project: Project, people: list[Person], factor: int) -> Iterator[Row]:
    rng = stream("tasks", project.project_id)
    members = [person for person in people if person.team == project.team] + [rng.choice(people)]
    span = (project.ends_on - project.start_on).days
    for _ in range((18 + count(rng, 26)) * factor):
        created = project.start_on + timedelta(days=round(span * rng.random() ** 1.6 * 0.9))
        if created > AS_OF:
            continue
        due = created + timedelta(days=rng.randrange(3, 35))
        done = created + timedelta(days=max(0, round(rng.gauss(0.92, 0.45) * (due - created).days)))
        finished = done <= min(AS_OF, max(project.ends_on, created)) or project.ends_on <= AS_OF
        done = max(created, min(done, project.ends_on)) if finished else done
        completed = (
            min(datetime.combine(done, time(9)) + timedelta(minutes=rng.randrange(540)), END) if finished else None
        )
        late = due < (done if finished else AS_OF)
        person = rng.choice(members) if rng.random() < 0.94 else None
        section = "Done" if completed else rng.choice(("To do", "Doing", "Doing", "Waiting"))
        yield (
            f"{rng.choice(TASK_VERBS)} {rng.choice(TASK_THINGS)}",
            project.project_id,
            project.team,
            person.name if person else None,
            person.email if person else None,
            section,
            min(moment(rng, created, 7, 9), completed or END),
            due if rng.random() < 0.9 or late else None,
            completed,
            completed is not None,
            late,
        )


def _goals(people: list[Person], projects: list[Project]) -> tuple[list[Row], list[Row]]:
    goals: list[Row] = []
    weeks: list[Row] = []
    quarter = next_quarter(START)
    while quarter <= AS_OF:
        _quarter_goals(quarter, people, projects, goals, weeks)
        quarter = next_quarter(quarter)
    return goals, weeks


def _quarter_goals(
    quarter: date, people: list[Person], projects: list[Project], goals: list[Row], weeks: list[Row]
) -> None:
    period = f"{quarter.year} Q{(quarter.month + 2) // 3}"
    end = next_quarter(quarter)
    for objective, team in OBJECTIVE_TEAMS.items():
        rng = stream("objective", period, objective)
        owners = [person for person in people if person.team == team]
        parent = len(goals) + 1
        results = [result for result in KEY_RESULTS if result[0] == objective]
        statuses: list[str] = []
        rows: list[Row] = []
        for number, (_, name, unit, initial, target) in enumerate(results, start=1):
            values = _path(quarter, end, initial, target, rng)
            weeks += [(parent + number, week, value, _progress(value, initial, target)) for week, value in values]
            current = values[-1][1] if values else initial
            statuses.append(_goal_status(_progress(current, initial, target), quarter, end))
            running = [p for p in projects if p.start_on < end and p.ends_on > quarter]
            project = rng.choice(running).project_id if running and rng.random() < 0.78 else None
            weight = (0.5, 0.3, 0.2)[number - 1] if len(results) == 3 else 0.5
            head = (parent + number, "key_result", name, parent, objective, team, rng.choice(owners).name, period)
            rows.append((*head, quarter, end, unit, initial, current, target, weight, statuses[-1], project))
        order = ("missed", "off_track", "at_risk", "on_track", "achieved")
        worst = sorted(statuses, key=order.index)[len(statuses) // 2]
        top = (parent, "objective", objective, None, objective, team, owners[0].name, period, quarter, end)
        goals += [(*top, None, None, None, None, None, worst, None), *rows]


def _path(quarter: date, end: date, initial: float, target: float, rng: Random) -> list[tuple[date, float]]:
    """Return the value at the end of each week: towards the target, with setbacks, at times past it."""
    reach, values, made = clamp(rng.gauss(0.82, 0.22), 0.15, 1.2), [], 0.0
    week = quarter + timedelta(days=(7 - quarter.weekday()) % 7)
    total = (end - week).days / 7
    while week + timedelta(days=6) <= min(AS_OF, end):
        made = clamp(made + reach / total * rng.gauss(1.0, 0.8), 0.0, 1.25)
        values.append((week, round(initial + (target - initial) * made, 2)))
        week += timedelta(days=7)
    return values


def _progress(value: float, initial: float, target: float) -> float:
    return round(clamp((value - initial) / (target - initial)), 4)


def _goal_status(progress: float, quarter: date, end: date) -> str:
    if end <= AS_OF:
        return "achieved" if progress >= 0.9 else "missed"
    pace = progress / ((AS_OF - quarter).days + 1) * (end - quarter).days
    return "on_track" if pace >= 0.85 else "at_risk" if pace >= 0.55 else "off_track"
