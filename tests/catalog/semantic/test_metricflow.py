"""dbt's semantic models become metrics that compute what dbt says they compute."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sophia.catalog.semantic.document import read_files
from tests.catalog.semantic.conftest import Shop, report

MODELS = """
semantic_models:
  - name: sales
    description: One row per sale.
    model: ref('sale')
    defaults: {agg_time_dimension: sold_at}
    config: {meta: {synonyms: [purchases]}}
    entities:
      - {name: sale, type: primary, expr: sale_id}
      - {name: customer, type: foreign, expr: customer_id}
    dimensions:
      - {name: sold_at, type: time, expr: "date_trunc('day', sold_on)", type_params: {time_granularity: day}}
      - {name: is_large, type: categorical, expr: amount >= 50}
      - {name: margin_class, type: categorical, expr: "{{ bucket('cost') }}"}
    measures:
      - {name: sales_amount, agg: sum, expr: amount}
      - {name: sales_cost, agg: sum, expr: cost}
      - {name: sales_count, agg: sum, expr: 1, create_metric: true, label: Sales made}
      - {name: buyers, agg: count_distinct, expr: customer_id}
      - {name: any_large, agg: sum_boolean, expr: amount >= 50}
      - {name: middle, agg: percentile, expr: amount, agg_params: {percentile: 0.5}}
      - {name: unused, agg: max, expr: amount}
  - name: customers
    model: "{{ ref('crm', 'customer') }}"
    entities:
      - {name: customer, type: primary, expr: customer_id}
    dimensions:
      - {name: segment, type: categorical}
  - name: balances
    model: ref('balance')
    defaults: {agg_time_dimension: day}
    primary_entity: account
    dimensions:
      - {name: day, type: time, type_params: {time_granularity: day}}
    measures:
      - {name: held, agg: sum, expr: amount, create_metric: true, non_additive_dimension: {name: day, window_choice: max}}
      - {name: held_first, agg: sum, expr: amount, create_metric: true,
         non_additive_dimension: {name: day, window_choice: min}}
  - name: visits
    model: ref('web_visits')
    measures:
      - {name: visits, agg: count, expr: 1, create_metric: true}
metrics:
  - name: revenue
    label: Net revenue
    description: What was paid.
    type: simple
    type_params: {measure: sales_amount}
    config: {meta: {synonyms: [takings, "money in"]}}
  - name: big_revenue
    label: Revenue of big customers
    type: simple
    type_params: {measure: {name: sales_amount, fill_nulls_with: 0}}
    filter: "{{ Dimension('customer__segment') }} = 'Big'"
  - name: large_sales
    label: Large sales
    type: simple
    type_params: {measure: {name: sales_count, filter: "{{ Dimension('sale__is_large') }}"}}
  - name: profit
    label: Profit
    type: derived
    type_params:
      expr: earned - spent
      metrics: [{name: revenue, alias: earned}, {name: cost, alias: spent}]
  - {name: cost, label: Cost, type: simple, type_params: {measure: sales_cost}}
  - {name: margin_rate, label: Margin rate, type: ratio, type_params: {numerator: profit, denominator: revenue}}
  - name: big_share
    label: Share of big customers
    type: ratio
    type_params:
      numerator: {name: revenue, filter: "{{ Dimension('customer__segment') }} = 'Big'"}
      denominator: revenue
  - {name: buyers, label: Buyers, type: simple, type_params: {measure: buyers}}
  - {name: median_sale, label: Median sale, type: simple, type_params: {measure: middle}}
  - {name: large_flags, label: Large flags, type: simple, type_params: {measure: any_large}}
  - name: revenue_2026
    label: Revenue since 2026
    type: simple
    type_params: {measure: sales_amount}
    filter: ["{{ TimeDimension('metric_time', 'year') }} >= '2026-01-01'", "{{ Entity('sale') }} > 1"]
  - {name: running, label: Running, type: cumulative, type_params: {measure: sales_amount, window: 7 days}}
  - name: conversion
    label: Conversion
    type: conversion
    type_params: {conversion_type_params: {entity: customer, base_measure: visits, conversion_measure: sales_count}}
  - name: growth
    label: Growth
    type: derived
    type_params: {expr: revenue - before, metrics: [{name: revenue}, {name: revenue, alias: before, offset_window: 1 month}]}
  - {name: per_balance, label: Per balance, type: ratio, type_params: {numerator: revenue, denominator: sales_and_held}}
  - {name: sales_and_held, label: Both, type: derived, type_params: {expr: sales_count + held, metrics: [sales_count, held]}}
  - {name: circle, label: Circle, type: derived, type_params: {expr: circle, metrics: [circle]}}
  - {name: secretly, label: Files, type: simple, type_params: {measure: sales_amount}, filter: "read_text('/etc/passwd') = ''"}
