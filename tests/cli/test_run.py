"""The server as a process: one URL, a clean end, and nothing acknowledged is ever lost."""

from __future__ import annotations

import http.client
import json
import random
import signal
import socket
import sqlite3
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from sophia.cli.run import PortTaken, listen
from sophia.kernel.settings import Settings
from tests.app import orders_csv, orders_spec
from tests.cli.process import Running, command


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one connection and one dashboard, both made by the command line."""
    import yaml

    folder = tmp_path / "home"
    made = command(folder, "connect", str(orders_csv(tmp_path)))
    assert made.returncode == 0, made.stderr
    imported = command(folder, "dashboards", "import", "-", text=yaml.safe_dump(orders_spec()))
    assert imported.returncode == 0, imported.stderr
    return folder


@pytest.mark.slow
def test_it_prints_one_url_and_ends_cleanly_on_ctrl_c(home: Path) -> None:
    with Running(home) as server:
        assert server.get("/health")["status"] == "ok"
        code, printed, logged = server.stop(signal.SIGINT)
    assert code == 0
    assert printed.strip() == f"Sophia runs at http://127.0.0.1:{server.port}"
    assert logged == ""


def test_of_two_that_start_together_the_later_one_hears_at_once_that_the_port_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    chosen = Settings(home=tmp_path, port=port)
    with listen(chosen), pytest.raises(PortTaken, match=f"Cannot listen on 127.0.0.1:{port}"):
        listen(chosen)


@pytest.mark.slow
def test_told_to_end_it_is_no_longer_ready_but_answers_on_and_then_ends_cleanly(home: Path) -> None:
    with Running(home, SOPHIA_DRAIN_SECONDS="2") as server:
        assert server.get("/api/health/ready") == {"status": "ok"}
        server.process.send_signal(signal.SIGTERM)
        with pytest.raises(urllib.error.HTTPError) as refused:
            while True:
                server.get("/api/health/ready")
        assert refused.value.code == 503
        assert json.loads(refused.value.read())["error"]["code"] == "draining"
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/health", timeout=20) as reply:
            assert (reply.status, reply.headers["connection"]) == (200, "close")
        assert server.get("/api/health/live") == {"status": "ok"}
        assert server.process.wait(timeout=30) == 0


@pytest.mark.slow
def test_a_second_order_to_end_is_obeyed_at_once(home: Path) -> None:
    with Running(home, SOPHIA_DRAIN_SECONDS="300") as server:
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=30) == 0


@pytest.mark.slow
def test_a_taken_port_is_said_in_words(home: Path) -> None:
    with Running(home) as server:
        second = command(home, "run", SOPHIA_PORT=str(server.port))
    assert second.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{server.port}" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.mark.slow
def test_killed_during_200_saves_it_loses_no_acknowledged_version(home: Path) -> None:
    acknowledged: list[int] = []
    chance = random.Random(200)
    while len(acknowledged) < 200:
        with Running(home) as server:
            # It dies during whichever save is going on a moment after the twentieth to sixtieth of its life.
            last = len(acknowledged) + chance.randint(20, 60)
            kill = threading.Timer(chance.random() / 50, server.process.kill)
            try:
                now = server.get("/api/dashboards/orders")
                spec, version = now["spec"], now["version"]
                while True:
                    if len(acknowledged) == last:
                        kill.start()
                    body = {
                        "spec": {**spec, "title": f"Save {version}"},
                        "base_version": version,
                        "message": f"save {version}",
                    }
                    version = server.request("PUT", "/api/dashboards/orders", body)["version"]
                    acknowledged.append(version)
            except (OSError, http.client.HTTPException):
                kill.join()
    with sqlite3.connect(home / "sophia.db") as state:
        assert state.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        stored = {row[0] for row in state.execute("SELECT version FROM dashboard_versions")}
        current = state.execute("SELECT version FROM dashboards").fetchone()[0]
    assert set(acknowledged) <= stored
    assert stored == set(range(1, current + 1))
    assert command(home, "audit", "verify").returncode == 0


@pytest.mark.slow
def test_server_mode_prints_a_secret_that_makes_one_admin(tmp_path: Path) -> None:
    with Running(tmp_path / "home", SOPHIA_MODE="server") as server:
        assert server.process.stdout is not None
        lines = [server.process.stdout.readline() for _ in range(2)]
        secret = lines[1].rsplit(" ", 1)[1].strip()
        account = {"email": "a@example.org", "name": "Ann", "password": "correct horse battery"}
        with pytest.raises(urllib.error.HTTPError, match="403"):
            server.request("POST", "/api/setup", {**account, "secret": "guess"})
        made = server.request("POST", "/api/setup", {**account, "secret": secret})
        assert (made["viewer"]["role"], made["setup_needed"]) == ("admin", False)
        with pytest.raises(urllib.error.HTTPError, match="403"):
            server.request("POST", "/api/setup", {**account, "email": "b@example.org", "secret": secret})
