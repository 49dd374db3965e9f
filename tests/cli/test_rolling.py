"""Several nodes on one Postgres: an upgrade and a rollback under load lose no request and no save."""

from __future__ import annotations

import contextlib
import http.client
import json
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.app import orders_csv, orders_spec
from tests.cli.process import Running, command, free_port
from tests.services.balancer import Balancer

pytestmark = pytest.mark.slow
DRAIN = "1.5"
PAUSE_SECONDS = 0.02
KEY = "orders"


class Reader(threading.Thread):
    """Asks over one kept connection, or a new one each time, until told to stop; counts, and keeps what failed."""

    def __init__(self, port: int, method: str, path: str, body: Any = None, *, keeps: bool = True) -> None:
        super().__init__(daemon=True)
        self.port, self.method, self.path, self.body, self.keeps = port, method, path, body, keeps
        self.asked = 0
        self.failed: list[str] = []
        self.enough = threading.Event()

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while not self.enough.is_set():
            self.asked += 1
            try:
                status, text = ask(connection, self.method, self.path, self.body)
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(repr(error))
                connection.close()
                continue
            if status != 200:
                self.failed.append(f"{status}: {text[:200]!r}")
            if not self.keeps:
                connection.close()
            time.sleep(PAUSE_SECONDS)
        connection.close()


class Saver(Reader):
    """Saves one version after the other; the last acknowledged number is in `version`."""

    def __init__(self, port: int, spec: dict[str, Any]) -> None:
        super().__init__(port, "PUT", f"/api/dashboards/{KEY}")
        self.spec, self.version = spec, 1

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while not self.enough.is_set():
            self.asked += 1
            spec = {**self.spec, "title": f"Save {self.version}"}
            body = {"spec": spec, "base_version": self.version, "message": "a save"}
            try:
                status, text = ask(connection, self.method, self.path, body)
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(repr(error))
                return
            if status != 200:
                self.failed.append(f"{status}: {text[:200]!r}")
                return
            self.version = json.loads(text)["version"]
            time.sleep(0.05)
        connection.close()


def ask(connection: http.client.HTTPConnection, method: str, path: str, body: Any) -> tuple[int, bytes]:
    data = None if body is None else json.dumps(body).encode()
    connection.request(method, path, data, {"Content-Type": "application/json"} if data else {})
    reply = connection.getresponse()
    return reply.status, reply.read()


def wait_until(ready: Any) -> None:
    deadline = time.monotonic() + 60
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@contextlib.contextmanager
def two_nodes(home: Path, balancer: Balancer, ports: list[int], **settings: str) -> Iterator[list[Running]]:
    """Two nodes of one version, both ready; they end as a platform ends them: told to, and given time."""
    with contextlib.ExitStack() as stack:
        nodes = [stack.enter_context(Running(home, port, **settings)) for port in ports]
        wait_until(lambda: set(ports) <= balancer.ready())
        yield nodes
        for node in nodes:
            node.process.send_signal(signal.SIGTERM)
        assert [node.process.wait(timeout=60) for node in nodes] == [0, 0]


def test_an_upgrade_and_a_rollback_under_load_fail_no_request(tmp_path: Path, postgres_database: str) -> None:
    home, front = tmp_path / "home", free_port()
    settings = {
        "SOPHIA_DATABASE_URL": postgres_database,
        "SOPHIA_PUBLIC_URL": f"http://127.0.0.1:{front}",
        "SOPHIA_DRAIN_SECONDS": DRAIN,
    }
    assert command(home, "connect", str(orders_csv(tmp_path)), **settings).returncode == 0
    spec = yaml.safe_dump(orders_spec())
    assert command(home, "dashboards", "import", "-", text=spec, **settings).returncode == 0
    ports = [free_port() for _ in range(6)]
    old, new, again = ports[:2], ports[2:4], ports[4:]
    with Balancer(front, ports, "/api/health/ready") as balancer, contextlib.ExitStack() as running:
        before = running.enter_context(two_nodes(home, balancer, old, **settings))
        saver = Saver(front, orders_spec())
        load = [
            Reader(front, "GET", f"/d/{KEY}"),
            Reader(front, "POST", f"/api/dashboards/{KEY}/data", {"values": {}}),
            Reader(front, "GET", "/api/health/live", keeps=False),
            saver,
        ]
        for reader in load:
            reader.start()
        with two_nodes(home, balancer, new, **settings):
            running.close()  # the old nodes end while the new ones serve
            assert all(node.process.returncode == 0 for node in before)
            rollback = contextlib.ExitStack()
            rollback.enter_context(two_nodes(home, balancer, again, **settings))
        with rollback:
            for reader in load:
                reader.enough.set()
            for reader in load:
                reader.join()
    assert [reader.failed for reader in load] == [[], [], [], []]
    assert all(reader.asked > 20 for reader in load)
    kept = command(home, "dashboards", "export", KEY, **settings)
    assert f"Save {saver.version - 1}" in kept.stdout
