"""A simulated Asana, filled with the demo company's projects, tasks and goals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sophia.demo.asana import fill
from sophia.demo.people import office
from sophia.demo.world import World
from tests.services.api import Asked, Told

Thing = dict[str, Any]
WORKSPACE = "1199000000000001"
BEGIN = {"user": 1_201, "team": 1_202, "project": 1_203, "task": 1_204, "status": 1_205, "goal": 1_206, "link": 1_207}
COLOURS = {"on_track": "green", "at_risk": "yellow", "off_track": "red"}
OPEN_FOR = timedelta(minutes=10)
"""How long an offset is good."""


def gid(kind: str, number: int) -> str:
    return str(BEGIN[kind] * 10**12 + number)


def text(moment: datetime | date | None) -> str | None:
    if moment is None:
        return None
    whole = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
    return whole.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def day(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


@dataclass
class Asana:
    """Asana's API over one workspace. `now` is its clock; `refused` is part of a path → status it is answered with."""

    world: World
    token: str = "2/1199/0123456789:abcdef"
    now: datetime = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    per_minute: int = 150
    things: dict[str, dict[str, Thing]] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    calls: list[tuple[datetime, str]] = field(default_factory=list)
    throttled: int = 0

    def __post_init__(self) -> None:
        rows: dict[str, list[Any]] = {name: list(part) for name, part in fill(self.world)}
        people = {person.name: _user(number, person) for number, person in enumerate(office(), 1)}
        teams = {name: _named("team", number, name) for number, name in enumerate(_teams(rows), 1)}
        projects = _by_gid(_project(row, teams, people) for row in rows["project"])
        statuses = _by_gid(_status(row, people) for row in rows["project_status"])
        for one in statuses.values():
            projects[one["parent"]["gid"]]["current_status_update"] = one
        self.things = {
            "workspaces": {WORKSPACE: {"gid": WORKSPACE, "resource_type": "workspace", "name": "Fernwick"}},
            "users": _by_gid(people.values()),
            "projects": projects,
            "status_updates": statuses,
            "tasks": _by_gid(_task(row, projects, people) for row in rows["task"]),
            "goals": _by_gid(_goal(row, teams, people) for row in rows["goal"]),
            "goal_relationships": _by_gid(_links(rows["goal"])),
        }

    def put(self, kind: str, key: str, **changed: Any) -> None:
        """Change a thing, now."""
        self.things[kind][key] |= {**changed, "modified_at": text(self.now)}

    def add(self, kind: str, key: str, like: str, **changed: Any) -> None:
        """Make a thing like another, now."""
        times = {"created_at": text(self.now), "modified_at": text(self.now)}
        self.things[kind][key] = {**self.things[kind][like], "gid": key, **times, **changed}

    def answer(self, asked: Asked) -> Told:
        path = asked.path.removeprefix("/api/1.0/")
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return _fault(401, f"Not Authorized: {asked.headers.get('authorization')}")
        recent = sum(1 for at, _ in self.calls[-2000:] if at > self.now - timedelta(minutes=1))
        if recent >= self.per_minute:
            self.throttled += 1
            return _fault(429, "You have made too many requests recently.", {"Retry-After": "30"})
        self.calls.append((self.now, path))
        for part, status in self.refused.items():
            if part in path:
                return _fault(status, f"{self.token} may not read this.")
        if path == "users/me":
            return Told({"data": next(iter(self.things["users"].values()))})
        return self._listed(path, asked.query)

    def _listed(self, path: str, query: Mapping[str, str]) -> Told:
        found = self._found(path, query)
        if isinstance(found, Told):
            return found
        size, start = int(query.get("limit", 100)), 0
        if not 1 <= size <= 100:
            return _fault(400, "limit: Must be between 1 and 100.")
        if offset := query.get("offset"):
            place, _, given = offset.partition("-")
            if self.now.timestamp() - float(given) > OPEN_FOR.total_seconds():
                return _fault(400, "offset: Your pagination token has expired.")
            start = int(place)
        page = [_chosen(one, query.get("opt_fields", "name").split(",")) for one in found[start : start + size]]
        more = f"{start + size}-{self.now.timestamp()}" if start + size < len(found) else None
        step = {"offset": more, "path": f"/{path}?offset={more}", "uri": f"https://app.asana.com/api/1.0/{path}"}
        return Told({"data": page, "next_page": step if more else None})

    def _found(self, path: str, query: Mapping[str, str]) -> list[Thing] | Told:
        if path not in self.things:
            return _fault(404, "No matching route for request")
        every = list(self.things[path].values())
        if path == "workspaces":
            return every
        if path in {"users", "projects", "goals"}:
            return every if query.get("workspace") == WORKSPACE else _fault(400, "workspace: Missing input")
        if path == "goal_relationships":
            return [one for one in every if one["supported_goal"]["gid"] == query["supported_goal"]]
        if path == "status_updates":
            found = [one for one in every if one["parent"]["gid"] == query["parent"]]
            return [one for one in found if _since(one["created_at"], query.get("created_since"))]
        if query.get("project") not in self.things["projects"]:
            return _fault(404, f"project: Unknown object: {query.get('project')}")
        found = [one for one in every if any(p["project"]["gid"] == query["project"] for p in one["memberships"])]
        return [one for one in found if _since(one["modified_at"], query.get("modified_since"))]


def _since(moment: str, since: str | None) -> bool:
    return since is None or datetime.fromisoformat(moment) >= datetime.fromisoformat(since)


