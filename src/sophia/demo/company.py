"""The demo company on disk: one DuckDB file per connection, equal on every machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Literal

from sophia.demo.schema import CONNECTIONS
from sophia.demo.snapshot import write_snapshot
from sophia.demo.world import World

VERSION = 1
"""Goes up whenever the data changes; a folder made by the same version need not be made again."""

Size = Literal["small", "large"]
FACTORS: dict[Size, int] = {"small": 1, "large": 10}
CUSTOMERS = ("snowflake", "gong", "hubspot", "slack", "cloudwatch")
"""Connections made in this process; the others share little with them and are made beside it."""


class DemoFailed(RuntimeError):
    """The process that makes half of the connections stopped; the message holds its last words."""


def generate(folder: Path, size: Size = "small", progress: Callable[[str], None] | None = None) -> dict[str, Path]:
    """Write `<connection>.duckdb` for every demo connection into `folder`; return connection → path.

    `large` has about ten times the rows. `progress` is told each connection as its file begins.
    Two processes share the work, one per core of a small machine. Raises DemoFailed when the second one stops.
    """
    others = [connection for connection in CONNECTIONS if connection not in CUSTOMERS]
    with _begin(folder, size, others) as beside:
        write_connections(folder, size, CUSTOMERS, progress)
        for line in beside.stdout or ():
            if progress:
                progress(line.strip())
    if beside.returncode:
        raise DemoFailed(f"the demo data could not be written to {folder} (exit code {beside.returncode})")
    return {connection: folder / f"{connection}.duckdb" for connection in CONNECTIONS}


def write_connections(
    folder: Path, size: Size, connections: Sequence[str], progress: Callable[[str], None] | None = None
) -> None:
    """Write the files of `connections` in this process, in order."""
    world = World(FACTORS[size])
    for connection in connections:
        if progress:
            progress(connection)
        fill = import_module(f"sophia.demo.{connection.replace('-', '_')}").fill
        write_snapshot(folder / f"{connection}.duckdb", connection, fill(world))


def _begin(folder: Path, size: Size, connections: Sequence[str]) -> subprocess.Popen[str]:
    """Start `python -m sophia.demo` with the import path of this process."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-m", "sophia.demo", str(folder), size, *connections]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
