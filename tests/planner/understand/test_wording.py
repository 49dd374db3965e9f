"""Numbers, splits and orders in the many ways in which people put them, over one small table."""

from __future__ import annotations

import pytest

from sophia.catalog.model import Catalog, Column, Table
from sophia.planner.plan import PlannedAsk
from sophia.planner.understand import understand_ask

ORCHARD = Table(
    name="orchard",
    entity="orchard",
    rows=80,
    columns=[
        Column(name="orchard_id", type="integer", role="key", distinct=80),
        Column(name="name", type="text", role="label", distinct=80),
        Column(name="soil_details", type="text", role="category", distinct=6),
        Column(name="grape_make", type="text", role="category", distinct=5),
        Column(name="yield_tons", type="number", role="measure", distinct=70),
        Column(name="tree_count", type="integer", role="measure", distinct=60),
        Column(name="height", type="integer", role="measure", additive=False, distinct=50),
        Column(name="planted_on", type="date", role="date", minimum="1990-01-01", maximum="2024-01-01", distinct=80),
    ],
    primary_key=["orchard_id"],
    label_column="name",
    time_column="planted_on",
)
FARM = Catalog(connection="farm", source="csv", tables=[ORCHARD])


def ask(text: str) -> PlannedAsk:
    found, _ = understand_ask(text, [FARM])
    assert found is not None, text
    return found


def parts(found: PlannedAsk) -> tuple[list[tuple[str | None, str]], list[str]]:
    """Return (aggregate, column) of the measures and the columns of the splits, without the table's name."""
    numbers: list[tuple[str | None, str]] = [
        (item.aggregate, (item.column or "*").rpartition(".")[2]) for item in found.measures
    ]
    return numbers, [item.column.rpartition(".")[2] for item in found.dimensions]


@pytest.mark.parametrize(
    ("text", "numbers", "splits"),
    [
        (
            "average and maximum height by soil details",
            [("mean", "height"), ("max", "height")],
            ["soil_details"],
        ),
        ("count the orchards for each soil details, as a pie chart", [("count", "*")], ["soil_details"]),
        ("how many grape make from each grape make, and order by the grape_make", [("count", "*")], ["grape_make"]),
        ("the height of all orchards in a bar chart", [("mean", "height")], ["name"]),
        ("for each soil details, what is the highest height? Visualize by bar chart", [("max", "height")], ["soil_details"]),
        ("what are the names combined with their heights, in a bar chart", [("mean", "height")], ["name"]),
    ],
)  # fmt: skip
def test_numbers_and_splits(text: str, numbers: list[tuple[str, str]], splits: list[str]) -> None:
    assert parts(ask(text)) == (numbers, splits)


def test_two_aggregates_of_one_column_make_a_scatter_of_both() -> None:
    found = ask("scatter plot of average height versus minimum height by soil details")
    assert parts(found) == ([("mean", "height"), ("min", "height")], ["soil_details"])
    assert (found.task, found.chart) == ("correlation", "scatter")


def test_a_chart_said_inside_the_sorting_clause_is_kept() -> None:
    assert ask("number of orchards by soil details, order by soil details in a pie chart").chart == "pie"


@pytest.mark.parametrize(
    ("text", "descending"), [("from the oldest to the youngest", True), ("from the least to the most", False)]
)
def test_a_direction_is_named_by_its_two_ends(text: str, descending: bool) -> None:
    found = ask(f"bar chart of total yield by soil details {text}")
    assert [item.descending for item in found.order] == [descending]


def test_days_of_the_week_are_written_in_several_ways() -> None:
    for unit in ("week day", "day of the week", "weekday interval", "the days of the weeks"):
        (split,) = ask(f"count the orchards in a bar chart, bin the planted on into {unit}").dimensions
        assert (split.column, split.grain) == ("orchard.planted_on", "weekday")


def test_what_colours_a_chart_is_its_second_split() -> None:
    found = ask("stacked bar of the grape make and the number of orchards, coloured by soil details")
    assert parts(found) == ([("count", "*")], ["grape_make", "soil_details"])


def test_rows_to_be_picked_first_are_not_the_number_and_the_asker_is_told() -> None:
    found, missed = understand_ask(
        "for the orchards that have the 5 highest heights, total yield by soil details in a bar chart", [FARM]
    )
    assert found is not None
    assert parts(found) == ([("sum", "yield_tons")], ["soil_details"])
    assert [item.words for item in missed] == ["highest heights"]


def test_columns_of_single_rows_are_a_list_of_just_those() -> None:
    found = ask("show the orchard id for each soil details")
    assert (found.task, found.columns) == ("rows", ("orchard.orchard_id", "orchard.soil_details"))


@pytest.mark.parametrize("text", ["yield vs height", "height versus tree count", "plot height against yield"])
def test_one_number_against_another_is_a_scatter(text: str) -> None:
    found = ask(text)
    assert (found.task, found.chart) == ("correlation", "scatter")
