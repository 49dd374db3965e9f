"""People over HTTP, on both state databases: what an admin takes away is gone with the very next request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from sophia.app import Services
from sophia.server.app import create_app, openapi
from tests.app import BASE, PASSWORD, add_person, running

pytestmark = pytest.mark.slow

EMAIL = "builder@example.org"


class House:
    """One server with an account of each role; everybody comes to the same door."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.app = create_app(services)
        for role in ("viewer", "builder", "admin"):
            add_person(services, role)
        self.ids = {row.role: row.id for row in services.accounts.all()}

    def stranger(self) -> TestClient:
        return TestClient(self.app, base_url=BASE, client=("127.0.0.1", 50000), raise_server_exceptions=False)

    def enter(self, role: str) -> TestClient:
        client = self.stranger()
        assert client.post("/api/login", json={"email": f"{role}@example.org", "password": PASSWORD}).is_success
        return client

    def script(self, token: str) -> TestClient:
        client = self.stranger()
        client.headers["Authorization"] = f"Bearer {token}"
        return client


@pytest.fixture(params=["sqlite", "postgres"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    more: dict[str, Any] = {}
    if request.param == "postgres":
        more["database_url"] = SecretStr(request.getfixturevalue("postgres_database"))
    with running(tmp_path / "home", mode="server", **more) as services:
        yield House(services)


def is_in(client: TestClient) -> bool:
    return client.get("/api/dashboards").status_code == 200


def test_a_disabled_person_is_out_with_the_next_request(house: House) -> None:
    admin, browser = house.enter("admin"), house.enter("builder")
    token = browser.post("/api/tokens", json={"name": "script"}).json()["token"]
    script = house.script(token)
    assert is_in(browser)
    assert is_in(script)
    reply = admin.post(f"/api/users/{house.ids['builder']}/disable", json={})
    assert (reply.status_code, reply.json()["disabled"]) == (200, True)
    assert not is_in(browser)
    assert not is_in(script)
    assert house.stranger().post("/api/login", json={"email": EMAIL, "password": PASSWORD}).status_code == 401
    admin.post(f"/api/users/{house.ids['builder']}/enable", json={})
    assert not is_in(browser)
    assert not is_in(script)
    assert is_in(house.enter("builder"))


def test_another_role_counts_with_the_next_request(house: House) -> None:
    admin, browser = house.enter("admin"), house.enter("builder")
    script = house.script(browser.post("/api/tokens", json={"name": "script"}).json()["token"])
    assert script.get("/api/session").json()["viewer"]["role"] == "builder"
    assert admin.put(f"/api/users/{house.ids['builder']}/role", json={"role": "viewer"}).json()["role"] == "viewer"
    assert not is_in(browser)
    assert script.get("/api/session").json()["viewer"]["role"] == "viewer"


def test_the_last_admin_stays(house: House) -> None:
    admin = house.enter("admin")
    for reply in (
        admin.post(f"/api/users/{house.ids['admin']}/disable", json={}),
        admin.put(f"/api/users/{house.ids['admin']}/role", json={"role": "viewer"}),
    ):
        assert reply.status_code == 409
        assert "last admin" in reply.json()["error"]["message"]
        assert reply.json()["error"]["remedy"]
    assert is_in(admin)


def test_an_invited_person_chooses_a_password_and_is_in(house: House) -> None:
    admin = house.enter("admin")
    reply = admin.post("/api/users", json={"email": "New@example.org", "name": "New", "role": "viewer"})
    assert (reply.status_code, reply.json()["pending"]) == (201, True)
    new = house.stranger()
    chosen = {"secret": reply.json()["once"]["secret"], "password": "a wholly other sentence"}
    assert new.post("/api/password", json=chosen).json()["viewer"]["name"] == "New"
    assert is_in(new)
    assert house.stranger().post("/api/password", json=chosen).status_code == 403
    seen = {user["email"]: user for user in admin.get("/api/users").json()["users"]}
    assert seen["new@example.org"]["pending"] is False
    assert seen["new@example.org"]["signed_in_at"]


def test_a_reset_ends_the_sessions_and_its_secret_is_in_no_other_reply(house: House) -> None:
    admin, browser = house.enter("admin"), house.enter("builder")
    once = admin.post(f"/api/users/{house.ids['builder']}/reset", json={}).json()
    assert not is_in(browser)
    assert once["secret"] not in admin.get("/api/users").text + admin.get("/api/audit").text
    assert house.stranger().post("/api/login", json={"email": EMAIL, "password": PASSWORD}).status_code == 401


def test_changing_the_own_password_keeps_this_browser_and_ends_the_others(house: House) -> None:
    here, there = house.enter("viewer"), house.enter("viewer")
    wrong = here.put("/api/password", json={"current": "guess", "password": "a wholly other sentence"})
    assert (wrong.status_code, wrong.json()["error"]["field"]) == (422, "current")
    right = here.put("/api/password", json={"current": PASSWORD, "password": "a wholly other sentence"})
    assert right.status_code == 204
    assert is_in(here)
    assert not is_in(there)


def test_a_revoked_token_is_out_with_the_next_request(house: House) -> None:
    browser = house.enter("builder")
    made = browser.post("/api/tokens", json={"name": "Nightly export", "days": 30}).json()
    script = house.script(made["token"])
    assert is_in(script)
    listed = browser.get("/api/tokens")
    assert [token["id"] for token in listed.json()["tokens"]] == [made["id"]]
    assert made["token"] not in listed.text
    assert browser.delete(f"/api/tokens/{made['id']}").status_code == 204
    assert not is_in(script)


@pytest.mark.parametrize(
    ("body", "field"),
    [({"days": 0}, "days"), ({"days": 99999}, "days"), ({"name": ""}, "name"), ({"role": "root"}, "role")],
)
def test_a_token_with_an_unusable_value_is_refused_by_name(house: House, body: dict[str, Any], field: str) -> None:
    reply = house.enter("builder").post("/api/tokens", json={"name": "script", **body})
    assert reply.status_code == 422
    assert reply.json()["error"]["field"] == field


def test_tokens_and_sessions_of_others_are_out_of_reach(house: House) -> None:
    admin, builder, viewer = (house.enter(role) for role in ("admin", "builder", "viewer"))
    made = builder.post("/api/tokens", json={"name": "script"}).json()
    login = builder.get("/api/sessions").json()["sessions"][0]["id"]
    assert viewer.get("/api/tokens").json()["tokens"] == []
    assert viewer.get("/api/tokens?everybody=true").status_code == 403
    assert viewer.delete(f"/api/tokens/{made['id']}").status_code == 404
    assert admin.delete(f"/api/sessions/{login}").status_code == 404
    assert [token["owner"]["name"] for token in admin.get("/api/tokens?everybody=true").json()["tokens"]] == ["Builder"]
    assert admin.delete(f"/api/tokens/{made['id']}").status_code == 204


def test_a_person_sees_and_ends_their_own_sessions(house: House) -> None:
    here, there, elsewhere = (house.enter("viewer") for _ in range(3))
    seen = here.get("/api/sessions").json()["sessions"]
    assert [session["current"] for session in seen].count(True) == 1
    assert len(seen) == 3
    mine = next(s["id"] for s in there.get("/api/sessions").json()["sessions"] if s["current"])
    assert here.delete(f"/api/sessions/{mine}").status_code == 204
    assert not is_in(there)
    assert here.delete("/api/sessions").json() == {"ended": 1}
    assert not is_in(elsewhere)
    assert is_in(here)


def test_the_audit_log_names_who_did_what_to_whom_page_by_page(house: House) -> None:
    admin = house.enter("admin")
    admin.post(f"/api/users/{house.ids['viewer']}/disable", json={})
    first = admin.get("/api/audit?limit=2").json()
    latest = first["events"][0]
    assert (latest["actor"]["name"], latest["action"], latest["subject"]) == ("Admin", "user.disable", "Viewer")
    numbers = [event["seq"] for event in first["events"]]
    while first["next"]:
        first = admin.get(f"/api/audit?limit=2&before={first['next']}").json()
        numbers += [event["seq"] for event in first["events"]]
    assert numbers == list(range(len(numbers), 0, -1))
    assert admin.get("/api/audit?limit=0").status_code == 422


def test_a_session_says_what_its_viewer_may_do_and_the_door_agrees(house: House) -> None:
    for role, may in (("viewer", False), ("admin", True)):
        client = house.enter(role)
        told = client.get("/api/session").json()["viewer"]["may"]
        for action, path in (("user.read", "/api/users"), ("audit.read", "/api/audit"), ("model.read", "/api/model")):
            assert (action in told) is may
            assert (client.get(path).status_code == 200) is may


def test_every_route_about_people_declares_its_errors() -> None:
    described = openapi()["paths"]
    wanted = {
        ("/api/users", "post"): {"409", "422"},
        ("/api/users/{user}/role", "put"): {"404", "409", "422"},
        ("/api/users/{user}/disable", "post"): {"404", "409"},
        ("/api/users/{user}/reset", "post"): {"404", "409"},
        ("/api/tokens", "post"): {"404", "409", "422"},
        ("/api/tokens/{token}", "delete"): {"404"},
        ("/api/sessions/{session}", "delete"): {"404"},
        ("/api/password", "post"): {"422", "429"},
        ("/api/password", "put"): {"409", "422", "429"},
        ("/api/audit", "get"): {"422"},
    }
    for (path, method), statuses in wanted.items():
        assert set(described[path][method]["responses"]) >= {"401", "403", *statuses}