def _fault(status: int, message: str, headers: Mapping[str, str] | None = None) -> Told:
    return Told({"errors": [{"message": message, "help": "See developers.asana.com"}]}, status, headers or {})


def _chosen(thing: Thing, fields: Iterable[str]) -> Thing:
    """Return of a thing what was asked for; keys and types of things are always there."""
    found: Thing = {name: thing[name] for name in ("gid", "resource_type") if name in thing}
    wanted: dict[str, list[str]] = {}
    for path in fields:
        name, _, rest = path.partition(".")
        wanted.setdefault(name, []).extend([rest] if rest else [])
    for name, below in wanted.items():
        value = thing.get(name)
        if isinstance(value, list):
            found[name] = [_chosen(one, below) for one in value]
        elif name in thing:
            found[name] = _chosen(value, below) if isinstance(value, dict) else value
    return found


def _by_gid(things: Iterable[Thing]) -> dict[str, Thing]:
    return {thing["gid"]: thing for thing in things}


def _teams(rows: Mapping[str, list[Any]]) -> list[str]:
    return sorted({row[2] for row in rows["project"]} | {row[5] for row in rows["goal"]})


def _named(kind: str, number: int, name: str) -> Thing:
    return {"gid": gid(kind, number), "resource_type": kind, "name": name}


def _user(number: int, person: Any) -> Thing:
    return {**_named("user", number, person.name), "email": person.email}


def _project(row: Any, teams: Mapping[str, Thing], people: Mapping[str, Thing]) -> Thing:
    number, name, team, owner, _, start, due, completed = row
    return {
        **_named("project", number, name),
        "team": teams[team],
        "owner": people[owner],
        "start_on": day(start),
        "due_on": day(due),
        "completed": completed is not None,
        "completed_at": text(completed),
        "archived": False,
        "created_at": text(start),
        "modified_at": text(completed or start),
        "current_status_update": None,
    }


def _status(row: Any, people: Mapping[str, Thing]) -> Thing:
    number, project, created, status, author, title = row
    return {
        "gid": gid("status", number),
        "resource_type": "status_update",
        "resource_subtype": "project_status_update",
        "title": title,
        "text": "canary text",
        "status_type": status,
        "author": people[author],
        "parent": {"gid": gid("project", project), "resource_type": "project"},
        "created_at": text(created),
    }


def _task(row: Any, projects: Mapping[str, Thing], people: Mapping[str, Thing]) -> Thing:
    number, name, project, _, assignee, _, section, created, due, completed_at, completed, _ = row
    place = projects[gid("project", project)]
    beside = {"project": _named("project", 999_999, "Private"), "section": {"gid": "1", "name": "Elsewhere"}}
    return {
        **_named("task", number, name),
        "resource_subtype": "default_task",
        "assignee": people[assignee] if assignee else None,
        "memberships": [beside, {"project": place, "section": {"gid": f"{project}1", "name": section}}],
        "created_at": text(created),
        "modified_at": text(completed_at or created),
        "due_on": day(due),
        "due_at": None,
        "completed": completed,
        "completed_at": text(completed_at),
    }


def metric(unit: str | None, initial: float, current: float, target: float) -> Thing:
    """Return a goal's metric; percentages are fractions, and no unit of one's own can be said."""
    scale = 0.01 if unit == "%" else 1
    numbers = {"initial": initial, "current": current, "target": target}
    return {
        "gid": "1",
        "resource_type": "goal_metric",
        "resource_subtype": "number",
        "unit": {"%": "percentage", "USD": "currency"}.get(unit or "", "none"),
        "currency_code": "USD" if unit == "USD" else None,
        "precision": 2,
        "progress_source": "manual",
        **{f"{name}_number_value": round(value * scale, 6) for name, value in numbers.items()},
    }


def _goal(row: Any, teams: Mapping[str, Thing], people: Mapping[str, Thing]) -> Thing:
    number, kind, name, _, _, team, owner, period, start, end, unit, initial, current, target, _, status, _ = row
    year, quarter = period.split()
    last = day(end - timedelta(days=1))
    of_goals_below = metric("%", 0, 40, 100) | {"progress_source": "subgoal_progress"}
    return {
        **_named("goal", number, name),
        "team": teams[team],
        "owner": people[owner],
        "status": COLOURS.get(status, status),
        "start_on": None,
        "due_on": last,
        "is_workspace_level": False,
        "time_period": {
            "gid": f"{year}{quarter[1:]}",
            "resource_type": "time_period",
            "display_name": f"{quarter} FY{year[2:]}",
            "period": quarter,
            "start_on": day(start),
            "end_on": last,
        },
        "metric": metric(unit, initial, current, target) if kind == "key_result" else of_goals_below,
    }


def _links(rows: Iterable[Any]) -> Iterable[Thing]:
    """Yield what supports each goal: key results their objective, projects their key result."""
    for row in rows:
        if row[3] is not None:
            yield _link(2 * row[0], row[3], ("goal", row[0]), row[14])
        if row[16] is not None:
            yield _link(2 * row[0] + 1, row[0], ("project", row[16]), 0)


def _link(number: int, goal: int, other: tuple[str, int], weight: float) -> Thing:
    return {
        "gid": gid("link", number),
        "resource_type": "goal_relationship",
        "resource_subtype": "subgoal" if other[0] == "goal" else "supporting_work",
        "supported_goal": {"gid": gid("goal", goal), "resource_type": "goal"},
        "supporting_resource": {"gid": gid(*other), "resource_type": other[0]},
        "contribution_weight": weight,
    }
