"""Datasets compile to statements whose numbers are right."""

import pytest

from sophia.spec.params import Param
from tests.query.conftest import Ask, rows

MONTH = {"name": "month", "column": "sale.sold_at", "grain": "month"}
SEGMENT = {"name": "segment", "column": "customer.segment"}
REVENUE = {"name": "revenue", "metric": "revenue"}
LAST_3 = {"kind": "last", "unit": "month", "count": 3}
THIS_MONTH = {"kind": "this", "unit": "month"}


def test_a_number_without_dimensions_is_one_row(ask: Ask):
    assert rows(ask(measures=[REVENUE])) == [(283.0,)]


def test_a_dimension_of_another_table_is_joined(ask: Ask):
    found = ask(measures=[REVENUE], dimensions=[SEGMENT])
    assert rows(found) == [("SMB", 220.0), ("Enterprise", 50.0), (None, 13.0)]
    assert [column.type for column in found.columns] == ["text", "number"]


def test_no_value_stands_in_the_statement(ask: Ask):
    found = ask(measures=[REVENUE], filters=[{"column": "customer.name", "values": ["Ada'; drop table sale --"]}])
    assert found.data == ((None,),)
    assert "drop" not in found.sql
    assert found.bound == ("Ada'; drop table sale --",)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"column": "sale.amount", "op": "gte", "values": [50]}, [1, 2, 3]),
        ({"column": "sale.amount", "op": "between", "values": [8, 30]}, [4, 5, 7]),
        ({"column": "customer.segment", "op": "in", "values": ["SMB"]}, [1, 2, 3]),
        ({"column": "customer.segment", "op": "not_in", "values": ["SMB"]}, [4, 5]),
        ({"column": "customer.segment", "op": "ne", "values": ["SMB"]}, [4, 5]),
        ({"column": "customer.segment", "op": "eq", "values": [None]}, [6, 7]),
        ({"column": "customer.segment", "op": "in", "values": ["SMB", None]}, [1, 2, 3, 6, 7]),
        ({"column": "customer.segment", "op": "is_null"}, [6, 7]),
        ({"column": "customer.segment", "op": "not_null"}, [1, 2, 3, 4, 5]),
        ({"column": "customer.name", "op": "like", "values": ["a"]}, [1, 2]),
        ({"column": "customer.name", "op": "not_like", "values": ["a%"]}, [3, 4, 5, 6]),
        ({"column": "sale.won", "op": "eq", "values": ["true"]}, [1, 3, 4, 5, 7]),
        ({"column": "sale.sold_at", "op": "eq", "values": ["2026-11-15"]}, [6]),
        ({"column": "sale.sold_at", "op": "lte", "values": ["2026-10-10"]}, [2, 4, 5, 7]),
        ({"column": "sale.sold_at", "op": "gt", "values": ["2026-10-20"]}, [1, 6]),
        ({"column": "sale.price_text", "op": "gt", "values": [5]}, [1, 3]),
        ({"column": "sale.sale_id", "op": "eq", "values": ["3"]}, [3]),
        ({"any_of": [{"column": "sale.sale_id", "values": [1]}, {"column": "customer.name", "values": ["Cy"]}]}, [1, 4, 5]),
    ],
)  # fmt: skip
def test_filters_keep_exactly_the_rows_they_name(ask: Ask, condition: dict[str, object], expected: list[int]):
    found = ask(dimensions=[{"name": "id", "column": "sale.sale_id"}], filters=[condition], order=[{"by": "id"}])
    assert list(found.column("id")) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"op": "gt", "values": [50]}, ["SMB"]),
        ({"op": "gte", "values": [50]}, ["SMB", "Enterprise"]),
        ({"op": "lt", "values": [50.5]}, ["Enterprise", None]),
        ({"op": "between", "values": [13, 50]}, ["Enterprise", None]),
        ({"op": "eq", "values": [220]}, ["SMB"]),
        ({"op": "ne", "values": [220]}, ["Enterprise", None]),
        ({"op": "gt", "values": [1e6]}, []),
    ],
)
def test_of_the_groups_those_stay_whose_number_meets_the_condition(
    ask: Ask, condition: dict[str, object], expected: list[str | None]
):
    found = ask(measures=[REVENUE], dimensions=[SEGMENT], having=[{"by": "revenue", **condition}])
    assert list(found.column("segment")) == expected


