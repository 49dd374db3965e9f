"""Asana: projects with their status updates, tasks, goals and the weekly values of key results.

A goal with a number to reach and no goals below it is a key result, any other an objective; what lies between comes
from the goals' relationships. The API has no history of a goal's value: `goal_week` begins with the first sync and
keeps, week by week, the last value seen. Not in the API, and so empty: a unit other than % or a currency. An archived
project that nobody completed has the status archived and ends when it was last changed. Of tasks in several projects
the first project counts; subtasks are not read. About once a day all keys are looked at for what was deleted, and what
is over for what changed: tasks of finished and archived projects, relationships of goals of former periods. Goals are
part of Asana's paid plans: without them only their own tables are empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import Field, SecretStr

from sophia.sources.asana_tables import SHAPE
from sophia.sources.contract import Config, Source
from sophia.sources.sync.api import Api
from sophia.sources.sync.errors import AccessRefused
from sophia.sources.sync.slide import iso
from sophia.sources.sync.stream import Pace, Page, Position, Reader, Record, Stream, Sync, Target

URL = "https://app.asana.com/api/1.0"
SIZE = 100
TURNS = 24
LATE = timedelta(days=30)
"""How far back what is over is looked into when it is its turn, which comes often enough for a sync once a day."""
USER = "name,email"
PROJECT = "name,team.name,owner.name,start_on,due_on,completed,completed_at,archived,modified_at"
NEWS = "completed,archived,current_status_update.created_at"
TASK = (
    "name,created_at,modified_at,due_on,completed,completed_at,assignee.name,assignee.email,"
    "memberships.project.gid,memberships.section.name"
)
STATUS = "title,status_type,created_at,author.name"
GOAL = (
    "name,owner.name,team.name,status,start_on,due_on,time_period.display_name,time_period.start_on,"
    "time_period.end_on,metric.unit,metric.currency_code,metric.initial_number_value,metric.current_number_value,"
    "metric.target_number_value"
)
LINK = "resource_subtype,contribution_weight,supporting_resource.resource_type"
Look = Callable[[Mapping[str, Any], datetime | None, datetime], tuple[bool, datetime | None]]
"""Whether to look into a project, now, and for what is new since which moment (None: for everything)."""


class AsanaConfig(Config):
    """The token to read with, and where."""

    token: SecretStr = Field(min_length=8, description="Personal access token, or that of a service account.")
    workspace: str = Field("", pattern=r"^\d*$", description="Workspace's number; empty: all that the token sees.")


def target(config: AsanaConfig) -> Target:
    """Return where the API is; free plans allow 150 calls a minute."""
    return Target(URL, {"authorization": f"Bearer {config.token.get_secret_value()}"}, Pace(2.0, 10))


def check(api: Api, _: AsanaConfig) -> None:
    """Ask who the token belongs to."""
    api.get("users/me", {"opt_fields": "name"})


def pages(api: Api, path: str, given: Mapping[str, Any]) -> Iterator[list[Any]]:
    """Yield the pages of a list; an offset lasts some minutes only, and so is never kept for another cycle."""
    offset: str | None = None
    while True:
        found = api.get(path, {**given, "limit": SIZE, "offset": offset}).json
        yield found["data"]
        offset = (found.get("next_page") or {}).get("offset")
        if not offset:
            return


def everywhere(api: Api, config: AsanaConfig, path: str, fields: str) -> Iterator[list[Any]]:
    """Yield the pages of a list in each workspace that is read."""
    own = (
        [config.workspace]
        if config.workspace
        else [one["gid"] for page in pages(api, "workspaces", {}) for one in page]
    )
    for workspace in own:
        yield from pages(api, path, {"workspace": workspace, "opt_fields": fields})


def listed(path: str, fields: str) -> Reader:
    """Return the reader of a list that is handed out whole."""

    def read(api: Api, config: AsanaConfig, _: Position) -> Iterator[Page]:
        for found in everywhere(api, config, path, fields):
            yield Page(found)

    return read


def ordered(found: Iterator[list[Any]]) -> list[Any]:
    """Return what the pages hold in the order of the keys."""
    return sorted((one for page in found for one in page), key=lambda one: int(one["gid"]))


def turn(key: str, now: datetime) -> bool:
    """Whether it is the turn of something that is over: for an hour each day, another hour the next."""
    return (int(key) + now.toordinal()) % TURNS == now.hour


def of_projects(path: str, parent: str, later: str, fields: str, look: Look) -> Reader:
    """Return the reader of what projects have, where and from when on `look` says; `later` is that moment's name."""

    def read(api: Api, config: AsanaConfig, position: Position) -> Iterator[Page]:
        done = (position.resume or {}).get("done", "0")
        projects = ordered(everywhere(api, config, "projects", NEWS))
        known = {one["gid"] for one in projects}
        for project in projects:
            wanted, since = look(project, position.since, api.now)
            if int(project["gid"]) <= int(done) or not wanted:
                continue
            given = {parent: project["gid"], later: iso(since), "opt_fields": fields}
            for found in pages(api, path, given):
                yield Page([_placed(one, project["gid"], known) for one in found], {"done": done})
            done = project["gid"]
        yield Page()

    return read


