"""Publishing: raw tables become one immutable snapshot in the shape that the source's pack describes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sophia.sources.sync.raw import RawStore, sync_folder
from sophia.sources.sync.stream import Stream
from sophia.sources.sync.unfold import unfold
from sophia.sources.types import literal, quoted, type_columns


def publish(
    raw: RawStore, streams: Sequence[Stream], shape: Mapping[str, str], target: Path, now: datetime
) -> dict[str, int]:
    """Write the tables of `shape` to the DuckDB file `target`, which appears whole or not at all; return their rows.

    Without a shape each of the `streams` is unfolded to a table of its name. A SELECT of `shape` reads raw tables by
    name, tables before it as snapshot.NAME, and getvariable('now') (UTC).
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    database = raw.database
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".publish-") as work:
        unfinished = Path(work) / "snapshot.duckdb"
        moment = now.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")
        database.execute(f"SET VARIABLE now = TIMESTAMP {literal(moment)}")
        database.execute(f"ATTACH {literal(str(unfinished))} AS snapshot (BLOCK_SIZE 16384)")
        try:
            selects = shape or {
                stream.name: unfold(database, stream.name) for stream in streams if raw.rows(stream.name)
            }
            for table, select in selects.items():
                database.execute(f"CREATE TABLE snapshot.{quoted(table)} AS {select}")
            if not shape:
                _type(raw, selects)
            database.execute("CHECKPOINT snapshot")
            rows = {table: _rows(raw, table) for table in selects}
        finally:
            database.execute("DETACH snapshot")
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.replace(target)
    sync_folder(target.parent)
    return rows


def _type(raw: RawStore, tables: Iterable[str]) -> None:
    """Give text that holds dates, numbers or truth values throughout its type."""
    (home,) = raw.database.execute("SELECT current_database()").fetchone() or ("raw",)
    raw.database.execute("USE snapshot")
    try:
        for table in tables:
            type_columns(raw.database, table)
    finally:
        raw.database.execute(f"USE {quoted(home)}")


def _rows(raw: RawStore, table: str) -> int:
    row = raw.database.execute(f"SELECT count(*) FROM snapshot.{quoted(table)}").fetchone()
    return int(row[0]) if row else 0