def test_a_condition_on_groups_leaves_shares_those_of_the_whole(ask: Ask):
    share = {**REVENUE, "share": True}
    found = ask(measures=[share], dimensions=[SEGMENT], having=[{"by": "revenue", "values": [0.5]}])
    assert rows(found) == [("SMB", pytest.approx(220 / 283))]


def test_periods_that_do_not_meet_a_condition_are_left_out_and_not_drawn_as_nothing(ask: Ask):
    every = rows(ask(measures=[REVENUE], dimensions=[MONTH], window=LAST_3))
    found = ask(measures=[REVENUE], dimensions=[MONTH], window=LAST_3, having=[{"by": "revenue", "values": [100]}])
    assert rows(found) == [row for row in every if row[1] > 100]
    assert 0 < found.rows < len(every)


def test_a_condition_on_groups_stands_beside_an_earlier_value(ask: Ask):
    asked = {"measures": [REVENUE], "dimensions": [SEGMENT], "window": THIS_MONTH, "compare": "previous_period"}
    every = rows(ask(**asked))
    limit = sorted(row[1] for row in every if row[1] is not None)[0]
    found = rows(ask(**asked, having=[{"by": "revenue", "op": "gt", "values": [limit]}]))
    assert found == [row for row in every if row[1] is not None and row[1] > limit]


@pytest.mark.parametrize(
    ("having", "words"),
    [
        ({"by": "segment", "values": [1]}, "'segment' is no measure"),
        ({"by": "revenue", "op": "between", "values": [1]}, "needs two numbers"),
        ({"by": "revenue", "op": "gt", "values": [1, 2]}, "needs one number"),
    ],
)
def test_a_condition_on_groups_that_makes_no_sense_is_named(ask: Ask, having: dict[str, object], words: str):
    failure = ask(measures=[REVENUE], dimensions=[SEGMENT], having=[having]).failure
    assert failure is not None
    assert words in failure.message


def test_a_param_without_a_value_does_not_filter(ask: Ask):
    filters = [{"column": "customer.region", "op": "in", "param": "region"}]
    param = Param(id="region", type="multi_select", label="Region")
    assert rows(ask(measures=[REVENUE], filters=filters, params=[param])) == [(283.0,)]
    assert rows(ask(measures=[REVENUE], filters=filters, params=[param], values={"region": []})) == [(283.0,)]
    assert rows(ask(measures=[REVENUE], filters=filters, params=[param], values={"region": ["North"]})) == [(200.0,)]


def test_a_default_of_a_param_filters_until_it_is_changed(ask: Ask):
    filters = [{"column": "customer.region", "param": "region"}]
    param = Param(id="region", type="select", label="Region", default="South")
    assert rows(ask(measures=[REVENUE], filters=filters, params=[param])) == [(75.0,)]


def test_a_period_param_replaces_the_window(ask: Ask):
    param = Param(id="period", type="date_range", label="Period")
    parts = {"measures": [REVENUE], "window": LAST_3, "window_param": "period", "params": [param]}
    assert rows(ask(**parts)) == [(233.0,)]
    chosen = {"kind": "between", "start": "2026-08-01", "end": "2026-10-11"}
    assert rows(ask(**parts, values={"period": chosen})) == [(88.0,)]
    assert rows(ask(**parts, values={"period": {"kind": "all"}})) == [(283.0,)]


def test_a_trend_has_no_gaps_inside_its_window(ask: Ask):
    found = ask(measures=[REVENUE], dimensions=[MONTH], window={"kind": "last", "unit": "month", "count": 4})
    assert rows(found) == [("2026-08-01", 30.0), ("2026-09-01", 0), ("2026-10-01", 128.0), ("2026-11-01", 105.0)]


