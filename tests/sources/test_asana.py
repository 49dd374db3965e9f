"""Asana: the demo company's projects, tasks and goals come back from a simulated Asana as the tables of the pack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import asana as sdk
import pytest
from pydantic import SecretStr

from sophia.demo.asana import fill
from sophia.demo.world import World
from sophia.kernel.errors import SourceUnreachable
from sophia.sources.asana import GOAL, LINK, PROJECT, SOURCE, STATUS, TASK, USER, AsanaConfig, turn
from sophia.sources.sync.cycle import Outcome
from tests.services.api import Asked, Told, served
from tests.services.asana import WORKSPACE, Asana, gid, text
from tests.sources.published import differences, lost
from tests.sources.sync.line import Line

pytestmark = pytest.mark.slow

STREAMS = 5
"""Users, projects, status updates, tasks and goals; relationships and weekly values come with the goals."""
THIS_QUARTER = date(2026, 10, 1)
THIS_WEEK = date(2026, 11, 9)
KEYS = {"project_id": "project", "task_id": "task", "status_id": "status", "goal_id": "goal", "parent_id": "goal"}
UNITS = {"%", "USD"}
"""Of units Asana knows only these of the demo company's."""


@pytest.fixture(scope="module")
def world() -> World:
    return World(1)


@pytest.fixture(scope="module")
def rows(world: World) -> dict[str, list[Any]]:
    return {name: list(part) for name, part in fill(world)}


def line_to(folder: Path, asana: Asana, **changed: Any) -> Line:
    assert SOURCE.sync is not None
    config = AsanaConfig(token=SecretStr(asana.token), **({"workspace": WORKSPACE} | changed))

    def answer(asked: Asked) -> Told:
        asana.now = line.now
        return asana.answer(asked)

    line = Line(folder, SOURCE.sync, config, answer, asana.now)
    return line


def cut(asana: Asana) -> Asana:
    """Leave three projects, two that run and one that is long over, and this quarter's goals."""
    projects = asana.things["projects"]
    running = [key for key, one in projects.items() if not one["completed"]][:2]
    kept = {*running, next(iter(projects))}
    asana.things["projects"] = {key: projects[key] for key in projects if key in kept}
    for kind, place in (
        ("status_updates", lambda one: one["parent"]["gid"]),
        ("tasks", lambda one: one["memberships"][1]["project"]["gid"]),
    ):
        asana.things[kind] = {key: one for key, one in asana.things[kind].items() if place(one) in kept}
    goals = asana.things["goals"]
    asana.things["goals"] = {
        key: one for key, one in goals.items() if one["time_period"]["start_on"] == THIS_QUARTER.isoformat()
    }
    return asana


