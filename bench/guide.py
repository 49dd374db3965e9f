"""Measure the guide's seven requests over HTTP on the demo company: p50 and p95 of 20 runs each, once warm.

`python bench/guide.py [--runs 20]` starts its own Sophia in a temporary folder and writes bench/results/guide.json.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.acceptance.guide import ADD, GENERATE, MODIFY  # noqa: E402  # the repository's tests must be importable first
from tests.acceptance.server import Server  # noqa: E402


def measure(server: Server, path: str, body: dict[str, Any], runs: int) -> dict[str, float]:
    """Return p50 and p95 in ms of `runs` requests after one that is not counted."""
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        reply = server.post(path, body)
        times.append((time.perf_counter() - start) * 1000)
        if reply.status != 200:
            raise SystemExit(f"{path} answered {reply.status}: {reply.body[:500]!r}")
    counted = sorted(times[1:])
    return {"p50_ms": round(statistics.median(counted)), "p95_ms": round(counted[round(0.95 * (runs - 1))])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "home").start()
        try:
            figures = {kind: measure(server, "/generate-dashboard", body, runs) for kind, body in GENERATE.items()}
            figures["add"] = measure(server, "/add-component", ADD, runs)
            figures["modify"] = measure(server, "/modify-dashboard", MODIFY, runs)
        finally:
            if server.process is not None:
                server.stop()
    report = {
        "machine": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "runs": runs,
        "figures": figures,
    }
    (ROOT / "bench" / "results" / "guide.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
