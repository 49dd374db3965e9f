"""GitHub: the demo company's code comes back from a simulated GitHub as the tables that the pack knows."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from sophia.demo.github import fill
from sophia.demo.world import World
from sophia.kernel.errors import SourceUnreachable
from sophia.sources.github import SOURCE, GithubConfig
from sophia.sources.sync.cycle import Outcome
from tests.services.api import Asked, Told
from tests.services.github import CONTRACT, Github
from tests.services.relay import some
from tests.sources.published import differences, lost
from tests.sources.sync.line import Line

pytestmark = pytest.mark.skipif(not CONTRACT.exists(), reason="GitHub's schema comes with the web app's packages")
IDS = {"pr_id": "pr", "review_id": "review", "deployment_id": "deployment", "incident_id": "incident"}
ROUNDED = {"recovery_h", "review_wait_h", "lead_time_h", "restore_h"}
SHIPPED = {"deployment_id", "deployed_at"}
REPOS = 6
QUIET_CALLS = 6 + REPOS
"""A list a call, and for workflow runs one more for each repository."""


@pytest.fixture(scope="module")
def world() -> World:
    return World(1)


def line_to(folder: Path, github: Github, **changed: Any) -> Line:
    assert SOURCE.sync is not None
    config = GithubConfig(owner=github.owner, token=SecretStr(github.token), **changed)

    def answer(asked: Asked) -> Told:
        github.now = line.now
        return github.answer(asked)

    line = Line(folder, SOURCE.sync, config, answer, github.now)
    return line


@pytest.fixture(scope="module")
def synced(world: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[Line, Github, Outcome]:
    github = Github(world)
    line = line_to(tmp_path_factory.mktemp("github"), github)
    done = line.run()
    assert done.ok, (done.errors, done.until)
    return line, github, done


@pytest.fixture
def small(world: World, tmp_path: Path) -> tuple[Line, Github]:
    """An organization with the last things only, synced once."""
    github = Github(world)
    for repo in github.repos.values():
        for kind, things in repo.items():
            repo[kind] = dict(list(things.items())[-12:])
    line = line_to(tmp_path, github)
    done = line.run()
    assert done.ok, done.errors
    return line, github


def mapped(column: str, value: Any, leave: frozenset[str] = frozenset(ROUNDED)) -> Any:
    """A value of the demo as the simulated GitHub has it."""
    if column in leave:
        return ...
    return f"{IDS[column]}-{value}" if value is not None and column in IDS else value


@pytest.mark.slow
def test_every_table_equals_the_demo_companys(world: World, synced: tuple[Line, Github, Outcome]) -> None:
    line, _, done = synced
    found = []
    for table, rows in fill(world):
        leave = frozenset(ROUNDED | SHIPPED) if table == "pull_request" else frozenset(ROUNDED)
        found.append(differences(done.published, "github", table, rows, lambda c, v, leave=leave: mapped(c, v, leave)))  # type: ignore[misc]
    assert "\n".join(filter(None, found)) == ""
    recovery: list[Any] = next(
        [row[-1] for row in rows if row[-1]] for table, rows in fill(world) if table == "deployment"
    )
    ((hours, count),) = line.ask(done, "SELECT sum(recovery_h), count(recovery_h) FROM deployment")
    assert (hours, count) == (pytest.approx(sum(recovery), abs=0.01 * len(recovery)), len(recovery))


@pytest.mark.slow
def test_a_pull_request_reaches_production_with_the_deployment_that_holds_it(
    world: World, synced: tuple[Line, Github, Outcome]
) -> None:
    # The demo ships hotfixes alone; on a branch called main they carry what was merged before them.
    line, _, done = synced
    rows = next(list(rows) for table, rows in fill(world) if table == "pull_request")
    wanted = {f"pr-{row[0]}": row[18] and f"deployment-{row[18]}" for row in rows}
    found = dict(line.ask(done, "SELECT pr_id, deployment_id FROM pull_request"))
    same = Counter(found[key] == wanted[key] for key in wanted)
    assert same[False] / len(wanted) < 0.03
    fixes = {row[0] for row in line.ask(done, "SELECT deployment_id FROM deployment WHERE is_rework")}
    other = {found[key] for key in wanted if found[key] != wanted[key]}
    assert other <= fixes


@pytest.mark.slow
def test_the_pack_keeps_all_of_its_parts(synced: tuple[Line, Github, Outcome], tmp_path: Path) -> None:
    assert lost(synced[2].published, "github", tmp_path) == set()


def test_a_cycle_without_news_asks_each_list_once(small: tuple[Line, Github]) -> None:
    line, _ = small
    line.now += timedelta(minutes=5)
    done = line.run()
    assert (done.published, done.calls) == (None, QUIET_CALLS)


def test_edits_and_deletions_are_carried_over(small: tuple[Line, Github]) -> None:
    line, github = small
    repo = next(iter(github.repos))
    oldest, deleted = next(iter(github.repos[repo]["pullRequests"])), next(iter(github.repos[repo]["deployments"]))
    line.now += timedelta(minutes=5)
    github.now = line.now
    commits = [
        {
            "commit": {
                "oid": f"{n:040x}",
                "authoredDate": f"2026-11-14T08:{n % 60:02d}:00Z",
                "author": {"email": "a@x.test", "user": None},
            }
        }
        for n in range(333)
    ]
    github.put(repo, "pullRequests", oldest, title='Revert "it"', commits=some(commits))
    done = line.run()
    assert line.ask(done, f"SELECT title FROM pull_request WHERE pr_id = '{oldest}'") == [('Revert "it"',)]
    assert line.ask(done, f"SELECT count(*) FROM pr_commit WHERE pr_id = '{oldest}' AND NOT is_merge") == [(333,)]
    del github.repos[repo]["deployments"][deleted]
    line.run()
    line.now += timedelta(hours=25)
    assert line.ask(line.run(), f"SELECT count(*) FROM deployment WHERE deployment_id = '{deleted}'") == [(0,)]


def test_a_failure_after_success_and_an_incident_mark_a_failed_change(small: tuple[Line, Github]) -> None:
    line, github = small
    repo, things = next(iter(github.repos.items()))
    ended = [key for key, node in things["deployments"].items() if node["environment"] == "production"][-1]
    line.now += timedelta(minutes=5)
    github.now = line.now
    node = things["deployments"][ended]
    times = ["2026-11-15T10:00:00Z", "2026-11-15T12:00:00Z", "2026-11-15T15:30:00Z"]
    states = [{"state": name, "createdAt": at} for name, at in zip(("SUCCESS", "ERROR", "SUCCESS"), times, strict=True)]
    github.put(repo, "deployments", ended, statuses=some(states[::-1]), createdAt="2026-11-15T09:00:00Z")
    asked = f"SELECT is_failed_change, recovery_h FROM deployment WHERE deployment_id = '{ended}'"
    assert line.ask(line.run(), asked) == [(True, 3.5)]
    assert node["commitOid"]


def test_a_list_of_many_runs_is_read_beyond_its_thousand(world: World, tmp_path: Path) -> None:
    github = Github(world)
    done = line_to(tmp_path, github, repos="web-app").run()
    assert done.errors == {}
    assert done.tables["run"] == len(github.repos["web-app"]["runs"]) > 1000
    assert done.tables["repository"] == 1


def test_teams_that_the_token_may_not_read_empty_only_themselves(world: World, tmp_path: Path) -> None:
    github = Github(world, refused={"teams"})
    for repo in github.repos.values():
        for kind, things in repo.items():
            repo[kind] = dict(list(things.items())[-5:])
    line = line_to(tmp_path, github)
    done = line.run()
    assert set(done.errors) == {"teams"}
    assert line.ask(done, "SELECT DISTINCT team FROM repository") == [("No team",)]
    assert done.tables["pull_request"] == 5 * REPOS
    assert github.token not in str(done)


def test_a_wrong_token_is_said_without_the_token(world: World, tmp_path: Path) -> None:
    github = Github(world)
    assert SOURCE.sync is not None
    config = GithubConfig(owner=github.owner, token=SecretStr("github_pat_c4n4ry"))
    line = Line(tmp_path, SOURCE.sync, config, github.answer)
    with pytest.raises(SourceUnreachable) as caught:
        SOURCE.sync.check(line.api(), line.config)
    done = line.run()
    assert len(done.errors) == 6
    assert "c4n4ry" not in str(done) + str(caught.value) + repr(config) + str(SOURCE.sync.target(config))


@pytest.mark.slow
def test_every_hour_of_a_day_stays_within_the_allowance_and_fresh(small: tuple[Line, Github]) -> None:
    # The allowance is per hour: an hour of cycles, and the one in which all keys are looked at a day later, stand for all.
    line, github = small
    begun, repo = line.now, next(iter(github.repos))
    keys = list(github.repos[repo]["pullRequests"])
    for number in [*range(1, 13), *range(24 * 12 + 1, 25 * 12 + 1)]:
        line.now = begun + timedelta(seconds=300 * number)
        github.now = line.now
        github.put(repo, "pullRequests", keys[number % len(keys)], title=f"Title {number}")
        done = line.run()
        assert done.ok, (done.errors, done.until)
        assert line.ask(done, f"SELECT count(*) FROM pull_request WHERE title = 'Title {number}'") == [(1,)]
    assert github.throttled == 0
    assert done.quota is not None
    assert done.quota.share > 0.95


def test_too_many_calls_end_the_cycle_until_the_allowance_is_back(small: tuple[Line, Github]) -> None:
    line, github = small
    github.per_hour = len(github.calls) + 2
    line.now += timedelta(minutes=5)
    done = line.run()
    assert done.until is not None
    assert github.throttled == 1
    github.per_hour, line.now = 5000, done.until
    assert line.run().ok
