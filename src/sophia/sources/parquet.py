"""Parquet: one file, one table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sophia.kernel.errors import BadInput
from sophia.sources.contract import Config, Note, Source
from sophia.sources.csv import table_name
from sophia.sources.types import literal, quoted, type_columns

if TYPE_CHECKING:
    import duckdb


def load_parquet(database: duckdb.DuckDBPyConnection, path: Path, config: Config) -> list[Note]:
    """Write the file as one table named after it. Raises BadInput when it is no Parquet file."""
    table = table_name(path)
    try:
        database.execute(f"CREATE TABLE {quoted(table)} AS SELECT * FROM read_parquet({literal(str(path))})")
    except Exception as error:
        remedy = str(error).splitlines()[0][:200]
        raise BadInput(f"{path.name} is no readable Parquet file.", field="file", remedy=remedy) from None
    type_columns(database, table, dates_only=True)
    return []


SOURCE = Source(
    kind="parquet",
    title="Parquet file",
    description="A columnar file with its own types.",
    accepts=(".parquet",),
    load=load_parquet,
    verified="server",
    evidence="The engine that ships reads real files.",
)
