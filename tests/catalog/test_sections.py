"""Every ask of every section has an answer on the demo company: nothing that a section promises stays empty."""

from collections.abc import Iterator

import pytest

from sophia.demo import CONNECTIONS
from sophia.planner.question import completed, dataset_of
from sophia.planner.understand.sections import expand
from sophia.query.contract import Question
from sophia.query.path import Queries
from sophia.spec.datasets import MetricDataset
from tests.demo_company import ADMIN, DemoCompany

pytestmark = pytest.mark.slow


def datasets(company: DemoCompany, connection: str) -> Iterator[tuple[str, MetricDataset]]:
    catalog = company.catalog(connection)
    for section in catalog.sections:
        for place, ask in enumerate(expand(section, catalog, "")):
            made = dataset_of(completed(ask, catalog), catalog)
            yield f"{section.name}/{ask.title}", made.model_copy(update={"id": f"{section.name}-{place}"})


@pytest.mark.parametrize("connection", CONNECTIONS)
def test_each_component_of_a_section_shows_something(company: DemoCompany, company_queries: Queries, connection: str):
    asked = dict(datasets(company, connection))
    results = company_queries.run(Question(ADMIN, list(asked.values())))
    for title, dataset in asked.items():
        result = results[dataset.id]
        assert result.status == "ok", (title, result.failure)
        shown = {column.name for column in result.columns} & {measure.name for measure in dataset.measures}
        filled = [value for name in shown for value in result.column(name) if value is not None]
        assert filled or (not dataset.measures and result.rows), title