def _placed(thing: Mapping[str, Any], project: str, known: set[str]) -> Record:
    """Return a thing with its project, the first of those that can be read, and its section in that."""
    places = (one for one in thing.get("memberships") or () if one["project"]["gid"] in known)
    place: Mapping[str, Any] = next(places, {"project": {"gid": project}})
    return {**thing, "project": place["project"]["gid"], "section": (place.get("section") or {}).get("name")}


def tasks_of(project: Mapping[str, Any], since: datetime | None, now: datetime) -> tuple[bool, datetime | None]:
    """Look into every project that runs, and into one that is over when it is its turn."""
    if since is None or not (project["completed"] or project["archived"]):
        return True, since
    return turn(project["gid"], now), min(since, now - LATE)


def statuses_of(project: Mapping[str, Any], since: datetime | None, _: datetime) -> tuple[bool, datetime | None]:
    """Look into projects with a new status update: they are written and deleted, never changed."""
    newest = project.get("current_status_update") or {}
    moment = newest.get("created_at")
    return bool(newest) and (since is None or moment is None or datetime.fromisoformat(moment) >= since), since


def goals(api: Api, config: AsanaConfig, position: Position) -> Iterator[Page]:
    """Yield every goal with its relationships, those of a goal whose period is over in turns, and this week's value."""
    done, today = (position.resume or {}).get("done", "0"), api.now.date()
    for goal in ordered(_goals(api, config, GOAL)):
        if int(goal["gid"]) <= int(done):
            continue
        record = _goal(goal, today)
        over = record["ends_on"] is not None and record["ends_on"] <= today.isoformat()
        read = position.since is None or not over or turn(goal["gid"], api.now)
        links = [{"goal": goal["gid"], "links": _links(api, goal["gid"])}] if read else []
        yield Page([record], {"done": done}, {"goal_links": links, "goal_values": _values(record, today)})
        done = goal["gid"]
    yield Page()


def goal_keys(api: Api, config: AsanaConfig, _: Position) -> Iterator[Page]:
    """Yield the keys of all goals."""
    for found in _goals(api, config, "gid"):
        yield Page(found)


def _goals(api: Api, config: AsanaConfig, fields: str) -> Iterator[list[Any]]:
    try:
        yield from everywhere(api, config, "goals", fields)
    except AccessRefused as error:
        remedy = "Goals need a paid plan of Asana and the scope goals:read; everything else is synced without them."
        raise AccessRefused(f"{error.message} Goals are part of Asana's paid plans.", remedy=remedy) from None


