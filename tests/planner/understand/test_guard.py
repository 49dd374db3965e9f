"""The planner knows no benchmark: nothing that is peculiar to its databases stands in the source."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TABLES = ROOT.parent / "shared" / "data" / "nl" / "nvbench_tables.jsonl.gz"


def peculiar_names() -> set[str]:
    """Return the databases, tables and columns of the benchmark whose names nobody else would write."""
    found: set[str] = set()
    with gzip.open(TABLES, "rt", encoding="utf-8") as lines:
        for line in lines:
            table = json.loads(line)
            names = [table["db"], table["table"], *table["columns"]]
            found |= {name.lower() for name in names if name.count("_") >= 2 and len(name) >= 12}
    return found


@pytest.mark.skipif(not TABLES.exists(), reason="the benchmark data lies beside the repository only where it was put")
def test_no_name_of_a_benchmark_database_stands_in_the_planner() -> None:
    names = peculiar_names()
    assert len(names) > 100
    for path in sorted((ROOT / "src" / "sophia" / "planner").rglob("*.py")):
        words = set(re.findall(r"\w+", path.read_text(encoding="utf-8").lower()))
        assert not words & names, path.name
