"""Answers equal a recount by hand: windows, comparisons, ratios, balances, joins, row rules."""

from __future__ import annotations

from typing import Any

import pytest

from sophia.kernel.viewer import RowRule, Viewer
from sophia.query.contract import Question
from sophia.query.path import Queries
from sophia.query.result import Result
from sophia.spec.datasets import Dimension, Filter, Measure, MetricDataset, Order, SqlDataset, TransformDataset
from sophia.spec.params import Param, Window

ANYBODY = Viewer("u1", "Anybody")
REVENUE = Measure(name="revenue", metric="revenue")
SEGMENT = Dimension(name="segment", column="customer.segment")
MONTH = Dimension(name="month", column="sale.sold_on", grain="month")


def ask(queries: Queries, viewer: Viewer = ANYBODY, **fields: Any) -> Result:
    dataset = MetricDataset(id="d", connection="shop", **fields)
    result = queries.run(Question(viewer=viewer, datasets=[dataset], fresh=True))["d"]
    assert result.status == "ok", result.failure
    return result


def table(result: Result) -> list[tuple[Any, ...]]:
    return list(zip(*result.data, strict=True))


def test_a_metric_in_total(queries: Queries) -> None:
    assert table(ask(queries, measures=[REVENUE])) == [(320.0,)]


def test_a_split_over_a_join_has_the_biggest_first_and_nobody_lost(queries: Queries) -> None:
    assert table(ask(queries, measures=[REVENUE], dimensions=[SEGMENT])) == [
        ("Big", 260.0),
        ("Small", 50.0),
        (None, 10.0),
    ]


def test_a_trend_is_in_order_and_marks_the_unfinished_month(queries: Queries) -> None:
    result = ask(queries, measures=[REVENUE], dimensions=[MONTH], window=Window(kind="last", unit="month", count=3))
    assert table(result) == [("2026-01-01", 150.0), ("2026-02-01", 100.0), ("2026-03-01", 30.0)]
    assert result.partial == {"column": "month", "value": "2026-03-01"}


def test_an_unfinished_month_is_compared_with_the_same_days_of_the_month_before(queries: Queries) -> None:
    window = Window(kind="last", unit="month", count=1)
    result = ask(queries, measures=[REVENUE], window=window, compare="previous_period")
    assert table(result) == [(30.0, 30.0)], "only 1–10 February counts, not the sale of the 20th"


def test_a_full_month_is_compared_with_the_full_month_before(queries: Queries) -> None:
    window = Window(kind="previous", unit="month", count=1)
    assert table(ask(queries, measures=[REVENUE], window=window, compare="previous_period")) == [(100.0, 150.0)]


def test_a_trend_is_aligned_with_the_year_before(queries: Queries) -> None:
    window = Window(kind="last", unit="month", count=1)
    result = ask(queries, measures=[REVENUE], dimensions=[MONTH], window=window, compare="previous_year")
    assert table(result) == [("2026-03-01", 30.0, 40.0)]


def test_a_ratio_is_sum_over_sum(queries: Queries) -> None:
    result = ask(queries, measures=[Measure(name="m", metric="margin")], dimensions=[SEGMENT])
    assert dict(table(result))["Big"] == pytest.approx((260 - 90) / 260)


def test_nothing_to_divide_by_is_null_and_not_zero(queries: Queries) -> None:
    assert table(ask(queries, measures=[Measure(name="n", metric="per_nothing")])) == [(None,)]


def test_a_balance_counts_the_last_date_of_each_period(queries: Queries) -> None:
    held = Measure(name="held", metric="held")
    month = Dimension(name="month", column="balance.day", grain="month")
    assert table(ask(queries, measures=[held], dimensions=[month])) == [("2026-01-01", 8), ("2026-02-01", 11)]
    assert table(ask(queries, measures=[held])) == [(11,)]


def test_measures_of_two_tables_are_not_multiplied_by_each_other(queries: Queries) -> None:
    result = ask(queries, measures=[REVENUE, Measure(name="back", metric="refunded")], dimensions=[SEGMENT])
    assert dict((row[0], row[1:]) for row in table(result)) == {
        "Big": (260.0, 7),
        "Small": (50.0, 5),
        None: (10.0, None),
    }


BIG = Filter(column="sale.amount", op="gte", values=[50])
SALES = Measure(name="sales", aggregate="count")


def test_a_number_of_the_rows_that_meet_a_condition_stands_beside_that_of_all(queries: Queries) -> None:
    big = Measure(name="big", aggregate="count", filters=[BIG])
    result = ask(queries, table="sale", measures=[SALES, big], dimensions=[SEGMENT])
    assert table(result) == [("Big", 4, 3), ("Small", 2, 0), (None, 1, 0)]


