"""The immutable DuckDB file of one demo connection: declared tables, filled, then moved into place."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb

from sophia.demo.schema import comment_sql, schema_sql

Row = Sequence[object]
Filled = tuple[str, Iterable[Row]]
"""A table's name and its rows, values in the order of the declared columns."""


def write_snapshot(path: Path, connection: str, filled: Iterable[Filled]) -> Path:
    """Write the file of `connection` to `path`, replacing an earlier one at once; return `path`.

    Rows go through a CSV file because DuckDB reads one far faster than it accepts single inserts.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".demo-") as work:
        unfinished = Path(work) / "snapshot.duckdb"
        with duckdb.connect(config={"threads": 2, "memory_limit": "400MB"}) as database:
            # Small blocks: most tables are short, and each column takes at least one block.
            database.execute(f"ATTACH {_quoted(unfinished)} AS snapshot (BLOCK_SIZE 16384)")
            database.execute("USE snapshot")
            database.execute(schema_sql(connection))
            _fill(database, filled, Path(work))
            database.execute(comment_sql(connection))
            database.execute("CHECKPOINT")
            database.execute("USE memory")
            database.execute("DETACH snapshot")
        unfinished.replace(path)
    return path


def _fill(database: duckdb.DuckDBPyConnection, filled: Iterable[Filled], work: Path) -> None:
    """Load each table in a second thread while the rows of the next one are being made."""
    with ThreadPoolExecutor(max_workers=1) as loader:
        loads = []
        for number, (table, rows) in enumerate(filled):
            csv_path = work / f"{number}.csv"
            with csv_path.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(rows)
            loads.append(loader.submit(_load, database, table, csv_path))
        for load in loads:
            load.result()


def _load(database: duckdb.DuckDBPyConnection, table: str, csv_path: Path) -> None:
    if csv_path.stat().st_size:
        options = "HEADER false, AUTO_DETECT false, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULL ''"
        database.execute(f"COPY {table} FROM {_quoted(csv_path)} ({options})")
    csv_path.unlink()


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
