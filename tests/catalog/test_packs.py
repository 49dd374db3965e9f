"""Every curated pack fits the demo company: it checks clean, every metric runs, and no number is absurd."""

import math

import pytest

from sophia.catalog.check import check
from sophia.catalog.model import Metric
from sophia.demo import CONNECTIONS
from sophia.query.path import Queries
from sophia.spec.params import Window
from tests.demo_company import DemoCompany, ask_metric

pytestmark = pytest.mark.slow

ALL = Window(kind="all")
YEAR = Window(kind="previous", unit="month", count=12)
PHRASES = {
    "client-health": {"snowflake", "gong"},
    "revenue-analytics": {"snowflake"},
    "document-upload": {"s3"},
    "insight-curation": {"s3"},
    "discovery-queue": {"s3"},
    "portfolio-overview": {"linear"},
    "okr-alignment": {"asana"},
    "team-performance": {"linear"},
    "cost-tracking": {"cost-explorer"},
    "performance-monitoring": {"cloudwatch"},
    "strategic intelligence": {"snowflake"},
    "top deals": {"hubspot"},
    "revenue trends by month": {"hubspot"},
    "individual sales rep performance": {"hubspot"},
    "user satisfaction": {"user-feedback"},
    "development velocity": {"user-feedback"},
}


@pytest.mark.parametrize("connection", CONNECTIONS)
def test_a_pack_checks_clean_and_every_metric_answers(company: DemoCompany, company_queries: Queries, connection: str):
    catalog = company.catalog(connection)

    def run(metric: Metric) -> str:
        result = ask_metric(company_queries, catalog, metric.name, ALL)
        if result.failure:
            return result.failure.message
        (value,) = result.column("value")
        return "" if value is not None and math.isfinite(value) else "It is empty."

    assert check(catalog, run) == []
    assert len(catalog.metrics) >= 7
    assert catalog.sections


@pytest.mark.parametrize("connection", CONNECTIONS)
def test_every_metric_has_its_words_and_a_definition(company: DemoCompany, connection: str):
    poor = [
        metric.name
        for metric in company.catalog(connection).metrics
        if not metric.synonyms or not metric.description.endswith(".") or metric.label == metric.name
    ]
    assert poor == []


@pytest.mark.parametrize("connection", CONNECTIONS)
def test_by_month_the_last_year_has_numbers_and_shares_stay_shares(
    company: DemoCompany, company_queries: Queries, connection: str
):
    catalog = company.catalog(connection)
    for metric in catalog.metrics:
        table = catalog.table(metric.table)
        assert table is not None
        if not (metric.time_column or table.time_column):
            continue
        result = ask_metric(company_queries, catalog, metric.name, YEAR, grain="month")
        values = [value for value in result.column("value") if value is not None]
        assert values, metric.name
        if metric.format.style == "percent":
            assert all(-1 <= value <= 3 for value in values), (metric.name, values)
        if metric.format.style == "score":
            assert all(-100 <= value <= 100 for value in values), (metric.name, values)


@pytest.mark.parametrize("connection", CONNECTIONS)
def test_every_metric_can_be_split_by_its_dimensions(company: DemoCompany, company_queries: Queries, connection: str):
    catalog = company.catalog(connection)
    for metric in catalog.metrics:
        for column in metric.dimensions:
            result = ask_metric(company_queries, catalog, metric.name, ALL, by=column)
            assert result.status == "ok", (metric.name, column, result.failure)
            assert result.rows > 0, (metric.name, column)


@pytest.mark.parametrize(("phrase", "connections"), PHRASES.items())
def test_the_words_of_the_guide_name_a_section(company: DemoCompany, phrase: str, connections: set[str]):
    named = {
        name
        for name, catalog in company.catalogs.items()
        for section in catalog.sections
        if phrase in {*section.synonyms, *section.features}
    }
    assert connections <= named


def test_gross_retention_is_never_above_net_retention_nor_above_one(company: DemoCompany, company_queries: Queries):
    snowflake = company.catalog("snowflake")
    net, gross = (
        ask_metric(company_queries, snowflake, name, YEAR, grain="month").column("value") for name in ("nrr", "grr")
    )
    assert all(kept <= min(1, whole) for kept, whole in zip(gross, net, strict=True))


def test_arr_is_twelve_times_mrr_and_movements_explain_its_change(company: DemoCompany, company_queries: Queries):
    october = Window(kind="between", start="2026-10-01", end="2026-11-01")
    september = Window(kind="between", start="2026-09-01", end="2026-10-01")

    def of(name: str, window: Window = october) -> float:
        (value,) = ask_metric(company_queries, company.catalog("snowflake"), name, window).column("value")
        return float(value)

    assert of("arr") == pytest.approx(12 * of("mrr"))
    parts = of("new_mrr") + of("reactivation_mrr") + of("expansion_mrr") - of("contraction_mrr") - of("churn_mrr")
    assert parts == pytest.approx(of("net_new_mrr"), abs=0.01)
    assert of("mrr") - of("mrr", september) == pytest.approx(parts, abs=0.01)


def test_a_balance_counts_the_last_month_only(company: DemoCompany, company_queries: Queries):
    snowflake = company.catalog("snowflake")
    year = ask_metric(company_queries, snowflake, "mrr", YEAR).column("value")
    months = ask_metric(company_queries, snowflake, "mrr", YEAR, grain="month").column("value")
    assert year[0] == pytest.approx(months[-1])
