"""The model through the HTTP API: set by an admin, asked for sentences, left out when it fails; its key stays inside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pydantic_ai", reason="the extra `llm` is not installed")
pytest.importorskip("llm_katan", reason="the providers' double is not installed")

from starlette.testclient import TestClient

from tests.app import PASSWORD, add_person, client_of, connect_orders, running
from tests.llm.doubles import Listener, listening

pytestmark = pytest.mark.slow

CANARY = "sk-canary-77aa01"
SENTENCE = {"description": "What did each part of the country bring in?", "data_sources": ["orders"]}
DRAFT = {
    "asks": [
        {
            "task": "breakdown",
            "connection": "orders",
            "table": "orders",
            "measures": [{"aggregate": "sum", "column": "orders.amount"}],
            "dimensions": [{"column": "orders.region"}],
            "words": "each part of the country",
        }
    ]
}


@pytest.fixture
def model() -> Iterator[Listener]:
    with listening() as told:
        told.chat(json.dumps(DRAFT))
        yield told


@pytest.fixture
def here(tmp_path: Path) -> Iterator[TestClient]:
    with running(tmp_path / "home", mode="server") as services:
        connect_orders(services, tmp_path)
        client = client_of(services)
        signed_in = client.post("/api/login", json={"email": add_person(services, "admin"), "password": PASSWORD})
        assert signed_in.status_code == 200
        yield client


def set_up(here: TestClient, model: Listener, **changed: Any) -> dict[str, Any]:
    body = {"provider": "openai", "name": "tiny", "base_url": f"{model.address}/v1", "key": CANARY, **changed}
    reply = here.put("/api/model", json=body)
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def test_a_model_is_set_tried_used_and_counted(here: TestClient, model: Listener) -> None:
    shown = set_up(here, model, prices=[{"model": "tiny", "input": 1, "output": 2}])
    assert (shown["origin"], shown["key_set"], shown["installed"]) == ("workspace", True, True)
    made = here.post("/generate-dashboard", json=SENTENCE).json()
    assert made["made_by"] == {"model": "tiny", "note": "", "repairs": 0}
    (component,) = made["spec"]["pages"][0]["components"]
    assert component["kind"] == "bar"
    assert [line["rows"] for line in made["evidence"]] == [4]
    (call,) = here.get("/api/model/calls").json()["calls"]
    assert (call["purpose"], call["outcome"], call["input_tokens"], call["output_tokens"]) == (
        "generate",
        "answered",
        7,
        3,
    )
    assert call["cost"] == pytest.approx(13 / 1_000_000)


def test_the_key_goes_to_the_model_and_nowhere_else(here: TestClient, model: Listener) -> None:
    replies = [json.dumps(set_up(here, model))]
    sent = {"provider": "openai", "name": "tiny", "base_url": f"{model.address}/v1"}
    for reply in (
        here.get("/api/model"),
        here.post("/api/model/test", json=sent),
        here.post("/generate-dashboard", json=SENTENCE),
        here.get("/api/model/calls"),
        here.put("/api/model", json={**sent, "key": CANARY, "seconds": 0}),
        here.put("/api/model", json={**sent, "base_url": "https://elsewhere.example/v1"}),
        here.get("/settings"),
    ):
        replies.append(reply.text)
    assert not [text for text in replies if CANARY in text]
    assert [headers["authorization"] for _, headers, _ in model.heard] == [f"Bearer {CANARY}"] * 2
    assert not [body for _, _, body in model.heard if CANARY.encode() in body]


def test_no_row_of_the_data_leaves_with_a_request(here: TestClient, model: Listener) -> None:
    set_up(here, model)
    here.post("/generate-dashboard", json=SENTENCE)
    sent = b"".join(body for _, _, body in model.heard).decode()
    assert "orders.region" in sent
    assert not [value for value in ("North", "South", "10.50", "2025-01") if value in sent]


def test_an_unusable_answer_gives_the_rules_dashboard_with_a_note(here: TestClient, model: Listener) -> None:
    alone = here.post("/generate-dashboard", json={**SENTENCE, "description": "Total amount by region"}).json()
    set_up(here, model)
    model.chat("I cannot do that.")
    made = here.post("/generate-dashboard", json={**SENTENCE, "description": "Total amount by region"}).json()
    assert made["spec"] == alone["spec"]
    assert made["made_by"]["model"] == ""
    assert made["made_by"]["note"].startswith("The model's answer could not be used because")
    assert made["made_by"]["note"] in made["assumptions"]
    assert len(here.get("/api/model/calls").json()["calls"]) == 3


def test_a_change_that_the_rules_do_not_read_is_rephrased(here: TestClient, model: Listener) -> None:
    made = here.post("/generate-dashboard", json={**SENTENCE, "description": "Total amount by region"}).json()
    title = made["spec"]["pages"][0]["components"][0]["title"]
    set_up(here, model)
    model.chat(json.dumps({"changes": [f"turn {title} into a pie chart"]}))
    wish = {"dashboard_id": made["dashboard_id"], "modification": "Round slices would tell it better", "preview": True}
    reply = here.post("/modify-dashboard", json=wish).json()
    assert reply["made_by"]["model"] == "tiny"
    assert reply["spec"]["pages"][0]["components"][0]["kind"] == "pie"


def test_an_added_component_is_read_by_the_model(here: TestClient, model: Listener) -> None:
    made = here.post("/generate-dashboard", json={**SENTENCE, "description": "Number of orders by month"}).json()
    set_up(here, model)
    wish = {"dashboard_id": made["dashboard_id"], "description": SENTENCE["description"], "preview": True}
    reply = here.post("/add-component", json=wish).json()
    assert reply["made_by"]["model"] == "tiny"
    assert len(reply["spec"]["pages"][0]["components"]) == 2


def test_without_a_provider_the_rules_read_alone_again(here: TestClient, model: Listener) -> None:
    set_up(here, model)
    assert here.put("/api/model", json={"provider": None}).status_code == 200
    made = here.post("/generate-dashboard", json={**SENTENCE, "description": "Total amount by region"}).json()
    assert made["made_by"] == {"model": "", "note": "", "repairs": 0}
    assert model.heard == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"seconds": 900}, "seconds"),
        ({"provider": "oracle"}, "provider"),
        ({"base_url": "http://169.254.169.254"}, "base_url"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_field(
    here: TestClient, model: Listener, changed: dict[str, Any], field: str
) -> None:
    body = {"provider": "openai", "name": "tiny", "base_url": f"{model.address}/v1", "key": "k", **changed}
    reply = here.put("/api/model", json=body)
    assert reply.status_code == 422
    assert reply.json()["error"]["field"] == field
