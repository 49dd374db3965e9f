"""The seven requests of the migration guide do what the guide says, over HTTP, on the demo company."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.acceptance.guide import ADD, GENERATE, MODIFY
from tests.acceptance.server import Server

pytestmark = pytest.mark.slow

REPLY = {
    "dashboard_id", "url", "version", "spec", "react", "understood", "assumptions", "not_understood", "evidence",
}  # fmt: skip
NOT_YET = {"chat_panel", "upload_panel", "queue_panel"}


def components(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for page in spec["pages"] for item in page["components"]]


@pytest.mark.parametrize("kind", GENERATE)
def test_a_request_becomes_a_filled_dashboard(sophia: Server, kind: str) -> None:
    reply = sophia.post("/generate-dashboard", GENERATE[kind])
    assert reply.status == 200, reply.body
    body = reply.json
    assert set(body) >= REPLY
    drawn = components(body["spec"])
    assert len(drawn) >= 8
    assert {item["kind"] for item in drawn} >= {"kpi"}
    results = sophia.post(f"/api/dashboards/{body['dashboard_id']}/data", {"values": {}}).json["datasets"]
    for item in drawn:
        for key in [item.get("dataset"), (item.get("sparkline") or {}).get("dataset")]:
            if key:
                assert results[key]["status"] == "ok", (item["title"], results[key])
                assert results[key]["rows"] > 0, f"{item['title']} is empty"
        if item["kind"] in NOT_YET:
            assert item["availability"]["state"] == "not_connected"
            assert item["availability"]["missing"]
    assert all(line["status"] == "ok" and line["query"] and line["demo"] for line in body["evidence"])


@pytest.mark.parametrize("kind", GENERATE)
def test_the_same_request_gives_the_same_bytes(sophia: Server, kind: str) -> None:
    first, second = (sophia.post("/generate-dashboard", GENERATE[kind]).json for _ in range(2))
    assert json.dumps(first["spec"]) == json.dumps(second["spec"])
    assert first["react"] == second["react"]


@pytest.mark.parametrize("kind", GENERATE)
def test_every_word_of_the_request_is_covered(sophia: Server, kind: str) -> None:
    body = sophia.post("/generate-dashboard", GENERATE[kind]).json
    assert body["understood"]
    assert body["not_understood"] == []


def test_adding_the_cac_chart_puts_it_top_right_and_moves_nothing_else_needlessly(sophia: Server) -> None:
    before = sophia.post("/generate-dashboard", GENERATE["ceo"]).json
    body = sophia.post("/add-component", ADD).json
    (new,) = [item for item in components(body["spec"]) if item["id"] in body["component_ids"]]
    assert new["kind"] == "line"
    assert "acquisition cost" in (new["title"] + new["definition"]).lower() or "CAC" in new["title"]
    assert (new["layout"]["y"], new["layout"]["x"] + new["layout"]["w"]) == (0, 12)
    dataset = next(item for item in body["spec"]["datasets"] if item["id"] == new["dataset"])
    assert dataset["window"] == {"kind": "last", "unit": "month", "count": 12, "start": None, "end": None}
    kept = {item["id"]: {**item, "layout": None} for item in components(body["spec"])}
    assert all(kept[item["id"]] == {**item, "layout": None} for item in components(before["spec"]))
    assert body["version"] > before["version"]


def test_brand_colours_and_dark_toggle_leave_data_and_components_byte_identical(sophia: Server) -> None:
    before = sophia.post("/generate-dashboard", GENERATE["knowledge"]).json["spec"]
    workspace = sophia.get("/api/workspace").json
    first, again = (sophia.post("/modify-dashboard", MODIFY) for _ in range(2))
    assert (again.status, again.json["version"], again.json["not_understood"]) == (200, first.json["version"], [])
    after = first.json["spec"]
    assert json.dumps(after["datasets"]) == json.dumps(before["datasets"])
    assert json.dumps(after["pages"]) == json.dumps(before["pages"])
    assert after["theme"]["primary"] == workspace["primary"]
    assert after["theme"]["mode_toggle"] is True


def test_progress_streams_on_the_same_endpoint(sophia: Server) -> None:
    reply = sophia.post("/generate-dashboard", GENERATE["ceo"], {"Accept": "text/event-stream"})
    events = [line[7:] for line in reply.body.decode().splitlines() if line.startswith("event: ")]
    assert events[0] == "understood"
    assert events[-1] == "done"
    assert events.index("queried") < events.index("placed")


def test_each_dashboard_reports_its_health(sophia: Server) -> None:
    for kind in GENERATE:
        url = sophia.post("/generate-dashboard", GENERATE[kind]).json["url"]
        path = "/" + url.split("/", 3)[3] if url.startswith("http") else url
        health = sophia.get(f"{path}/api/health").json
        assert health["datasets"]
        assert {item["status"] for item in health["datasets"]} <= {"ok", "stale", "unknown"}
