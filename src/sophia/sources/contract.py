"""The contract between Sophia and a kind of system: what a connection is and how its data is reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

from sophia.kernel.http.address import AddressRule

if TYPE_CHECKING:
    import duckdb

    from sophia.sources.sync.stream import Sync

OWN_NETWORK = AddressRule(private=True)
Dialect = Literal["duckdb", "postgres", "mysql"]


@dataclass(frozen=True)
class Connection:
    """A configured source as the query path sees it.

    `snapshot` is an immutable DuckDB file (files, SaaS, demo); `dsn` a live database's address (never logged).
    `version` changes whenever the data behind it changed by our doing (new snapshot), and is part of every cache key.
    `as_of` (ISO date) freezes "now" for relative windows where the data itself is not live; `synced_at` is the moment
    (ISO, UTC) up to which synced data holds. `rule` says where the address may lead, at every connect.
    """

    name: str
    source: str
    dialect: Dialect = "duckdb"
    title: str = ""
    demo: bool = False
    snapshot: Path | None = None
    dsn: str | None = None
    version: str = "0"
    as_of: str | None = None
    synced_at: str | None = None
    refresh_interval: int = 300
    rule: AddressRule = OWN_NETWORK

    def __repr__(self) -> str:
        """Leave the address out: it may hold a password."""
        return f"Connection({self.name!r}, source={self.source!r}, version={self.version!r})"


class Config(BaseModel):
    """What a person sets for a connection of one kind; each field is a line in the form, described for its reader."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NoConfig(Config):
    """Nothing to set."""


@dataclass(frozen=True)
class Note:
    """Something to tell about a table after loading: `rejected` rows with the first `lines` at fault, in words."""

    table: str
    message: str
    rejected: int = 0
    lines: tuple[dict[str, Any], ...] = field(default=())


Load = Callable[["duckdb.DuckDBPyConnection", Path, Config], list[Note]]
"""Writes the tables of a file into the snapshot that is the connection's current database."""

Open = Callable[[Any, AddressRule], str]
"""Returns the address for a config after having reached the system where the rule allows it.

Raises SourceUnreachable, BadInput, AddressRefused.
"""


Verified = Literal["simulator", "contract", "sdk", "server", "live"]
"""How far a source is verified: by our own simulator only; by a contract that nobody here wrote; by the vendor's own
library; by the real server or engine, run in the tests; by a user on the real service."""


@dataclass(frozen=True)
class Source:
    """One kind of system.

    File kinds have `load` and `accepts` (endings), live ones `open`, synced ones `sync`; demo data has none of them.
    `evidence` says what the tests ran against, which is how far the kind is `verified`.
    """

    kind: str
    title: str
    description: str
    config: type[Config] = NoConfig
    accepts: tuple[str, ...] = ()
    dialect: Dialect = "duckdb"
    load: Load | None = None
    open: Open | None = None
    sync: Sync | None = None
    verified: Verified = "simulator"
    evidence: str = "Tested against our own simulator only."

    @property
    def capabilities(self) -> tuple[str, ...]:
        """What it can do: `query` where it lies, `sync` to a snapshot, `load` files into one; else "built-in"."""
        able = {"query": self.open, "sync": self.sync, "load": self.load}
        return tuple(name for name, part in able.items() if part is not None) or ("built-in",)