saved_queries:
  - {name: weekly, query_params: {metrics: [revenue]}}
"""

TOTALS = {
    "revenue": "select sum(amount) from sale",
    "big_revenue": "select sum(amount) from sale join customer using (customer_id) where segment = 'Big'",
    "large_sales": "select count(*) from sale where amount >= 50",
    "profit": "select sum(amount) - sum(cost) from sale",
    "margin_rate": "select (sum(amount) - sum(cost)) / sum(amount) from sale",
    "big_share": "select sum(case when segment = 'Big' then amount end) / sum(amount) from sale join customer using (customer_id)",
    "buyers": "select count(distinct customer_id) from sale",
    "median_sale": "select quantile_cont(amount, 0.5) from sale",
    "large_flags": "select count(*) from sale where amount >= 50",
    "sales_count": "select count(*) from sale",
    "revenue_2026": "select sum(amount) from sale where sold_on >= '2026-01-01' and sale_id > 1",
    "held": "select sum(amount) from balance where day = (select max(day) from balance)",
}


@pytest.mark.parametrize("metric", list(TOTALS))
def test_an_imported_metric_is_what_hand_written_sql_says(shop: Shop, metric: str) -> None:
    done = shop.take(MODELS)
    ((value,),) = shop.values(done.catalog, metric)
    ((expected,),) = shop.sql(TOTALS[metric])
    assert float(value) == pytest.approx(float(expected))


def test_an_imported_metric_splits_over_the_imported_join(shop: Shop) -> None:
    done = shop.take(MODELS, dialect="")
    expected = shop.sql(
        "select segment, sum(amount) - sum(cost) from sale left join customer using (customer_id) group by 1 order by 1"
    )
    found = shop.values(done.catalog, "profit", "customer.segment")
    assert sorted((str(name), float(value)) for name, value in found) == sorted(
        (str(name), float(value)) for name, value in expected
    )


def test_every_part_is_reported_with_the_reason_it_was_left_out(shop: Shop) -> None:
    found = report(shop.take(MODELS))
    assert found["revenue"] == "carried"
    assert "moving" in found["running"]
    assert "from one event to another" in found["conversion"]
    assert "earlier period" in found["growth"]
    assert "web_visits" in found["visits"]
    assert "mixes a balance" in found["sales_and_held"]
    assert "mixes a balance" in found["per_balance"]
    assert "made of itself" in found["circle"]
    assert "read_text" in found["secretly"]
    assert "last date" in found["held_first"]
    assert "template" in found["sales.margin_class"]
    assert "no metric uses" in found["unused"]
    assert "saved query" in found["weekly"]
    assert all(text == "carried" or ": " in text for text in found.values())


def test_words_dates_and_keys_come_along(shop: Shop) -> None:
    catalog = shop.take(MODELS).catalog
    revenue, table = catalog.metric("revenue"), catalog.table("sale")
    assert revenue is not None
    assert table is not None
    assert (revenue.label, revenue.description, revenue.flow) == ("Net revenue", "What was paid.", True)
    assert revenue.synonyms == ["takings", "money in"]
    assert (table.time_column, table.entity, table.description) == ("sold_on", "sale", "One row per sale.")
    assert "purchases" in table.synonyms
    margin, held = catalog.metric("margin_rate"), catalog.metric("held")
    assert margin is not None
    assert held is not None
    assert (margin.format.style, margin.flow) == ("percent", False)
    assert (held.last, held.flow) == (True, False)


def test_a_manifest_says_the_same_as_the_files_it_was_made_of(shop: Shop) -> None:
    manifest = {
        "semantic_models": [
            {
                "name": "sales",
                "node_relation": {"alias": "SALE", "schema_name": "analytics", "database": "prod"},
                "defaults": {"agg_time_dimension": "sold_on"},
                "entities": [{"name": "sale", "type": "primary", "expr": "sale_id"}],
                "dimensions": [{"name": "sold_on", "type": "time", "expr": None}],
                "measures": [{"name": "amount", "agg": "sum", "expr": None, "create_metric": False}],
            }
        ],
        "metrics": [
            {
                "name": "revenue",
                "type": "simple",
                "type_params": {"measure": {"name": "amount", "filter": None}},
                "filter": {
                    "where_filters": [{"where_sql_template": "{{ Dimension('sale__sold_on') }} > '2026-01-31'"}]
                },
            },
            {
                "name": "dearest",
                "type": "simple",
                "type_params": {
                    "measure": None,
                    "expr": "amount",
                    "metric_aggregation_params": {"semantic_model": "sales", "agg": "max", "expr": "amount"},
                },
            },
        ],
    }
    documents = read_files([("semantic_manifest.json", json.dumps(manifest).encode())])
    catalog = shop.take(documents).catalog
    assert [float(value) for (value,) in shop.values(catalog, "revenue")] == [130.0]
    assert [float(value) for (value,) in shop.values(catalog, "dearest")] == [100.0]


LATEST: dict[str, Any] = {
    "models": [
        {
            "name": "sale",
            "semantic_model": {"enabled": True, "name": "sales"},
            "agg_time_dimension": "sold_on",
            "columns": [
                {"name": "sale_id", "entity": {"type": "primary", "name": "sale"}},
                {"name": "customer_id", "entity": {"type": "foreign", "name": "customer"}},
                {"name": "sold_on", "granularity": "day", "dimension": {"type": "time"}},
            ],
            "derived_semantics": {"dimensions": [{"name": "large", "type": "categorical", "expr": "amount >= 50"}]},
            "metrics": [
                {"name": "revenue", "type": "simple", "agg": "sum", "expr": "amount", "label": "Revenue"},
                {"name": "orders", "type": "simple", "agg": "count", "expr": 1},
                {"name": "p50", "type": "simple", "agg": "percentile", "expr": "amount", "percentile": 50.0},
                {
                    "name": "large_average",
                    "type": "derived",
                    "expr": "r / o",
                    "input_metrics": [
                        {"name": "revenue", "alias": "r", "filter": "{{ Dimension('sale__large') }}"},
                        {"name": "orders", "alias": "o", "filter": "{{ Dimension('sale__large') }}"},
                    ],
                },
            ],
        },
        {
            "name": "customer",
            "semantic_model": True,
            "columns": [{"name": "customer_id", "entity": {"type": "primary", "name": "customer"}}],
        },
        {"name": "not_semantic", "columns": [{"name": "x"}]},
    ],
    "metrics": [{"name": "per_order", "type": "ratio", "numerator": "revenue", "denominator": "orders"}],
}


def test_models_that_carry_their_own_semantics_are_read(shop: Shop) -> None:
    documents = read_files([("models.json", json.dumps(LATEST).encode())])
    catalog = shop.take(documents).catalog
    assert float(shop.values(catalog, "large_average")[0][0]) == pytest.approx(220 / 3)
    assert float(shop.values(catalog, "per_order")[0][0]) == pytest.approx(320 / 7)
    assert float(shop.values(catalog, "p50")[0][0]) == 40


def test_expressions_of_another_warehouse_are_translated(shop: Shop) -> None:
    model = """
semantic_models:
  - name: sales
    model: ref('sale')
    measures: [{name: recent, agg: sum, expr: "IFF(DATEDIFF(day, SOLD_ON, '2026-03-10'::date) < 30, AMOUNT, 0)", create_metric: true}]
"""
    catalog = shop.take(model, dialect="snowflake").catalog
    ((expected,),) = shop.sql("select sum(amount) from sale where date '2026-03-10' - sold_on < 30")
    assert float(shop.values(catalog, "recent")[0][0]) == float(expected)
