"""The guide's three requests on a small connection of one's own: saved, previewed, streamed, refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

GENERATE = {"description": "Total amount by region and number of orders by month", "data_sources": ["orders"]}
REPLY = {
    "dashboard_id", "slug", "url", "version", "spec", "react", "understood", "assumptions", "not_understood",
    "evidence", "changes", "component_ids", "preview", "made_by",
}  # fmt: skip


def generated(here: TestClient) -> dict[str, Any]:
    reply = here.post("/generate-dashboard", json=GENERATE)
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    return [(block[0].removeprefix("event: "), json.loads(block[1].removeprefix("data: "))) for block in blocks]


def test_a_sentence_becomes_a_saved_dashboard_with_its_evidence(here: TestClient) -> None:
    body = generated(here)
    assert set(body) == REPLY
    assert body["preview"] is False
    assert all(line["query"] and line["rows"] > 0 and line["status"] == "ok" for line in body["evidence"])
    stored = here.get(f"/api/dashboards/{body['dashboard_id']}").json()
    assert (stored["spec"], stored["version"]) == (body["spec"], body["version"])
    assert here.get(body["url"]).status_code == 200


def test_the_same_sentence_again_is_the_same_bytes_and_no_new_version(here: TestClient) -> None:
    first, second = generated(here), generated(here)
    assert json.dumps(first["spec"]) == json.dumps(second["spec"])
    assert first["version"] == second["version"]


def test_progress_comes_as_events_and_ends_with_the_reply(here: TestClient) -> None:
    reply = here.post("/generate-dashboard", json=GENERATE, headers={"Accept": "text/event-stream"})
    assert reply.headers["content-type"].startswith("text/event-stream")
    found = events(reply.text)
    names = [name for name, _ in found]
    assert names[0] == "understood"
    assert names[-1] == "done"
    assert names.index("queried") < names.index("placed")
    placed = next(detail for name, detail in found if name == "placed")
    assert placed["component"]["id"]
    assert all(item["status"] == "ok" for item in placed["datasets"].values())
    assert set(found[-1][1]) == REPLY


def test_an_error_in_a_stream_is_an_event(here: TestClient) -> None:
    body = {"dashboard_id": "nothing", "description": "orders by region"}
    reply = here.post("/add-component", json=body, headers={"Accept": "text/event-stream"})
    ((name, detail),) = events(reply.text)
    assert name == "error"
    assert (detail["code"], detail["field"]) == ("not_found", "dashboard_id")


def test_a_preview_saves_nothing_and_accepting_it_does(here: TestClient) -> None:
    before = generated(here)
    body = {
        "dashboard_id": before["dashboard_id"],
        "description": "Average amount by region",
        "data_source": "orders",
        "preview": True,
    }
    shown = here.post("/add-component", json=body).json()
    assert shown["preview"] is True
    assert shown["version"] == before["version"]
    assert len(shown["component_ids"]) == 1
    assert here.get(f"/api/dashboards/{before['dashboard_id']}").json()["version"] == before["version"]
    accepted = here.put(
        f"/api/dashboards/{before['dashboard_id']}",
        json={"spec": shown["spec"], "base_version": shown["version"], "message": body["description"]},
    )
    assert accepted.json()["version"] == before["version"] + 1
    assert here.post(f"/api/dashboards/{before['dashboard_id']}/undo", json={}).json()["spec"] == before["spec"]


def test_brand_colours_change_nothing_but_the_look(here: TestClient) -> None:
    before = generated(here)
    body = {
        "dashboard_id": before["dashboard_id"],
        "modification": "Change the color scheme to match our brand colors and add a dark mode toggle",
        "preserve_functionality": True,
    }
    after = here.post("/modify-dashboard", json=body).json()
    assert after["spec"]["pages"] == before["spec"]["pages"]
    assert after["spec"]["datasets"] == before["spec"]["datasets"]
    assert after["spec"]["theme"]["mode_toggle"] is True
    assert after["spec"]["theme"]["primary"] == here.get("/api/workspace").json()["primary"]
    assert after["version"] > before["version"]


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        ("/add-component", {"dashboard_id": "nothing", "description": "x"}, 404, "dashboard_id"),
        ("/add-component", {"dashboard_id": "orders", "description": "orders", "data_source": "x"}, 422, "data_source"),
        (
            "/add-component",
            {"dashboard_id": "orders", "description": "total amount by region", "position": "under the sofa"},
            422,
            "position",
        ),
        ("/modify-dashboard", {"dashboard_id": "orders", "modification": "sing"}, 422, "modification"),
        ("/generate-dashboard", {"description": "the airspeed of an unladen swallow"}, 422, "description"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    here: TestClient, path: str, body: dict[str, Any], status: int, field: str
) -> None:
    before = here.get("/api/dashboards/orders").json()["version"]
    reply = here.post(path, json=body)
    assert reply.status_code == status, reply.text
    assert reply.json()["error"]["field"] == field
    assert here.get("/api/dashboards/orders").json()["version"] == before