def test_a_trend_does_not_begin_before_the_data_does(ask: Ask):
    found = ask(measures=[REVENUE], dimensions=[MONTH], window={"kind": "last", "unit": "month", "count": 36})
    assert found.rows == 13
    assert found.column("month")[0] == "2025-11-01"


def test_a_trend_ends_with_its_window_and_draws_nothing_after_it(ask: Ask):
    august = {"kind": "between", "unit": "month", "start": "2026-08-01", "end": "2026-09-01"}
    assert rows(ask(measures=[REVENUE], dimensions=[MONTH], window=august)) == [("2026-08-01", 30.0)]
    half = {"kind": "between", "unit": "day", "start": "2026-07-01", "end": "2026-09-10"}
    assert [row[0] for row in rows(ask(measures=[REVENUE], dimensions=[MONTH], window=half))][-1] == "2026-09-01"
    year = {"kind": "previous", "unit": "year", "count": 1}
    assert [row[0] for row in rows(ask(measures=[REVENUE], dimensions=[MONTH], window=year))][-1] == "2025-12-01"


def test_gaps_of_ratios_are_null(ask: Ask):
    found = ask(
        measures=[{"name": "rate", "metric": "win_rate"}], dimensions=[MONTH],
        window={"kind": "last", "unit": "month", "count": 4},
    )  # fmt: skip
    assert rows(found)[1] == ("2026-09-01", None)


def test_the_unfinished_period_is_marked(ask: Ask):
    assert ask(measures=[REVENUE], dimensions=[MONTH], window=LAST_3).partial == {
        "column": "month", "value": "2026-11-01",
    }  # fmt: skip
    previous = {"kind": "previous", "unit": "month", "count": 3}
    assert ask(measures=[REVENUE], dimensions=[MONTH], window=previous).partial is None


def test_a_ratio_is_null_where_its_denominator_is_zero(ask: Ask):
    found = ask(
        measures=[{"name": "margin", "metric": "margin"}], dimensions=[{"name": "id", "column": "sale.sale_id"}]
    )
    by_id = dict(rows(found))
    assert by_id[3] is None
    assert by_id[1] == pytest.approx(1.5)


def test_measures_of_two_tables_do_not_multiply_each_other(ask: Ask):
    found = ask(
        measures=[REVENUE, {"name": "tickets", "metric": "tickets"}, {"name": "minutes", "metric": "minutes"}],
        dimensions=[{"name": "name", "column": "customer.name"}],
        order=[{"by": "name"}],
    )
    assert rows(found) == [
        ("Ada", 150.0, 2, 40), ("Bo", 70.0, 1, 50), ("Cy", 50.0, None, None), ("Di", 5.0, 1, 20),
        (None, 8.0, None, None),
    ]  # fmt: skip


def test_measures_of_two_tables_without_dimensions_stand_side_by_side(ask: Ask):
    found = ask(measures=[{"name": "tickets", "metric": "tickets"}, REVENUE])
    assert rows(found) == [(4, 283.0)]


def test_periods_of_the_first_table_are_those_of_the_second_too(ask: Ask):
    found = ask(measures=[REVENUE, {"name": "tickets", "metric": "tickets"}], dimensions=[MONTH], window=LAST_3)
    assert rows(found) == [("2026-09-01", 0, 0), ("2026-10-01", 128.0, 1), ("2026-11-01", 105.0, 3)]


def test_a_balance_counts_only_the_last_date_of_each_period(ask: Ask):
    money = [{"name": "money", "metric": "money"}]
    month = {"name": "month", "column": "balance.day", "grain": "month"}
    assert rows(ask(measures=money, dimensions=[month])) == [("2026-10-01", 33.0), ("2026-11-01", 18.0)]
    assert rows(ask(measures=money)) == [(18.0,)]
    assert rows(ask(measures=money, dimensions=[{"name": "region", "column": "customer.region"}])) == [("North", 18.0)]
    previous = {"kind": "previous", "unit": "month", "count": 1}
    assert rows(ask(measures=money, window=previous)) == [(33.0,)]