def test_the_part_that_meets_a_condition_is_that_of_each_group(queries: Queries) -> None:
    part = Measure(name="part", aggregate="count", filters=[BIG], over=SALES)
    assert table(ask(queries, table="sale", measures=[part])) == [(pytest.approx(3 / 7),)]
    found = table(ask(queries, table="sale", measures=[part], dimensions=[SEGMENT]))
    assert found == [("Big", 0.75), ("Small", 0.0), (None, 0.0)]


def test_a_condition_of_a_number_may_be_on_what_its_rows_belong_to(queries: Queries) -> None:
    ours = Measure(
        name="part", aggregate="sum", column="sale.amount", filters=[Filter(column="customer.name", values=["Bo"])]
    )
    part = ours.model_copy(update={"over": Measure(name="all", metric="revenue")})
    assert table(ask(queries, measures=[part])) == [(50 / 320,)]


def test_numbers_of_two_tables_are_divided_once_each_is_counted(queries: Queries) -> None:
    back = Measure(name="back", metric="refunded", over=REVENUE)
    assert table(ask(queries, measures=[back])) == [(12 / 320,)]
    result = ask(queries, measures=[REVENUE, back], dimensions=[SEGMENT])
    assert table(result) == [("Big", 260.0, 7 / 260), ("Small", 50.0, 0.1), (None, 10.0, None)]


def test_a_quotient_without_rows_to_divide_by_is_null_in_a_trend(queries: Queries) -> None:
    per = Measure(
        name="per", metric="revenue", over=Measure(name="n", aggregate="count_distinct", column="sale.customer_id")
    )
    window = Window(kind="between", start="2025-02-01", end="2025-05-01")
    found = table(ask(queries, measures=[per], dimensions=[MONTH], window=window))
    assert found == [("2025-03-01", 40.0), ("2025-04-01", None)]


def test_a_time_is_in_seconds_and_may_last_to_the_last_second_of_the_day_of_the_data(queries: Queries) -> None:
    until_now = Measure(name="age", aggregate="min", since="sale.sold_on")
    assert table(ask(queries, measures=[until_now])) == [(172799,)]
    none = Measure(name="none", aggregate="mean", since="sale.sold_on", column="sale.sold_on")
    assert table(ask(queries, measures=[none])) == [(0,)]


def test_the_rows_behind_a_part_are_those_of_its_whole_and_behind_a_conditional_number_its_own(
    queries: Queries,
) -> None:
    big = Measure(name="big", aggregate="count", filters=[BIG])
    for measure, count in ((big, 3), (big.model_copy(update={"over": SALES}), 4)):
        dataset = MetricDataset(id="d", connection="shop", table="sale", measures=[measure], dimensions=[SEGMENT])
        question = Question(viewer=ANYBODY, datasets=[dataset], fresh=True)
        assert len(queries.rows(question, "d", {"segment": "Big"}).column("amount")) == count


def test_filters_bind_their_values(queries: Queries) -> None:
    evil = "Big' OR '1'='1"
    result = ask(queries, measures=[REVENUE], filters=[Filter(column="customer.segment", values=[evil])])
    assert table(result) == [(None,)]
    assert evil in result.bound
    assert evil not in result.sql


@pytest.mark.parametrize(
    ("condition", "total"),
    [
        (Filter(column="sale.amount", op="gt", values=[50]), 170.0),
        (Filter(column="sale.amount", op="between", values=[20, 40]), 90.0),
        (Filter(column="customer.segment", op="is_null"), 10.0),
        (Filter(column="customer.segment", op="not_null"), 310.0),
        (Filter(column="customer.segment", op="in", values=["Big", "Small"]), 310.0),
        (Filter(column="customer.segment", op="not_in", values=["Big"]), 50.0),
        (Filter(column="customer.name", op="like", values=["a%"]), 260.0),
        (
            Filter(any_of=[Filter(column="customer.name", values=["Bo"]), Filter(column="sale.amount", values=[10])]),
            60.0,
        ),
    ],
)
def test_each_kind_of_filter(queries: Queries, condition: Filter, total: float) -> None:
    assert table(ask(queries, measures=[REVENUE], filters=[condition])) == [(total,)]


def test_a_param_filters_when_it_has_a_value_and_not_otherwise(queries: Queries) -> None:
    dataset = MetricDataset(
        id="d",
        connection="shop",
        measures=[REVENUE],
        filters=[Filter(column="customer.segment", op="in", param="segment")],
        window_param="period",
    )
    params = [
        Param(id="segment", type="multi_select", label="Segment"),
        Param(id="period", type="date_range", label="Period"),
    ]

    def total(**values: Any) -> Any:
        question = Question(viewer=ANYBODY, datasets=[dataset], params=params, values=values)
        return queries.run(question)["d"].data[0][0]

    assert total() == 320.0
    assert total(segment=["Small"]) == 50.0
    assert total(segment=[]) == 320.0
    assert total(period={"kind": "between", "start": "2026-02-01", "end": "2026-03-01"}) == 100.0


