"""Linear: what the demo company's teams did comes back from a simulated Linear as the tables that the pack knows."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema
from pydantic import SecretStr

from sophia.demo.linear import fill
from sophia.demo.world import World
from sophia.kernel.errors import SourceUnreachable
from sophia.sources.linear import SOURCE, LinearConfig, quota
from sophia.sources.sync.cycle import Outcome
from tests.services.api import Asked, Told
from tests.services.linear import Linear
from tests.services.relay import some
from tests.sources.published import differences, lost
from tests.sources.sync.line import Line

pytestmark = pytest.mark.slow

CONTRACT = Path(__file__).parents[2].parent / "shared/data/specs/linear.graphql.gz"
NOT_IN_THE_API = {"capacity", "active_h", "change_id"}
ROUNDED = {"cycle_time_h", "lead_time_h"}
STREAMS = 6


@pytest.fixture(scope="module")
def world() -> World:
    """The demo's world, without its two issues that were finished before they entered their cycle."""
    made = World(1)
    for issue in made.delivery.issues:
        if issue.completed_at and issue.started_at and issue.stays and issue.stays[0][1] > issue.started_at:
            issue.stays[0] = issue.stays[0][0], issue.started_at
    return made


def line_to(folder: Path, linear: Linear) -> Line:
    assert SOURCE.sync is not None
    config = LinearConfig(key=SecretStr(linear.key))

    def answer(asked: Asked) -> Told:
        linear.now = line.now
        return linear.answer(asked)

    line = Line(folder, SOURCE.sync, config, answer, linear.now)
    return line


