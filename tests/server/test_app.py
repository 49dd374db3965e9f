"""Starting and stopping the server."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from sophia.access.audit import SYSTEM
from sophia.spec.dashboard import Dashboard
from tests.app import client_of, connect_orders, orders_spec, running


def test_stopping_right_after_the_start_ends_the_warming_before_the_stores_are_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[BaseException | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda told: failed.append(told.exc_value))
    with running(tmp_path / "home") as services:
        connect_orders(services, tmp_path)
        for number in range(4):
            services.dashboards.put_new(SYSTEM, Dashboard.model_validate(orders_spec()), f"Copy {number}.")
    with running(tmp_path / "home") as services, client_of(services):
        pass
    assert failed == []
    assert not [thread for thread in threading.enumerate() if thread.name == "warm"]
