"""A sync that is killed at any moment loses nothing, doubles nothing and never leaves half a snapshot."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from tests.services.api import served
from tests.sources.sync.things import Things

KILLS = 50
ROOT = Path(__file__).parents[3]


@pytest.mark.slow
def test_killed_at_fifty_moments_no_row_is_lost_or_doubled_and_no_snapshot_is_torn(tmp_path: Path) -> None:
    things, chance = Things.of(9000), random.Random(7)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}

    def child(number: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.sources.sync.child", url, str(tmp_path), number]
        return subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)

    killed = 0
    with served(things.answer) as url:
        for number in range(KILLS):
            running = child(str(number))
            time.sleep(chance.uniform(0.3, 1.6))
            running.kill()
            killed += running.wait() == -9
            for changed in chance.sample(range(1, 9001), 40):
                things.put(changed, f"changed {number}", number)
        assert child("last").wait() == 0
    snapshots = sorted(tmp_path.glob("snap*.duckdb"))
    for snapshot in snapshots:
        with duckdb.connect(str(snapshot), read_only=True) as database:
            assert database.execute("SELECT count(*) - count(DISTINCT id) FROM thing").fetchone() == (0,)
    with duckdb.connect(str(tmp_path / "snaplast.duckdb"), read_only=True) as database:
        rows = database.execute("SELECT id, name, amount FROM thing ORDER BY id").fetchall()
    assert rows == [(number, thing["name"], thing["amount"]) for number, thing in sorted(things.things.items())]