@pytest.fixture(scope="module")
def synced(world: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[Line, Asana, Outcome]:
    asana = Asana(world)
    line = line_to(tmp_path_factory.mktemp("asana"), asana)
    done = line.run()
    assert done.ok, (done.errors, done.until)
    return line, asana, done


@pytest.fixture
def small(world: World, tmp_path: Path) -> tuple[Line, Asana]:
    """A workspace with three projects, synced once."""
    asana = cut(Asana(world))
    line = line_to(tmp_path, asana)
    done = line.run()
    assert done.ok, done.errors
    return line, asana


def in_asana(table: str) -> Callable[[str, Any], Any]:
    def mapped(column: str, value: Any) -> Any:
        if column in KEYS and value is not None:
            return int(gid(KEYS[column], value))
        if (table, column) == ("goal", "unit"):
            return value if value in UNITS else None
        return value

    return mapped


def test_every_table_equals_the_demo_companys(rows: dict[str, list[Any]], synced: tuple[Line, Asana, Outcome]) -> None:
    assert set(synced[2].tables) == set(rows)
    found = []
    for table, every in rows.items():
        wanted = [row for row in every if table != "goal_week" or row[1] == THIS_WEEK]
        found.append(differences(synced[2].published, "asana", table, wanted, in_asana(table)))
    assert "\n".join(filter(None, found)) == ""


def test_the_pack_keeps_all_of_its_parts(synced: tuple[Line, Asana, Outcome], tmp_path: Path) -> None:
    assert lost(synced[2].published, "asana", tmp_path) == set()


def test_weekly_values_are_those_seen_week_by_week(world: World, rows: dict[str, list[Any]], tmp_path: Path) -> None:
    asana = cut(Asana(world))
    line = line_to(tmp_path, asana)
    goals = {row[0]: row for row in rows["goal"] if row[1] == "key_result" and row[8] == THIS_QUARTER}
    path = [row for row in rows["goal_week"] if row[0] in goals]
    for week in sorted({row[1] for row in path}):
        line.now = line.now.replace(year=week.year, month=week.month, day=week.day) + timedelta(days=6)
        for number, _, value, _ in (row for row in path if row[1] == week):
            metric = asana.things["goals"][gid("goal", number)]["metric"]
            scale = 0.01 if metric["unit"] == "percentage" else 1
            metric["current_number_value"] = round(value * scale, 6)
        done = line.run()
        assert done.ok, done.errors
    assert differences(done.published, "asana", "goal_week", path, in_asana("goal_week")) == ""


def asked_by(asana: Asana, run: Callable[[], Any]) -> set[tuple[str, frozenset[str]]]:
    """Return which paths were asked for with which parameters while `run` ran."""
    seen: set[tuple[str, frozenset[str]]] = set()
    plain = asana._listed  # type: ignore[method-assign]

    def noted(path: str, query: Any) -> Told:
        seen.add((path, frozenset(set(query) - {"offset"})))
        return plain(path, query)

    asana._listed = noted  # type: ignore[method-assign]
    run()
    asana._listed = plain  # type: ignore[method-assign]
    return seen


def test_asanas_own_library_makes_the_same_calls_and_reads_the_same(small: tuple[Line, Asana]) -> None:
    line, asana = small
    line.now += timedelta(minutes=10)
    asana.now = line.now
    asana.put("tasks", list(asana.things["tasks"])[-1], name="Renamed")
    outcome: list[Outcome] = []
    ours = asked_by(asana, lambda: outcome.append(line.run()))
    asana.per_minute = 10_000
    read: dict[str, list[Any]] = {}
    with served(asana.answer) as url:
        theirs = asked_by(asana, lambda: read.update(read_by_library(url, asana)))
    assert ours <= theirs
    done = outcome[0]
    for table, key, name in (("project", "project_id", "projects"), ("project_status", "status_id", "statuses")):
        assert {int(one["gid"]) for one in read[name]} == {
            row[0] for row in line.ask(done, f"SELECT {key} FROM {table}")
        }
    tasks = line.ask(done, "SELECT task_id, name, assignee_email, completed FROM task")
    assert {
        (int(one["gid"]), one["name"], (one["assignee"] or {}).get("email"), one["completed"]) for one in read["tasks"]
    } == set(tasks)
    goals = line.ask(done, "SELECT goal_id, name, current_value FROM goal WHERE kind = 'key_result'")
    values = {int(one["gid"]): one["metric"] for one in read["goals"]}
    for key, _, value in goals:
        scale = 100 if values[key]["unit"] == "percentage" else 1
        assert values[key]["current_number_value"] * scale == pytest.approx(value)
    below = {(int(goal), int(one["supporting_resource"]["gid"])) for goal, one in read["links"] if is_goal(one)}
    assert below == set(line.ask(done, "SELECT parent_id, goal_id FROM goal WHERE parent_id IS NOT NULL"))
    assert {one["email"] for one in read["users"]} >= {email for _, _, email, _ in tasks if email}


def is_goal(link: Any) -> bool:
    return bool(link["supporting_resource"]["resource_type"] == "goal")


def read_by_library(url: str, asana: Asana) -> dict[str, list[Any]]:
    config = sdk.Configuration()
    config.host, config.access_token = f"{url}/api/1.0", asana.token
    client = sdk.ApiClient(config)
    where = {"workspace": WORKSPACE, "limit": 100}

    def every(found: Iterator[Any]) -> list[Any]:
        return list(found)

    projects = every(sdk.ProjectsApi(client).get_projects({**where, "opt_fields": PROJECT}))
    goals = every(sdk.GoalsApi(client).get_goals({**where, "opt_fields": GOAL}))
    tasks, statuses, links = [], [], []
    for project in projects:
        asked = {"project": project["gid"], "limit": 100, "opt_fields": TASK}
        tasks += every(sdk.TasksApi(client).get_tasks(asked))
        every(sdk.TasksApi(client).get_tasks({**asked, "modified_since": text(asana.now)}))
        updates = sdk.StatusUpdatesApi(client)
        given = {"limit": 100, "opt_fields": STATUS}
        statuses += every(updates.get_statuses_for_object(project["gid"], given))
        every(updates.get_statuses_for_object(project["gid"], {**given, "created_since": text(asana.now)}))
    for goal in goals:
        given = {"limit": 100, "opt_fields": LINK}
        found = sdk.GoalRelationshipsApi(client).get_goal_relationships(goal["gid"], given)
        links += [(goal["gid"], one) for one in every(found)]
    users = every(sdk.UsersApi(client).get_users({**where, "opt_fields": USER}))
    return {
        "projects": projects, "goals": goals, "tasks": tasks, "statuses": statuses, "links": links, "users": users
    }  # fmt: skip


def test_a_cycle_without_news_asks_each_list_and_what_may_change_once(small: tuple[Line, Asana]) -> None:
    line, asana = small
    line.now += timedelta(minutes=10)
    done = line.run()
    newest, goals = 1, len(asana.things["goals"])
    tasks = [key for key, one in asana.things["projects"].items() if not one["completed"] or turn(key, line.now)]
    assert (done.published, done.calls) == (None, STREAMS + newest + len(tasks) + goals)


def test_what_changes_in_a_project_that_is_over_is_seen_within_a_day(small: tuple[Line, Asana]) -> None:
    line, asana = small
    over, asana.now = next(iter(asana.things["tasks"])), line.now
    asana.things["goals"].clear()
    asana.put("tasks", over, name="Renamed at last")
    seen = []
    for _ in range(24):
        line.now = line.now.replace(minute=30) + timedelta(hours=1)
        done = line.run()
        assert done.ok, done.errors
        seen += line.ask(done, f"SELECT name FROM task WHERE task_id = {over}") if done.published else []
    assert ("Renamed at last",) in seen


def test_edits_new_things_and_deletions_are_carried_over(small: tuple[Line, Asana]) -> None:
    line, asana = small
    running = next(key for key, one in asana.things["projects"].items() if not one["completed"])
    own = [key for key, one in asana.things["tasks"].items() if one["memberships"][1]["project"]["gid"] == running]
    line.now += timedelta(minutes=5)
    asana.now = line.now
    asana.put("tasks", own[0], name="Renamed")
    asana.add("tasks", gid("task", 99_000), own[0], name="Made just now")
    asana.add("status_updates", gid("status", 99_000), next(iter(asana.things["status_updates"])),
              parent={"gid": running, "resource_type": "project"}, status_type="on_hold")  # fmt: skip
    asana.put("projects", running, current_status_update=asana.things["status_updates"][gid("status", 99_000)])
    goal = next(key for key, one in asana.things["goals"].items() if one["metric"]["unit"] == "none")
    asana.things["goals"][goal]["metric"]["current_number_value"] = 7.5
    done = line.run()
    named = "SELECT count(*) FROM task WHERE name IN ('Renamed', 'Made just now')"
    assert line.ask(done, named) == [(2,)]
    assert line.ask(done, f"SELECT status FROM project WHERE project_id = {running}") == [("on_hold",)]
    assert line.ask(done, f"SELECT current_value FROM goal WHERE goal_id = {goal}") == [(7.5,)]
    assert line.ask(done, f"SELECT value FROM goal_week WHERE goal_id = {goal}") == [(7.5,)]
    del asana.things["tasks"][own[0]], asana.things["goals"][goal], asana.things["projects"][running]
    line.now += timedelta(hours=25)
    done = line.run()
    assert line.ask(done, f"SELECT count(*) FROM task WHERE task_id = {own[0]} OR project_id = {running}") == [(0,)]
    assert line.ask(done, f"SELECT count(*) FROM goal WHERE goal_id = {goal}") == [(0,)]
    assert line.ask(done, f"SELECT count(*) FROM goal_week WHERE goal_id = {goal}") == [(0,)]


def test_a_task_becomes_overdue_by_the_day_alone(small: tuple[Line, Asana]) -> None:
    line, asana = small
    key = next(key for key, one in asana.things["tasks"].items() if not one["completed"])
    asana.now = line.now
    asana.put("tasks", key, due_on=line.now.date().isoformat())
    asked = f"SELECT overdue FROM task WHERE task_id = {key}"
    assert line.ask(line.run(), asked) == [(False,)]
    line.now += timedelta(days=1)
    assert line.ask(line.run(), asked) == [(True,)]


def test_what_the_conventions_of_a_workspace_mean(world: World, tmp_path: Path) -> None:
    asana = cut(Asana(world))
    _, first, second = asana.things["projects"]
    asana.things["projects"][first] |= {"archived": True, "team": None, "modified_at": "2026-11-01T08:00:00.000Z"}
    asana.things["projects"][second] |= {"current_status_update": None}
    asana.things["status_updates"] = {
        key: one for key, one in asana.things["status_updates"].items() if one["parent"]["gid"] != second
    }
    alone = next(key for key, one in asana.things["goals"].items() if one["metric"]["unit"] == "none")
    asana.things["goals"] = {alone: asana.things["goals"][alone] | {"time_period": None, "team": None, "status": None}}
    line = line_to(tmp_path, asana, workspace="")
    done = line.run()
    assert done.ok, done.errors
    shown = line.ask(done, "SELECT project_id, team, status, completed_on FROM project ORDER BY 1")
    assert shown[1] == (int(first), "No team", "archived", date(2026, 11, 1))
    assert [row[2] for row in shown] == ["complete", "archived", None]
    (goal,) = line.ask(done, "SELECT kind, name = objective, team, time_period, period_start, status, weight FROM goal")
    assert goal == ("key_result", True, "Company", "2026 Q4", THIS_QUARTER, None, 1.0)


def test_a_workspace_without_goals_is_read_and_says_so(world: World, tmp_path: Path) -> None:
    for status in (402, 403):
        asana = cut(Asana(world, refused={"goals": status}))
        (tmp_path / str(status)).mkdir()
        done = line_to(tmp_path / str(status), asana).run()
        assert set(done.errors) == {"goals"}
        assert "paid plans" in done.errors["goals"]
        assert (done.tables["goal"], done.tables["goal_week"]) == (0, 0)
        assert (done.tables["project"], done.tables["task"]) == (3, len(asana.things["tasks"]))
        assert asana.token not in str(done)


def test_an_unfinished_reading_goes_on_where_it_stopped(world: World, tmp_path: Path) -> None:
    asana = Asana(world)
    asana.things |= {"status_updates": {}, "goals": {}}
    line = line_to(tmp_path, asana)
    plain = line.answers
    read: list[str] = []
    throttled = True

    def stopped(asked: Asked) -> Told:
        if asked.path.endswith("/tasks"):
            read.append(asked.query["project"])
        return Told({}, 429, {"Retry-After": "3600"}) if throttled and len(read) == 90 else plain(asked)

    line.answers = stopped
    done = line.run()
    assert done.until is not None
    line.now, throttled, before = done.until, False, set(read)
    read.clear()
    done = line.run()
    assert done.ok, done.errors
    assert len(before & set(read)) < len(before) / 2
    assert done.tables["task"] == len(asana.things["tasks"])


def test_a_wrong_token_is_said_without_the_token(world: World, tmp_path: Path) -> None:
    assert SOURCE.sync is not None
    config = AsanaConfig(token=SecretStr("2/1199/c4n4ry"), workspace=WORKSPACE)
    line = Line(tmp_path, SOURCE.sync, config, Asana(world).answer)
    with pytest.raises(SourceUnreachable) as caught:
        SOURCE.sync.check(line.api(), config)
    done = line.run()
    assert len(done.errors) == STREAMS
    assert "c4n4ry" not in str(done) + str(caught.value) + repr(config) + str(SOURCE.sync.target(config))


def test_a_day_stays_within_a_free_plans_allowance_and_fresh(small: tuple[Line, Asana]) -> None:
    # The allowance is per minute: an hour of cycles and that of the daily look at all keys stand for all.
    line, asana = small
    begun = line.now
    running = {key for key, one in asana.things["projects"].items() if not one["completed"]}
    keys = [key for key, one in asana.things["tasks"].items() if one["memberships"][1]["project"]["gid"] in running]
    for number in [*range(1, 7), *range(24 * 6 + 1, 25 * 6 + 1)]:
        line.now = begun + timedelta(seconds=600 * number)
        asana.now = line.now
        asana.put("tasks", keys[number % len(keys)], name=f"Task {number}")
        done = line.run()
        assert done.ok, (done.errors, done.until)
        assert line.ask(done, f"SELECT count(*) FROM task WHERE name = 'Task {number}'") == [(1,)]
        assert line.now - begun - timedelta(seconds=600 * number) < timedelta(seconds=60)
    assert asana.throttled == 0
