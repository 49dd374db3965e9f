"""Own data over HTTP: upload, describe, connect a database, remove."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from sophia.app import Services
from sophia.sources.postgres import config_of_url
from tests.app import client_of

pytestmark = pytest.mark.slow

SALES = "day,product,price\n" + "".join(f"2026-{n % 12 + 1:02d}-01,p{n % 3},{n}.5\n" for n in range(60))


def upload(client: TestClient, *files: tuple[str, bytes | str], name: str | None = None) -> Any:
    parts = [("file", (label, body if isinstance(body, bytes) else body.encode())) for label, body in files]
    return client.post("/api/connections/upload", files=parts, data={"name": name} if name else {})


def test_an_uploaded_file_is_described_and_its_suggestions_work(here: TestClient) -> None:
    reply = upload(here, ("sales 2026.csv", SALES))
    assert reply.status_code == 201, reply.text
    body = reply.json()
    shown = body["connection"]
    assert (shown["name"], shown["tables"], shown["rows"]) == ("sales-2026", 1, 60)
    columns = {item["name"]: item["type"] for item in body["catalog"]["tables"][0]["columns"]}
    assert columns == {"day": "date", "product": "text", "price": "number"}
    assert 3 <= len(body["suggestions"]) <= 5
    for sentence in body["suggestions"]:
        made = here.post("/generate-dashboard", json={"description": sentence, "data_sources": ["sales-2026"]})
        assert made.status_code == 200, made.text
        assert made.json()["not_understood"] == []
        assert here.delete(f"/api/dashboards/{made.json()['dashboard_id']}").status_code == 204
    assert here.delete("/api/connections/sales-2026").status_code == 204
    assert here.get("/api/connections/sales-2026").status_code == 404


def test_several_files_make_one_connection_with_a_join(here: TestClient) -> None:
    people = "customer_id,name\n" + "".join(f"{n},Person {n}\n" for n in range(1, 21))
    orders = "order_id,customer_id,amount\n" + "".join(f"{n},{n % 20 + 1},{n}.0\n" for n in range(1, 101))
    body = upload(here, ("customers.csv", people), ("orders.csv", orders), name="shop").json()
    assert {table["name"] for table in body["catalog"]["tables"]} == {"customers", "orders"}
    assert [(join["from_table"], join["to_table"]) for join in body["catalog"]["joins"]] == [("orders", "customers")]
    here.delete("/api/connections/shop")


def test_broken_rows_are_reported_by_line(here: TestClient) -> None:
    body = upload(here, ("broken.csv", SALES + "2026-01-01,p1\n2026-01-02,p2,3.5\n")).json()
    (note,) = body["connection"]["notes"]
    assert (note["rejected"], note["lines"][0]["line"]) == (1, 62)
    assert body["connection"]["rows"] == 61
    here.delete("/api/connections/broken")


@pytest.mark.parametrize(
    ("name", "body"),
    [("page.html", b"<script>alert(1)</script>"), ("empty.csv", b""), ("a.png", b"\x89PNG"), ("x.parquet", b"no")],
)
def test_a_file_that_cannot_be_read_leaves_nothing_behind(demo: Services, name: str, body: bytes) -> None:
    client = client_of(demo)
    before = sorted(path.name for path in (demo.settings.home / "data").iterdir())
    reply = upload(client, (name, body))
    assert reply.status_code == 422
    assert reply.json()["error"]["field"] == "file"
    assert sorted(path.name for path in (demo.settings.home / "data").iterdir()) == before


@pytest.mark.parametrize(
    "name", ["../../../etc/cron.d/x.csv", "..\\..\\x.csv", "/etc/x.csv", "a/../../b.csv", "x\x00.csv"]
)
def test_a_file_name_is_never_a_path(demo: Services, name: str) -> None:
    client = client_of(demo)
    reply = upload(client, (name, SALES), name="harmless")
    assert reply.status_code == 201, reply.text
    stored = {path.suffix for path in (demo.settings.home / "data").iterdir()}
    assert stored == {".duckdb"}
    assert client.delete("/api/connections/harmless").status_code == 204


def test_an_upload_without_a_file_or_over_the_limit_is_refused(demo: Services) -> None:
    client = client_of(demo)
    assert client.post("/api/connections/upload", files={"other": ("a.csv", b"a\n1\n")}).status_code == 422
    heavy = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(10**9)}
    assert client.post("/api/connections/upload", content=b"--x--", headers=heavy).status_code == 413


def test_a_name_that_is_taken_is_a_conflict(here: TestClient) -> None:
    reply = upload(here, ("orders.csv", SALES), name="orders")
    assert reply.status_code == 409
    assert reply.json()["error"]["field"] == "name"


def test_files_cannot_be_named_by_path_over_http(here: TestClient) -> None:
    reply = here.post("/api/connections", json={"source": "csv", "config": {"path": "/etc/passwd"}})
    assert reply.status_code == 422
    assert reply.json()["error"]["field"] == "source"


@pytest.mark.parametrize(
    ("config", "status", "field"),
    [
        ({}, 422, "config.host"),
        ({"host": "127.0.0.1", "port": 99999, "database": "d", "user": "u"}, 422, "config.port"),
        ({"host": "127.0.0.1", "port": 1, "database": "d", "user": "u", "password": "c4n4ry"}, 502, "host"),
    ],
)
def test_a_database_that_cannot_be_reached_is_named(
    here: TestClient, config: dict[str, Any], status: int, field: str
) -> None:
    reply = here.post("/api/connections", json={"source": "postgres", "config": config})
    assert reply.status_code == status, reply.text
    assert reply.json()["error"]["field"] == field
    assert "c4n4ry" not in reply.text


def test_a_live_database_is_queried_where_it_is_and_its_password_stays_here(
    demo: Services, postgres_database: str
) -> None:
    import psycopg

    with psycopg.connect(postgres_database, autocommit=True) as database:
        database.execute("CREATE TABLE ticket (id integer PRIMARY KEY, opened date, status text)")
        database.execute(
            "INSERT INTO ticket SELECT n, current_date - n, CASE WHEN n % 2 = 0 THEN 'open' ELSE 'done' END "
            "FROM generate_series(1, 80) n"
        )
    config = config_of_url(postgres_database)
    secret = config.password.get_secret_value()
    client = client_of(demo)
    plain = {**config.model_dump(mode="json"), "password": secret}
    reply = client.post("/api/connections", json={"source": "postgres", "config": plain, "name": "helpdesk"})
    assert reply.status_code == 201, reply.text
    assert secret not in reply.text
    made = client.post(
        "/generate-dashboard", json={"description": "number of ticket by status", "data_sources": ["helpdesk"]}
    )
    assert made.status_code == 200, made.text
    found = client.post(f"/api/dashboards/{made.json()['dashboard_id']}/data", json={}).json()["datasets"]
    assert any(sorted(item["data"][-1]) == [40, 40] for item in found.values() if item["rows"] == 2)
    assert secret.encode() not in (demo.settings.home / "sophia.db").read_bytes()
    client.delete(f"/api/dashboards/{made.json()['dashboard_id']}")
    assert client.delete("/api/connections/helpdesk").status_code == 204


def test_the_kinds_describe_their_settings(here: TestClient) -> None:
    kinds = {item["kind"]: item for item in here.get("/api/sources").json()["sources"]}
    assert kinds["csv"]["accepts"] == [".csv", ".tsv", ".txt"]
    assert kinds["postgres"]["config_schema"]["properties"]["password"]["format"] == "password"
    assert "demo" not in kinds


CUBE = b"cubes: [{name: sales, sql_table: sales, measures: [{name: takings, type: sum, sql: price, title: Takings}]}]"


def test_a_semantic_model_is_tried_and_taken_over(here: TestClient) -> None:
    upload(here, ("sales.csv", SALES), name="sales")
    files = [("file", ("cube.yml", CUBE))]
    tried = here.post("/api/connections/sales/catalog/import", data={"dry_run": "true"}, files=files)
    assert tried.status_code == 200, tried.text
    assert (tried.json()["kept"], tried.json()["left_out"]) == (False, 0)
    assert here.get("/api/connections/sales").json()["catalog"]["metrics"] == []
    done = here.post("/api/connections/sales/catalog/import", data={"format": "cube"}, files=files).json()
    assert {"kind": "metric", "name": "takings", "state": "carried", "why": ""} in done["items"]
    made = here.post("/generate-dashboard", json={"description": "total takings", "data_sources": ["sales"]})
    assert made.status_code == 200, made.text
    assert made.json()["not_understood"] == []
    here.delete(f"/api/dashboards/{made.json()['dashboard_id']}")
    here.delete("/api/connections/sales")


@pytest.mark.parametrize(
    ("name", "body", "status", "words"),
    [
        ("model.yml", b"a: &a 1\nb: *a", 422, "alias"),
        ("model.yml", b"x: 1", 422, "No semantic model"),
        ("model.json", b"{", 422, "line 1"),
    ],
)
def test_a_file_that_is_no_semantic_model_is_refused(
    here: TestClient, name: str, body: bytes, status: int, words: str
) -> None:
    upload(here, ("sales.csv", SALES), name="sales")
    reply = here.post("/api/connections/sales/catalog/import", files=[("file", (name, body))])
    assert reply.status_code == status
    assert words in reply.json()["error"]["message"]
    here.delete("/api/connections/sales")


def test_a_model_for_an_unknown_connection_is_not_found(here: TestClient) -> None:
    assert here.post("/api/connections/nobody/catalog/import", files=[("file", ("m.yml", CUBE))]).status_code == 404
