"""Open Semantic Interchange in and out: what is written is read again as the same metrics and joins."""

from __future__ import annotations

from typing import Any

import pytest
import sqlglot
import yaml

from sophia.catalog.model import Catalog, Column, Join, Metric
from sophia.catalog.semantic.document import Document, read_files
from sophia.catalog.semantic.model import import_model
from sophia.catalog.semantic.osi_export import to_osi, to_osi_text
from sophia.connections.trial import Trial
from sophia.query.path import Queries
from sophia.spec.shape import Format
from tests.catalog.semantic.conftest import Shop, report
from tests.demo_company import DemoCompany

pytestmark = pytest.mark.slow


def ansi(text: str) -> dict[str, Any]:
    return {"dialects": [{"dialect": "ANSI_SQL", "expression": text}]}


MODEL: dict[str, Any] = {
    "version": "0.1.1",
    "semantic_model": [
        {
            "name": "shop",
            "datasets": [
                {
                    "name": "orders",
                    "source": "prod.public.sale",
                    "primary_key": ["sale_id"],
                    "ai_context": {"synonyms": ["purchases", "orders"], "instructions": "Use for revenue."},
                    "fields": [
                        {"name": "sold_on", "expression": ansi("sold_on"), "dimension": {"is_time": True}},
                        {"name": "net", "expression": ansi("amount - cost")},
                        {"name": "odd", "expression": {"dialects": [{"dialect": "MDX", "expression": "[x].[y]"}]}},
                    ],
                    "metrics": [{"name": "order_count", "expression": ansi("COUNT(*)")}],
                },
                {
                    "name": "customers",
                    "source": "customer",
                    "fields": [
                        {
                            "name": "segment",
                            "expression": ansi("segment"),
                            "label": "Customer segment",
                            "ai_context": "tier, customer class",
                        }
                    ],
                },
            ],
            "relationships": [
                {
                    "name": "orders_customers",
                    "from": "orders",
                    "to": "customers",
                    "from_columns": ["customer_id"],
                    "to_columns": ["customer_id"],
                },
                {
                    "name": "two_columns",
                    "from": "orders",
                    "to": "customers",
                    "from_columns": ["customer_id", "sale_id"],
                    "to_columns": ["customer_id", "name"],
                },
            ],
            "metrics": [
                {
                    "name": "net_revenue",
                    "expression": ansi("SUM(orders.net)"),
                    "ai_context": {"synonyms": ["takings"]},
                    "description": "Paid minus cost.",
                },
                {
                    "name": "revenue_per_customer",
                    "expression": ansi("SUM(orders.amount) / COUNT(DISTINCT customers.customer_id)"),
                },
                {"name": "names", "expression": ansi("SUM(LENGTH(customers.name)) / SUM(orders.amount)")},
                {"name": "rows", "expression": ansi("COUNT(*)")},
                {"name": "ghost", "expression": ansi("SUM(nowhere.x)")},
                {
                    "name": "tableau",
                    "expression": {"dialects": [{"dialect": "TABLEAU", "expression": "{FIXED : SUM([x])}"}]},
                },
                {
                    "name": "flagged",
                    "expression": {
                        "dialects": [{"dialect": "SNOWFLAKE", "expression": "SUM(IFF(orders.amount >= 50, 1, 0))"}]
                    },
                },
            ],
        }
    ],
}
TOTALS = {
    "net_revenue": "select sum(amount - cost) from sale",
    "revenue_per_customer": "select sum(amount) / count(distinct customer_id) from sale",
    "order_count": "select count(*) from sale",
    "flagged": "select count(*) from sale where amount >= 50",
}


@pytest.fixture
def documents() -> list[Document]:
    return read_files([("model.yaml", yaml.safe_dump(MODEL).encode())])


