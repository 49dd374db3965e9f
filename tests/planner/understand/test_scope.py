"""Conditions said once: in a heading, in a sentence of their own, or by pointing back at the ask before."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from sophia.catalog.discover import discover
from sophia.catalog.model import Catalog
from sophia.planner.plan import Plan, PlannedAsk
from sophia.planner.request import Request
from sophia.planner.understand.request_reading import understand
from sophia.sources.contract import Connection

FERRY = """
CREATE TABLE vessels (vessel_id INTEGER PRIMARY KEY, vessel VARCHAR, seats INTEGER);
CREATE TABLE trips (trip_id INTEGER PRIMARY KEY, vessel_id INTEGER REFERENCES vessels, sailed_on DATE, route VARCHAR,
  punctuality VARCHAR, passengers INTEGER, fuel_litres DOUBLE);
CREATE TABLE canteens (canteen_id INTEGER PRIMARY KEY, harbour VARCHAR, opened_on DATE, tables_inside INTEGER);
INSERT INTO vessels SELECT i, 'MS ' || ['Anna', 'Berta', 'Clara', 'Dora', 'Elsa', 'Frida'][i], 40 * i FROM range(1, 7) t(i);
INSERT INTO trips SELECT i, 1 + i % 6, DATE '2024-01-02' + (i % 700)::INTEGER, ['northern', 'southern', 'island'][1 + i % 3],
  ['late', 'punctual', 'stopped'][1 + (i // 3) % 3], 5 + i % 90, 10.5 + i % 33 FROM range(1, 901) t(i);
CREATE TABLE repairs (repair_id INTEGER PRIMARY KEY, vessel_id INTEGER REFERENCES vessels, reported_on DATE, finished_on DATE,
  part VARCHAR);
INSERT INTO repairs SELECT i, 1 + i % 6, DATE '2024-03-01' + (i % 500)::INTEGER,
  CASE WHEN i % 4 > 0 THEN DATE '2024-03-09' + (i % 500)::INTEGER END, ['engine', 'hull', 'radar'][1 + i % 3]
  FROM range(1, 301) t(i);
INSERT INTO canteens SELECT i, 'Harbour ' || i, DATE '2020-01-01' + i::INTEGER, 3 + i FROM range(1, 9) t(i);
"""


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    folder: Path = tmp_path_factory.mktemp("ferry")
    with duckdb.connect(str(folder / "ferry.duckdb")) as database:
        database.execute(FERRY)
    return discover(Connection(name="ferry", source="duckdb", snapshot=folder / "ferry.duckdb"))


def planned(description: str, catalog: Catalog) -> Plan:
    return understand(Request(description), [catalog])


def conditions(ask: PlannedAsk) -> dict[str | None, list[object]]:
    return {item.column: list(item.values) for item in ask.filters}


def splits(ask: PlannedAsk) -> list[str]:
    return [item.grain or item.column for item in ask.dimensions]


def test_a_heading_with_a_condition_holds_for_every_ask_below_it(ferry: Catalog) -> None:
    plan = planned("late trips only: how many, average passengers, trend by month", ferry)
    assert [conditions(ask) for ask in plan.asks] == [{"trips.punctuality": ["late"]}] * 3
    assert [splits(ask) for ask in plan.asks] == [[], [], ["month"]]
    assert not plan.missed


def test_a_heading_of_two_values_holds_too(ferry: Catalog) -> None:
    plan = planned("late or stopped trips: number of trips per quarter, and the fuel litres for them", ferry)
    assert [conditions(ask) for ask in plan.asks] == [{"trips.punctuality": ["late", "stopped"]}] * 2


def test_a_heading_that_names_no_rows_of_the_data_sets_no_condition(ferry: Catalog) -> None:
    plan = planned("For the monthly stand-up: number of trips by route", ferry)
    assert [(splits(ask), conditions(ask)) for ask in plan.asks] == [(["trips.route"], {})]


def test_a_sentence_of_what_alone_counts_holds_for_the_sentences_after_it(ferry: Catalog) -> None:
    plan = planned("I only care about island trips. Number of trips by vessel. Average passengers by month.", ferry)
    assert [conditions(ask) for ask in plan.asks] == [{"trips.route": ["island"]}] * 2


def test_a_limit_that_names_nothing_is_said(ferry: Catalog) -> None:
    plan = planned("only submarines: number of trips by route", ferry)
    assert [item.words for item in plan.missed] == ["only submarines"]


def test_what_cannot_be_limited_is_not_shown_without_the_limit(ferry: Catalog) -> None:
    plan = planned("late trips only: number of trips by route, number of canteens", ferry)
    assert [ask.table for ask in plan.asks] == ["trips"]
    assert "late trips" in plan.missed[0].reason


def test_a_question_after_and_is_an_ask_of_its_own_with_the_rows_it_points_at(ferry: Catalog) -> None:
    plan = planned("How many trips are late and which vessels do the late ones come from?", ferry)
    assert [splits(ask) for ask in plan.asks] == [[], ["vessels.vessel"]]
    assert [conditions(ask) for ask in plan.asks] == [{"trips.punctuality": ["late"]}] * 2


def test_how_many_without_a_noun_counts_what_the_heading_names(ferry: Catalog) -> None:
    plan = planned("Keep an eye on stopped trips: how many were there each month?", ferry)
    assert [(splits(ask), conditions(ask)) for ask in plan.asks] == [(["month"], {"trips.punctuality": ["stopped"]})]


def test_a_second_split_after_a_comma_is_a_chart_of_its_own(ferry: Catalog) -> None:
    assert [splits(ask) for ask in planned("Average passengers by route, and by vessel.", ferry).asks] == [
        ["trips.route"],
        ["vessels.vessel"],
    ]


@pytest.mark.parametrize(
    "wording",
    ["Who are the 3 vessels with the most trips?", "Which vessels are our top 3 by number of trips?"],
)
def test_rankings_keep_their_number_however_they_are_asked(wording: str, ferry: Catalog) -> None:
    (ask,) = planned(wording, ferry).asks
    assert (splits(ask), ask.limit) == (["vessels.vessel"], 3)


@pytest.mark.parametrize("wording", ["number of open repairs", "how many outstanding repairs are there"])
def test_open_ones_are_those_that_are_not_finished(wording: str, ferry: Catalog) -> None:
    (ask,) = planned(wording, ferry).asks
    assert ([item.column for item in ask.filters], ask.filters[0].op) == (["repairs.finished_on"], "is_null")


def test_things_listed_with_a_number_of_theirs_are_not_summed(ferry: Catalog) -> None:
    (ask,) = planned("list of canteens with their tables inside", ferry).asks
    assert (ask.task, "canteens.tables_inside" in ask.columns) == ("rows", True)


def test_two_numbers_of_which_one_chart_can_show_one_are_two_charts(ferry: Catalog) -> None:
    plan = planned("number of vessels and the fuel litres they used in trips", ferry)
    assert [ask.table for ask in plan.asks] == ["vessels", "trips"]


def windows(plan: Plan) -> list[tuple[str | None, str | None] | None]:
    return [item.window and (item.window.start, item.window.end) for item in plan.asks]


@pytest.mark.parametrize(
    "description",
    [
        "Ferry review for Q2 2025: number of trips by route, fuel litres by vessel, passengers by month",
        "number of trips by route, fuel litres by vessel, passengers by month - all for Q2 2025",
        "number of trips by route; fuel litres by vessel; passengers by month; Q2 2025 only",
    ],
)
def test_a_stretch_of_time_that_is_said_for_all_holds_for_all(ferry: Catalog, description: str) -> None:
    plan = understand(Request(description), [ferry])
    assert windows(plan) == [("2025-04-01", "2025-07-01")] * 3
    assert plan.missed == ()


def test_what_has_no_date_is_said_where_all_is_held_to_a_stretch_of_time(ferry: Catalog) -> None:
    plan = understand(Request("number of trips by route, seats by vessel - all for 2025"), [ferry])
    assert [item.words for item in plan.missed] == ["Total seats by vessel"]


@pytest.mark.parametrize(
    ("description", "second"),
    [
        ("how many late trips were there in May 2025 and what did they use in fuel litres", "sum"),
        ("how many late trips were there in May 2025 and how many of them were northern", "count"),
    ],
)
def test_they_after_an_and_are_those_that_were_asked_for(ferry: Catalog, description: str, second: str) -> None:
    first, then = understand(Request(description), [ferry]).asks
    assert then.measures[0].aggregate == second
    assert first.window == then.window
    assert {"trips.punctuality"} <= {item.column for item in then.filters}
