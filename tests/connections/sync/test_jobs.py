"""Synced connections from the first look to the dashboard: added, due, claimed, synced, pointed at the new snapshot."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import Field, SecretStr

from sophia.access.audit import SYSTEM
from sophia.app import Services
from sophia.connections.sync.jobs import SyncJobs, World
from sophia.connections.sync.store import LeaseLost, Schedule, StoredBuckets
from sophia.dashboards.data import Asked
from sophia.kernel.errors import BadInput, NotFound, SophiaError
from sophia.kernel.viewer import Viewer
from sophia.planner.request import Request
from sophia.sources.contract import Config, Source
from sophia.sources.registry import sources
from sophia.sources.sync.api import Api
from sophia.sources.sync.errors import AccessRefused
from sophia.sources.sync.stream import Pace, Sync, Target
from sophia.store.engine import Store
from tests.app import client_of, connect_orders, running
from tests.services.api import Told, served
from tests.sources.sync.things import BY_CHANGE, SHAPE, Things

pytestmark = pytest.mark.slow

CANARY = "canary-4711-key"


class ThingsConfig(Config):
    """Where the things are."""

    url: str = Field(description="Address.")
    key: SecretStr = Field(description="Key.")


def check(api: Api, _: ThingsConfig) -> None:
    api.get("/ids")


SOURCE = Source(
    kind="things",
    title="Things",
    description="An invented API.",
    config=ThingsConfig,
    sync=Sync(
        target=lambda config: Target(
            config.url, {"authorization": f"Bearer {config.key.get_secret_value()}"}, Pace(1000, 100)
        ),
        streams=(BY_CHANGE,),
        shape=SHAPE,
        check=check,
    ),
)


@pytest.fixture
def things() -> Things:
    return Things.of(300)


@pytest.fixture
def url(things: Things) -> Iterator[str]:
    sources()["things"] = SOURCE
    with served(things.answer) as address:
        yield address
    del sources()["things"]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with running(tmp_path / "home", sync="off") as made:
        yield made


def add(services: Services, url: str, name: str | None = None) -> str:
    return services.connections.add(SYSTEM_HERE, "things", {"url": url, "key": CANARY}, name).saved.name


SYSTEM_HERE = replace(SYSTEM, role="admin")


def at(services: Services, moment: datetime) -> SyncJobs:
    """The jobs as they run at a moment."""
    schedule = Schedule(services.store, lambda: moment)
    return replace(services.syncs, schedule=schedule, world=World(lambda: moment, lambda _: None, lambda: 0.5))


def test_an_added_connection_is_due_and_has_its_data_after_one_cycle(services: Services, url: str) -> None:
    name = add(services, url)
    assert services.connections.describe(SYSTEM, name).saved.status == "syncing"
    assert services.schedule.due() == 1
    assert services.syncs.run_due()
    saved = services.connections.describe(SYSTEM, name).saved
    assert (saved.status, saved.tables, saved.rows) == ("ok", 2, 307)
    assert services.schedule.due() == 0
    assert not services.syncs.run_due()


def test_the_next_sentence_may_be_about_it_and_says_as_of_when(services: Services, url: str) -> None:
    name = add(services, url)
    services.syncs.run_due()
    done = services.changes.generate(SYSTEM, Request("Number of things by owner", "", (name,), ()))
    shown = services.data.results(SYSTEM, done.slug, Asked())[1]
    (result,) = shown.values()
    counts = dict(zip(result.data[0], result.data[1], strict=True))
    assert sum(counts.values()) == 300
    saved = services.connections.describe(SYSTEM, name).saved
    assert saved.updated_at is not None
    assert result.as_of == saved.updated_at.replace(tzinfo=None, microsecond=0).isoformat()


def test_a_changed_thing_is_in_the_next_snapshot_and_the_numbers_follow(
    services: Services, url: str, things: Things
) -> None:
    name = add(services, url)
    services.syncs.run_due()
    before = services.registry.connection(name)
    for number in range(301, 311):
        things.put(number, "new")
    later = datetime.now(UTC) + timedelta(minutes=20)
    assert at(services, later).run_due()
    after = services.registry.connection(name)
    assert after.version != before.version
    assert before.snapshot is not None
    assert before.snapshot.exists(), "a query that began before may still read it"
    assert services.connections.describe(SYSTEM, name).saved.rows == 317


def test_a_cycle_without_news_keeps_the_snapshot_and_renews_the_date(services: Services, url: str) -> None:
    name = add(services, url)
    services.syncs.run_due()
    before = services.registry.connection(name)
    at(services, datetime.now(UTC) + timedelta(minutes=20)).run_due()
    services.registry.forget()
    after = services.registry.connection(name)
    assert after.version == before.version
    state = services.connections.sync_state(SYSTEM, name)
    assert state is not None
    assert [(run.changed, run.calls, run.ok) for run in state.runs] == [(0, 1, True), (300, 4, True)]


def test_a_refused_key_is_said_when_it_is_entered_and_nothing_is_kept(
    services: Services, url: str, things: Things
) -> None:
    things.faults = [Told({"message": "no"}, 401)]
    with pytest.raises(AccessRefused, match="refuses the key"):
        add(services, url)
    assert services.connections.all(SYSTEM) == []
    assert services.schedule.due() == 0


def test_a_builder_may_not_lead_it_into_the_network(services: Services, url: str) -> None:
    builder = Viewer(id="u1", name="Bo", role="builder")
    with pytest.raises(SophiaError, match="does not connect"):
        services.connections.add(builder, "things", {"url": url, "key": CANARY}, None)


def test_a_failing_source_keeps_its_data_and_is_asked_less_and_less(
    services: Services, url: str, things: Things
) -> None:
    name = add(services, url)
    services.syncs.run_due()
    gaps = []
    for _ in range(4):
        state = services.connections.sync_state(SYSTEM, name)
        assert state is not None
        things.faults = [Told({"message": "no"}, 401)] * 4
        at(services, state.next_due).run_due()
        after = services.connections.sync_state(SYSTEM, name)
        assert after is not None
        gaps.append((after.next_due - state.next_due).total_seconds())
    saved = services.connections.describe(SYSTEM, name).saved
    assert (saved.status, saved.rows) == ("failing", 307)
    assert saved.error is not None and "refuses the key" in saved.error
    assert gaps == sorted(gaps)
    assert gaps[-1] > 4 * gaps[0]
    things.faults = []
    at(services, datetime.now(UTC) + timedelta(days=1)).run_due()
    assert services.connections.describe(SYSTEM, name).saved.status == "ok"


def test_of_several_workers_one_has_a_connection_and_each_due_cycle_runs_once(
    services: Services, url: str, things: Things
) -> None:
    for number in range(3):
        add(services, url, f"things-{number}")
    ran: list[bool] = []

    def work() -> None:
        while services.syncs.run_due():
            ran.append(True)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    states = [services.connections.sync_state(SYSTEM, f"things-{number}") for number in range(3)]
    assert len(ran) == 3
    assert [len(state.runs) for state in states if state is not None] == [1, 1, 1]


def test_a_worker_that_died_is_followed_by_another_after_its_lease(services: Services, url: str) -> None:
    add(services, url)
    dead = services.schedule.claim()
    assert dead is not None
    assert services.schedule.claim() is None
    later = Schedule(services.store, lambda: datetime.now(UTC) + timedelta(minutes=6))
    taken = later.claim()
    assert taken is not None
    with pytest.raises(LeaseLost):
        services.schedule.renew(dead, {})


def test_a_worker_that_is_told_to_end_gives_the_connection_back(services: Services, url: str) -> None:
    add(services, url)
    over = threading.Event()
    over.set()
    assert services.syncs.run_due(over)
    assert services.schedule.due() == 1
    assert services.syncs.run_due()
    assert services.schedule.due() == 0


def test_a_removed_connection_leaves_the_schedule_and_its_raw_tables_are_deleted(services: Services, url: str) -> None:
    name = add(services, url)
    services.syncs.run_due()
    folder = services.settings.home / "sync" / name
    assert folder.is_dir()
    services.connections.remove(SYSTEM, name)
    assert not folder.exists()
    assert services.schedule.state(name) is None
    with pytest.raises(NotFound):
        services.connections.sync_now(SYSTEM, name)


def test_all_processes_together_keep_to_the_pace(store: Store) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    ours, theirs = StoredBuckets(store), StoredBuckets(store)
    pace = Pace(per_second=1, burst=2)
    waits = [bucket.take("gong", pace, now) for bucket in (ours, theirs, ours, theirs)]
    assert waits == [0.0, 0.0, 1.0, 2.0]


def test_what_is_kept_and_said_never_holds_the_key(services: Services, url: str, things: Things) -> None:
    name = add(services, url)
    things.faults = [Told({"message": f"bad request from {CANARY}"}, 400)]
    services.syncs.run_due()
    told = client_of(services).get(f"/api/connections/{name}/sync").text
    told += client_of(services).get(f"/api/connections/{name}").text
    assert "bad request" in told
    assert CANARY not in told
    files = [path for path in services.settings.home.rglob("*") if path.is_file()]
    assert not [path for path in files if CANARY.encode() in path.read_bytes()]


def test_the_browser_sees_progress_history_and_may_ask_for_a_sync(services: Services, url: str) -> None:
    name = add(services, url)
    client = client_of(services)
    before = client.get(f"/api/connections/{name}/sync").json()
    assert (before["runs"], before["last_ok_at"], before["running"]) == ([], None, False)
    services.syncs.run_due()
    after = client.get(f"/api/connections/{name}/sync").json()
    assert (after["runs"][0]["changed"], after["runs"][0]["ok"]) == (300, True)
    assert client.post(f"/api/connections/{name}/sync", headers={"Origin": "http://127.0.0.1:8321"}).status_code == 202
    assert services.schedule.due() == 1


def test_a_file_has_nothing_to_sync(services: Services, tmp_path: Path) -> None:
    connect_orders(services, tmp_path)
    with pytest.raises(BadInput, match="nothing to sync"):
        services.connections.sync_now(SYSTEM, "orders")
    assert client_of(services).get("/api/connections/orders/sync").status_code == 404
