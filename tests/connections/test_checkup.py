"""A checkup says in words which aspect of a connection fails, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from sophia.access.audit import SYSTEM
from sophia.app import Services
from sophia.catalog.model import Catalog
from sophia.connections.checkup import Checkup, Finding, Patient, Reach, examine
from sophia.connections.schemas import SourceReply
from sophia.connections.service import Files
from sophia.connections.store import Saved
from sophia.connections.sync.store import Run, SyncState
from sophia.kernel.errors import BadInput, NotFound, SourceUnreachable
from sophia.sources.postgres import config_of_url
from sophia.sources.registry import source_of
from sophia.sources.sync.errors import AccessRefused, Throttled
from tests.app import running

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SYNCED = Saved("api", "rest", "API", "{}", "", "v1", refresh_interval=300)
STATE = SyncState(NOW, False, 0, NOW - timedelta(minutes=1), {}, {"left": 900, "limit": 1000})


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with running(tmp_path_factory.mktemp("home")) as started:
        yield started


def by_aspect(checkup: Checkup) -> dict[str, Finding]:
    return {item.aspect: item for item in checkup.findings}


def verdicts(checkup: Checkup) -> dict[str, str]:
    return {item.aspect: item.verdict for item in checkup.findings}


def looked_at(services: Services, state: SyncState, reach: Reach = lambda: None) -> dict[str, Finding]:
    patient = Patient(SYNCED, Catalog(connection="api", source="rest"), state, services.settings.home, NOW)
    return by_aspect(examine(patient, reach, services.queries, SYSTEM))


def test_files_that_are_there_pass_with_their_rows(services: Services, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n3,4\n")
    services.connections.add_files(SYSTEM, Files([tmp_path / "a.csv"], "a"))
    found = services.connections.check_up(SYSTEM, "a")
    assert found.ok
    assert by_aspect(found)["rows"].value == 2
    assert verdicts(found) == {
        "reachability": "ok", "auth": "skipped", "permissions": "ok", "latency": "ok", "rows": "ok",
        "freshness": "ok", "quota": "skipped",
    }  # fmt: skip


def test_a_lost_snapshot_fails_and_says_what_to_do(services: Services, tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("x,y\n1,2\n")
    described = services.connections.add_files(SYSTEM, Files([tmp_path / "b.csv"], "b"))
    (services.settings.home / str(described.saved.snapshot)).unlink()
    found = services.connections.check_up(SYSTEM, "b")
    assert not found.ok
    assert "Connect the files again" in by_aspect(found)["reachability"].remedy


def test_a_database_is_reached_counted_and_its_lost_rights_named(services: Services, postgres_database: str) -> None:
    with psycopg.connect(postgres_database, autocommit=True) as session:
        session.execute("CREATE TABLE sale (id int PRIMARY KEY, amount int)")
        session.execute("INSERT INTO sale SELECT n, n FROM generate_series(1, 7) n")
        session.execute("DROP ROLE IF EXISTS reader")
        session.execute("CREATE ROLE reader LOGIN PASSWORD 'c4n4ry'")
        session.execute("GRANT SELECT ON sale TO reader")
    config = config_of_url(postgres_database)
    plain = {**config.model_dump(), "user": "reader", "password": "c4n4ry"}
    services.connections.add(SYSTEM, "postgres", plain, "live")
    good = services.connections.check_up(SYSTEM, "live")
    assert good.ok
    assert by_aspect(good)["rows"].value == 7
    with psycopg.connect(postgres_database, autocommit=True) as session:
        session.execute("REVOKE SELECT ON sale FROM reader")
        poor = services.connections.check_up(SYSTEM, "live")
        session.execute("ALTER ROLE reader PASSWORD 'other'")
        shut = services.connections.check_up(SYSTEM, "live")
        session.execute("DROP ROLE reader")
    assert "1 of 1 tables cannot be read; sale" in by_aspect(poor)["permissions"].words
    assert verdicts(poor)["auth"] == "ok"
    assert verdicts(shut)["auth"] == "failed"
    assert verdicts(shut)["permissions"] == "skipped"
    assert "c4n4ry" not in str(shut)


def test_a_kind_that_a_person_saw_on_the_real_service_is_kept_as_live(
    services: Services, postgres_database: str, tmp_path: Path
) -> None:
    with psycopg.connect(postgres_database, autocommit=True) as session:
        session.execute("CREATE TABLE visit (id int PRIMARY KEY)")
    config = config_of_url(postgres_database)
    services.connections.add(SYSTEM, "postgres", config.model_dump(), "warehouse")
    assert not services.connections.verify_live(SYSTEM, "warehouse").proves_live
    assert services.connections.live_checks(SYSTEM) == {}
    with psycopg.connect(postgres_database, autocommit=True) as session:
        session.execute("INSERT INTO visit VALUES (1)")
    assert services.connections.verify_live(SYSTEM, "warehouse").proves_live
    seen = services.connections.live_checks(SYSTEM)["postgres"]
    assert seen.connection == "warehouse"
    shown = SourceReply.of(source_of("postgres"), seen)
    assert (shown.verified, "as warehouse" in shown.evidence) == ("live", True)
    assert services.audit.page(SYSTEM)[0].action == "connection.verify_live"
    (tmp_path / "c.csv").write_text("x,y\n1,2\n")
    services.connections.add_files(SYSTEM, Files([tmp_path / "c.csv"], "c"))
    with pytest.raises(BadInput, match="no service behind it"):
        services.connections.verify_live(SYSTEM, "c")


@pytest.mark.parametrize(
    ("error", "aspect", "verdict"),
    [
        (AccessRefused("The key is not valid."), "auth", "failed"),
        (Throttled("Too many calls.", NOW), "auth", "warning"),
        (SourceUnreachable("Nobody answers."), "reachability", "failed"),
    ],
)
def test_what_a_system_answers_decides_which_aspect_fails(
    services: Services, error: Exception, aspect: str, verdict: str
) -> None:
    def reach() -> None:
        raise error

    found = looked_at(services, STATE, reach)
    assert (found[aspect].verdict, found[aspect].words) == (verdict, str(error))
    assert found[aspect].remedy


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (STATE, "ok"),
        (replace(STATE, last_ok_at=NOW - timedelta(hours=1)), "warning"),
        (replace(STATE, last_ok_at=None), "warning"),
        (replace(STATE, failures=2, runs=(Run(NOW, 1, ok=False, error="It broke."),)), "failed"),
    ],
)
def test_a_sync_is_fresh_late_waiting_or_failing(services: Services, state: SyncState, verdict: str) -> None:
    assert looked_at(services, state)["freshness"].verdict == verdict


@pytest.mark.parametrize(("left", "verdict"), [(900, "ok"), (99, "warning")])
def test_calls_that_are_left_are_told(services: Services, left: int, verdict: str) -> None:
    found = looked_at(services, replace(STATE, quota={"left": left, "limit": 1000}))["quota"]
    assert (found.verdict, found.value) == (verdict, left)


def test_an_unknown_connection_is_said_so(services: Services) -> None:
    with pytest.raises(NotFound):
        services.connections.check_up(SYSTEM, "nothing")
