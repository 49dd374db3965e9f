"""After an import people ask for a metric by its label or synonym and get that metric, with its numbers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sophia.catalog.semantic.document import read_files
from sophia.catalog.semantic.model import import_model
from sophia.connections.trial import Trial
from sophia.kernel.viewer import Viewer
from sophia.planner.generate import generate
from sophia.planner.request import Request
from sophia.planner.verify import Bench
from sophia.spec.datasets import MetricDataset
from sophia.spec.validate import components_of
from tests.query.shop import Shops, open_shop, queries_over

DBT = """
semantic_models:
  - name: sales
    model: ref('sale')
    defaults: {agg_time_dimension: sold_on}
    entities: [{name: sale, type: primary, expr: sale_id}, {name: customer, type: foreign, expr: customer_id}]
    dimensions: [{name: sold_on, type: time}]
    measures: [{name: amount, agg: sum}, {name: cost, agg: sum}]
  - name: customers
    model: ref('customer')
    entities: [{name: customer, type: primary, expr: customer_id}]
    dimensions: [{name: segment, type: categorical}]
metrics:
  - {name: net_takings, label: Net takings, type: derived, config: {meta: {synonyms: [owner earnings]}},
     type_params: {expr: paid - spent, metrics: [{name: paid}, {name: spent}]}}
  - {name: paid, label: Paid, type: simple, type_params: {measure: amount}}
  - {name: spent, label: Spent, type: simple, type_params: {measure: cost}}
"""


CUBE = """
cubes:
  - name: sales
    sql_table: sale
    joins: [{name: customers, relationship: many_to_one, sql: "{CUBE}.customer_id = {customers.id}"}]
    dimensions: [{name: sold_on, sql: sold_on, type: time}]
    measures:
      - {name: paid, type: sum, sql: amount}
      - {name: spent, type: sum, sql: cost}
      - {name: net_takings, title: Net takings, type: number, sql: "{paid} - {spent}", meta: {synonyms: [owner earnings]}}
  - {name: customers, sql_table: customer, dimensions: [{name: id, sql: customer_id, type: number, primary_key: true}]}
"""
OSI = """
version: 0.1.1
semantic_model:
  - name: shop
    datasets:
      - {name: sales, source: shop.public.sale}
    metrics:
      - name: net_takings
        ai_context: {synonyms: [owner earnings]}
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.amount) - SUM(sales.cost)}]}
"""


@pytest.fixture(scope="module", params=[DBT, CUBE, OSI], ids=["dbt", "cube", "osi"])
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    shops = open_shop(tmp_path_factory.mktemp("imported"))
    queries = queries_over(shops)
    bare = shops.catalog("shop").model_copy(update={"metrics": []})
    done = import_model(read_files([("model.yml", request.param.encode())]), bare, Trial(queries))
    queries.close()
    known = queries_over(Shops(shops.connections, {"shop": done.catalog}))
    yield Bench(known, Viewer("u1", "Builder", "builder"), {"shop": done.catalog})
    known.close()


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Net takings by segment", "bar"),
        ("owner earnings by segment", "bar"),
        ("Net takings by month", "line"),
        ("total net takings", "kpi"),
    ],
)
def test_a_sentence_that_names_an_imported_metric_gives_its_chart(bench: Bench, sentence: str, kind: str) -> None:
    outcome = generate(Request(sentence), bench)
    (component,) = components_of(outcome.spec)
    asked = [item for item in outcome.spec.datasets if isinstance(item, MetricDataset)]
    assert component.kind == kind
    assert {measure.metric for item in asked for measure in item.measures} == {"net_takings"}
    assert outcome.not_understood == ()
    assert all(line.rows for line in outcome.evidence)
