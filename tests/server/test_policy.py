"""Every route × every role, against a table that is written down here; a route that is not listed fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from sophia.access.routes import KEY
from sophia.app import Services
from sophia.server.app import routes
from tests.app import PASSWORD, client_of

ROLES = ("anonymous", "viewer", "builder", "admin")
NEEDED = {
    "POST /generate-dashboard": "builder",
    "POST /add-component": "builder",
    "POST /modify-dashboard": "builder",
    "GET /api/dashboards": "viewer",
    "GET /api/dashboards/{key}": "viewer",
    "PUT /api/dashboards/{key}": "builder",
    "GET /api/dashboards/{key}/components/{component}/code": "viewer",
    "DELETE /api/dashboards/{key}": "builder",
    "GET /api/dashboards/{key}/versions": "viewer",
    "GET /api/dashboards/{key}/versions/{number}": "viewer",
    "POST /api/dashboards/{key}/restore": "builder",
    "POST /api/dashboards/{key}/undo": "builder",
    "POST /api/dashboards/{key}/data": "viewer",
    "POST /api/dashboards/{key}/rows": "viewer",
    "GET /api/dashboards/{key}/options/{param}": "viewer",
    "GET /api/dashboards/{key}/evidence/{dataset}": "viewer",
    "GET /api/dashboards/{key}/export.xlsx": "viewer",
    "GET /api/dashboards/{key}/export/{component}.{ending}": "viewer",
    "GET /d/{slug}/api/health": "viewer",
    "POST /api/dashboards/{key}/feedback": "viewer",
    "GET /api/sources": "viewer",
    "GET /api/connections": "viewer",
    "POST /api/connections": "builder",
    "POST /api/connections/upload": "builder",
    "POST /api/connections/{name}/catalog/import": "builder",
    "GET /api/connections/{name}": "viewer",
    "GET /api/connections/{name}/sync": "viewer",
    "POST /api/connections/{name}/sync": "builder",
    "POST /api/connections/{name}/test": "builder",
    "DELETE /api/connections/{name}": "builder",
    "GET /api/workspace": "viewer",
    "PUT /api/workspace": "admin",
    "GET /api/model": "admin",
    "PUT /api/model": "admin",
    "DELETE /api/model": "admin",
    "POST /api/model/test": "admin",
    "GET /api/model/calls": "admin",
    "GET /api/users": "admin",
    "POST /api/users": "admin",
    "PUT /api/users/{user}/role": "admin",
    "POST /api/users/{user}/disable": "admin",
    "POST /api/users/{user}/enable": "admin",
    "POST /api/users/{user}/reset": "admin",
    "GET /api/tokens": "viewer",
    "POST /api/tokens": "builder",
    "DELETE /api/tokens/{token}": "viewer",
    "GET /api/sessions": "viewer",
    "DELETE /api/sessions/{session}": "viewer",
    "DELETE /api/sessions": "viewer",
    "PUT /api/password": "viewer",
    "POST /api/password": "anonymous",
    "GET /api/audit": "admin",
    "GET /api/session": "anonymous",
    "POST /api/login": "anonymous",
    "POST /api/logout": "anonymous",
    "POST /api/setup": "anonymous",
    "GET /health": "anonymous",
    "GET /metrics": "builder",
    "GET /api/health/live": "anonymous",
    "GET /api/health/ready": "anonymous",
    "GET /api/openapi.json": "anonymous",
    "GET /": "anonymous",
    "GET /gallery": "anonymous",
    "GET /connections": "anonymous",
    "GET /connections/{name}": "anonymous",
    "GET /login": "anonymous",
    "GET /setup": "anonymous",
    "GET /password": "anonymous",
    "GET /settings": "anonymous",
    "GET /d/{slug}": "anonymous",
    "GET /assets/{name:path}": "anonymous",
    "GET /frame/custom": "anonymous",
    "GET /{path:path}": "anonymous",
}


def listed() -> Iterator[tuple[str, str, str]]:
    for route in routes():
        for method in sorted(route.methods):
            yield method, route.path, (route.openapi_extra or {}).get(KEY, "")


def test_every_route_is_in_the_table_and_declares_its_action() -> None:
    found = {f"{method} {path}": action for method, path, action in listed()}
    assert set(found) == set(NEEDED)
    assert all(found.values())


def cookie_of(services: Services, role: str) -> dict[str, str]:
    """Sign in and return the header that carries the session; nothing for nobody."""
    if role == "anonymous":
        return {}
    reply = client_of(services).post("/api/login", json={"email": f"{role}@example.org", "password": PASSWORD})
    assert reply.status_code == 200
    return {"Cookie": f"sophia_session={reply.cookies['sophia_session']}"}


@pytest.fixture(scope="module")
def cookies(guarded: Services) -> dict[str, dict[str, str]]:
    return {role: cookie_of(guarded, role) for role in ROLES}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("line", sorted(NEEDED))
def test_a_route_answers_exactly_those_who_may(
    guarded: Services, cookies: dict[str, dict[str, str]], line: str, role: str
) -> None:
    method, path = line.split(" ", 1)
    address = re.sub(r"{ending}", "csv", re.sub(r"{number}", "1", path))
    address = re.sub(r"{[^}]+}", "nothing", address)
    upload: dict[str, Any] = (
        {"files": {"file": ("x.exe", b"x")}} if path.endswith(("/upload", "/import")) else {"json": {}}
    )
    body = upload if method in {"POST", "PUT"} else {}
    reply = client_of(guarded).request(method, address, headers=cookies[role], follow_redirects=False, **body)
    if path == "/api/logout":
        cookies[role] = cookie_of(guarded, role)
    allowed = ROLES.index(role) >= ROLES.index(NEEDED[line])
    refused = reply.status_code == (401 if role == "anonymous" else 403)
    assert refused is not allowed, (reply.status_code, reply.text[:200])
    assert reply.status_code < 500


@pytest.mark.parametrize(
    "path",
    [
        "//api/dashboards", "/./api/dashboards", "/%61pi/dashboards", "/api%2fdashboards", "/api/dashboards;x",
        "/api/dashboards/", "/API/dashboards", "/api/dashboards?/health", "/api/dashboards.",
        "/health/../api/dashboards",
    ],
)  # fmt: skip
def test_no_spelling_of_an_address_opens_more_than_the_plain_one(guarded: Services, path: str) -> None:
    reply = client_of(guarded).get(path, headers={"X-Original-URL": "/health"})
    assert reply.status_code in {401, 404}
    assert "orders" not in reply.text


@pytest.mark.parametrize("cookie", ["admin", "eyJhbGciOiJub25lIn0.e30.", "\x02\x01thisismyscretkey", "0" * 64])
def test_a_forged_cookie_stands_for_nobody(guarded: Services, cookie: str) -> None:
    reply = client_of(guarded).get("/api/dashboards", headers={"Cookie": f"sophia_session={cookie}"})
    assert reply.status_code == 401


def test_after_logout_the_old_cookie_is_worthless(guarded: Services) -> None:
    client = client_of(guarded)
    client.post("/api/login", json={"email": "viewer@example.org", "password": PASSWORD})
    secret = client.cookies["sophia_session"]
    assert client.get("/api/dashboards").status_code == 200
    client.post("/api/logout", json={})
    replay = client_of(guarded).get("/api/dashboards", headers={"Cookie": f"sophia_session={secret}"})
    assert replay.status_code == 401


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(guarded: Services) -> None:
    reply = client_of(guarded).post("/api/login", json={"email": "viewer@example.org", "password": PASSWORD})
    cookie = reply.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_a_token_works_as_a_bearer_and_only_for_its_role(guarded: Services) -> None:
    builder = client_of(guarded)
    builder.post("/api/login", json={"email": "builder@example.org", "password": PASSWORD})
    reply = builder.post("/api/tokens", json={"name": "script", "role": "viewer"})
    assert reply.status_code == 201
    bearer = {"Authorization": f"Bearer {reply.json()['token']}"}
    script = client_of(guarded)
    assert script.get("/api/dashboards", headers=bearer).status_code == 200
    assert script.delete("/api/dashboards/orders", headers=bearer).status_code == 403
    assert script.get("/api/dashboards", headers={"Authorization": "Bearer soph_guess"}).status_code == 401
    assert script.get(f"/api/dashboards?token={reply.json()['token']}").status_code == 401


def test_the_demo_builder_sets_the_brand_and_nothing_else_of_an_admin(here: TestClient) -> None:
    before = here.get("/api/workspace").json()
    body = {key: before[key] for key in ("name", "primary", "accent")}
    assert here.put("/api/workspace", json=body).status_code in {200, 204}
    assert here.get("/api/users").status_code == 403
    assert here.get("/api/model").status_code == 403
