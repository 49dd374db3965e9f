"""Cubes become metrics that compute what their SQL says, over joins that are proven."""

from __future__ import annotations

import pytest

from tests.catalog.semantic.conftest import Shop, as_yaml, report

MODEL = """
cubes:
  - name: base_sales
    sql_table: analytics.sale
    dimensions:
      - {name: sale_id, sql: "{CUBE}.sale_id", type: number, primary_key: true}
      - {name: sold_on, sql: "{CUBE}.sold_on", type: time, title: Day of sale}
  - name: sales
    extends: base_sales
    title: Shop sales
    meta: {synonyms: [purchases]}
    joins:
      - {name: customers, relationship: many_to_one, sql: "{CUBE}.customer_id = {customers.id}"}
      - {name: refunds, relationship: one_to_many, sql: "{CUBE.sale_id} = {refunds}.sale_id"}
    dimensions:
      - {name: price, sql: amount, type: number, description: What was paid., format: currency}
      - {name: size, type: string, case: {when: [{sql: "{price} >= 50", label: large}], else: {label: small}}}
      - {name: secret_size, type: string, sql: "{CUBE}.amount * 2", public: false}
      - {name: mine, type: string, sql: "{SECURITY_CONTEXT.user.filter('x')}"}
    measures:
      - {name: count, type: count}
      - {name: revenue, type: sum, sql: "{price}", format: currency, meta: {synonyms: [turnover]}}
      - {name: costs, type: sum, sql: "{CUBE}.cost", public: false}
      - {name: big_revenue, type: sum, sql: amount, filters: [{sql: "{customers.segment} = 'Big'"}, {sql: "{CUBE}.cost > 0"}]}
      - {name: large_sales, type: count, filters: [{sql: "{size} = 'large'"}]}
      - {name: margin, type: number, sql: "({revenue} - {costs}) / NULLIF({revenue}, 0)", format: percent, title: Margin}
      - {name: margin_points, type: number, sql: "100.0 * ({revenue} - {costs}) / {revenue}", format: percent}
      - {name: buyers, type: count_distinct_approx, sql: customer_id}
      - {name: dearest, type: max, sql: "{CUBE}.amount"}
      - {name: named, type: string, sql: "max({CUBE}.amount)::text"}
      - {name: rolling, type: sum, sql: amount, rolling_window: {trailing: 7 day}}
      - {name: staged, type: number, multi_stage: true, sql: "{revenue}"}
      - {name: loop, type: number, sql: "{loop} + 1"}
      - {name: refund_share, type: number, sql: "{refunds.total} / {revenue}"}
      - {name: drop, type: number, sql: "sum(amount); drop table sale"}
      - {name: credit, type: sum, sql: "{refunds}.amount"}
    segments: [{name: big, sql: "amount > 50"}]
    pre_aggregations: [{name: main}]
    access_policy: [{role: manager}]
  - name: customers
    sql: "SELECT * FROM public.customer"
    dimensions:
      - {name: id, sql: customer_id, type: number, primary_key: true}
      - {name: segment, sql: segment, type: string, title: Customer segment}
    measures:
      - {name: count, type: count}
  - name: refunds
    sql_table: refund
    measures: [{name: total, type: sum, sql: amount}]
  - name: sale_month
    sql: SELECT date_trunc('month', sold_on) AS month, sum(amount) AS paid, count(*) AS n FROM sale GROUP BY 1
    dimensions: [{name: month, sql: month, type: time}]
    measures: [{name: best_month, type: max, sql: paid}]
  - name: elsewhere
    sql_table: nowhere
    measures: [{name: lost, type: count}]
  - name: templated
    sql: "SELECT * FROM sale WHERE {FILTER_PARAMS.sales.sold_on.filter('sold_on')}"
views: [{name: overview, cubes: [{join_path: sales, includes: '*'}]}]
"""
TOTALS = {
    "sales_count": "select count(*) from sale",
    "revenue": "select sum(amount) from sale",
    "big_revenue": "select sum(amount) from sale join customer using (customer_id) where segment = 'Big' and cost > 0",
    "large_sales": "select count(*) from sale where amount >= 50",
    "margin": "select (sum(amount) - sum(cost)) / sum(amount) from sale",
    "margin_points": "select 100 * (sum(amount) - sum(cost)) / sum(amount) from sale",
    "buyers": "select count(distinct customer_id) from sale",
    "dearest": "select max(amount) from sale",
    "customers_count": "select count(*) from customer",
    "refunds_total": "select sum(amount) from refund",
    "best_month": "select max(s) from (select sum(amount) s from sale group by date_trunc('month', sold_on))",
}


@pytest.mark.parametrize("metric", list(TOTALS))
def test_a_measure_is_what_hand_written_sql_says(shop: Shop, metric: str) -> None:
    name = {"refunds_total": "refunds_total"}.get(metric, metric)
    ((value,),) = shop.values(shop.take(MODEL).catalog, name)
    ((expected,),) = shop.sql(TOTALS[metric])
    assert float(value) == pytest.approx(float(expected))


