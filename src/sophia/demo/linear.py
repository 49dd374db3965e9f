"""Linear: teams, projects, cycles with their burn-up, issues and their way through the states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sophia.demo.calendar import AS_OF, END, days, hours_between
from sophia.demo.chance import stream
from sophia.demo.delivery import CYCLE, Delivery, Issue, Project, cycle_count, cycle_start
from sophia.demo.people import TEAMS
from sophia.demo.snapshot import Filled, Row
from sophia.demo.world import World

PRIORITY_LABELS = ("None", "Urgent", "High", "Normal", "Low")
TYPES = {
    "Triage": "triage",
    "Backlog": "backlog",
    "Todo": "unstarted",
    "In Progress": "started",
    "In Review": "started",
    "Done": "completed",
    "Canceled": "canceled",
}
Move = tuple[str | None, str, datetime]


def fill(world: World) -> Iterator[Filled]:
    """Yield the tables of the connection with their rows."""
    work = world.delivery
    ids = {team: number for number, team in enumerate(TEAMS.values(), start=1)}
    keys = {team: key for key, team in TEAMS.items()}
    yield "team", [(ids[t], keys[t], t, len(work.teams[t]), work.capacity[t]) for t in ids]
    by_project: dict[int, list[Issue]] = defaultdict(list)
    for issue in work.issues:
        if issue.project:
            by_project[issue.project.project_id].append(issue)
    yield "project", [_project_row(project, by_project[project.project_id], ids) for project in work.projects]
    stays = _stays(work)
    yield "cycle", [_cycle_row(ids[team], number, stays[team, number]) for team in ids for number in _numbers()]
    yield "cycle_day", (row for team in ids for n in _numbers() for row in _burn_up(ids[team], n, stays[team, n]))
    moves = [_moves(issue) for issue in work.issues]
    yield "issue", [_issue_row(n, issue, ids, moves[n - 1]) for n, issue in enumerate(work.issues, start=1)]
    yield "issue_state_change", _changes(work.issues, moves, ids)
    yield "flow_day", _flow(work.issues, moves, ids)


def _numbers() -> range:
    return range(1, cycle_count() + 1)


def _cycle_id(team_id: int, number: int) -> int:
    return team_id * 1000 + number


def _stays(work: Delivery) -> dict[tuple[str, int], list[tuple[Issue, datetime]]]:
    """Return the issues of each cycle with the moment they were added."""
    found: dict[tuple[str, int], list[tuple[Issue, datetime]]] = defaultdict(list)
    for issue in work.issues:
        for number, added in issue.stays:
            found[issue.team, number].append((issue, added))
    return found


def _project_row(project: Project, issues: list[Issue], ids: dict[str, int]) -> Row:
    counted = [issue for issue in issues if not issue.canceled_at]
    scope = sum(issue.estimate for issue in counted)
    done = sum(issue.estimate for issue in counted if issue.completed_at)
    blocked = max(
        (int((END - i.blocked_since).days) for i in issues if i.blocked_since and not i.completed_at), default=0
    )
    running = project.ends_on > AS_OF
    length = (project.target_on - project.started_on).days
    forecast = project.ends_on
    if running:
        elapsed = max(7, (AS_OF - project.started_on).days)
        pace = max(done, 1) / elapsed
        forecast = AS_OF + timedelta(days=min(400, round((scope - done) / pace)))
    late = (forecast - project.target_on).days
    health = "offTrack" if late > 0.25 * length else "atRisk" if late > 0.03 * length else "onTrack"
    canceled = not running and scope and done / scope < 0.5
    return (
        project.project_id,
        project.name,
        project.initiative,
        ids[project.team],
        project.lead.name,
        "started" if running else "canceled" if canceled else "completed",
        health,
        project.started_on,
        project.target_on,
        forecast,
        None if running or canceled else project.ends_on,
        scope,
        done,
        round(done / scope, 4) if scope else 0.0,
        blocked,
    )


def _done_within(issue: Issue, number: int) -> bool:
    end = datetime.combine(cycle_start(number) + CYCLE, time())
    return issue.completed_at is not None and issue.stays[-1][0] == number and issue.completed_at < end


def _cycle_row(team_id: int, number: int, stays: list[tuple[Issue, datetime]]) -> Row:
    start = datetime.combine(cycle_start(number), time(9))
    committed = sum(issue.estimate for issue, added in stays if added <= start)
    added = sum(issue.estimate for issue, at in stays if at > start)
    kept = sum(issue.estimate for issue, at in stays if at <= start and _done_within(issue, number))
    done = sum(issue.estimate for issue, _ in stays if _done_within(issue, number))
    gone = sum(issue.estimate for issue, _ in stays if issue.canceled_at and issue.stays[-1][0] == number)
    carried = committed + added - done - gone
    first = cycle_start(number)
    return _cycle_id(team_id, number), team_id, number, first, first + CYCLE, committed, kept, added, done, carried


def _burn_up(team_id: int, number: int, stays: list[tuple[Issue, datetime]]) -> Iterator[Row]:
    for n in range(CYCLE.days):
        day = cycle_start(number) + timedelta(days=n)
        if day > AS_OF:
            return
        end = datetime.combine(day + timedelta(days=1), time())
        inside = [issue for issue, added in stays if added < end]
        scope = sum(issue.estimate for issue in inside)
        finished = [i for i in inside if i.completed_at and i.completed_at < end and i.stays[-1][0] == number]
        yield _cycle_id(team_id, number), team_id, day, n + 1, scope, sum(issue.estimate for issue in finished)


def _moves(issue: Issue) -> list[Move]:
    """Return the state changes of an issue, in order of time."""
    rng = stream("moves", issue.identifier)
    moves: list[Move] = [(None, "Triage" if issue.label == "bug" else "Backlog", issue.created_at)]
    at = issue.created_at
    if issue.stays:
        at = max(at, issue.stays[0][1])
        moves.append((moves[-1][1], "Todo", at))
    elif moves[0][1] == "Triage" and not issue.canceled_at and (END - at).days > 6:
        moves.append(("Triage", "Backlog", at + timedelta(days=rng.uniform(0.5, 5))))
    if issue.started_at:
        at = max(at, issue.started_at)
        moves.append((moves[-1][1], "In Progress", at))
    if issue.completed_at:
        review = at + (issue.completed_at - at) * rng.uniform(0.45, 0.9)
        moves.append(("In Progress", "In Review", review.replace(microsecond=0)))
        moves.append(("In Review", "Done", issue.completed_at))
    elif issue.canceled_at:
        moves.append((moves[-1][1], "Canceled", max(at, issue.canceled_at)))
    return moves


def _issue_row(number: int, issue: Issue, ids: dict[str, int], moves: list[Move]) -> Row:
    rng = stream("issue", issue.identifier)
    cycle_time = lead_time = active = None
    if issue.completed_at and issue.started_at:
        cycle_time = hours_between(issue.started_at, issue.completed_at)
        lead_time = hours_between(issue.created_at, issue.completed_at)
        active = round(cycle_time * rng.uniform(0.32, 0.78), 2)
    due = None
    if rng.random() < 0.3:
        due = (issue.stays[0][1] if issue.stays else issue.created_at).date() + timedelta(days=rng.randrange(5, 24))
    state = moves[-1][1]
    return (
        number,
        issue.identifier,
        issue.title,
        ids[issue.team],
        issue.project.project_id if issue.project else None,
        _cycle_id(ids[issue.team], issue.stays[-1][0]) if issue.stays else None,
        issue.assignee.name if issue.assignee else None,
        issue.assignee.email if issue.assignee else None,
        issue.label,
        issue.priority,
        PRIORITY_LABELS[issue.priority],
        issue.estimate,
        state,
        TYPES[state],
        issue.created_at,
        issue.started_at,
        issue.completed_at,
        issue.canceled_at,
        due,
        issue.blocked_since if not issue.completed_at and not issue.canceled_at else None,
        cycle_time,
        lead_time,
        active,
    )


def _changes(issues: list[Issue], moves: list[list[Move]], ids: dict[str, int]) -> Iterator[Row]:
    number = 0
    for issue_id, (issue, own) in enumerate(zip(issues, moves, strict=True), start=1):
        for before, after, at in own:
            number += 1
            yield number, issue_id, ids[issue.team], before, after, TYPES[after], at.replace(microsecond=0)


def _flow(issues: list[Issue], moves: list[list[Move]], ids: dict[str, int]) -> Iterator[Row]:
    """Count issues per state at the end of each of the last 180 days, by adding up the moves."""
    window = days(AS_OF - timedelta(days=179))
    change: dict[tuple[date, int, str], int] = defaultdict(int)
    for issue, own in zip(issues, moves, strict=True):
        if issue.canceled_at:
            continue
        for before, after, at in own:
            day = max(at.date(), window[0])
            new, old = _lane(after), _lane(before) if before else None
            if new != "completed" or at.date() >= window[0]:
                change[day, ids[issue.team], new] += 1
            if old:
                change[day, ids[issue.team], old] -= 1
    for team_id in ids.values():
        for state in ("backlog", "unstarted", "started", "completed"):
            total = 0
            for day in window:
                total += change[day, team_id, state]
                yield day, team_id, state, total


def _lane(state: str) -> str:
    kind = TYPES[state]
    return "backlog" if kind == "triage" else kind
