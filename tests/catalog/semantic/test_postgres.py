"""The same models give the same numbers on a live Postgres, exported and read again as well."""

from __future__ import annotations

import psycopg
import pytest

from sophia.access.audit import SYSTEM
from sophia.catalog.discover import discover
from sophia.catalog.model import Catalog
from sophia.catalog.semantic.document import read_files
from sophia.catalog.semantic.model import import_model
from sophia.catalog.semantic.osi_export import to_osi_text
from sophia.catalog.semantic.place import Imported
from sophia.connections.trial import Trial
from sophia.query.contract import Question
from sophia.query.path import Queries
from sophia.sources.contract import Connection
from sophia.spec.datasets import Measure, MetricDataset
from tests.catalog.semantic import test_cube, test_metricflow
from tests.catalog.semantic.conftest import Shop
from tests.query.shop import TABLES, Shops, queries_over


def taken(text: str, catalog: Catalog, queries: Queries, dialect: str = "") -> Imported:
    return import_model(read_files([("m.yml", text.encode())]), catalog, Trial(queries), dialect=dialect)


@pytest.mark.slow
def test_models_compute_on_a_live_database_as_on_the_file(postgres_database: str, shop: Shop) -> None:
    with psycopg.connect(postgres_database, autocommit=True) as session:
        session.execute(TABLES.replace("DOUBLE", "DOUBLE PRECISION").encode())
    connection = Connection(name="shop", source="postgres", dialect="postgres", dsn=postgres_database)
    catalog = discover(connection)
    queries = queries_over(Shops({"shop": connection}, {"shop": catalog}))
    try:
        for text, totals in ((test_metricflow.MODELS, test_metricflow.TOTALS), (test_cube.MODEL, test_cube.TOTALS)):
            done = taken(text, catalog, queries, dialect="duckdb")
            again = taken(to_osi_text(done.catalog), catalog, queries)
            for name, sql in totals.items():
                ((expected,),) = shop.sql(sql)
                for found in (done, again):
                    dataset = MetricDataset(id="x", connection="shop", measures=[Measure(name="v", metric=name)])
                    result = queries.run(Question(SYSTEM, [dataset], catalog=found.catalog))["x"]
                    assert result.failure is None, (name, result.failure)
                    assert float(result.data[0][0]) == pytest.approx(float(expected)), name
    finally:
        queries.close()