def test_an_unfinished_month_is_compared_with_the_same_days_of_the_month_before(ask: Ask):
    found = ask(measures=[REVENUE], window=THIS_MONTH, compare="previous_period")
    assert [column.name for column in found.columns] == ["revenue", "revenue__previous"]
    assert rows(found) == [(105.0, 58.0)]


def test_an_unfinished_month_is_compared_with_the_same_days_a_year_before(ask: Ask):
    assert rows(ask(measures=[REVENUE], window=THIS_MONTH, compare="previous_year")) == [(105.0, 20.0)]


def test_a_trend_lays_the_earlier_periods_over_the_later_ones(ask: Ask):
    found = ask(
        measures=[REVENUE], dimensions=[MONTH], window={"kind": "last", "unit": "month", "count": 2},
        compare="previous_period",
    )  # fmt: skip
    assert rows(found) == [("2026-10-01", 128.0, 30.0), ("2026-11-01", 105.0, 0)]
    yearly = ask(
        measures=[REVENUE], dimensions=[MONTH], window={"kind": "last", "unit": "month", "count": 2},
        compare="previous_year",
    )  # fmt: skip
    assert rows(yearly) == [("2026-10-01", 128.0, None), ("2026-11-01", 105.0, 20.0)]


def test_groups_are_compared_with_themselves(ask: Ask):
    found = ask(measures=[REVENUE], dimensions=[SEGMENT], window=THIS_MONTH, compare="previous_period")
    assert rows(found) == [("SMB", 100.0, 50.0), (None, 5.0, 8.0)]


def test_without_a_window_there_is_nothing_to_compare_with(ask: Ask):
    assert rows(ask(measures=[REVENUE], compare="previous_period")) == [(283.0, None)]


def test_shares_add_up_to_one(ask: Ask):
    found = ask(measures=[{"name": "share", "metric": "revenue", "share": True}], dimensions=[SEGMENT])
    assert sum(found.column("share")) == pytest.approx(1)
    by_month = ask(
        measures=[{"name": "share", "metric": "revenue", "share": True}], dimensions=[MONTH, SEGMENT], window=LAST_3
    )
    october = [row[2] for row in rows(by_month) if row[0] == "2026-10-01"]
    assert sum(october) == pytest.approx(1)


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        ("sum", 283.0),
        ("mean", 283 / 7),
        ("min", 5.0),
        ("max", 100.0),
        ("median", 30.0),
        ("count_distinct", 7),
        ("count", 7),
    ],
)
def test_plain_aggregates(ask: Ask, aggregate: str, expected: float):
    found = ask(measures=[{"name": "n", "aggregate": aggregate, "column": "sale.amount"}])
    assert found.data[0][0] == pytest.approx(expected)


def test_distinct_customers_are_counted_across_the_join(ask: Ask):
    found = ask(table="sale", measures=[{"name": "n", "aggregate": "count_distinct", "column": "customer.name"}])
    assert rows(found) == [(4,)]


def test_records_are_counted_without_a_column(ask: Ask):
    assert rows(ask(table="ticket", measures=[{"name": "n", "aggregate": "count"}])) == [(4,)]


def test_numbers_and_dates_in_text_are_read_where_they_can_be(ask: Ask):
    found = ask(measures=[{"name": "n", "aggregate": "sum", "column": "sale.price_text"}])
    assert rows(found) == [(23.5,)]
    by_month = ask(
        measures=[REVENUE], dimensions=[{"name": "m", "column": "sale.day_text", "grain": "month"}],
        time_column="sale.sold_at",
    )  # fmt: skip
    assert dict(rows(by_month))["2026-10-01"] == 78.0


