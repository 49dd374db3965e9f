"""Measure opening a dashboard: navigation to the last component drawn, server time per dataset, bytes moved.

`python bench/open.py [--rows 10000000] [--loads 5]` starts its own Sophia on a free port in a temporary folder and writes
bench/results/open.json. Absolute times depend on the machine; compare figures of one run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import duckdb  # noqa: E402  # the repository's tests folder must be importable first
from tests.acceptance.server import Server  # noqa: E402

ORDERS = """
CREATE TABLE orders AS
SELECT DATE '2024-11-01' + CAST(i * 730 / {rows} AS INTEGER) AS ordered_on,
  hash(i * 7 + 1) % 50001 AS customer_number,
  ['North', 'South', 'East', 'West', 'Central', 'Coast', 'Isles', 'Abroad'][1 + CAST(hash(i) % 8 AS INTEGER)] AS region,
  'Rep ' || (hash(i * 3) % 60) AS rep,
  ['New', 'Open', 'Offer', 'Won', 'Lost', 'Paid'][1 + CAST(hash(i * 5) % 6 AS INTEGER)] AS stage,
  round((hash(i * 11) % 100000) / 100.0, 2) AS amount, round((hash(i * 13) % 60000) / 100.0, 2) AS cost
FROM range({rows}) t(i)
"""
ASK = (
    "A dashboard with total amount, total cost, number of orders, total amount by month over the last 24 months, "
    "total amount by region, number of orders by month and stage, and top 20 reps by amount"
)


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    if found is None:
        raise SystemExit("Chromium is not installed; `sh scripts/chromium.sh --install` installs it.")
    return found


def in_browser(url: str, loads: int) -> dict[str, Any]:
    """Return what open.mjs saw: the cold load, and the median of each figure over `loads` loads of each warm kind."""
    node = ROOT / ".venv" / "bin" / "node"
    command = [
        str(node if node.exists() else "node"),
        str(ROOT / "bench" / "open.mjs"),
        url,
        str(loads),
        chromium(),
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    for kind in ("new_tab", "from_home"):
        runs: list[dict[str, int]] = found[kind]
        found[kind] = {name: round(statistics.median(run[name] for run in runs)) for name in runs[0]}
    return found


def on_server(server: Server, key: str) -> dict[str, Any]:
    """Time the batched data request: past the cache, and from it."""
    path = f"/api/dashboards/{key}/data"

    def timed(body: dict[str, Any]) -> tuple[float, Any]:
        start = time.perf_counter()
        reply = server.request("POST", path, body, {"Accept-Encoding": "gzip"})
        return (time.perf_counter() - start) * 1000, reply

    cold, reply = timed({"values": {}, "fresh": True})
    warm = sorted(timed({"values": {}})[0] for _ in range(30))
    packed = timed({"values": {}})[1].body
    raw = gzip.decompress(reply.body) if reply.body[:2] == b"\x1f\x8b" else reply.body
    datasets = {name: item["ms"] for name, item in json.loads(raw)["datasets"].items()}
    return {
        "cold_ms": round(cold),
        "cached_p50_ms": round(statistics.median(warm), 2),
        "cached_p95_ms": round(warm[28], 2),
        "datasets": len(datasets),
        "slowest_dataset_ms": round(max(datasets.values(), default=0), 1),
        "reply_bytes_raw": len(raw),
        "reply_bytes_compressed": len(packed),
    }


def measure(server: Server, key: str, loads: int) -> dict[str, Any]:
    figures = on_server(server, key)
    return {"server": figures, "browser_ms": in_browser(f"http://127.0.0.1:{server.port}/d/{key}", loads)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--loads", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        orders = Path(folder) / "orders.duckdb"
        with duckdb.connect(str(orders)) as database:
            database.execute(ORDERS.format(rows=options.rows))
        server = Server(home).start()
        try:
            figures = {
                slug: measure(server, slug, options.loads) for slug in ("ceo-dashboard", "sales-performance-dashboard")
            }
            server.stop()
            command = [str(Path(sys.executable).with_name("sophia")), "connect", str(orders), "--name", "orders"]
            subprocess.run(command, check=True, env={"SOPHIA_HOME": str(home), "PATH": "/usr/bin:/bin"})
            server.start()
            made = server.post("/generate-dashboard", {"description": ASK, "data_sources": ["orders"]}).json
            figures[f"orders, {options.rows:,} rows"] = measure(server, made["dashboard_id"], options.loads)
        finally:
            if server.process is not None:
                server.stop()
    report = {
        "machine": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "figures": figures,
    }
    (ROOT / "bench" / "results" / "open.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
