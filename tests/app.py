"""A real Sophia in the test's process: real state, real query workers, no network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from sophia.access.accounts import NewUser
from sophia.access.audit import SYSTEM
from sophia.app import Services, compose
from sophia.connections.service import Files
from sophia.kernel.settings import Settings
from sophia.server.app import create_app

PORT = 8321
BASE = f"http://127.0.0.1:{PORT}"
PASSWORD = "correct horse battery"
REGIONS = ("North", "South", "East", "West")


def orders_csv(folder: Path, rows: int = 400) -> Path:
    """Write orders over two years: id, day, region, amount."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "orders.csv"
    lines = ["order_id,order_date,region,amount"]
    for number in range(rows):
        month, year = number % 12 + 1, 2025 + number % 24 // 12
        day = f"{year}-{month:02d}-{number % 27 + 1:02d}"
        lines.append(f"{number + 1},{day},{REGIONS[number % 4]},{number % 90 + 10}.50")
    path.write_text("\n".join(lines) + "\n")
    return path


def settings(home: Path, **changed: Any) -> Settings:
    return Settings(home=home, port=PORT, workers=1, demo_data=False, **changed)


@contextmanager
def running(home: Path, **changed: Any) -> Iterator[Services]:
    services = compose(settings(home, **changed))
    try:
        yield services
    finally:
        services.close()


def client_of(services: Services, **options: Any) -> TestClient:
    """A browser or script on this machine."""
    given = {"base_url": BASE, "client": ("127.0.0.1", 50000), "raise_server_exceptions": False, **options}
    return TestClient(create_app(services), **given)


def signed_in(services: Services, role: str) -> TestClient:
    """The browser of the person whom `add_person` made for `role`."""
    client = client_of(services, headers={"Origin": BASE})
    reply = client.post("/api/login", json={"email": f"{role}@example.org", "password": PASSWORD})
    assert reply.status_code == 200, reply.text
    return client


def connect_orders(services: Services, folder: Path) -> None:
    services.connections.add_files(SYSTEM, Files([orders_csv(folder)], "orders"))


def add_person(services: Services, role: Any) -> str:
    """Make an account and return its address."""
    email = f"{role}@example.org"
    services.accounts.add(SYSTEM, NewUser(email, role.capitalize(), role, PASSWORD))
    return email


def orders_spec(spec_id: str = "dash_orders", slug: str = "orders", title: str = "Orders") -> dict[str, Any]:
    """Two datasets, three components, one filter, on the connection `orders`."""
    return {
        "id": spec_id,
        "slug": slug,
        "title": title,
        "type": "shop",
        "params": [
            {
                "id": "region",
                "type": "multi_select",
                "label": "Region",
                "connection": "orders",
                "column": "orders.region",
            }
        ],
        "datasets": [
            {
                "kind": "metric",
                "id": "ds_total",
                "connection": "orders",
                "table": "orders",
                "measures": [{"name": "amount", "aggregate": "sum", "column": "orders.amount"}],
                "filters": [{"column": "orders.region", "op": "in", "param": "region"}],
            },
            {
                "kind": "metric",
                "id": "ds_region",
                "connection": "orders",
                "table": "orders",
                "measures": [{"name": "amount", "aggregate": "sum", "column": "orders.amount"}],
                "dimensions": [{"name": "region", "column": "orders.region"}],
                "filters": [{"column": "orders.region", "op": "in", "param": "region"}],
            },
        ],
        "pages": [
            {
                "id": "main",
                "title": "Overview",
                "components": [
                    {
                        "id": "c_total",
                        "kind": "kpi",
                        "title": "Amount",
                        "dataset": "ds_total",
                        "value": "amount",
                        "layout": {"x": 0, "y": 0, "w": 3, "h": 2},
                    },
                    {
                        "id": "c_region",
                        "kind": "bar",
                        "title": "Amount by region",
                        "dataset": "ds_region",
                        "x": "region",
                        "y": [{"column": "amount"}],
                        "layout": {"x": 0, "y": 2, "w": 6, "h": 4},
                    },
                    {
                        "id": "c_text",
                        "kind": "text",
                        "markdown": "About **orders**",
                        "layout": {"x": 6, "y": 2, "w": 6, "h": 4},
                    },
                ],
            }
        ],
    }
