"""Workers: limits hold, what is stopped is stopped alone, and what died is replaced."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sophia.kernel.errors import Overloaded, QueryFailed, QueryStopped, SourceUnreachable
from sophia.kernel.settings import Settings
from sophia.query.pool import Limits, Pool
from tests.query.bazaar import bazaar

ENDLESS = "select count(*) from range(1000000) a, range(1000000) b, range(1000000) c where a.range + b.range = c.range"
BOMB = "select length(repeat('x', 3000000000))"


def request(sql: str, snapshot: object = "", **more: Any) -> dict[str, Any]:
    return {"snapshot": str(snapshot), "sql": sql, "bound": [], "cap": 100, **more}


@pytest.fixture
def small() -> Iterator[Pool]:
    """Two workers of their own, with two seconds for each statement."""
    pool = Pool(Limits(seconds=2))
    yield pool
    pool.close()


@pytest.fixture
def snapshot(files: Path) -> Path:
    path = bazaar(files).snapshot
    assert path is not None
    return path


def until(true: Callable[[], bool]) -> None:
    """Wait for a state that is certain to come."""
    tick = threading.Event()
    while not true():
        tick.wait(0.01)


def test_values_come_back_as_json_knows_them(pool: Pool):
    reply = pool.run(
        request(
            "select 1::hugeint as big, 1.5::decimal(5,2) as money, 'nan'::double as nothing, 1/0 as endless, "
            "date '2026-01-02' as day, timestamp '2026-01-02 03:04:05' as moment, timestamptz '2026-01-02 03:00:00+02' as zoned, "
            "true as yes, null as none, [1, 2] as list, {'a': date '2026-01-01'} as struct, interval 90 minute as wait, "
            "'\\x41'::blob as bytes, time '10:00' as clock, 170141183460469231731687303715884105727::hugeint as huge"
        )
    )  # fmt: skip
    values = [column[0] for column in reply["data"]]
    assert values == [
        1, 1.5, None, None, "2026-01-02", "2026-01-02T03:04:05", "2026-01-02T01:00:00", True, None, "[1,2]",
        '{"a":"2026-01-01"}', 5400.0, "41", "10:00:00", 1.7014118346046923e38,
    ]  # fmt: skip
    assert [kind for _, kind in reply["columns"]] == [
        "integer", "number", "number", "number", "date", "timestamp", "timestamp", "boolean", "text", "text", "text",
        "number", "text", "text", "integer",
    ]  # fmt: skip


def test_an_endless_query_is_stopped_while_another_answers(small: Pool, snapshot: Path):
    with ThreadPoolExecutor(1) as threads:
        endless = threads.submit(small.run, request(ENDLESS))
        until(lambda: bool(small.pids))
        answers = [small.run(request("select count(*) from sale", snapshot))["data"] for _ in range(20)]
        assert answers == [[[7]]] * 20
        assert not endless.done()
        with pytest.raises(QueryStopped, match="stopped after 2 seconds"):
            endless.result()
    assert small.run(request("select 1"))["data"] == [[1]]


def test_a_memory_bomb_is_stopped_while_another_answers(small: Pool, snapshot: Path):
    small.prestart()
    with ThreadPoolExecutor(4) as threads:
        bombs = [threads.submit(small.run, request(BOMB)) for _ in range(3)]
        answers = [threads.submit(small.run, request("select count(*) from sale", snapshot)) for _ in range(5)]
        for bomb in bombs:
            with pytest.raises(QueryStopped, match="memory"):
                bomb.result()
        assert [answer.result()["data"] for answer in answers] == [[[7]]] * 5


def test_a_killed_worker_is_replaced(small: Pool):
    with ThreadPoolExecutor(1) as threads:
        endless = threads.submit(small.run, request(ENDLESS))
        until(lambda: bool(small.pids))
        for pid in small.pids:
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(QueryStopped):
            endless.result()
    assert small.run(request("select 1"))["data"] == [[1]]


def test_an_idle_worker_that_was_killed_is_replaced(small: Pool):
    first = small.run(request("select 1"))
    while not small._idle.empty():
        worker = small._idle.get()
        if worker is not None:
            os.kill(worker.pid, signal.SIGKILL)
            until(lambda worker=worker: not worker.alive)
        small._busy.discard(worker)
        small._idle.put(worker)
        if worker is not None:
            break
    assert small.run(request("select 1"))["data"] == first["data"]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')", "select * from '/etc/passwd'", "select * from read_text('/proc/self/environ')",
        "select * from glob('/etc/*')", "copy (select 1) to '/tmp/sophia-was-here.csv'", "attach '/tmp/sophia-was-here.db'",
        "install httpfs", "load httpfs", "set memory_limit = '100GB'", "set enable_external_access = true",
        "reset lock_configuration", "create table x as select 1", "drop table sale", "insert into sale select * from sale",
        "with x as (delete from sale returning *) select * from x", "export database '/tmp/sophia-was-here'",
    ],
)  # fmt: skip
def test_the_engine_itself_refuses_what_the_gate_would(pool: Pool, snapshot: Path, sql: str):
    with pytest.raises(QueryFailed):
        pool.run(request(sql, snapshot))
    assert pool.run(request("select count(*) from sale", snapshot))["data"] == [[7]]
    assert not list(Path("/tmp").glob("sophia-was-here*"))


def test_a_worker_has_an_empty_environment(small: Pool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOPHIA_CANARY", "4711")
    small.prestart()
    worker = small._idle.get()
    assert worker is not None
    small._idle.put(worker)
    if Path("/proc/self/environ").exists():
        assert b"4711" not in Path(f"/proc/{worker.pid}/environ").read_bytes()


def test_more_rows_than_the_cap_are_cut(pool: Pool):
    reply = pool.run(request("select * from range(1000)", cap=10))
    assert (reply["rows"], reply["cut"], len(reply["data"][0])) == (10, True, 10)


def test_a_result_over_ten_megabytes_is_refused(pool: Pool):
    with pytest.raises(QueryStopped, match="larger than 10 MB"):
        pool.run(request("select repeat('x', 200000) from range(100)"))


def test_a_snapshot_that_is_gone_is_said_so_without_its_path(pool: Pool):
    with pytest.raises(SourceUnreachable) as error:
        pool.run(request("select 1", "/nowhere/secret-name.duckdb"))
    assert "secret-name" not in error.value.message


def test_a_replaced_snapshot_is_read_anew(small: Pool, tmp_path: Path):
    path = tmp_path / "data.duckdb"
    for number in (1, 2, 3):
        fresh = tmp_path / "fresh.duckdb"
        with duckdb.connect(str(fresh)) as database:
            database.execute(f"create table t as select {number} as n")
        fresh.replace(path)
        for _ in range(3):
            assert small.run(request("select n from t", path))["data"] == [[number]]


def test_when_too_many_wait_the_next_is_turned_away():
    pool = Pool(Limits(workers=1, seconds=20, waiting=1))
    with ThreadPoolExecutor(2) as threads:
        running = threads.submit(pool.run, request(ENDLESS))
        until(lambda: bool(pool.pids))
        waiting = threads.submit(pool.run, request("select 1"))
        until(lambda: pool._waiting == 1)
        with pytest.raises(Overloaded):
            pool.run(request("select 1"))
        for pid in pool.pids:
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(QueryStopped):
            running.result()
        assert waiting.result()["data"] == [[1]]
    pool.close()


def test_closing_ends_the_workers():
    pool = Pool(Limits(seconds=20))
    pool.prestart()
    workers = [pool._idle.get(), pool._idle.get()]
    for worker in workers:
        pool._idle.put(worker)
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(pool.run, request(ENDLESS))
        until(lambda: bool(pool.pids))
        pool.close()
        with pytest.raises(QueryStopped):
            running.result()
    assert not any(worker.alive for worker in workers if worker is not None)
    with pytest.raises(Overloaded):
        pool.run(request("select 1"))


def test_limits_come_from_the_settings(tmp_path: Path):
    limits = Limits.of(Settings(home=tmp_path, workers=3, query_seconds=4, query_memory=2**28))
    assert (limits.workers, limits.seconds, limits.memory) == (3, 4, 2**28)
