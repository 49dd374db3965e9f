"""Feedback from the press of a button to a number on a dashboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sophia.access.audit import SYSTEM
from sophia.app import Services
from sophia.dashboards.data import Asked
from sophia.planner.request import Request
from sophia.spec.dashboard import Dashboard
from tests.app import add_person, client_of, connect_orders, orders_spec, running, signed_in

pytestmark = pytest.mark.slow


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with running(tmp_path / "home", mode="server") as made:
        connect_orders(made, tmp_path)
        made.dashboards.put_new(SYSTEM, Dashboard.model_validate(orders_spec()), "First.")
        for role in ("viewer", "builder"):
            add_person(made, role)
        yield made


def say(client: TestClient, score: int, comment: str | None = None) -> int:
    return client.post("/api/dashboards/orders/feedback", json={"score": score, "comment": comment}).status_code


def test_an_answer_becomes_data_that_a_sentence_may_be_about(services: Services) -> None:
    assert say(signed_in(services, "viewer"), 5, "Quick, and =1+1 is no formula") == 204
    assert say(signed_in(services, "builder"), 2) == 204
    saved = services.connections.describe(SYSTEM, "user-feedback").saved
    assert (saved.tables, saved.rows, saved.demo) == (1, 2, False)
    done = services.changes.generate(SYSTEM, Request("Average score by role", "", ("user-feedback",), ()))
    (result,) = services.data.results(SYSTEM, done.slug, Asked())[1].values()
    assert dict(zip(*result.data, strict=True)) == {"viewer": 5.0, "builder": 2.0}


def test_a_second_answer_on_the_same_day_stands_in_for_the_first(services: Services) -> None:
    client = signed_in(services, "viewer")
    assert [say(client, 1), say(client, 4, "better")] == [204, 204]
    assert services.connections.describe(SYSTEM, "user-feedback").saved.rows == 1


def test_no_person_is_in_what_is_published(services: Services) -> None:
    say(signed_in(services, "viewer"), 3, "fine")
    (table,) = [table for table in services.registry.catalog("user-feedback").tables if table.sql is None]
    assert {column.name for column in table.columns} == {
        "feedback_id", "answered_at", "dashboard", "version", "platform", "role", "score", "comment",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "field"),
    [({"score": 6}, "score"), ({"score": 0}, "score"), ({}, "score"), ({"score": 3, "comment": "x" * 2001}, "comment")],
)
def test_an_answer_out_of_range_is_refused_by_its_field(
    services: Services, body: dict[str, object], field: str
) -> None:
    reply = signed_in(services, "viewer").post("/api/dashboards/orders/feedback", json=body)
    assert (reply.status_code, field in reply.json()["error"]["field"]) == (422, True)


def test_nobody_answers_about_a_dashboard_that_is_not_there_or_unseen(services: Services) -> None:
    viewer = signed_in(services, "viewer")
    assert viewer.post("/api/dashboards/none/feedback", json={"score": 3}).status_code == 404
    assert say(client_of(services), 3) == 401
