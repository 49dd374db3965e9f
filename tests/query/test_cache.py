"""The cache computes once, serves what it has, and never hides a failure behind nothing."""

import threading
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from sophia.query.cache import Cache, MemoryStore, freeze, thaw
from sophia.query.result import Failure, Result, ResultColumn

GOOD = Result((ResultColumn("n", "integer"),), ((1,),), 1, "bazaar", sql="select 1", bound=("x", 2), milliseconds=7.0)
BAD = Result((), (), 0, "bazaar", status="error", failure=Failure("source_unreachable", "It does not answer.", "err_1"))


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 15, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Later(Executor):
    """Runs what was submitted when the test says so."""

    def __init__(self) -> None:
        self.tasks: list[Any] = []

    def submit(self, function: Any, /, *arguments: Any, **named: Any) -> Future[Any]:
        self.tasks.append(lambda: function(*arguments, **named))
        return Future()

    def run(self) -> None:
        tasks, self.tasks = self.tasks, []
        for task in tasks:
            task()


class Source:
    """Counts how often it is asked."""

    def __init__(self, *results: Result) -> None:
        self.results = list(results)
        self.asked = 0

    def __call__(self) -> Result:
        self.asked += 1
        return self.results.pop(0) if len(self.results) > 1 else self.results[0]


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def later() -> Later:
    return Later()


def number(result: Result) -> Any:
    return result.data[0][0]


def dated(n: int) -> Result:
    return replace(GOOD, data=((n,),))


def test_fifty_who_ask_at_once_cause_one_execution():
    cache, gate, asked = Cache(), threading.Event(), []

    def slow() -> Result:
        asked.append(1)
        gate.wait(30)
        return GOOD

    with ThreadPoolExecutor(50) as threads:
        waiting = [threads.submit(cache.fetch, "k", 60, slow) for _ in range(50)]
        while not asked:
            pass
        gate.set()
        assert [number(item.result()) for item in waiting] == [1] * 50
    assert len(asked) == 1


def test_an_error_reaches_all_who_wait_and_the_next_tries_again():
    cache = Cache()

    def broken() -> Result:
        raise RuntimeError("engine")

    with pytest.raises(RuntimeError):
        cache.fetch("k", 60, broken)
    assert number(cache.fetch("k", 60, Source(GOOD))) == 1


def test_fresh_results_are_served_without_asking(watch: Watch):
    cache, source = Cache(clock=watch), Source(GOOD)
    first = cache.fetch("k", 60, source)
    watch.pass_seconds(60)
    second = cache.fetch("k", 60, source)
    assert source.asked == 1
    assert (first.cached, first.milliseconds) == (False, 7.0)
    assert (second.cached, second.milliseconds, second.status) == (True, 0.0, "ok")


def test_a_stale_result_is_served_while_one_refresh_runs(watch: Watch, later: Later):
    cache, source = Cache(clock=watch, background=later), Source(dated(1), dated(2))
    cache.fetch("k", 60, source)
    watch.pass_seconds(61)
    served = [cache.fetch("k", 60, source) for _ in range(5)]
    assert [(number(item), item.status) for item in served] == [(1, "stale")] * 5
    assert len(later.tasks) == 1
    later.run()
    after = cache.fetch("k", 60, source)
    assert (number(after), after.status, source.asked) == (2, "ok", 2)


def test_asking_for_fresh_data_does_not_take_the_cache(watch: Watch):
    cache, source = Cache(clock=watch), Source(dated(1), dated(2))
    cache.fetch("k", 60, source)
    assert number(cache.fetch("k", 60, source, fresh=True)) == 2
    assert number(cache.fetch("k", 60, source)) == 2


def test_a_failure_is_not_kept():
    cache, source = Cache(), Source(BAD, GOOD)
    assert cache.fetch("k", 60, source).status == "error"
    assert cache.fetch("k", 60, source).status == "ok"


def test_after_a_failure_the_last_good_result_stays_with_the_reason(watch: Watch, later: Later):
    cache, source = Cache(clock=watch, background=later), Source(GOOD, BAD)
    cache.fetch("k", 60, source)
    watch.pass_seconds(61)
    cache.fetch("k", 60, source)
    later.run()
    served = cache.fetch("k", 60, source)
    assert (number(served), served.status) == (1, "stale")
    assert served.extra["failure"] == {"code": "source_unreachable", "message": "It does not answer."}
    assert orjson.loads(cache.fetch_body("k", 60, source))["error"]["message"] == "It does not answer."
    assert number(cache.fetch("k", 60, source, fresh=True)) == 1


def test_the_second_level_survives_the_first(watch: Watch):
    store = MemoryStore()
    Cache(store, clock=watch).fetch("k", 60, Source(GOOD))
    source = Source(dated(9))
    found = Cache(store, clock=watch).fetch("k", 60, source)
    assert source.asked == 0
    assert found == replace(GOOD, cached=True, milliseconds=0.0)


def test_bytes_of_another_version_are_asked_anew():
    store = MemoryStore()
    store.put("k", b"0{}", 0.0)
    store.put("l", b"1{}", 0.0)
    assert number(Cache(store).fetch("k", 60, Source(GOOD))) == 1
    assert number(Cache(store).fetch("l", 60, Source(GOOD))) == 1


def test_the_oldest_leave_when_the_first_level_is_full():
    cache = Cache(capacity=len(freeze(GOOD)) * 2 + 10)
    for key in "abc":
        cache.fetch(key, 60, Source(GOOD))
    assert [cache.peek(key) is not None for key in "abc"] == [False, True, True]


def test_a_result_thaws_as_it_froze():
    whole = replace(GOOD, partial={"column": "n", "value": "1"}, extra={"milliseconds": 7.0}, truncated=True, as_of="x")
    assert thaw(freeze(whole)) == whole


def test_cached_bytes_are_the_same_object_again():
    cache = Cache()
    cache.fetch("k", 60, Source(GOOD))
    first = cache.fetch_body("k", 60, Source(GOOD))
    assert cache.fetch_body("k", 60, Source(GOOD)) is first
    assert orjson.loads(first)["cached"] is True
