"""Dashboards over HTTP: documents, data as ready bytes, exports, health, pages."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from typing import Any

import brotli
import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from sophia.app import Services
from tests.app import REGIONS, client_of, orders_spec


@pytest.fixture
def fresh(demo: Services) -> Iterator[TestClient]:
    """The dashboard `orders` as it was at first, whatever a test did to it."""
    client = client_of(demo)
    yield client
    now = client.get("/api/dashboards/orders").json()["version"]
    if now != 1:
        client.post("/api/dashboards/orders/restore", json={"version": 1})


def data(client: TestClient, **body: Any) -> dict[str, Any]:
    reply = client.post("/api/dashboards/orders/data", json=body)
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def test_a_dashboard_is_found_by_id_address_and_kind(here: TestClient) -> None:
    replies = [here.get(f"/api/dashboards/{key}").json() for key in ("dash_orders", "orders", "shop-dashboard")]
    assert {reply["dashboard_id"] for reply in replies} == {"dash_orders"}
    assert replies[0]["url"] == "/d/orders"
    assert "export default function Orders" in replies[0]["react"]


def test_an_unknown_dashboard_is_a_404_that_names_the_field(here: TestClient) -> None:
    reply = here.get("/api/dashboards/nothing")
    assert reply.status_code == 404
    assert reply.json()["error"]["field"] == "dashboard_id"


def test_the_list_says_what_each_holds(here: TestClient) -> None:
    (line,) = [item for item in here.get("/api/dashboards").json()["dashboards"] if item["slug"] == "orders"]
    assert (line["components"], line["connections"], line["demo"]) == (3, ["orders"], False)


def test_the_data_of_a_dashboard_comes_in_one_reply(here: TestClient) -> None:
    found = data(here)["datasets"]
    assert set(found) == {"ds_total", "ds_region"}
    assert all(item["status"] == "ok" for item in found.values())
    total = found["ds_total"]["data"][0][0]
    assert total == pytest.approx(sum(found["ds_region"]["data"][1]))


def test_a_filter_narrows_every_dataset_that_listens(here: TestClient) -> None:
    everything = data(here)["datasets"]["ds_total"]["data"][0][0]
    found = data(here, values={"region": ["East", "West"]})["datasets"]
    assert sorted(found["ds_region"]["data"][0]) == ["East", "West"]
    assert 0 < found["ds_total"]["data"][0][0] < everything


def test_datasets_and_pages_can_be_chosen(here: TestClient) -> None:
    assert set(data(here, datasets=["ds_total"])["datasets"]) == {"ds_total"}
    assert set(data(here, page="main")["datasets"]) == {"ds_total", "ds_region"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"values": {"nothing": 1}}, "values.nothing"),
        ({"values": {"region": {"a": 1}}}, "values.region"),
        ({"datasets": ["nothing"]}, "datasets"),
        ({"page": "nothing"}, "page"),
        ({"values": []}, "values"),
    ],
)
def test_what_is_not_declared_cannot_be_asked(here: TestClient, body: dict[str, Any], field: str) -> None:
    reply = here.post("/api/dashboards/orders/data", json=body)
    assert reply.status_code == 422
    assert reply.json()["error"]["field"] == field


@pytest.mark.parametrize("text", ["'; DROP TABLE orders; --", "East' OR '1'='1", "\x00", "ÄÖ漢字🙂"])
def test_a_value_is_bound_and_never_part_of_the_query(here: TestClient, text: str) -> None:
    assert data(here, values={"region": [text]})["datasets"]["ds_region"]["rows"] == 0
    assert data(here)["datasets"]["ds_region"]["rows"] == 4


def test_a_warm_reply_is_the_same_bytes_compressed_once(here: TestClient) -> None:
    def read(encoding: str) -> tuple[Any, bytes]:
        ask = {"json": {"values": {}}, "headers": {"Accept-Encoding": encoding}}
        with here.stream("POST", "/api/dashboards/orders/data", **ask) as reply:
            assert reply.headers["content-encoding"] == encoding
            return reply, b"".join(reply.iter_raw())

    # A warming thread may compute the same reply beside this test: it is read once that has ended.
    for _ in range(20):
        (first, raw), (again, repeated) = read("br"), read("br")
        other, zipped = read("gzip")
        if first.headers["etag"] == again.headers["etag"] == other.headers["etag"]:
            break
    assert set(json.loads(brotli.decompress(raw))["datasets"]) == {"ds_total", "ds_region"}
    assert repeated == raw
    assert gzip.decompress(zipped) == brotli.decompress(raw)
    known = here.post("/api/dashboards/orders/data", json={}, headers={"If-None-Match": first.headers["etag"]})
    assert known.status_code == 304


def test_the_rows_behind_a_mark_are_those_of_the_mark(here: TestClient) -> None:
    body = {"dataset": "ds_region", "point": {"region": "East"}, "values": {}, "limit": 10}
    reply = here.post("/api/dashboards/orders/rows", json=body).json()
    assert reply["status"] == "ok", reply
    names = [column["name"] for column in reply["columns"]]
    assert reply["rows"] == 10
    assert set(reply["data"][names.index("region")]) == {"East"}


def test_a_filter_offers_its_values_with_counts(here: TestClient) -> None:
    reply = here.get("/api/dashboards/orders/options/region").json()
    assert {item["value"]: item["count"] for item in reply["values"]} == dict.fromkeys(REGIONS, 100)
    assert reply["truncated"] is False
    assert here.get("/api/dashboards/orders/options/nothing").status_code == 404


def test_an_export_holds_the_numbers_of_the_screen(here: TestClient) -> None:
    values = {"region": ["East", "West"]}
    shown = data(here, values=values)["datasets"]["ds_region"]["data"]
    reply = here.get("/api/dashboards/orders/export/c_region.csv", params={"values": json.dumps(values)})
    lines = list(csv.reader(io.StringIO(reply.text.lstrip("\ufeff"))))
    assert [(name, float(amount)) for name, amount in lines[1:]] == list(zip(*shown, strict=True))
    assert reply.headers["content-disposition"] == 'attachment; filename="orders-c_region.csv"'
    book = load_workbook(io.BytesIO(here.get("/api/dashboards/orders/export/c_region.xlsx").content))
    assert book.sheetnames == ["Amount by region"]
    whole = load_workbook(io.BytesIO(here.get("/api/dashboards/orders/export.xlsx").content))
    assert whole.sheetnames == ["Amount", "Amount by region"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("export/nothing.csv", 404),
        ("export/c_text.csv", 422),
        ("export/c_region.exe", 422),
        ("export/c_region.csv?values=%7B", 422),
        ("export/..%2f..%2fetc%2fpasswd.csv", 404),
    ],
)
def test_an_export_that_cannot_be_is_refused(here: TestClient, path: str, status: int) -> None:
    assert here.get(f"/api/dashboards/orders/{path}").status_code == status


def test_health_tells_about_each_dataset(here: TestClient) -> None:
    reply = here.get("/d/orders/api/health").json()
    assert (reply["status"], reply["dashboard_id"]) == ("ok", "dash_orders")
    assert {item["id"]: item["status"] for item in reply["datasets"]} == {"ds_total": "ok", "ds_region": "ok"}


def test_saving_undoing_and_restoring_each_make_a_version(fresh: TestClient) -> None:
    first = fresh.get("/api/dashboards/orders").json()
    spec = {**first["spec"], "title": "Orders of all regions"}
    saved = fresh.put(
        "/api/dashboards/orders", json={"spec": spec, "base_version": first["version"], "message": "A better name."}
    ).json()
    assert saved["version"] == first["version"] + 1
    undone = fresh.post("/api/dashboards/orders/undo", json={}).json()
    assert (undone["version"], undone["spec"]) == (saved["version"] + 1, first["spec"])
    again = fresh.post("/api/dashboards/orders/restore", json={"version": saved["version"]}).json()
    assert again["spec"]["title"] == "Orders of all regions"
    versions = fresh.get("/api/dashboards/orders/versions").json()["versions"]
    assert versions[0]["version"] == again["version"]
    named = next(item for item in versions if item["version"] == saved["version"])
    assert named["message"] == "A better name."
    assert named["changes"] == ["Renamed the dashboard from “Orders” to “Orders of all regions”."]
    old = fresh.get(f"/api/dashboards/orders/versions/{first['version']}").json()
    assert old["spec"] == first["spec"]


def test_two_writers_cannot_overwrite_each_other(fresh: TestClient) -> None:
    first = fresh.get("/api/dashboards/orders").json()

    def save(title: str) -> int:
        body = {"spec": {**first["spec"], "title": title}, "base_version": first["version"], "message": ""}
        return fresh.put("/api/dashboards/orders", json=body).status_code

    assert save("One") == 200
    assert save("Two") == 409
    assert fresh.get("/api/dashboards/orders").json()["spec"]["title"] == "One"


def _broken(**changed: Any) -> dict[str, Any]:
    return {**orders_spec(), **changed}


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        (_broken(title=""), "spec.title"),
        (_broken(surprise=1), "spec.surprise"),
        (_broken(id="dash_other"), "spec.id"),
        (_broken(params=[]), "spec.datasets.ds_total"),
        (_broken(datasets=orders_spec()["datasets"][:1]), "spec.components.c_region"),
        (
            _broken(datasets=[{**item, "connection": "nothing"} for item in orders_spec()["datasets"]]),
            "spec.datasets.ds_total.connection",
        ),
        (
            _broken(
                datasets=[
                    orders_spec()["datasets"][0],
                    {"kind": "sql", "id": "ds_region", "connection": "orders", "sql": "DROP TABLE orders"},
                ]
            ),
            "spec.datasets.ds_region",
        ),
        (
            _broken(
                datasets=[
                    orders_spec()["datasets"][0],
                    {"kind": "sql", "id": "ds_region", "connection": "orders", "sql": "FROM read_csv('/etc/passwd')"},
                ]
            ),
            "spec.datasets.ds_region",
        ),
    ],
)
def test_a_spec_that_does_not_hold_is_refused(here: TestClient, spec: dict[str, Any], field: str) -> None:
    reply = here.put("/api/dashboards/orders", json={"spec": spec, "base_version": 1, "message": ""})
    assert reply.status_code == 422, reply.text
    assert reply.json()["error"]["field"] == field
    assert here.get("/api/dashboards/orders").json()["version"] >= 1


def boot_of(text: str) -> dict[str, Any]:
    start = text.index('id="sophia-boot">') + len('id="sophia-boot">')
    found: dict[str, Any] = json.loads(text[start : text.index("</script>", start)])
    return found


def test_a_dashboards_page_carries_spec_and_numbers(here: TestClient) -> None:
    data(here, page="main", values={"region": ["East"]})
    boot = boot_of(here.get('/d/orders?p.region=["East"]&p.nothing=1&p.x={').text)
    assert boot["dashboard"]["spec"]["title"] == "Orders"
    assert boot["data"]["datasets"]["ds_region"]["data"][0] == ["East"]
    assert boot["session"]["mode"] == "demo"


def test_an_unknown_dashboards_page_is_a_404_page(here: TestClient) -> None:
    reply = here.get("/d/nothing")
    assert reply.status_code == 404
    assert boot_of(reply.text)["dashboard"] is None


def test_words_in_a_spec_cannot_leave_the_boot_data(fresh: TestClient) -> None:
    now = fresh.get("/api/dashboards/orders").json()
    title = "</script><script>alert(1)</script><!--"
    body = {"spec": {**now["spec"], "title": title}, "base_version": now["version"], "message": title}
    assert fresh.put("/api/dashboards/orders", json=body).status_code == 200
    page = fresh.get("/d/orders").text
    assert "<script>alert" not in page
    assert boot_of(page)["dashboard"]["spec"]["title"] == title


def test_a_deleted_dashboard_is_gone_and_its_address_free(demo: Services) -> None:
    from sophia.access.audit import SYSTEM
    from sophia.spec.dashboard import Dashboard

    client = client_of(demo)
    spec = Dashboard.model_validate(orders_spec("dash_two", "two", "Two") | {"type": "two"})
    demo.dashboards.put_new(SYSTEM, spec, "")
    assert client.delete("/api/dashboards/two").status_code == 204
    assert client.get("/api/dashboards/two").status_code == 404
    assert client.get("/api/dashboards/two-dashboard").status_code == 404
    other = Dashboard.model_validate(orders_spec("dash_three", "two", "Three"))
    assert demo.dashboards.put_new(SYSTEM, other, "").slug == "two"
    assert client.delete("/api/dashboards/dash_three").status_code == 204


def test_the_query_behind_a_number_of_a_stored_dashboard_can_be_read(here: TestClient) -> None:
    spec = here.get("/api/dashboards/orders").json()["spec"]
    dataset = next(item["id"] for item in spec["datasets"] if item["kind"] == "metric")
    reply = here.get(f"/api/dashboards/orders/evidence/{dataset}")
    assert reply.status_code == 200
    body = reply.json()
    assert body["query"].startswith("SELECT")
    assert (body["dataset"], body["connection"], body["status"]) == (dataset, "orders", "ok")
    assert body["rows"] > 0


def test_evidence_of_an_unknown_dataset_names_the_field(here: TestClient) -> None:
    reply = here.get("/api/dashboards/orders/evidence/nothing")
    assert (reply.status_code, reply.json()["error"]["field"]) == (422, "datasets")
