"""One Sophia in demo mode and one in server mode, with a small connection and a dashboard each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from sophia.access.audit import SYSTEM
from sophia.app import Services
from sophia.spec.dashboard import Dashboard
from tests.app import add_person, client_of, connect_orders, orders_spec, running


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("demo")
    with running(folder / "home") as services:
        connect_orders(services, folder)
        services.dashboards.put_new(SYSTEM, Dashboard.model_validate(orders_spec()), "First.")
        yield services


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("guarded")
    with running(folder / "home", mode="server") as services:
        connect_orders(services, folder)
        services.dashboards.put_new(SYSTEM, Dashboard.model_validate(orders_spec()), "First.")
        for role in ("viewer", "builder", "admin"):
            add_person(services, role)
        yield services


@pytest.fixture
def here(demo: Services) -> TestClient:
    """A script on the same machine, in demo mode."""
    return client_of(demo)
