"""The demo company on disk: one DuckDB file per connection, equal on every machine."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Literal

from sophia.demo.schema import CONNECTIONS
from sophia.demo.snapshot import write_snapshot
from sophia.demo.world import World

VERSION = 1
"""Goes up whenever the data changes; a folder made by the same version need not be made again."""

FACTORS = {"small": 1, "large": 10}


def generate(
    folder: Path, size: Literal["small", "large"] = "small", progress: Callable[[str], None] | None = None
) -> dict[str, Path]:
    """Write `<connection>.duckdb` for every demo connection into `folder`; return connection → path.

    `large` has about ten times the rows. `progress` is told each connection as its file begins.
    """
    world = World(FACTORS[size])
    paths = {}
    for connection in CONNECTIONS:
        if progress:
            progress(connection)
        fill = import_module(f"sophia.demo.{connection.replace('-', '_')}").fill
        paths[connection] = write_snapshot(folder / f"{connection}.duckdb", connection, fill(world))
    return paths
