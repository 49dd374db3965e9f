"""The immutable DuckDB file of one demo connection: declared tables, filled, then moved into place."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Sequence
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
        with duckdb.connect(str(unfinished), config={"threads": 2, "memory_limit": "400MB"}) as database:
            database.execute(schema_sql(connection))
            for table, rows in filled:
                _load(database, table, rows, Path(work) / "rows.csv")
            database.execute(comment_sql(connection))
            database.execute("CHECKPOINT")
        unfinished.replace(path)
    return path


def _load(database: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Row], csv_path: Path) -> None:
    with csv_path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    if csv_path.stat().st_size:
        options = "HEADER false, AUTO_DETECT false, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULL ''"
        database.execute(f"COPY {table} FROM '{str(csv_path).replace(chr(39), chr(39) * 2)}' ({options})")
