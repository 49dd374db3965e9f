"""The domains of DashBench, each a generator of tables; `HELD_OUT` ones are not to be looked at while tuning."""

from __future__ import annotations

from pathlib import Path

from bench.dash.domains import campaigns, clinic, delivery, freight, helpdesk, people, spend, usage, wholesale
from bench.dash.world import Chance, write

MODULES = (wholesale, helpdesk, delivery, spend, usage, freight, campaigns, people, clinic)
NAMES = tuple(module.__name__.rpartition(".")[2] for module in MODULES)
HELD_OUT = frozenset({"campaigns", "people", "clinic"})


def build(name: str, folder: Path) -> Path:
    """Write the domain `name` below `folder` and return its DuckDB file; the same bytes of data every time."""
    module = next(item for item in MODULES if item.__name__.endswith(f".{name}"))
    return write(module.tables(Chance(f"dashbench-{name}")), folder, name)
