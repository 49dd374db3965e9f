"""SQLite: every table of the file with its declared keys."""

from __future__ import annotations

import csv
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sophia.kernel.errors import BadInput
from sophia.sources.contract import Config, Note, Source
from sophia.sources.types import literal, quoted, type_columns

if TYPE_CHECKING:
    import duckdb

NULL = "\\N"


@dataclass(frozen=True)
class Declared:
    """What a table declares: column names, primary key, foreign keys as (column, table, column)."""

    name: str
    columns: tuple[str, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[tuple[str, str, str], ...]


def load_sqlite(database: duckdb.DuckDBPyConnection, path: Path, config: Config) -> list[Note]:
    """Copy every table. Raises BadInput when the file is no SQLite database or has no table."""
    try:
        file = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        file.text_factory = lambda raw: raw.decode("utf-8", "replace")
        tables = _declared(file)
    except sqlite3.DatabaseError as error:
        raise BadInput(f"{path.name} is no readable SQLite file: {error}.", field="file") from None
    if not tables:
        raise BadInput(f"{path.name} has no table.", field="file")
    notes: list[Note] = []
    try:
        for table in tables:
            _copy(database, file, table, path.with_name("table.csv"))
            type_columns(database, table.name, dates_only=True)
        for table in _parents_first(tables):
            notes += _declare_keys(database, table)
    except sqlite3.DatabaseError as error:
        raise BadInput(f"{path.name} is damaged: {error}.", field="file") from None
    finally:
        file.close()
    return notes


def _declared(file: sqlite3.Connection) -> list[Declared]:
    names = file.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return [_declaration(file, name) for (name,) in names.fetchall()]


def _declaration(file: sqlite3.Connection, table: str) -> Declared:
    columns = file.execute(f"PRAGMA table_info({quoted(table)})").fetchall()
    keys = sorted((row[5], row[1]) for row in columns if row[5])
    foreign: dict[int, list[tuple[str, str, str]]] = {}
    for number, _, parent, own, theirs, *_ in file.execute(f"PRAGMA foreign_key_list({quoted(table)})").fetchall():
        target = theirs or _only_key(file, parent)
        if target:
            foreign.setdefault(number, []).append((own, parent, target))
    single = tuple(items[0] for items in foreign.values() if len(items) == 1)
    return Declared(table, tuple(row[1] for row in columns), tuple(name for _, name in keys), single)


def _only_key(file: sqlite3.Connection, table: str) -> str | None:
    keys = [row[1] for row in file.execute(f"PRAGMA table_info({quoted(table)})").fetchall() if row[5]]
    return keys[0] if len(keys) == 1 else None


def _copy(database: duckdb.DuckDBPyConnection, file: sqlite3.Connection, table: Declared, text: Path) -> None:
    """Copy the rows through a CSV file, which DuckDB reads far faster than it takes single inserts."""
    kinds = [_kind(file, table.name, column) for column in table.columns]
    shown = ", ".join(f"{quoted(name)} {kind}" for name, kind in zip(table.columns, kinds, strict=True))
    database.execute(f"CREATE TABLE {quoted(table.name)} ({shown})")
    with text.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        for row in file.execute(
            f"SELECT {', '.join(quoted(name) for name in table.columns)} FROM {quoted(table.name)}"
        ):
            writer.writerow([_cell(value) for value in row])
    if text.stat().st_size:
        options = f"HEADER false, AUTO_DETECT false, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR '{NULL}'"
        database.execute(f"COPY {quoted(table.name)} FROM {literal(str(text))} ({options})")


def _kind(file: sqlite3.Connection, table: str, column: str) -> str:
    """Return the type that fits every stored value; SQLite's declared types bind nobody."""
    query = f"SELECT DISTINCT typeof({quoted(column)}) FROM {quoted(table)}"
    found = {kind for (kind,) in file.execute(query)} - {"null"}
    if found and found <= {"integer"}:
        return "BIGINT"
    return "DOUBLE" if found and found <= {"integer", "real"} else "VARCHAR"


def _cell(value: Any) -> Any:
    if value is None:
        return NULL
    return f"{len(value)} bytes" if isinstance(value, bytes) else value


def _parents_first(tables: list[Declared]) -> list[Declared]:
    """Return the tables so that a referenced one comes before those that refer to it, where that is possible."""
    waiting, done = list(tables), list[Declared]()
    while waiting:
        names = {table.name.lower() for table in waiting}
        ready = [t for t in waiting if not {p.lower() for _, p, _ in t.foreign_keys} & (names - {t.name.lower()})]
        for table in ready or waiting[:1]:
            done.append(table)
            waiting.remove(table)
    return done


def _declare_keys(database: duckdb.DuckDBPyConnection, table: Declared) -> list[Note]:
    """Rebuild `table` with its declared keys; where the data breaks them, say so and go on without."""
    keys = [f"PRIMARY KEY ({', '.join(quoted(name) for name in table.primary_key)})"] if table.primary_key else []
    links = [
        f"FOREIGN KEY ({quoted(own)}) REFERENCES {quoted(parent)} ({quoted(theirs)})"
        for own, parent, theirs in table.foreign_keys
        if parent.lower() != table.name.lower()
    ]
    if not keys and not links:
        return []
    notes: list[Note] = []
    kept = [*keys]
    for trial in ([*keys, *links], *([*kept, link] for link in links), keys):
        if _rebuilt(database, table.name, trial):
            return notes
        notes = [Note(table.name, "A declared key does not hold in the data and was left out.")]
    return notes


def _rebuilt(database: duckdb.DuckDBPyConnection, table: str, constraints: list[str]) -> bool:
    import duckdb

    columns = database.execute(f"DESCRIBE {quoted(table)}").fetchall()
    shown = ", ".join([*(f"{quoted(name)} {kind}" for name, kind, *_ in columns), *constraints])
    fresh = f"{table}__keys"
    try:
        database.execute(f"CREATE TABLE {quoted(fresh)} ({shown})")
        database.execute(f"INSERT INTO {quoted(fresh)} SELECT * FROM {quoted(table)}")
        database.execute(f"DROP TABLE {quoted(table)}")
        database.execute(f"ALTER TABLE {quoted(fresh)} RENAME TO {quoted(table)}")
    except duckdb.Error:
        database.execute(f"DROP TABLE IF EXISTS {quoted(fresh)}")
        return False
    return True


SOURCE = Source(
    kind="sqlite",
    title="SQLite file",
    description="Every table of the file, with its declared keys.",
    accepts=(".sqlite", ".sqlite3", ".db", ".db3"),
    load=load_sqlite,
    verified="server",
    evidence="The engine that ships reads real files.",
)
