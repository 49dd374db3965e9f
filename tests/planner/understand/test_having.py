"""Conditions on groups: customers with more than 3 orders, sites whose total is above a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sophia.catalog.model import Catalog, Column, Join, Metric, Table
from sophia.planner.plan import PlannedAsk
from sophia.planner.understand import understand_ask
from sophia.planner.understand.having import UNCOUNTED, holding_of
from sophia.spec.shape import Format


@pytest.fixture
def garage() -> Catalog:
    """Repairs of cars at sites; a site also has a column that counts its lifts."""
    site = Table(
        name="site",
        label="Sites",
        entity="site",
        rows=6,
        columns=[
            Column(name="site_id", type="integer", role="id", distinct=6),
            Column(name="name", type="text", role="label", label="Site", distinct=6),
            Column(name="lifts", type="integer", role="measure", label="Lifts", distinct=4),
        ],
        primary_key=["site_id"],
        label_column="name",
    )
    repair = Table(
        name="repair",
        label="Repairs",
        entity="repair",
        rows=4000,
        columns=[
            Column(name="repair_id", type="integer", role="id", distinct=4000),
            Column(name="site_id", type="integer", role="key", distinct=6),
            Column(name="make", type="text", role="category", label="Make", values=["Fiat", "Saab"], distinct=2),
            Column(name="price", type="number", role="money", label="Price", distinct=900),
            Column(name="discount", type="number", role="rate", label="Discount", minimum="0", maximum="0.4"),
            Column(name="done_on", type="date", role="date", minimum="2024-01-01", maximum="2026-05-30"),
        ],
        primary_key=["repair_id"],
        time_column="done_on",
    )
    redone = Metric(
        name="redone_rate",
        label="Redone rate",
        table="repair",
        expression="avg(redone)",
        synonyms=["rate of redone repairs"],
        format=Format(style="percent"),
    )
    return Catalog(
        connection="garage",
        source="duckdb",
        title="Garage",
        dialect="duckdb",
        tables=[site, repair],
        joins=[Join(from_table="repair", from_column="site_id", to_table="site", to_column="site_id")],
        metrics=[redone],
    )


def asked(text: str, catalog: Catalog) -> PlannedAsk:
    found, missed = understand_ask(text, [catalog])
    assert found is not None, (text, missed)
    assert missed == (), text
    return found


def condition(found: PlannedAsk) -> tuple[str, list[float]]:
    (held,) = found.having
    assert held.by == found.measures[0].name
    return held.op, held.values


@pytest.mark.parametrize(
    ("text", "op", "values"),
    [
        ("sites with more than 3 repairs", "gt", [3]),
        ("which sites have at least 1,500 repairs?", "gte", [1500]),
        ("show me sites with fewer than 20 repairs", "lt", [20]),
        ("sites having between 5 and 10 repairs", "between", [5, 10]),
        ("sites with 12 or more repairs", "gte", [12]),
        ("sites with exactly 4 repairs", "eq", [4]),
        ("number of repairs by site, only those with more than 3", "gt", [3]),
        ("number of repairs by site with more than 3 repairs", "gt", [3]),
        ("number of repairs by site, only sites with at most 3 repairs", "lte", [3]),
    ],
)
def test_things_counted_for_each_group_are_held_to_a_number(garage: Catalog, text: str, op: str, values: list[float]):
    found = asked(text, garage)
    assert [item.aggregate for item in found.measures] == ["count"]
    assert [item.column for item in found.dimensions] == ["site.name"]
    assert (condition(found), found.filters) == ((op, values), ())


@pytest.mark.parametrize(
    ("text", "aggregate", "values"),
    [
        ("sites whose total price is above 10k", "sum", [10_000]),
        ("sites where the average price exceeds 500", "mean", [500]),
        ("total price by site, only above $1.5 million", "sum", [1_500_000]),
    ],
)
def test_a_total_or_an_average_of_each_group_is_held_to_a_number(
    garage: Catalog, text: str, aggregate: str, values: list[float]
):
    found = asked(text, garage)
    assert [(item.aggregate, item.column) for item in found.measures] == [(aggregate, "repair.price")]
    assert condition(found) == ("gt", values)


def test_a_percentage_is_held_against_a_metric_as_the_data_has_it(garage: Catalog):
    assert condition(asked("redone rate by site above 30%", garage)) == ("gt", [0.3])
    assert asked("repairs with a discount above 30%", garage).filters[0].values == [0.3]


def test_a_condition_on_rows_stays_one(garage: Catalog):
    dear = asked("repairs with a price above 500", garage)
    assert (dear.task, dear.having, dear.filters[0].column) == ("rows", (), "repair.price")
    big = asked("sites with more than 3 lifts", garage)
    assert (big.having, big.filters[0].column) == ((), "site.lifts")


def test_the_time_in_which_things_are_counted_is_kept(garage: Catalog):
    found = asked("sites with more than 3 repairs in 2025", garage)
    assert condition(found) == ("gt", [3])
    assert found.window is not None
    assert (found.window.start, found.window.end) == ("2025-01-01", "2026-01-01")


def test_months_with_enough_of_something_are_bars_and_no_line_with_holes(garage: Catalog):
    found = asked("months with more than 100 repairs", garage)
    assert (found.task, found.chart, condition(found)) == ("breakdown", "bar", ("gt", [100]))


def test_the_title_says_the_condition(garage: Catalog):
    assert asked("sites with more than 3 repairs", garage).title == "Number of repairs by site, more than 3"


def test_counting_the_groups_is_refused_and_not_answered_with_something_else(garage: Catalog):
    found, (missed,) = understand_ask("how many sites have more than 3 repairs?", [garage])
    assert (found, missed.reason) == (None, UNCOUNTED)


@given(st.text(alphabet=st.sampled_from("abc 0123456789.,$%k+<>=morethanwithbyonly"), max_size=80))
def test_no_text_makes_it_fall(text: str):
    holding = holding_of(f"{text} with more than 3 things by {text}")
    assert holding is None or holding.values
