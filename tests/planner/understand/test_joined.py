"""Questions over joined tables: whose column is meant, which join, and what a trailing "top 10" ranks."""

from __future__ import annotations

import pytest

from sophia.catalog.model import Catalog, Column, Join, Table
from sophia.planner.plan import PlannedAsk
from sophia.planner.request import Request
from sophia.planner.understand import understand, understand_ask


@pytest.fixture
def rides() -> Catalog:
    """Rides between two stops, with the depot that each bus belongs to; stop, depot and ride all have a name or city."""
    ride = Table(
        name="ride",
        label="Rides",
        entity="ride",
        rows=9000,
        columns=[
            Column(name="ride_id", type="integer", role="id", distinct=9000),
            Column(name="start_stop_id", type="integer", role="key", distinct=40),
            Column(name="end_stop_id", type="integer", role="key", distinct=40),
            Column(name="end_stop_name", type="text", role="label", label="End stop name", distinct=40),
            Column(name="depot_id", type="integer", role="key", distinct=8),
            Column(name="minutes", type="integer", role="duration", label="Minutes", distinct=90),
            Column(name="started_on", type="date", role="date", minimum="2024-01-01", maximum="2025-12-31"),
        ],
        primary_key=["ride_id"],
        time_column="started_on",
        label_column="end_stop_name",
    )
    stop = Table(
        name="stop",
        label="Stops",
        entity="stop",
        rows=40,
        columns=[
            Column(name="stop_id", type="integer", role="id", distinct=40),
            Column(name="name", type="text", role="label", distinct=40),
            Column(name="city", type="text", role="category", distinct=6),
            Column(name="benches", type="integer", role="measure", label="Benches", distinct=9),
            Column(name="lamps", type="integer", role="measure", label="Lamps", distinct=9),
        ],
        primary_key=["stop_id"],
        label_column="name",
    )
    depot = Table(
        name="depot",
        label="Depots",
        entity="depot",
        rows=8,
        columns=[
            Column(name="depot_id", type="integer", role="id", distinct=8),
            Column(name="name", type="text", role="label", distinct=8),
            Column(name="town", type="text", role="category", distinct=5),
        ],
        primary_key=["depot_id"],
        label_column="name",
    )
    joins = [
        Join(from_table="ride", from_column="start_stop_id", to_table="stop", to_column="stop_id"),
        Join(from_table="ride", from_column="end_stop_id", to_table="stop", to_column="stop_id"),
        Join(from_table="ride", from_column="depot_id", to_table="depot", to_column="depot_id"),
    ]
    return Catalog(connection="rides", source="csv", tables=[ride, stop, depot], joins=joins)


def ask(text: str, catalog: Catalog) -> PlannedAsk:
    found, missed = understand_ask(text, [catalog])
    assert found is not None, missed
    assert missed == ()
    return found


def splits(found: PlannedAsk) -> list[str]:
    return [item.column for item in found.dimensions]


def test_a_thing_before_a_column_says_whose_column_it_is(rides: Catalog) -> None:
    assert splits(ask("number of rides by depot town", rides)) == ["depot.town"]
    assert splits(ask("number of rides by start stop city", rides)) == ["stop.city"]


def test_of_columns_with_one_name_the_one_of_the_thing_before_it_is_meant(rides: Catalog) -> None:
    assert splits(ask("average minutes by depot name", rides)) == ["depot.name"]


def test_a_join_that_cannot_be_taken_is_said_instead_of_taking_the_other(rides: Catalog) -> None:
    found, missed = understand_ask("number of rides by end stop city", [rides])
    assert found is None
    assert missed[0].words == "end stop"


@pytest.mark.parametrize(
    "text",
    [
        "number of rides by city, top 3",
        "number of rides by city top 3",
        "number of rides per city (top 3)",
        "number of rides by city, only the top 3",
    ],
)
def test_a_trailing_top_ranks_what_is_split(rides: Catalog, text: str) -> None:
    (found,) = understand(Request(text), [rides]).asks
    assert (found.task, found.limit, splits(found)) == ("rank", 3, ["stop.city"])
    assert found.title == "Top 3 cities by number of rides"


def test_a_bare_number_is_about_the_only_amount_of_the_thing(rides: Catalog) -> None:
    (condition,) = ask("rides over 30", rides).filters
    assert (condition.column, condition.op, condition.values) == ("ride.minutes", "gt", [30])


def test_a_bare_number_about_a_thing_of_several_amounts_is_not_dropped_in_silence(rides: Catalog) -> None:
    found, missed = understand_ask("stops over 5", [rides])
    assert found is None
    assert missed[0].words == "over 5"


def test_two_numbers_against_each_other_are_one_point_per_row(rides: Catalog) -> None:
    found = ask("benches vs lamps", rides)
    assert (found.task, found.chart, found.columns, found.measures) == (
        "correlation", "scatter", ("stop.benches", "stop.lamps"), (),
    )  # fmt: skip
    assert found.title == "Lamps against benches"
    assert ask("relationship between benches and lamps", rides).columns == ("stop.benches", "stop.lamps")


def test_a_name_that_many_rows_share_is_no_name_of_the_rows(rides: Catalog) -> None:
    assert ask("number of rides by end stop name", rides).title == "Number of rides by end stop name"


@pytest.mark.parametrize("words", ["of depot", "of the depot", "of a depot"])
def test_what_a_split_is_of_is_no_further_split(rides: Catalog, words: str) -> None:
    # The table of depots is called by the plural, so that "depot" alone is nearest to the key that leads to it.
    tables = [item.model_copy(update={"name": "depots"}) if item.name == "depot" else item for item in rides.tables]
    joins = [item.model_copy(update={"to_table": item.to_table.replace("depot", "depots")}) for item in rides.joins]
    plural = rides.model_copy(update={"tables": tables, "joins": joins})
    found, missed = understand_ask(f"minutes by town {words}", [plural])
    assert found is not None
    assert ([item.column for item in found.dimensions], missed) == (["depots.town"], ())
