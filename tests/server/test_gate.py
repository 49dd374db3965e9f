"""The door: hosts, origins, body types and sizes, headers, errors."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from sophia.app import Services
from tests.app import BASE, client_of


def test_in_demo_mode_a_bare_call_from_this_machine_is_the_demo_builder(here: TestClient) -> None:
    viewer = here.get("/api/session").json()["viewer"]
    may = viewer.pop("may")
    assert viewer == {"id": "demo", "name": "Demo builder", "role": "builder", "demo": True}
    assert "dashboard.edit" in may
    assert not {"user.read", "token.add", "session.list"} & set(may)


@pytest.mark.parametrize("name", ["localhost:8321", "[::1]:8321", "127.0.0.1:8321"])
def test_every_loopback_name_is_answered(demo: Services, name: str) -> None:
    assert client_of(demo).get("/api/dashboards", headers={"Host": name}).status_code == 200


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1", "127.0.0.1:9999", "localhost.evil.example:8321", ""])
def test_a_foreign_host_is_refused(here: TestClient, name: str) -> None:
    reply = here.get("/health", headers={"Host": name})
    assert reply.status_code == 421
    assert reply.json()["error"]["code"] == "wrong_host"


def test_a_call_from_another_machine_or_through_a_proxy_is_nobody(demo: Services) -> None:
    assert client_of(demo, client=("10.0.0.7", 5000)).get("/api/dashboards").status_code == 401
    forwarded = client_of(demo).get("/api/dashboards", headers={"X-Forwarded-For": "10.0.0.7"})
    assert forwarded.status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_foreign_page_can_neither_post_nor_read(here: TestClient, headers: dict[str, str]) -> None:
    assert here.post("/api/dashboards/orders/undo", json={}, headers=headers).status_code == 403
    assert here.get("/api/dashboards", headers=headers).status_code == 403


def test_sophias_own_page_may_post_and_a_link_may_lead_here(here: TestClient) -> None:
    own = {"Origin": BASE, "Sec-Fetch-Site": "same-origin"}
    assert here.post("/api/dashboards/orders/data", json={}, headers=own).status_code == 200
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert here.get("/", headers=link).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_body_of_another_type_is_refused(here: TestClient, kind: str) -> None:
    reply = here.post("/api/dashboards/orders/data", content=b"{}", headers={"Content-Type": kind})
    assert reply.status_code == 415


def test_a_body_over_the_limit_is_refused_before_it_is_read(here: TestClient) -> None:
    reply = here.post("/generate-dashboard", json={"description": "x" * 2_000_000})
    assert reply.status_code == 413
    stream = here.post(
        "/generate-dashboard",
        content=(b"x" * 100_000 for _ in range(30)),
        headers={"Content-Type": "application/json"},
    )
    assert stream.status_code == 413


@pytest.mark.parametrize("body", [b"{", b"", b"\xff\xfe", b"[" * 100_000])
def test_an_unreadable_body_is_said_and_survived(here: TestClient, body: bytes) -> None:
    reply = here.post("/api/dashboards/orders/data", content=body, headers={"Content-Type": "application/json"})
    assert reply.status_code in {400, 422}
    assert set(reply.json()["error"]) >= {"code", "message", "id"}
    assert here.get("/health").status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"description": ""}, "description"),
        ({"description": "revenue " * 12500}, "description"),
        ({"description": "x", "surprise": 1}, "surprise"),
        ({"description": 7}, "description"),
        ({}, "description"),
        ({"description": "x", "type": "Robert'); DROP"}, "type"),
        ({"description": "x", "data_sources": ["sybase"]}, "data_sources"),
        ([], "body"),
    ],
)
def test_a_wrong_value_is_named_with_its_remedy(here: TestClient, body: object, field: str) -> None:
    reply = here.post("/generate-dashboard", json=body)
    assert reply.status_code == 422
    error = reply.json()["error"]
    assert error["field"] == field
    assert error["message"]
    assert error["remedy"]


def test_what_nobody_foresaw_is_an_id_and_no_trace(demo: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("c4n4ry at /secret/path.py line 7")

    monkeypatch.setattr(type(demo.dashboards), "all", fail)
    reply = client_of(demo).get("/api/dashboards")
    assert reply.status_code == 500
    assert reply.json()["error"]["code"] == "internal"
    assert reply.json()["error"]["id"] == reply.headers["x-request-id"]
    assert "c4n4ry" not in reply.text
    assert "Traceback" not in reply.text


POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-X'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'; object-src 'none'"
)


@pytest.mark.parametrize("path", ["/", "/d/orders", "/d/nothing", "/gallery", "/connections", "/settings", "/login"])
def test_every_page_has_the_pinned_policy_with_a_fresh_nonce(here: TestClient, path: str) -> None:
    first, second = (here.get(path).headers["content-security-policy"] for _ in range(2))
    assert re.sub(r"nonce-[\w-]{20,}", "nonce-X", first) == POLICY
    assert first != second


@pytest.mark.parametrize("path", ["/", "/health", "/api/dashboards", "/nothing", "/api/dashboards/nothing"])
def test_every_reply_carries_the_guarding_headers(here: TestClient, path: str) -> None:
    headers = here.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-request-id"]
    assert "unsafe" not in headers["content-security-policy"]


def test_nobody_is_led_to_the_login_and_back(guarded: Services) -> None:
    reply = client_of(guarded).get("/d/orders?p.region=%5B%22East%22%5D", follow_redirects=False)
    assert reply.status_code == 303
    assert reply.headers["location"].startswith("/login?next=%2Fd%2Forders%3Fp.region%3D")


def test_no_secret_of_a_connection_is_in_any_reply(guarded: Services) -> None:
    from tests.app import PASSWORD

    client = client_of(guarded)
    client.post("/api/login", json={"email": "admin@example.org", "password": PASSWORD})
    for path in ("/api/connections", "/api/connections/orders", "/api/users", "/api/session", "/api/dashboards"):
        text = client.get(path).text
        assert "argon2" not in text
        assert "origin" not in text
        assert PASSWORD not in text
        assert '"password' not in text.replace('"password.', "")


@pytest.mark.parametrize("path", ["/api/health/live", "/api/health/ready"])
def test_a_balancer_may_ask_a_machine_by_its_address(guarded: Services, path: str) -> None:
    here = client_of(guarded)
    assert here.get(path, headers={"host": "10.0.3.7:8321"}).status_code == 200
    assert here.get("/health", headers={"host": "10.0.3.7:8321"}).status_code == 421
