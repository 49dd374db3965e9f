"""Measure a sync of 100,000 records: cold, then without news; time, calls and peak memory.

`python bench/sync.py [--rows 100000]` serves an invented API on loopback (pages of 100) and writes
bench/results/sync.json. Absolute times depend on the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.services.api import served  # noqa: E402  # the repository's tests folder must be importable first
from tests.sources.sync.things import Things  # noqa: E402


def measure(url: str, folder: str, number: str, things: Things) -> dict[str, float]:
    """Run one cycle in a process of its own."""
    things.calls.clear()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    subprocess.run(
        [sys.executable, "-m", "tests.sources.sync.child", url, folder, number], check=True, env=environment, cwd=ROOT
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "seconds": round(time.perf_counter() - start, 2),
        "cpu_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2),
        "calls": len(things.calls),
        "peak_mb": round(after.ru_maxrss / (1024 if sys.platform != "darwin" else 2**20)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    things = Things.of(options.rows)
    with tempfile.TemporaryDirectory() as folder, served(things.answer) as url:
        figures = {name: measure(url, folder, name, things) for name in ("cold", "unchanged")}
    report = {"machine": f"{platform.system()} {platform.machine()}", "rows": options.rows, "figures": figures}
    (ROOT / "bench" / "results" / "sync.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
