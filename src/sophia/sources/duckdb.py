"""DuckDB: every table of the file with its declared keys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sophia.kernel.errors import BadInput
from sophia.sources.contract import Config, Note, Source
from sophia.sources.types import literal, quoted

if TYPE_CHECKING:
    import duckdb


def load_duckdb(database: duckdb.DuckDBPyConnection, path: Path, config: Config) -> list[Note]:
    """Copy every table. Raises BadInput when the file is no DuckDB database or has no table."""
    target = database.execute("SELECT current_database()").fetchone()
    assert target is not None
    try:
        database.execute(f"ATTACH {literal(str(path))} AS taken (READ_ONLY)")
        database.execute(f"COPY FROM DATABASE taken TO {quoted(target[0])}")
        count = database.execute("SELECT count(*) FROM duckdb_tables() WHERE database_name = 'taken'").fetchone()
        database.execute("DETACH taken")
    except Exception as error:
        remedy = str(error).splitlines()[0][:200]
        raise BadInput(f"{path.name} is no readable DuckDB file.", field="file", remedy=remedy) from None
    if not count or not count[0]:
        raise BadInput(f"{path.name} has no table.", field="file")
    return []


SOURCE = Source(
    kind="duckdb",
    title="DuckDB file",
    description="Every table of the file, with its declared keys.",
    accepts=(".duckdb", ".ddb"),
    load=load_duckdb,
    verified="server",
    evidence="The engine that ships reads real files.",
)
