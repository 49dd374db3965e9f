"""Upgrade, roll back and kill nodes behind haproxy under load; count what failed and how long recovery took.

`python bench/rolling.py [--requests 10000]` needs haproxy on the PATH (a package of every Linux and of Homebrew). It starts
its own Postgres and real `sophia run` processes on loopback and writes bench/results/rolling.json.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.app import orders_csv, orders_spec  # noqa: E402  # the repository's tests must be importable first
from tests.cli.process import Running, command, free_port  # noqa: E402
from tests.cli.test_rolling import KEY, Reader, Saver  # noqa: E402
from tests.services.postgres import running_postgres  # noqa: E402

DRAIN = "2"
NODES = 7
CONFIG = """
global
  log stdout format raw local0 err
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  option redispatch
  retries 2
frontend people
  bind 127.0.0.1:{front}
  default_backend sophia
backend sophia
  balance roundrobin
  option httpchk
  http-check send meth GET uri /api/health/ready hdr Host node
  default-server check inter 250ms fall 1 rise 1
{servers}
"""


@contextlib.contextmanager
def haproxy(folder: Path, front: int, ports: list[int]) -> Iterator[None]:
    """Run haproxy before the nodes, those that are not there yet included."""
    found = shutil.which("haproxy")
    if found is None:
        raise SystemExit("haproxy is not on the PATH: install it with the system's package manager.")
    config = folder / "haproxy.cfg"
    servers = "\n".join(f"  server node{n} 127.0.0.1:{port}" for n, port in enumerate(ports))
    config.write_text(CONFIG.format(front=front, servers=servers))
    process = subprocess.Popen([found, "-f", str(config), "-db"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def ended(nodes: list[Running]) -> None:
    """End nodes as a platform does: told to, and given time."""
    for node in nodes:
        node.process.send_signal(signal.SIGTERM)
    for node in nodes:
        node.process.wait(timeout=60)


def killed(node: Running, load: list[Reader]) -> dict[str, float]:
    """Kill a node and return how many requests failed and for how long, in seconds."""
    before = sum(len(reader.failed) for reader in load)
    start = last = time.monotonic()
    node.process.kill()
    seen = before
    while time.monotonic() - start < 5:
        now = sum(len(reader.failed) for reader in load)
        if now > seen:
            seen, last = now, time.monotonic()
        time.sleep(0.01)
    return {"failed": seen - before, "recovery_s": round(last - start, 2)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    wanted = parser.parse_args().requests
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = stack.enter_context(running_postgres()).create_database()
        home, front, ports = folder / "home", free_port(), [free_port() for _ in range(NODES)]
        settings = {
            "SOPHIA_DATABASE_URL": database,
            "SOPHIA_PUBLIC_URL": f"http://127.0.0.1:{front}",
            "SOPHIA_DRAIN_SECONDS": DRAIN,
        }
        command(home, "connect", str(orders_csv(folder)), **settings)
        command(home, "dashboards", "import", "-", text=yaml.safe_dump(orders_spec()), **settings)
        stack.enter_context(haproxy(folder, front, ports))

        def started(some: list[int]) -> list[Running]:
            nodes = [stack.enter_context(Running(home, port, **settings)) for port in some]
            time.sleep(1)
            return nodes

        old = started(ports[:2])
        saver = Saver(front, orders_spec())
        load = [
            Reader(front, "GET", f"/d/{KEY}"),
            Reader(front, "POST", f"/api/dashboards/{KEY}/data", {"values": {}}),
            Reader(front, "GET", "/api/dashboards", keeps=False),
            saver,
        ]
        for reader in load:
            reader.start()
        time.sleep(2)
        new = started(ports[2:4])
        ended(old)
        again = started(ports[4:6])
        ended(new)
        while sum(reader.asked for reader in load) < wanted:
            time.sleep(0.2)
        asked, failed = sum(reader.asked for reader in load), [text for reader in load for text in reader.failed]
        saver.enough.set()
        saver.join()
        crash = killed(again[0], load)
        for reader in load:
            reader.enough.set()
        for reader in load:
            reader.join()
        ended([again[1]])
    report = {
        "machine": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "requests": asked,
        "failed": len(failed),
        "first_failures": failed[:5],
        "saves": saver.version - 1,
        "kill": crash,
        "requests_by_kind": [reader.asked for reader in load],
    }
    (ROOT / "bench" / "results" / "rolling.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
