"""An ambiguous ask has several charts: what was said is in all of them, what was left open is what differs."""

from __future__ import annotations

import pytest

from sophia.catalog.model import Catalog, Column, Table
from sophia.planner.understand.alternatives import Alternative, Channel, alternatives_of
from sophia.planner.understand.contractions import contracted
from sophia.planner.understand.enumerated import take_lists
from sophia.planner.understand.gist import gist_of

ORCHARD = Catalog(
    connection="orchard",
    source="file",
    tables=[
        Table(
            name="trees",
            rows=60,
            columns=[
                Column(name="tree_id", type="text", role="id", distinct=60),
                Column(name="orchard_id", type="text", role="key", distinct=4),
                Column(name="sort", type="text", role="category", distinct=5, values=["Boskoop", "Elstar", "Gala"]),
                Column(name="planted", type="date", role="date", distinct=40),
                Column(name="height", type="number", role="measure", distinct=30, minimum="1", maximum="9"),
                Column(name="yield", type="number", role="measure", distinct=12, minimum="0", maximum="80"),
            ],
        )
    ],
)


def asked(text: str, most: int = 5) -> list[Alternative]:
    gist = gist_of(text, ORCHARD)
    assert gist is not None
    return alternatives_of(gist, ORCHARD, most)


def test_an_unsaid_slice_is_every_column_with_few_values() -> None:
    found = asked("Draw a pie chart of the total yield")
    assert [item.color.column for item in found if item.color] == ["trees.orchard_id", "trees.sort"]
    assert {(item.theta.column, item.theta.aggregate) for item in found if item.theta} == {("trees.yield", "sum")}


def test_an_unsaid_number_is_the_count_first_and_then_the_sums_and_averages() -> None:
    found = asked("Draw a pie of the trees by sort", most=3)
    assert [item.theta.aggregate for item in found if item.theta] == ["count", "sum", "mean"]
    assert {item.color.column for item in found if item.color} == {"trees.sort"}


def test_an_unsaid_chart_is_drawn_in_every_way_that_fits() -> None:
    assert {item.chart for item in asked("average yield by sort")} >= {"bar", "line"}


def test_the_second_side_of_a_heat_map_is_any_column_that_can_be_one() -> None:
    found = asked("heat map of the sorts")
    assert all("trees.sort" in {item.x.column, item.y.column} for item in found if item.x and item.y)
    assert ("trees.planted", "year") in {(item.x.column, item.x.grain) for item in found if item.x}


def test_the_word_id_alone_means_each_of_the_identifying_columns() -> None:
    sides = {item.color.column for item in asked("pie chart of the number of trees for each identifier") if item.color}
    assert "trees.orchard_id" in sides


def test_or_between_two_columns_offers_the_one_and_the_other() -> None:
    found = asked("number of trees by orchard id or sort in a pie")
    assert [item.color.column for item in found if item.color][:2] == ["trees.orchard_id", "trees.sort"]


def test_two_sides_are_offered_on_either_axis() -> None:
    found = asked("bar chart of the number of trees by orchard id and sort")
    assert [(item.x.column, item.color.column) for item in found if item.x and item.color] == [
        ("trees.orchard_id", "trees.sort"),
        ("trees.sort", "trees.orchard_id"),
    ]


def test_every_alternative_keeps_the_conditions() -> None:
    for item in asked("pie chart of the sorts Boskoop, Gala, or Elstar where height is at least 3"):
        held = {(each.column, each.op, tuple(each.values)) for each in item.filters}
        assert held == {("trees.height", "gte", (3,)), ("trees.sort", "in", ("Boskoop", "Gala", "Elstar"))}


def test_alternatives_come_in_the_same_order_every_time() -> None:
    assert asked("box plot of the height") == asked("box plot of the height")


@pytest.mark.parametrize(
    ("text", "values", "between"),
    [
        ("ids 4, 9 or 12", ("4", "9", "12"), False),
        ("heights between 2.5 and 3.5", ("2.5", "3.5"), True),
        ("the sorts 'Red one' and 'Green one'", ("Red one", "Green one"), False),
        ("mail from ann@farm.example, bo@farm.example, or cy@farm.example",
         ("ann@farm.example", "bo@farm.example", "cy@farm.example"), False),
    ],
)  # fmt: skip
def test_enumerations_are_read_as_lists(text: str, values: tuple[str, ...], between: bool) -> None:
    rest, [found] = take_lists(text)
    assert (found.values, found.between) == (values, between)
    assert found.mark in rest and values[0] not in rest


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pie of the birth dates", "pie of the bdate"),
        ("the customer id and the customer's id", "the custid and the custid"),
        ("how many of the dates", "how many of the dates"),
        ("social security numbers", "ssn"),
    ],
)
def test_words_that_a_column_runs_together_are_read_as_its_name(text: str, words: str) -> None:
    columns = [Column(name=name, type="text", role="text") for name in ("bdate", "custid", "super_ssn", "height")]
    assert contracted(text, Catalog(connection="c", source="file", tables=[Table(name="t", columns=columns)])) == words


def test_a_limit_after_its_number_is_a_limit() -> None:
    for text, op in (("5 and above", "gte"), ("5 and below", "lte"), ("not exceeding 5", "lte")):
        [item, *_] = asked(f"pie chart of the sorts with height {text}")
        assert [(each.column, each.op, each.values) for each in item.filters] == [("trees.height", op, [5])], text


def test_where_one_chart_says_it_all_others_follow_that_take_less_for_granted() -> None:
    first, *others = asked("pie chart of the number of trees by sort")
    assert (first.color, first.theta) == (Channel("trees.sort"), Channel(aggregate="count"))
    assert 1 <= len(others) <= 2
    assert all(item.cost > first.cost for item in others)


@pytest.mark.parametrize(
    ("text", "chart"),
    [("distribution of the height", "box_plot"), ("how are the sorts distributed", "pie"), ("trees over time", "line")],
)
def test_the_wording_leans_to_a_chart_where_none_is_named(text: str, chart: str) -> None:
    assert asked(text)[0].chart == chart