@pytest.mark.parametrize("metric", list(TOTALS))
def test_a_metric_is_what_hand_written_sql_says(shop: Shop, documents: list[Document], metric: str) -> None:
    ((value,),) = shop.values(shop.take(documents).catalog, metric)
    ((expected,),) = shop.sql(TOTALS[metric])
    assert float(value) == pytest.approx(float(expected))


def test_what_cannot_be_had_is_named_with_its_reason(shop: Shop, documents: list[Document]) -> None:
    found = report(shop.take(documents))
    assert "several columns" in found["two_columns"]
    assert "combines rows" in found["names"]
    assert "whose rows" in found["rows"]
    assert "no dataset" in found["ghost"]
    assert "TABLEAU" in found["tableau"]
    assert "MDX" in found["orders.odd"]
    assert found["orders_customers"] == "carried"


def test_synonyms_and_labels_come_along(shop: Shop, documents: list[Document]) -> None:
    catalog = shop.take(documents).catalog
    column, table, metric = catalog.column("customer.segment"), catalog.table("sale"), catalog.metric("net_revenue")
    assert column is not None
    assert table is not None
    assert metric is not None
    assert (column.label, column.synonyms) == ("Customer segment", ["tier", "customer class"])
    assert {"purchases", "orders"} <= set(table.synonyms)
    assert (metric.synonyms, metric.description) == (["takings"], "Paid minus cost.")


def plain(metric: Metric, dialect: str) -> dict[str, Any]:
    """A metric with its expression as a tree, so that spacing and letter case do not count."""
    tree = sqlglot.parse_one(metric.expression, dialect=dialect)
    return {**metric.model_dump(), "expression": repr(sqlglot.parse_one(tree.sql(dialect=dialect), dialect=dialect))}


def test_an_export_of_every_demo_connection_comes_back_the_same(company: DemoCompany, company_queries: Queries) -> None:
    for name, catalog in company.catalogs.items():
        text = to_osi_text(catalog)
        assert to_osi_text(catalog) == text
        bare = catalog.model_copy(update={"metrics": [], "joins": [], "sections": []})
        done = import_model(read_files([("export.yaml", text.encode())]), bare, Trial(company_queries))
        assert {item.name: item.why for item in done.items if item.state == "left_out"} == {}, name
        before = {metric.name: plain(metric, catalog.dialect) for metric in catalog.metrics}
        after = {metric.name: plain(metric, catalog.dialect) for metric in done.catalog.metrics}
        assert after == before, name
        assert set(map(Join.model_dump_json, done.catalog.joins)) == set(map(Join.model_dump_json, catalog.joins))


def test_an_import_of_an_export_changes_nothing(company: DemoCompany, company_queries: Queries) -> None:
    for catalog in company.catalogs.values():
        documents = read_files([("export.yaml", to_osi_text(catalog).encode())])
        done = import_model(documents, catalog, Trial(company_queries))
        assert [table.name for table in done.catalog.tables] == [table.name for table in catalog.tables]
        assert done.catalog.tables == catalog.tables
        assert done.catalog.sections == catalog.sections


def test_secret_columns_and_what_reads_them_are_not_written() -> None:
    catalog = Catalog.model_validate(
        {
            "connection": "staff",
            "source": "csv",
            "tables": [
                {
                    "name": "person",
                    "columns": [
                        Column(name="pay", type="number", role="money", secret=True).model_dump(),
                        Column(name="town", type="text", role="geo").model_dump(),
                    ],
                }
            ],
            "metrics": [
                Metric(name="paid", label="Paid", table="person", expression="sum(pay)", format=Format()).model_dump(),
                Metric(name="people", label="People", table="person", expression="count(*)").model_dump(),
            ],
        }
    )
    (model,) = to_osi(catalog)["semantic_model"]
    assert [field["name"] for field in model["datasets"][0]["fields"]] == ["town"]
    assert [metric["name"] for metric in model["metrics"]] == ["people"]
    assert "pay" not in str(model).replace("payload", "")
