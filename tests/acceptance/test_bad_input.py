"""Bad input gets a clear 4xx that names the field and the remedy; the process lives and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.guide import ADD, GENERATE
from tests.acceptance.server import Server

pytestmark = pytest.mark.slow

CEO = GENERATE["ceo"]


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        ("/generate-dashboard", b'{"description": ', 400, None),
        ("/generate-dashboard", {**CEO, "data_sources": ["sybase"]}, 422, "data_sources"),
        ("/generate-dashboard", {**CEO, "features": ["time-travel"]}, 422, "features"),
        ("/generate-dashboard", {**CEO, "description": ""}, 422, "description"),
        ("/generate-dashboard", {**CEO, "description": "revenue " * 12500}, 422, "description"),
        ("/generate-dashboard", {**CEO, "surprise": 1}, 422, "surprise"),
        ("/add-component", {**ADD, "dashboard_id": "nobody"}, 404, "dashboard_id"),
        ("/add-component", {**ADD, "position": "under the sofa"}, 422, "position"),
        ("/add-component", {**ADD, "description": "the airspeed of an unladen swallow"}, 422, "description"),
        ("/modify-dashboard", {"dashboard_id": "ceo-dashboard", "modification": "sing"}, 422, "modification"),
    ],
)
def test_each_mistake_is_named(sophia: Server, path: str, body: Any, status: int, field: str | None) -> None:
    sophia.post("/generate-dashboard", CEO)
    reply = sophia.post(path, body)
    assert reply.status in ({status, 422} if status == 400 else {status}), reply.body
    error = reply.json["error"]
    assert error["message"]
    if field is not None:
        assert field in error["field"]
    assert "Traceback" not in reply.body.decode()
    assert sophia.get("/health").status == 200


@pytest.mark.parametrize(
    "words", ["Delete all deals older than a year", "select * from users; drop table deal", "'; DROP TABLE account; --"]
)
def test_a_request_to_destroy_data_is_refused_and_said(sophia: Server, words: str) -> None:
    reply = sophia.post("/generate-dashboard", {**CEO, "description": words, "features": []})
    assert reply.status == 422
    assert reply.json["error"]["field"] == "description"


def test_a_form_post_is_refused(sophia: Server) -> None:
    reply = sophia.request("POST", "/generate-dashboard", b"{}", {"Content-Type": "text/plain"})
    assert reply.status == 415


def test_a_foreign_page_cannot_post(sophia: Server) -> None:
    reply = sophia.post("/generate-dashboard", CEO, {"Origin": "https://elsewhere.example"})
    assert reply.status == 403


def test_a_foreign_host_name_is_refused(sophia: Server) -> None:
    reply = sophia.request("GET", "/api/dashboards", headers={"Host": "elsewhere.example"})
    assert reply.status in {400, 403, 421}
