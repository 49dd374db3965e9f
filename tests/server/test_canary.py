"""Secrets that were entered appear in nothing that leaves: replies, pages, exports, logs, files, the database."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from starlette.testclient import TestClient

from sophia.kernel.log import configure_log
from sophia.server.app import openapi
from sophia.sources.postgres import config_of_url
from tests.app import PASSWORD, add_person, client_of, running
from tests.services.postgres import Postgres

pytestmark = pytest.mark.slow

MODEL_KEY = "sk-canary/4d7e+aa91c0ff=e"
DRAWN = {"description": "total amount by region", "data_sources": ["canary"]}


def forms(secret: str) -> list[bytes]:
    """A secret as it would show itself: plain, in an address, in JSON, in base64."""
    encoded = base64.b64encode(secret.encode()).rstrip(b"=")
    return [secret.encode(), quote(secret, safe="").encode(), json.dumps(secret)[1:-1].encode(), encoded]


@pytest.fixture
def secrets(postgres: Postgres, postgres_database: str) -> list[str]:
    with psycopg.connect(postgres_database) as connection:
        connection.execute("CREATE TABLE sale (sale_id int PRIMARY KEY, region text, amount numeric, day date)")
        rows = "SELECT n, 'R' || n % 4, n, date '2026-01-01' + n FROM generate_series(1, 200) n"
        connection.execute(f"INSERT INTO sale {rows}".encode())
    return [postgres.password, MODEL_KEY]


@pytest.fixture
def admin(tmp_path: Path) -> Iterator[TestClient]:
    with running(tmp_path / "home", mode="server") as services:
        configure_log("debug")
        client = client_of(services)
        client.post("/api/login", json={"email": add_person(services, "admin"), "password": PASSWORD})
        yield client
        configure_log("warning")


def everything_said(admin: TestClient, address: str) -> Iterator[tuple[str, bytes]]:
    """Every reply of a life with a connection and a model: made, refused, listed, exported, removed."""
    config = config_of_url(address)
    whole = {**config.model_dump(mode="json"), "password": config.password.get_secret_value()}
    asked: list[tuple[str, str, object]] = [
        ("POST", "/api/connections", {"source": "postgres", "config": whole, "name": "canary"}),
        ("POST", "/api/connections", {"source": "postgres", "config": whole, "name": "canary"}),
        ("POST", "/api/connections", {"source": "postgres", "config": {**whole, "port": 1}}),
        ("POST", "/api/connections", {"source": "postgres", "config": {**whole, "user": "nobody"}}),
        ("POST", "/api/connections", {"source": "postgres", "config": {**whole, "database": "none"}}),
        ("POST", "/api/connections", {"source": "postgres", "config": {**whole, "password": [whole["password"]]}}),
        ("POST", "/api/connections", {"source": "postgres", "config": {**whole, "sslmode": whole["password"] * 9}}),
        ("PUT", "/api/model", {"provider": "openai", "name": "m", "base_url": "http://127.0.0.1:9", "key": MODEL_KEY}),
        ("PUT", "/api/model", {"provider": "openai", "name": "", "base_url": "ftp://x", "key": MODEL_KEY}),
        ("POST", "/api/model/test", {"provider": "openai", "name": "m", "base_url": "http://127.0.0.1:9"}),
        ("POST", "/generate-dashboard", DRAWN),
    ]
    for method, path, body in asked:
        reply = admin.request(method, path, json=body)
        yield f"{method} {path} {reply.status_code}", reply.content
    made = admin.get("/api/dashboards").json()["dashboards"][0]
    values = {"key": made["slug"], "slug": made["slug"], "name": "canary", "number": "1", "version": "1"}
    for route in sorted(_readable()):
        path = route.format_map({**values, "component": "none", "ending": "csv"}) if "{" in route else route
        reply = admin.get(path)
        yield f"GET {path} {reply.status_code}", reply.content + str(reply.headers).encode()
    for path in (f"/d/{made['slug']}", f"/api/dashboards/{made['slug']}/export.xlsx"):
        yield path, admin.get(path).content
    yield "data", admin.post(f"/api/dashboards/{made['slug']}/data", json={"values": {}}).content


def _readable() -> set[str]:
    paths = openapi()["paths"]
    known = {"key", "slug", "name", "number", "version", "component", "ending"}
    found = {path for path, methods in paths.items() if "get" in methods}
    return {path for path in found if set(part.split("}")[0] for part in path.split("{")[1:]) <= known}


def test_entered_secrets_leave_in_no_reply_log_or_file(
    admin: TestClient,
    secrets: list[str],
    postgres_database: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    said = list(everything_said(admin, postgres_database))
    assert [name for name, _ in said if name == "POST /generate-dashboard 200"]
    assert len(said) > 25
    logged = capfd.readouterr()
    said.append(("log", (logged.err + logged.out).encode()))
    home = tmp_path / "home"
    said += [(str(path), path.read_bytes()) for path in home.rglob("*") if path.is_file()]
    assert {"sophia.db", "secret.key"} <= {Path(name).name for name, _ in said}
    leaks = [name for name, content in said for secret in secrets for form in forms(secret) if form in content]
    assert leaks == []


def test_the_secrets_were_really_kept(admin: TestClient, secrets: list[str], postgres_database: str) -> None:
    list(everything_said(admin, postgres_database))
    vault = admin.app.state.services.vault  # type: ignore[attr-defined]  # the test client hides its app
    with vault.store.read() as session:
        kept = vault.get(session, "connection/canary", "config") + vault.get(session, "model/workspace", "key")
    assert all(secret in kept for secret in secrets)