def test_a_measure_splits_by_a_joined_dimension_and_by_a_models_time(shop: Shop) -> None:
    catalog = shop.take(MODEL).catalog
    found = {name: float(value) for name, value in shop.values(catalog, "revenue", "customer.segment")}
    assert found == {"Big": 260.0, "Small": 50.0, None: 10.0}
    months = shop.values(catalog, "best_month", "sale_month.month", "month")
    assert [float(value) for _, value in months if value is not None][-1] == 30.0
    made = catalog.table("sale_month")
    assert made is not None
    assert [column.type for column in made.columns][1:] == ["number", "integer"]


def test_what_cannot_be_had_is_named_with_its_reason(shop: Shop) -> None:
    found = report(shop.take(MODEL))
    reasons = {
        "named": "string",
        "rolling": "moving",
        "staged": "several stages",
        "loop": "circle",
        "refund_share": "combines rows",
        "drop": "not one SQL expression",
        "credit": "combines rows",
        "lost": "nowhere",
        "costs": "private",
        "sales.mine": "who asks",
        "sales.big": "condition in the sentence",
        "sales.main": "cached here",
        "sales.manager": "row rules",
        "templated": "who asks",
        "overview": "view",
    }
    for name, words in reasons.items():
        assert words in found[name], name
    assert "exactly" in found["buyers"]
    assert found["sales → customers"] == "carried"
    assert found["sales → refunds"] == "carried"


def test_a_name_without_a_letter_is_left_out_with_the_reason(shop: Shop) -> None:
    model = """
cubes:
  - {name: "((", sql: SELECT sum(amount) AS paid FROM sale, measures: [{name: best, type: max, sql: paid}]}
  - {name: sales, sql_table: sale, measures: [{name: n, type: count}]}
"""
    done = shop.take(model)
    assert [metric.name for metric in done.catalog.metrics] == ["n"]
    assert [table.name for table in done.catalog.tables] == [table.name for table in shop.catalog.tables]
    found = report(done)
    assert all("no letter" in found[name] for name in ("best", "((")), found


def test_formats_and_words_come_along(shop: Shop) -> None:
    catalog = shop.take(MODEL).catalog
    shown = {metric.name: metric for metric in catalog.metrics}
    assert (shown["revenue"].format.style, shown["revenue"].format.currency) == ("currency", "USD")
    assert shown["revenue"].synonyms == ["turnover"]
    assert (shown["margin"].label, shown["margin"].format.style) == ("Margin", "percent")
    assert (shown["margin_points"].format.style, shown["margin_points"].format.unit) == ("number", "%")
    column, table = catalog.column("customer.segment"), catalog.table("sale")
    assert column is not None
    assert table is not None
    assert column.label == "Customer segment"
    assert (table.label, table.time_column) == ("Shop sales", "sold_on")


def test_a_join_whose_one_side_repeats_is_refused(shop: Shop) -> None:
    model = """
cubes:
  - name: customers
    sql_table: customer
    joins: [{name: sales, relationship: many_to_one, sql: "{CUBE}.customer_id = {sales}.customer_id"}]
  - {name: sales, sql_table: sale}
"""
    done = shop.take(model)
    assert "count rows twice" in report(done)["customers → sales"]
    assert done.catalog.joins == shop.catalog.joins


@pytest.mark.parametrize("condition", ["7", "'x'", "{CUBE}.customer_id", "{CUBE}.customer_id > {customers.id}", "TRUE"])
def test_a_join_on_anything_but_two_equal_columns_is_left_out(shop: Shop, condition: str) -> None:
    model = f"""
cubes:
  - name: sales
    sql_table: sale
    joins: [{{name: customers, relationship: many_to_one, sql: "{condition}"}}]
  - name: customers
    sql_table: customer
    dimensions: [{{name: id, sql: customer_id, type: number, primary_key: true}}]
"""
    assert "not one column equal to another" in report(shop.take(model))["sales → customers"]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT cost AS shown FROM sale",
        "SELECT COST + 0 AS shown FROM sale",
        "SELECT x.e FROM (SELECT * FROM sale) AS x(a, b, c, d, e)",
        "SELECT s AS shown FROM sale AS s",
        "SELECT 1 AS a, 2 AS b, now() AS c, 3 AS d, 4 AS e UNION ALL SELECT * FROM sale",
    ],
)
def test_a_select_that_could_open_a_secret_column_is_refused(shop: Shop, sql: str) -> None:
    tables = [
        table.model_copy(
            update={
                "columns": [column.model_copy(update={"secret": column.name == "cost"}) for column in table.columns]
            }
        )
        for table in shop.catalog.tables
    ]
    kept = Shop(shop.catalog.model_copy(update={"tables": tables}), shop.queries, shop.file)
    done = kept.take(as_yaml({"cubes": [{"name": "open", "sql": sql}]}))
    assert "kept from viewers" in report(done)["open"]
    assert done.catalog.table("open") is None
