"""A cycle against the invented API: what is read, kept, removed, published and said."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sophia.kernel.http.address import AddressRule
from sophia.kernel.http.client import Http
from sophia.sources.sync.api import Api, Means
from sophia.sources.sync.cycle import Cycle, Progress
from sophia.sources.sync.raw import RawStore
from sophia.sources.sync.stream import Pace, Stream
from tests.services.api import Asked, Told, sender, served
from tests.sources.sync.line import Line
from tests.sources.sync.things import AS_A_WHOLE, BY_CHANGE, START, WITH_CURSORS, Things, sync_of


class Bench(Line):
    """A line to the invented API."""

    def __init__(self, folder: Path, things: Things, stream: Stream = BY_CHANGE) -> None:
        super().__init__(folder, sync_of(stream=stream), None, self._answer)
        self.things = things

    def _answer(self, asked: Asked) -> Told:
        return self.things.answer(asked)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, Things.of(250))


def test_the_first_cycle_carries_everything_over_typed_and_in_shape(bench: Bench) -> None:
    done = bench.run()
    rows = bench.table(done, "thing")
    assert (done.ok, done.changed, done.tables) == (True, 250, {"thing": 250, "owner": 7})
    assert rows[0] == (1, "thing 1", "o1@x.test", 1.5, datetime(2026, 1, 1, 0, 0, 10))
    assert {row[2] for row in bench.table(done, "owner")} == {bench.now.replace(tzinfo=None)}


def test_a_cycle_without_news_makes_one_call_and_publishes_nothing(bench: Bench) -> None:
    bench.run()
    bench.now += timedelta(minutes=5)
    done = bench.run()
    assert (done.published, done.changed, done.calls) == (None, 0, 1)


def test_edits_and_additions_are_upserted_by_key(bench: Bench) -> None:
    bench.run()
    bench.things.put(7, "renamed", 70.0)
    bench.things.put(251, "new", 2.0)
    done = bench.run()
    rows = {row[0]: row for row in bench.table(done, "thing")}
    assert (done.changed, len(rows)) == (2, 251)
    assert (rows[7][1], rows[7][3], rows[251][1]) == ("renamed", 70.0, "new")


def test_a_late_writer_within_the_overlap_is_found(bench: Bench) -> None:
    bench.run()
    bench.things.things[3] |= {"name": "late", "updatedAt": "2026-01-01T00:41:30Z"}
    bench.things.sorted = None
    assert {row[1] for row in bench.table(bench.run(), "thing")} >= {"late"}


def test_an_older_state_never_overwrites_a_newer_one(bench: Bench) -> None:
    bench.run()
    bench.things.things[250] |= {"name": "stale", "updatedAt": "2026-01-01T00:40:00Z"}
    bench.things.sorted = None
    assert bench.run().changed == 0


@pytest.mark.parametrize("stream", [BY_CHANGE, AS_A_WHOLE])
def test_what_is_deleted_goes_away(tmp_path: Path, stream: Stream) -> None:
    bench = Bench(tmp_path, Things.of(250), stream)
    bench.run()
    del bench.things.things[9], bench.things.things[200]
    bench.now += timedelta(hours=25)
    done = bench.run()
    assert done.removed == 2
    assert {9, 200}.isdisjoint(row[0] for row in bench.table(done, "thing"))
    assert bench.run().removed == 0


def test_a_list_that_shifts_while_it_is_read_loses_nothing(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Things.of(250), AS_A_WHOLE)
    bench.run()
    true = bench.things.answer

    def shifting(asked: Asked) -> Told:
        told = true(asked)
        if len(bench.things.calls) == 5:
            bench.things.things.pop(2)  # everything after it moves up by one between two pages
        return told

    bench.things.answer = shifting  # type: ignore[method-assign]  # a list that changes under the reader
    assert bench.run().removed == 0
    done = bench.run()
    assert {row[0] for row in bench.table(done, "thing")} == set(bench.things.things)


def test_a_record_that_was_missed_is_found_within_a_day(bench: Bench) -> None:
    bench.run()
    bench.things.things[999] = bench.things.things[3] | {"id": 999}  # written long ago by the look of its date
    bench.now += timedelta(hours=25)
    assert bench.run().changed == 0
    assert 999 in {row[0] for row in bench.table(bench.run(), "thing")}


def test_records_that_change_while_they_are_read_push_nobody_past_the_reader(bench: Bench) -> None:
    true = bench.things.answer

    def changing(asked: Asked) -> Told:
        told = true(asked)
        for number in (len(bench.things.calls) * 3, len(bench.things.calls) * 3 + 1):
            bench.things.put(number, "changed", 0.0)
        return told

    bench.things = Things.of(900)
    true = bench.things.answer
    bench.answers = changing
    assert bench.run().ok
    bench.answers = true
    rows = bench.table(bench.run(), "thing")
    assert sorted((row[0], row[1]) for row in rows) == sorted(
        (number, thing["name"]) for number, thing in bench.things.things.items()
    )


def test_an_expired_cursor_begins_the_reading_again(bench: Bench) -> None:
    class Cut(Exception):
        pass

    def cut(progress: Progress) -> None:
        raise Cut

    bench.things, bench.sync = Things.of(2500), sync_of(stream=WITH_CURSORS)
    with pytest.raises(Cut):
        bench.run(cut)
    bench.things.expired = True
    done = bench.run()
    assert (done.ok, len(bench.table(done, "thing"))) == (True, 2500)


def test_a_cut_off_backfill_goes_on_where_it_stopped(bench: Bench) -> None:
    class Cut(Exception):
        pass

    def cut(progress: Progress) -> None:
        raise Cut

    bench.things = Things.of(5000)
    with pytest.raises(Cut):
        bench.run(cut)
    before = len(bench.things.calls)
    done = bench.run()
    assert before == 20
    assert len(bench.things.calls) - before == 31
    assert len(bench.table(done, "thing")) == 5000


def test_a_failing_api_is_asked_again_with_growing_pauses(bench: Bench) -> None:
    bench.things.faults = [Told(status=502), Told(raw=b'{"items": [{"id":'), Told(status=500)]
    done = bench.run()
    assert (done.ok, done.changed) == (True, 250)
    assert bench.waits == sorted(bench.waits)
    assert len(bench.waits) == 3


def test_a_wish_for_fewer_calls_is_granted_and_a_long_one_ends_the_cycle(bench: Bench) -> None:
    bench.things.faults = [Told(status=429, headers={"Retry-After": "17"})]
    assert bench.run().ok
    assert bench.waits == [17.0]
    bench.things.faults = [Told(status=429, headers={"Retry-After": "900"})]
    done = bench.run()
    assert (done.ok, done.until) == (False, bench.now + timedelta(seconds=900))


def test_a_refused_key_is_said_and_the_table_stays(bench: Bench) -> None:
    bench.run()
    bench.things.faults = [Told({"message": "no"}, 401)]
    done = bench.run()
    assert (done.published, list(done.errors)) == (None, ["things"])
    assert "refuses the key" in done.errors["things"]


def test_an_api_that_leads_elsewhere_does_not_get_the_key_there(bench: Bench) -> None:
    api = Api("things", bench.sync.target(None), sender(bench.things.answer), Means())
    with pytest.raises(Exception, match="does not follow"):
        api.get("https://elsewhere.test/next")
    assert bench.things.calls == []


def test_what_an_api_says_is_passed_on_without_the_credential(bench: Bench) -> None:
    bench.things.faults = [Told({"message": "bad field for the-secret-key"}, 400)]
    done = bench.run()
    assert "bad field" in done.errors["things"]
    assert "the-secret-key" not in str(done)


def test_a_changed_form_is_said(bench: Bench) -> None:
    bench.run()
    bench.things.put(300, "odd", "a lot", colour="red")
    done = bench.run()
    said = [note.message for note in done.notes]
    assert "things now has colour, which is not carried over." in said
    assert "1 values of things.amount are not doubles and are left empty." in said


def test_the_daily_allowance_is_kept(bench: Bench) -> None:
    bench.sync = sync_of(pace=Pace(100, 100, per_day=2))
    done = bench.run()
    assert (len(bench.things.calls), done.ok) == (2, False)
    assert done.until == (START + timedelta(days=2))


def test_the_same_over_real_sockets(tmp_path: Path) -> None:
    things = Things.of(1234)
    with served(things.answer) as url, Http(AddressRule(private=True)).keep() as send:
        sync = sync_of(url)
        api = Api("things", sync.target(None), send, Means())
        with RawStore(tmp_path / "raw.duckdb", sync.streams_of(None)) as raw:
            done = Cycle(sync, None, api, raw).run(tmp_path / "snap.duckdb")
    assert (done.ok, done.tables["thing"], done.calls) == (True, 1234, 13)
    assert things.calls[0].headers["authorization"] == "Bearer the-secret-key"