@pytest.fixture(scope="module")
def synced(world: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[Line, Linear, Outcome]:
    linear = Linear(world)
    line = line_to(tmp_path_factory.mktemp("linear"), linear)
    done = line.run()
    assert done.ok, done.errors
    return line, linear, done


@pytest.fixture
def small(world: World, tmp_path: Path) -> tuple[Line, Linear]:
    """A workspace with the newest issues only, synced once."""
    linear = Linear(world)
    newest = sorted(linear.nodes["issues"].values(), key=lambda node: str(node["updatedAt"]))[-60:]
    linear.nodes["issues"] = {node["id"]: node for node in newest}
    line = line_to(tmp_path, linear)
    assert line.run().ok
    return line, linear


def mapped(column: str, value: Any) -> Any:
    """A value of the demo as the simulated Linear has it."""
    if column in NOT_IN_THE_API | ROUNDED:
        return ...
    return f"{column.removesuffix('_id')}-{value}" if value is not None and column.endswith("_id") else value


@pytest.mark.slow
def test_every_table_equals_the_demo_companys(world: World, synced: tuple[Line, Linear, Outcome]) -> None:
    _, _, done = synced
    found = [differences(done.published, "linear", table, rows, mapped) for table, rows in fill(world)]
    assert "\n".join(filter(None, found)) == ""
    issues = next(list(rows) for table, rows in fill(world) if table == "issue")
    for column, place in (("cycle_time_h", -3), ("lead_time_h", -2)):
        ((hours, count),) = synced[0].ask(done, f"SELECT sum({column}), count({column}) FROM issue")
        wanted: list[Any] = [row[place] for row in issues if row[place] is not None]
        assert (hours, count) == (pytest.approx(sum(wanted), abs=0.01 * len(wanted)), len(wanted))


@pytest.mark.slow
def test_active_hours_lie_within_cycle_time_and_capacity_is_what_teams_finish(
    synced: tuple[Line, Linear, Outcome],
) -> None:
    line, _, done = synced
    asked = "SELECT count(*) FILTER (WHERE active_h BETWEEN 0 AND cycle_time_h + 0.01), count(active_h), avg(active_h) FROM issue"
    ((within, all_of_them, mean),) = line.ask(done, asked)
    assert within == all_of_them > 1000
    assert mean > 0
    for capacity, finished in line.ask(
        done,
        "SELECT capacity, (SELECT round(avg(completed)) FROM (SELECT completed FROM cycle WHERE cycle.team_id = "
        "team.team_id AND ends_on <= DATE '2026-11-15' ORDER BY ends_on DESC LIMIT 6)) FROM team",
    ):
        assert capacity == finished > 0


@pytest.mark.slow
def test_the_pack_keeps_all_of_its_parts(synced: tuple[Line, Linear, Outcome], tmp_path: Path) -> None:
    assert lost(synced[2].published, "linear", tmp_path) == set()


def test_a_cycle_without_news_asks_each_list_once(small: tuple[Line, Linear]) -> None:
    line, linear = small
    line.now += timedelta(minutes=5)
    linear.calls.clear()
    done = line.run()
    assert (done.published, done.calls, len({root for _, root in linear.calls})) == (None, STREAMS, STREAMS)


def test_edits_trash_and_deletions_are_carried_over(small: tuple[Line, Linear]) -> None:
    line, linear = small
    edited, trashed, deleted = list(linear.nodes["issues"])[:3]
    line.now += timedelta(minutes=5)
    linear.now = line.now
    linear.put("issues", edited, title="Renamed", labels=some([{"name": "Tech Debt"}]))
    linear.put("issues", trashed, trashed=True)
    found = {row[0]: row for row in line.ask(line.run(), "SELECT issue_id, title, label FROM issue")}
    assert found[edited] == (edited, "Renamed", "debt")
    assert trashed not in found
    del linear.nodes["issues"][deleted]
    line.run()
    line.now += timedelta(hours=25)
    assert deleted not in {row[0] for row in line.ask(line.run(), "SELECT issue_id FROM issue")}


def test_a_history_of_many_pages_is_read_to_its_end(small: tuple[Line, Linear]) -> None:
    line, linear = small
    key, node = next(iter(linear.nodes["issues"].items()))
    team = str(node["team"]["id"]).removeprefix("team-")
    states = [f"state-{team}-{name}" for name in ("Todo", "In Progress")]
    begun = datetime(2026, 11, 14, tzinfo=UTC)
    steps = [
        {
            "createdAt": (begun + timedelta(minutes=n)).isoformat(),
            "fromStateId": states[n % 2],
            "toStateId": states[1 - n % 2],
        }
        for n in range(333)
    ]
    line.now += timedelta(minutes=5)
    linear.now = line.now
    linear.put("issues", key, history=some(steps[::-1]))
    done = line.run()
    asked = f"SELECT to_state, changed_at FROM issue_state_change WHERE issue_id = '{key}' ORDER BY change_id"
    changes = line.ask(done, asked)
    assert len(changes) == 334
    assert changes[0][0] == "Todo"
    assert [row[1] for row in changes[1:]] == sorted(row[1] for row in changes[1:])


def test_hours_in_review_are_no_active_hours(small: tuple[Line, Linear]) -> None:
    line, linear = small
    key, node = next((k, n) for k, n in linear.nodes["issues"].items())
    team = str(node["team"]["id"]).removeprefix("team-")
    names = ["Todo", "In Progress", "In Review", "In Progress", "Done"]
    moments = [f"2026-11-14T{hour:02d}:00:00Z" for hour in (8, 10, 15, 16)]
    steps = [
        {"createdAt": at, "fromStateId": f"state-{team}-{before}", "toStateId": f"state-{team}-{after}"}
        for at, before, after in zip(moments, names, names[1:], strict=False)
    ]
    line.now += timedelta(minutes=5)
    linear.now = line.now
    ended = {"startedAt": moments[0], "completedAt": moments[3], "canceledAt": None}
    linear.put("issues", key, history=some(steps[::-1]), **ended)
    ((cycle_time, active),) = line.ask(line.run(), f"SELECT cycle_time_h, active_h FROM issue WHERE issue_id = '{key}'")
    assert (cycle_time, active) == (8.0, 3.0)


def test_a_list_that_the_key_may_not_read_empties_only_its_own_table(world: World, tmp_path: Path) -> None:
    linear = Linear(world)
    linear.nodes["issues"] = dict(list(linear.nodes["issues"].items())[:60])
    linear.refused = {"projects"}
    done = line_to(tmp_path, linear).run()
    assert set(done.errors) == {"projects"}
    assert (done.tables["project"], done.tables["issue"]) == (0, 60)
    assert linear.key not in str(done)


def test_a_wrong_key_is_said_without_the_key(world: World, tmp_path: Path) -> None:
    linear = Linear(world)
    assert SOURCE.sync is not None
    line = Line(tmp_path, SOURCE.sync, LinearConfig(key=SecretStr("lin_api_c4n4ry")), linear.answer)
    with pytest.raises(SourceUnreachable) as caught:
        SOURCE.sync.check(line.api(), line.config)
    done = line.run()
    assert len(done.errors) == STREAMS
    assert "c4n4ry" not in str(done) + str(caught.value) + repr(line.config) + str(SOURCE.sync.target(line.config))


@pytest.mark.slow
def test_every_hour_of_a_day_stays_within_the_allowance_and_fresh(small: tuple[Line, Linear]) -> None:
    # The allowance is per hour: two hours of cycles, and the one in which all keys are looked at a day later, stand for all.
    line, linear = small
    begun, keys = line.now, list(linear.nodes["issues"])
    for number in [*range(1, 25), *range(24 * 12 + 1, 25 * 12 + 1)]:
        line.now = begun + timedelta(seconds=300 * number)
        linear.now = line.now
        linear.put("issues", keys[number % len(keys)], title=f"Title {number}")
        done = line.run()
        assert done.ok, (done.errors, done.until)
        assert line.ask(done, f"SELECT count(*) FROM issue WHERE title = 'Title {number}'") == [(1,)]
    assert linear.throttled == 0
    assert len(linear.calls) < 36 * (STREAMS + 1)
    assert linear.dearest < 10_000


def test_too_many_calls_end_the_cycle_until_the_allowance_is_back(small: tuple[Line, Linear]) -> None:
    line, linear = small
    linear.per_hour = 2
    line.now += timedelta(minutes=5)
    linear.calls.clear()
    done = line.run()
    assert done.until == linear.now + timedelta(hours=1)
    assert quota({"x-ratelimit-requests-remaining": "0", "x-ratelimit-requests-limit": "2"}).left == 0  # type: ignore[union-attr]
    linear.per_hour, line.now = 1500, done.until
    assert line.run().ok


def test_every_query_and_reply_is_one_of_linears_own_schema(world: World, tmp_path: Path) -> None:
    if not CONTRACT.exists():
        pytest.skip("Linear's schema is not on this machine: shared/data/specs/linear.graphql.gz")
    schema = build_schema(gzip.decompress(CONTRACT.read_bytes()).decode(), assume_valid=True)
    linear = Linear(world, schema)
    newest = sorted(linear.nodes["issues"].values(), key=lambda node: str(node["updatedAt"]))[-120:]
    long_one: Callable[..., Any] = some([{"createdAt": "2026-11-14T08:00:00Z"}] * 150)
    linear.nodes["issues"] = {node["id"]: node for node in newest} | {
        newest[0]["id"]: newest[0] | {"history": long_one}
    }
    line = line_to(tmp_path, linear)
    assert SOURCE.sync is not None
    SOURCE.sync.check(line.api(), line.config)
    first = line.run()
    assert (first.errors, first.tables["issue"]) == ({}, 120)
    line.now += timedelta(minutes=5)
    assert line.run().errors == {}
    line.now += timedelta(hours=25)
    assert line.run().errors == {}
    assert {root for _, root in linear.calls} >= {"viewer", "issue", "issues", "projects", "cycles", "teams"}
