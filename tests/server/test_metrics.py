"""What a running server counted, as Prometheus and CloudWatch get it: every figure of the alarms can be driven."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from sophia.app import Services
from tests.app import client_of, connect_orders, orders_spec, running

pytestmark = pytest.mark.slow


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Services]:
    """A Sophia of its own, because every request counts."""
    from sophia.access.audit import SYSTEM
    from sophia.spec.dashboard import Dashboard

    with running(tmp_path / "home", metrics_log=True) as services:
        connect_orders(services, tmp_path)
        services.dashboards.put_new(SYSTEM, Dashboard.model_validate(orders_spec()), "First.")
        yield services


@pytest.fixture
def here(alone: Services) -> TestClient:
    return client_of(alone)


def value(here: TestClient, name: str, **labels: str) -> float:
    text = here.get("/metrics").text
    return sum(
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )


def test_an_opened_dashboard_its_queries_and_its_reader_are_counted(here: TestClient) -> None:
    assert here.get("/d/orders").status_code == 200
    assert here.post("/api/dashboards/orders/data", json={"values": {}, "fresh": True}).status_code == 200
    assert value(here, "sophia_dashboard_opens_total", dashboard="orders") == 1
    assert value(here, "sophia_query_seconds_count", connection="orders", outcome="ok") >= 1
    assert value(here, "sophia_http_seconds_count", route="/d/{slug}", status="200") == 1
    assert value(here, "sophia_active_viewers") == 1


def test_a_cached_answer_is_no_query(here: TestClient) -> None:
    for _ in range(3):
        here.post("/api/dashboards/orders/data", json={"values": {}})
    once = value(here, "sophia_query_seconds_count", connection="orders")
    here.post("/api/dashboards/orders/data", json={"values": {}})
    assert value(here, "sophia_query_seconds_count", connection="orders") == once


def test_a_sentence_is_counted_as_done_or_as_refused(here: TestClient) -> None:
    assert here.post("/generate-dashboard", json={"description": "total amount by region"}).status_code == 200
    assert here.post("/generate-dashboard", json={"description": "flux of the capacitor"}).status_code == 422
    assert value(here, "sophia_change_seconds_count", change="generate", ending="done") == 1
    assert value(here, "sophia_change_seconds_count", change="generate", ending="refused") == 1


def test_what_nobody_foresaw_is_a_server_error(alone: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    here = client_of(alone)
    monkeypatch.setattr(type(alone.dashboards), "all", lambda *_: 1 / 0)
    assert here.get("/api/dashboards").status_code == 500
    assert alone.meters.line()["ServerErrors"] == 1


def test_an_address_that_leads_nowhere_makes_no_label(here: TestClient) -> None:
    here.get("/d/nothing-of-that-name")
    here.get("/api/nothing/here/at/all")
    assert "nothing" not in here.get("/metrics").text


def test_the_server_writes_a_last_line_for_cloudwatch_when_it_ends(
    alone: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    with client_of(alone) as here:
        here.get("/health")
    (line,) = [json.loads(text) for text in capsys.readouterr().out.splitlines() if "_aws" in text]
    assert line["Requests"] == 1
    assert line["ResponseTime"][0] > 0
