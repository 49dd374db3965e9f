"""One sentence becomes one ask: its number, its splits, its conditions, its time and its order."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sophia.catalog.model import Catalog, Column, Table
from sophia.planner.plan import PlannedAsk
from sophia.planner.understand import understand_ask
from sophia.spec.datasets import Filter
from tests.planner.understand.conftest import sales_catalog, support_catalog

WORDS = [
    "number of", "tickets", "by", "topic", "average", "hours", "over 10", "in 2025", "top 5", "share of", "mrr", "?", "'", "“",
    "sorted by", "descending", "bin", "year", "between 3 and", "or", "not", "with", "1e9", "deal", "by month",
]  # fmt: skip


def ask(text: str, *catalogs: Catalog, prefer: str | None = None) -> PlannedAsk:
    found, _ = understand_ask(text, catalogs, prefer=prefer)
    assert found is not None, text
    return found


def numbers(found: PlannedAsk) -> list[tuple[str | None, str | None]]:
    return [(item.metric or item.aggregate, item.column) for item in found.measures]


def splits(found: PlannedAsk) -> list[tuple[str, str | None]]:
    return [(item.column, item.grain) for item in found.dimensions]


def bikes_catalog() -> Catalog:
    """Return bikes with two dates called alike."""
    bike = Table(
        name="bike",
        label="Bikes",
        entity="bike",
        columns=[
            Column(name="bike_id", type="integer", role="id", distinct=40),
            Column(
                name="date_bought", type="date", role="date", minimum="2024-01-01", maximum="2024-12-31", distinct=40
            ),
            Column(
                name="date_returned", type="date", role="date", minimum="2025-01-01", maximum="2025-12-31", distinct=40
            ),
        ],
        primary_key=["bike_id"],
        time_column="date_bought",
    )
    return Catalog(connection="bikes", source="csv", tables=[bike])


def rentals_catalog() -> Catalog:
    """Return rentals with a name, of riders, with a number called after them."""
    names = {"rental_name": "label", "city": "category"}
    rental = Table(
        name="rental",
        label="Rentals",
        entity="rental",
        columns=[
            Column(name="rental_id", type="integer", role="id", distinct=90),
            Column(name="rider_id", type="integer", role="key", distinct=30),
            *(Column(name=name, type="text", role=role, distinct=9) for name, role in names.items()),
            Column(name="amount_of_rental", type="number", role="money", distinct=70),
            Column(name="rating", type="number", role="measure", additive=False, distinct=9),
        ],
        primary_key=["rental_id"],
        label_column="rental_name",
    )
    return Catalog(connection="rentals", source="csv", tables=[rental])


def test_a_named_metric_beats_a_raw_column(sales: Catalog) -> None:
    found = ask("MRR by segment over the last 12 months", sales)
    assert numbers(found) == [("mrr", None)]
    assert splits(found) == [("account.segment", None)]
    assert found.window is not None
    assert (found.window.kind, found.window.count, found.window.unit) == ("last", 12, "month")
    assert (found.title, found.confidence) == ("MRR by segment", 1.0)


@pytest.mark.parametrize("text", ["MRR by month", "monthly MRR", "MRR per month", "MRR trend", "MRR over time"])
def test_a_course_over_time_is_a_trend_on_the_metrics_own_time(text: str, sales: Catalog) -> None:
    found = ask(text, sales)
    assert found.task == "trend"
    assert splits(found) == [("deal.created_on", "month")]


def test_a_ranking_of_things_is_a_list_of_rows(sales: Catalog) -> None:
    found = ask("top 10 open deals by amount", sales)
    assert (found.task, found.table, found.limit) == ("rows", "deal", 10)
    assert [(item.by, item.descending) for item in found.order] == [("amount", True)]
    assert found.filters == (Filter(column="deal.is_closed", op="eq", values=[False]),)
    assert found.columns == ("deal.name", "deal.stage", "deal.amount", "deal.created_on")
    assert found.title == "Top 10 open deals by amount"


@pytest.mark.parametrize(
    "text", ["how many tickets by topic", "number of tickets for each topic", "count of tickets per topic"]
)
def test_counting_is_said_in_many_ways(text: str, support: Catalog) -> None:
    found = ask(text, support)
    assert numbers(found) == [("count", None)]
    assert splits(found) == [("ticket.topic", None)]


@pytest.mark.parametrize(
    ("word", "aggregate"),
    [
        ("average", "mean"),
        ("total", "sum"),
        ("highest", "max"),
        ("minimal", "min"),
        ("median", "median"),
        ("lowest", "min"),
    ],
)
def test_an_aggregate_goes_with_the_name_after_it(word: str, aggregate: str, support: Catalog) -> None:
    assert numbers(ask(f"{word} hours by topic", support)) == [(aggregate, "ticket.hours")]


def test_an_average_said_before_the_things_and_their_number_is_the_numbers() -> None:
    found = ask("what is the average rental rating for each city", rentals_catalog())
    assert numbers(found) == [("mean", "rental.rating")]
    assert splits(found) == [("rental.city", None)]


def test_a_date_said_twice_once_as_what_happened_is_one_date() -> None:
    found = ask("How many bikes returned in each day? Use a bar chart that bins returned date by day", bikes_catalog())
    assert splits(found) == [("bike.date_returned", "day")]


def test_what_counts_are_split_by_stays_beside_a_number_named_in_passing() -> None:
    found = ask("Show the number of rentals for different riders with a scatter chart", rentals_catalog())
    assert splits(found) == [("rental.rider_id", None)]


def test_two_aggregates_go_with_their_own_names(support: Catalog) -> None:
    found = ask("average rating and total hours by topic", support)
    assert numbers(found) == [("mean", "ticket.rating"), ("sum", "ticket.hours")]


def test_an_everyday_word_and_an_abbreviation_find_their_columns(support: Catalog) -> None:
    assert splits(ask("average rating for each gender", support)) == [("ticket.sex", None)]
    assert splits(ask("number of tickets in each department", support)) == [("ticket.dept_code", None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("deals with amount over 1,000", Filter(column="deal.amount", op="gt", values=[1000])),
        ("deals whose amount is at least 2k", Filter(column="deal.amount", op="gte", values=[2000])),
        ("deals with amount between 10 and 20", Filter(column="deal.amount", op="between", values=[10, 20])),
        ("deals over 50000", Filter(column="deal.amount", op="gt", values=[50000])),
        ("deals in stage Won", Filter(column="deal.stage", op="eq", values=["Won"])),
        ("deals not in stage Won", Filter(column="deal.stage", op="ne", values=["Won"])),
        ("deals in stage Won or Offer", Filter(column="deal.stage", op="in", values=["Won", "Offer"])),
        ("deals created on before 2025-05-01", Filter(column="deal.created_on", op="lt", values=["2025-05-01"])),
    ],
)
def test_conditions_become_filters(text: str, expected: Filter, sales: Catalog) -> None:
    assert ask(f"number of {text}", sales).filters == (expected,)


def test_two_conditions_joined_by_or_are_alternatives(support: Catalog) -> None:
    (only,) = ask("number of tickets with hours over 5 or rating below 2 by topic", support).filters
    assert [(item.column, item.op, item.values) for item in only.any_of] == [
        ("ticket.hours", "gt", [5]),
        ("ticket.rating", "lt", [2]),
    ]


def test_a_value_of_a_joined_table_filters(sales: Catalog) -> None:
    found = ask("MRR for enterprise accounts by month", sales)
    assert found.filters == (Filter(column="account.segment", op="eq", values=["Enterprise"]),)
    assert found.table == "deal"


def test_the_order_is_taken_from_its_clause_and_names_nothing_else(support: Catalog) -> None:
    found = ask("Bar chart of total hours by topic, and could you rank by the y axis from high to low?", support)
    assert found.chart == "bar"
    assert [(item.by, item.descending) for item in found.order] == [("sum_hours", True)]
    assert splits(found) == [("ticket.topic", None)]
    by_name = ask("Show the number of tickets for each topic, sorted by topic in ascending order", support)
    assert [(item.by, item.descending) for item in by_name.order] == [("topic", False)]


def test_bins_cut_the_date_that_was_named(support: Catalog) -> None:
    found = ask("Bin the opened on into the weekday interval and count the tickets in a bar chart", support)
    assert splits(found) == [("ticket.opened_on", "weekday")]
    assert numbers(found) == [("count", None)]


def test_years_held_as_numbers_are_a_time_axis_without_finer_parts(support: Catalog) -> None:
    yearly, missed = understand_ask("average hours by built year", [support])
    assert yearly is not None
    assert splits(yearly) == [("ticket.built_year", None)]
    assert missed == ()


def test_a_scatter_plot_has_two_numbers(support: Catalog) -> None:
    found = ask("scatter plot of hours and rating", support)
    assert (found.task, found.chart) == ("correlation", "scatter")
    assert set(found.columns) == {"ticket.hours", "ticket.rating"}


def test_what_is_in_no_data_is_refused_with_the_nearest_names(sales: Catalog, support: Catalog) -> None:
    found, missed = understand_ask("unicorn density by region", [sales, support])
    assert found is None
    assert "unicorn" in missed[0].words
    assert missed[0].alternatives


def test_an_unknown_word_beside_known_ones_is_reported(sales: Catalog) -> None:
    found, missed = understand_ask("MRR by segment for wombats", [sales])
    assert found is not None
    assert [item.words for item in missed] == ["wombats"]
    assert found.confidence < 1


def test_own_data_wins_over_demo_data_and_a_preference_over_both(sales: Catalog) -> None:
    own = sales.model_copy(update={"connection": "mine", "demo": False})
    assert ask("MRR by segment", sales, own).connection == "mine"
    assert ask("MRR by segment", sales, own, prefer="sales").connection == "sales"


def test_the_same_text_gives_the_same_ask(sales: Catalog, support: Catalog) -> None:
    first = ask("top 5 deals by amount this year", sales, support)
    again = ask("top 5 deals by amount this year", sales_catalog(), support_catalog())
    assert astuple(first) == astuple(again)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=2000), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)))
def test_no_text_makes_it_fail(text: str) -> None:
    found, missed = understand_ask(text, CATALOGS)
    assert found is not None or missed
    if found is not None:
        assert len({item.name for item in (*found.measures, *found.dimensions)}) == len(found.measures) + len(
            found.dimensions
        )


CATALOGS = [sales_catalog(), support_catalog()]


def test_a_flag_before_its_thing_is_a_condition_and_no_split(sales: Catalog) -> None:
    found = ask("closed deals over 50000 by stage", sales)
    assert Filter(column="deal.is_closed", op="eq", values=[True]) in found.filters
    assert splits(found) == [("deal.stage", None)]
