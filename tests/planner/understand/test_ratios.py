"""Numbers made of others: shares that meet a condition, quotients, times between dates, averages per thing."""

from __future__ import annotations

import pytest

from sophia.catalog.model import Catalog
from sophia.planner.measure import format_of, label_of
from sophia.planner.plan import PlannedAsk
from sophia.planner.understand import understand_ask
from sophia.spec.datasets import Filter


def read(text: str, library: Catalog) -> PlannedAsk:
    ask, missed = understand_ask(text, [library])
    assert ask is not None, missed
    assert not missed
    return ask


def splits(ask: PlannedAsk) -> list[str]:
    return [item.grain or item.column for item in ask.dimensions]


@pytest.mark.parametrize(
    ("text", "condition", "split"),
    [
        ("share of lost loans by branch", ("loans.status", "eq", ["lost"]), ["loans.branch"]),
        ("percentage of loans that are returned by month", ("loans.status", "eq", ["returned"]), ["month"]),
        ("what percentage of loans is lost per town", ("loans.status", "eq", ["lost"]), ["readers.town"]),
        ("share of loans with rating under 3 by branch", ("loans.rating", "lt", [3]), ["loans.branch"]),
        ("share of loans with rating under 3", ("loans.rating", "lt", [3]), []),
        ("return rate by branch", ("loans.returned_on", "not_null", []), ["loans.branch"]),
        ("loss rate of loans", None, []),
    ],
)
def test_a_share_with_a_condition_is_that_part_of_each_group(
    text: str, condition: tuple[str, str, list[object]] | None, split: list[str], library: Catalog
) -> None:
    if condition is None:
        ask, missed = understand_ask(text, [library])
        assert ask is None or missed, "nothing is called loss: that is said"
        return
    ask = read(text, library)
    measure = ask.measures[0]
    column, op, values = condition
    assert measure.filters == [Filter(column=column, op=op, values=values)]
    assert measure.aggregate == "count"
    assert measure.over is not None and measure.over.aggregate == "count" and not measure.over.filters
    assert not ask.filters
    assert splits(ask) == split
    assert format_of(measure, library).style == "percent"


def test_a_rate_over_time_counts_all_by_their_usual_date(library: Catalog) -> None:
    ask = read("return rate per month", library)
    assert (ask.time_column, [item.column for item in ask.dimensions]) == ("loans.lent_on", ["loans.lent_on"])


def test_a_condition_for_all_stays_one_for_all(library: Catalog) -> None:
    ask = read("share of loans in Harbour that are lost by month", library)
    assert [item.values for item in ask.filters] == [["Harbour"]]
    assert [item.values for item in ask.measures[0].filters] == [["lost"]]


def test_the_parts_of_one_column_stay_a_split_by_it(library: Catalog) -> None:
    ask = read("share of loans by status", library)
    assert splits(ask) == ["loans.status"]
    assert ask.measures[0].over is None


def test_the_titles_say_what_is_a_part_of_what(library: Catalog) -> None:
    assert read("share of lost loans by branch", library).title == "Share of lost loans by branch"
    assert read("share of loans with rating under 3", library).title == "Share of loans where rating under 3"
    assert read("ratio of fines to loans", library).title == "Number of fines as a share of number of loans"


def test_things_are_ranked_by_a_share(library: Catalog) -> None:
    ask = read("top 3 towns by share of lost loans", library)
    assert (ask.limit, splits(ask)) == (3, ["readers.town"])
    assert ask.measures[0].over is not None


@pytest.mark.parametrize(
    "text", ["fines as a percentage of loans", "ratio of fines to loans", "fines divided by loans"]
)
def test_one_number_by_another_counts_each_by_itself(text: str, library: Catalog) -> None:
    measure = read(text, library).measures[0]
    assert (measure.column, measure.over and measure.over.column) == ("fines.fine_id", "loans.loan_id")


@pytest.mark.parametrize(
    ("text", "aggregate", "split"),
    [
        ("average time from lent to returned by branch", "mean", ["loans.branch"]),
        ("average days to return", "mean", []),
        ("how long does it take until a loan is returned", "mean", []),
        ("median time to return in days per month", "median", ["month"]),
        ("longest time between lent and returned by town", "max", ["readers.town"]),
        ("return time by branch", "mean", ["loans.branch"]),
    ],
)
def test_how_long_something_takes_is_the_time_between_its_dates(
    text: str, aggregate: str, split: list[str], library: Catalog
) -> None:
    ask = read(text, library)
    measure = ask.measures[0]
    assert (measure.aggregate, measure.since, measure.column) == (aggregate, "loans.lent_on", "loans.returned_on")
    assert splits(ask) == split
    assert Filter(column="loans.returned_on", op="not_null") in ask.filters
    assert format_of(measure, library).style == "duration"


def test_the_age_of_what_is_open_runs_until_today(library: Catalog) -> None:
    ask = read("average age of open loans by branch", library)
    measure = ask.measures[0]
    assert (measure.since, measure.column) == ("loans.lent_on", None)
    assert [item.values for item in ask.filters] == [["open"]]
    assert label_of(measure, library) == "Average time from lent to today"


def test_a_time_that_no_date_ends_is_refused(library: Catalog) -> None:
    ask, missed = understand_ask("average time to renew", [library])
    assert ask is None
    assert missed


@pytest.mark.parametrize("text", ["average number of loans per reader", "loans per reader on average"])
def test_an_average_over_things_divides_by_those_that_have_some(text: str, library: Catalog) -> None:
    measure = read(text, library).measures[0]
    assert measure.over is not None
    assert (measure.over.aggregate, measure.over.column) == ("count_distinct", "loans.reader_id")
    assert label_of(measure, library) == "Number of loans per reader"


def test_what_things_are_worth_on_average_is_the_money_of_their_parts(library: Catalog) -> None:
    measure = read("average loan size by branch", library).measures[0]
    assert (measure.aggregate, measure.column) == ("sum", "fines.amount")
    assert measure.over is not None and measure.over.column == "fines.loan_id"
    assert read("average fine", library).measures[0].column == "fines.amount"


@pytest.mark.parametrize(
    ("text", "grain"),
    [
        ("weekly active readers", "week"),
        ("active readers per month", "month"),
        ("monthly actives", "month"),
        ("distinct readers with visits per month", "month"),
    ],
)
def test_who_is_active_is_counted_once_a_period_by_what_they_do_most(text: str, grain: str, library: Catalog) -> None:
    ask = read(text, library)
    assert (ask.measures[0].aggregate, ask.measures[0].column) == ("count_distinct", "visits.reader_id")
    assert splits(ask) == [grain]


def test_what_being_active_was_taken_for_is_said(library: Catalog) -> None:
    choice = read("weekly active readers", library).choices[-1]
    assert (choice.meaning, choice.alternatives) == ("those with visits", ("those with loans",))
