"""A custom component is saved only when it passes the check, served compiled, and framed under its own policy."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from sophia.access.audit import SYSTEM
from sophia.app import Services
from sophia.spec.dashboard import Dashboard
from tests.app import orders_spec

pytestmark = pytest.mark.slow

SOURCE = """import { useDataset } from "sophia";

export default function Regions() {
  const { rows } = useDataset("ds_region");
  return <ul>{rows.map((row) => <li key={String(row.region)}>{row.region}: {Number(row.amount).toFixed(2)}</li>)}</ul>;
}
"""


def with_custom(source: str, datasets: list[str]) -> dict[str, Any]:
    spec = orders_spec("dash_custom", "custom", "Custom")
    place = {"x": 0, "y": 6, "w": 6, "h": 4}
    component = {"id": "c_own", "kind": "custom", "title": "Own", "source": source, "datasets": datasets}
    spec["pages"][0]["components"].append({**component, "layout": place})
    return spec


@pytest.fixture
def own(demo: Services) -> Iterator[str]:
    """A dashboard without a custom component yet."""
    spec = Dashboard.model_validate(orders_spec("dash_custom", "custom", "Custom"))
    demo.dashboards.put_new(SYSTEM, spec, "First.")
    yield "dash_custom"
    demo.dashboards.delete(SYSTEM, "dash_custom")


def put(client: TestClient, source: str, datasets: list[str]) -> Any:
    base = client.get("/api/dashboards/dash_custom").json()["version"]
    body = {"spec": with_custom(source, datasets), "base_version": base, "message": "Own component"}
    return client.put("/api/dashboards/dash_custom", json=body)


def test_a_component_that_draws_its_data_is_saved_and_served_compiled(own: str, here: TestClient) -> None:
    assert put(here, SOURCE, ["ds_region"]).status_code == 200
    code = here.get(f"/api/dashboards/{own}/components/c_own/code").json()["code"]
    assert "exports.default = Regions" in code
    assert "<ul>" not in code
    assert here.get(f"/api/dashboards/{own}/components/c_total/code").status_code == 404


@pytest.mark.parametrize(
    ("source", "datasets", "reason"),
    [
        ("export default () => <p>;", [], "Line 1, column 2"),
        ("export default () => <p>{fetch('/x')}</p>;", [], '"fetch" is refused'),
        (SOURCE, ["ds_total"], "'ds_region', which it does not declare (declared: ds_total)"),
        (SOURCE.replace("row.amount", "row.amuont"), ["ds_region"], 'no column "amuont"; it has region, amount'),
        (SOURCE.replace("return", "throw new Error('no luck');"), ["ds_region"], "no luck"),
        (SOURCE, ["ds_region", "ds_nowhere"], "'ds_nowhere', which does not exist"),
    ],
)
def test_any_other_component_is_refused_with_the_reason(
    own: str, here: TestClient, source: str, datasets: list[str], reason: str
) -> None:
    before = here.get(f"/api/dashboards/{own}").json()["version"]
    reply = put(here, source, datasets)
    assert reply.status_code == 422
    error = reply.json()["error"]
    assert reason in error["message"]
    assert error["remedy"]
    assert error["field"].startswith("spec.components.c_own")
    assert here.get(f"/api/dashboards/{own}").json()["version"] == before


def test_a_component_from_a_file_passes_the_same_check(demo: Services) -> None:
    bad = Dashboard.model_validate(with_custom("export default 5;", []))
    with pytest.raises(Exception, match="The default export is not a function component"):
        demo.dashboards.put_new(SYSTEM, bad, "From a file.")


def test_a_dataset_without_rows_is_drawn_over_an_example_row(own: str, here: TestClient) -> None:
    spec = with_custom(SOURCE.replace("rows.map", "[rows[0]].map"), ["ds_region"])
    spec["datasets"][1]["filters"] = [{"column": "orders.region", "op": "in", "values": ["Nowhere"]}]
    base = here.get(f"/api/dashboards/{own}").json()["version"]
    reply = here.put(f"/api/dashboards/{own}", json={"spec": spec, "base_version": base})
    assert reply.status_code == 200, reply.text


def test_the_frame_runs_its_own_script_only_and_may_be_framed_by_sophia_only(here: TestClient) -> None:
    reply = here.get("/frame/custom")
    script = re.search(r"<script>(.*)</script>", reply.text, re.DOTALL)
    assert script is not None
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert reply.headers["content-security-policy"] == (
        f"sandbox allow-scripts; default-src 'none'; script-src 'sha256-{digest}' 'unsafe-eval'; "
        "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'"
    )
    assert reply.headers.get_list("x-frame-options") == ["SAMEORIGIN"]
    assert reply.headers["x-dns-prefetch-control"] == "off"
    assert reply.headers["connection-allowlist"] == "()"
    again = here.get("/frame/custom", headers={"if-none-match": reply.headers["etag"]})
    assert again.status_code == 304