def test_shares_add_up_to_one(queries: Queries) -> None:
    share = Measure(name="share", metric="revenue", share=True)
    result = ask(queries, measures=[share], dimensions=[SEGMENT])
    assert sum(result.column("share")) == pytest.approx(1)


def test_a_model_is_a_table_like_any_other(queries: Queries) -> None:
    count = Measure(name="n", aggregate="count")
    assert table(ask(queries, table="big_sale", measures=[count])) == [(3,)]


def test_a_limit_of_top_rows_is_no_truncation_but_the_cap_is(queries: Queries) -> None:
    top = ask(queries, measures=[REVENUE], dimensions=[SEGMENT], limit=1)
    assert (top.rows, top.truncated) == (1, False)
    dataset = MetricDataset(id="d", connection="shop", measures=[REVENUE], dimensions=[SEGMENT])
    capped = queries.run(Question(viewer=ANYBODY, datasets=[dataset], row_cap=2, fresh=True))["d"]
    assert (capped.rows, capped.truncated) == (2, True)


def test_order_may_be_chosen(queries: Queries) -> None:
    result = ask(queries, measures=[REVENUE], dimensions=[SEGMENT], order=[Order(by="segment")])
    assert result.column("segment") == ("Big", "Small", None)


def test_row_rules_narrow_every_query_of_the_viewer(queries: Queries) -> None:
    ruled = Viewer("u2", "Ruled", row_rules=(RowRule("shop", "customer", "segment", ("Small",)),))
    own = Viewer("u3", "Own", row_rules=(RowRule("shop", "sale", "customer_id", ("2",)),))
    by_segment = ask(queries, ruled, measures=[REVENUE], dimensions=[SEGMENT])
    assert "Big" not in by_segment.column("segment")
    assert table(ask(queries, own, measures=[REVENUE])) == [(50.0,)]
    sneaky = SqlDataset(
        id="d", connection="shop", sql="with sale2 as (select * from sale) select sum(amount) a from sale2"
    )
    assert queries.run(Question(viewer=own, datasets=[sneaky]))["d"].data == ((50.0,),)


def test_two_viewers_with_different_rules_never_share_a_cached_answer(queries: Queries) -> None:
    own = Viewer("u3", "Own", row_rules=(RowRule("shop", "sale", "customer_id", ("2",)),))
    dataset = MetricDataset(id="d", connection="shop", measures=[REVENUE])
    totals = [queries.run(Question(viewer=who, datasets=[dataset]))["d"].data[0][0] for who in (ANYBODY, own, ANYBODY)]
    assert totals == [320.0, 50.0, 320.0]


def test_rows_behind_a_bar_add_up_to_it(queries: Queries) -> None:
    dataset = MetricDataset(id="d", connection="shop", measures=[REVENUE], dimensions=[MONTH, SEGMENT])
    behind = queries.rows(Question(viewer=ANYBODY, datasets=[dataset]), "d", {"month": "2026-01-01", "segment": "Big"})
    assert sorted(behind.column("amount")) == [50.0, 100.0]


def test_a_transform_reads_other_results(queries: Queries) -> None:
    by_segment = MetricDataset(id="parts", connection="shop", measures=[REVENUE], dimensions=[SEGMENT])
    whole = TransformDataset(id="whole", inputs=["parts"], sql="select max(revenue) as best, count(*) as n from parts")
    result = queries.run(Question(viewer=ANYBODY, datasets=[by_segment, whole]))["whole"]
    assert table(result) == [(260.0, 3)]


def test_sql_takes_its_placeholders_from_params(queries: Queries) -> None:
    dataset = SqlDataset(id="d", connection="shop", sql="select count(*) as n from customer where segment = :segment")
    params = [Param(id="segment", type="select", label="Segment", default="Big")]
    assert queries.run(Question(viewer=ANYBODY, datasets=[dataset], params=params))["d"].data == ((1,),)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"measures": [Measure(name="x", metric="nothing")]}, "no metric 'nothing'"),
        ({"measures": [Measure(name="x", aggregate="sum", column="sale.nothing")]}, "no column 'nothing'"),
        ({"measures": [REVENUE], "dimensions": [Dimension(name="a", column="balance.account")]}, "do not lead to"),
        ({"measures": [REVENUE], "order": [Order(by="nothing")]}, "no column of the result"),
        ({"measures": [REVENUE], "connection": "nowhere"}, "no connection 'nowhere'"),
    ],
)
def test_what_cannot_be_asked_fails_alone_and_says_why(queries: Queries, fields: dict[str, Any], says: str) -> None:
    wrong = MetricDataset.model_validate({"id": "wrong", "connection": "shop", **fields})
    right = MetricDataset(id="right", connection="shop", measures=[REVENUE])
    results = queries.run(Question(viewer=ANYBODY, datasets=[wrong, right]))
    assert results["right"].status == "ok"
    failure = results["wrong"].failure
    assert failure is not None
    assert says in failure.message