def _goal(goal: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return a goal with its period, the day after it included, and its numbers as they are read: 25 for 25 %."""
    period, metric = goal.get("time_period") or {}, goal.get("metric") or {}
    start, end = period.get("start_on") or goal.get("start_on"), period.get("end_on") or goal.get("due_on")
    if end and not start:
        last = date.fromisoformat(end)
        start = last.replace(month=(last.month - 1) // 3 * 3 + 1, day=1).isoformat()
    percent = metric.get("unit") == "percentage"
    numbers = {name: metric.get(f"{name}_number_value") for name in ("initial", "current", "target")}
    if numbers["current"] is None:
        numbers["current"] = numbers["initial"]
    return {
        **goal,
        "starts_on": start,
        "ends_on": (date.fromisoformat(end) + timedelta(days=1)).isoformat() if end else None,
        "unit": "%" if percent else metric.get("currency_code"),
        **{name: round(value * 100, 6) if percent and value is not None else value for name, value in numbers.items()},
        "read_on": today.isoformat(),
    }


def _links(api: Api, goal: str) -> list[Record]:
    """Return what supports a goal: goals below it with their weight, projects, tasks and portfolios."""
    found = ordered(pages(api, "goal_relationships", {"supported_goal": goal, "opt_fields": LINK}))
    return [
        {
            "id": one["supporting_resource"]["gid"],
            "type": one["supporting_resource"]["resource_type"],
            "weight": one.get("contribution_weight"),
        }
        for one in found
    ]


def _values(goal: Mapping[str, Any], today: date) -> list[Record]:
    """Return the value of the week that runs, where its Monday lies within the goal's period."""
    monday = (today - timedelta(days=today.weekday())).isoformat()
    runs = goal["starts_on"] and goal["starts_on"] <= monday < goal["ends_on"]
    return (
        [{"goal": goal["gid"], "week": monday, "value": goal["current"]}] if runs and goal["target"] is not None else []
    )


ID = "gid BIGINT"
STREAMS = (
    Stream("users", {"id": ID, "name": "name VARCHAR", "email": "email VARCHAR"}, ("id",), listed("users", USER)),
    Stream(
        "projects",
        {
            "id": ID,
            "name": "name VARCHAR",
            "team": "team.name VARCHAR",
            "owner": "owner.name VARCHAR",
            "start_on": "start_on DATE",
            "due_on": "due_on DATE",
            "completed": "completed BOOLEAN",
            "completed_at": "completed_at TIMESTAMP",
            "archived": "archived BOOLEAN",
            "modified_at": "modified_at TIMESTAMP",
        },
        ("id",),
        listed("projects", PROJECT),
    ),
    Stream(
        "statuses",
        {
            "id": ID,
            "project": "project BIGINT",
            "title": "title VARCHAR",
            "status": "status_type VARCHAR",
            "author": "author.name VARCHAR",
            "created_at": "created_at TIMESTAMP",
        },
        ("id",),
        of_projects("status_updates", "parent", "created_since", STATUS, statuses_of),
        cursor="created_at",
        ids=of_projects("status_updates", "parent", "created_since", "gid", statuses_of),
    ),
    Stream(
        "tasks",
        {
            "id": ID,
            "name": "name VARCHAR",
            "project": "project BIGINT",
            "section": "section VARCHAR",
            "assignee": "assignee.gid BIGINT",
            "assignee_name": "assignee.name VARCHAR",
            "assignee_email": "assignee.email VARCHAR",
            "created_at": "created_at TIMESTAMP",
            "modified_at": "modified_at TIMESTAMP",
            "due_on": "due_on DATE",
            "completed": "completed BOOLEAN",
            "completed_at": "completed_at TIMESTAMP",
        },
        ("id",),
        of_projects("tasks", "project", "modified_since", TASK, tasks_of),
        cursor="modified_at",
        ids=of_projects("tasks", "project", "modified_since", "gid", tasks_of),
    ),
    Stream(
        "goals",
        {
            "id": ID,
            "name": "name VARCHAR",
            "owner": "owner.name VARCHAR",
            "team": "team.name VARCHAR",
            "status": "status VARCHAR",
            "period": "time_period.display_name VARCHAR",
            "starts_on": "starts_on DATE",
            "ends_on": "ends_on DATE",
            "unit": "unit VARCHAR",
            "initial": "initial DOUBLE",
            "current": "current DOUBLE",
            "target": "target DOUBLE",
            "read_on": "read_on TIMESTAMP",
        },
        ("id",),
        goals,
        cursor="read_on",
        ids=goal_keys,
    ),
    Stream("goal_links", {"goal": "goal BIGINT", "links": "links JSON"}, ("goal",)),
    Stream("goal_values", {"goal": "goal BIGINT", "week": "week DATE", "value": "value DOUBLE"}, ("goal", "week")),
)

SOURCE = Source(
    kind="asana",
    title="Asana",
    description="Projects with status updates, tasks, goals and key results week by week.",
    config=AsanaConfig,
    sync=Sync(target=target, streams=STREAMS, check=check, shape=SHAPE, interval=600),
    verified="sdk",
    evidence="Asana's own Python library makes the same calls and reads the same projects, tasks, status updates, "
    "goals and relationships from our simulator. Not yet tried on the live service.",
)