def test_weekdays_and_months_have_names_in_their_order(ask: Ask):
    days = ask(measures=[REVENUE], dimensions=[{"name": "day", "column": "sale.sold_at", "grain": "weekday"}])
    assert days.column("day") == ("Monday", "Tuesday", "Saturday", "Sunday")
    months = ask(measures=[REVENUE], dimensions=[{"name": "m", "column": "sale.sold_at", "grain": "month_of_year"}])
    assert months.column("m") == ("August", "October", "November")
    hours = ask(measures=[REVENUE], dimensions=[{"name": "h", "column": "sale.sold_at", "grain": "hour_of_day"}])
    assert hours.column("h") == (0, 9, 10, 11, 12, 23)


def test_bins_are_round_and_in_order(ask: Ask):
    found = ask(
        measures=[{"name": "n", "aggregate": "count", "column": "sale.sale_id"}],
        dimensions=[{"name": "bin", "column": "sale.amount", "bins": 5}],
    )
    assert rows(found) == [(0.0, 3), (20.0, 0 + 2), (40.0, 1), (60.0, 1), (100.0, 1)] or rows(found) == [
        (0.0, 2), (20.0, 2), (40.0, 1), (60.0, 1), (100.0, 1),
    ]  # fmt: skip


def test_a_model_is_asked_like_a_table(ask: Ask):
    found = ask(measures=[{"name": "r", "metric": "model_revenue"}], dimensions=[SEGMENT])
    assert rows(found) == [("SMB", 170.0), ("Enterprise", 50.0), (None, 8.0)]


def test_a_list_of_rows_shows_the_newest_first(ask: Ask):
    shown = [{"name": "id", "column": "sale.sale_id"}, {"name": "who", "column": "customer.name"}]
    found = ask(table="sale", dimensions=shown, limit=2)
    assert rows(found) == [(6, "Di"), (1, "Ada")]
    assert not found.truncated


def test_the_first_of_an_order_are_kept(ask: Ask):
    found = ask(measures=[REVENUE], dimensions=[SEGMENT], order=[{"by": "revenue"}], limit=1)
    assert rows(found) == [(None, 13.0)]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"measures": [{"name": "x", "metric": "nothing"}]}, "There is no metric 'nothing'"),
        ({"table": "nothing", "measures": [{"name": "x", "aggregate": "count"}]}, "There is no table 'nothing'"),
        ({"measures": [REVENUE], "dimensions": [{"name": "x", "column": "sale.nothing"}]}, "has no column 'nothing'"),
        ({"measures": [REVENUE], "dimensions": [{"name": "x", "column": "ticket.minutes"}]}, "do not lead to one row"),
        ({"measures": [REVENUE], "order": [{"by": "nothing"}]}, "no column of the result"),
        ({"measures": [REVENUE, REVENUE]}, "Two columns"),
        ({"measures": [{"name": "x"}], "table": "sale"}, "neither a metric nor an aggregate"),
        ({"measures": [REVENUE], "filters": [{"column": "sale.amount", "values": ["much"]}]}, "'much' is no number"),
        ({"measures": [REVENUE], "filters": [{"column": "sale.sold_at", "values": ["soon"]}]}, "'soon' is no date"),
        ({"measures": [REVENUE], "filters": [{"column": "sale.amount", "op": "gt"}]}, "has no value"),
        ({"measures": [REVENUE], "window": {"kind": "between", "start": "soon"}}, "'soon' is no date"),
        ({}, "names neither a table nor a measure"),
    ],
)  # fmt: skip
def test_what_the_catalog_does_not_know_is_refused_in_words(ask: Ask, parts: dict[str, object], words: str):
    found = ask(**parts)
    assert found.status == "error"
    assert found.failure is not None
    assert found.failure.code == "bad_input"
    assert words in found.failure.message


def test_a_period_outside_the_calendar_is_refused(ask: Ask):
    window = {"kind": "last", "unit": "year", "count": 1200}
    found = ask(measures=[REVENUE], window=window, compare="previous_period")
    assert found.failure is not None
    assert "outside the calendar" in found.failure.message
