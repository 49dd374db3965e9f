"""The contract between Sophia and a kind of system: what a connection is and how its data is reached."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Connection:
    """A configured source as the query path sees it.

    `snapshot` is an immutable DuckDB file (files, SaaS, demo); `dsn` a live database's address (never logged).
    `version` changes whenever the data behind it changed by our doing (new snapshot), and is part of every cache key.
    `as_of` (ISO date) freezes "now" for relative windows where the data itself is not live.
    """

    name: str
    source: str
    dialect: Literal["duckdb", "postgres"] = "duckdb"
    title: str = ""
    demo: bool = False
    snapshot: Path | None = None
    dsn: str | None = None
    version: str = "0"
    as_of: str | None = None
    refresh_interval: int = 300

    def __repr__(self) -> str:
        """Leave the address out: it may hold a password."""
        return f"Connection({self.name!r}, source={self.source!r}, version={self.version!r})"
