"""CSV: delimited text in any usual dialect and encoding; broken rows are reported, never silently lost."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pydantic import Field

from sophia.kernel.errors import BadInput
from sophia.sources.contract import Config, Note, Source
from sophia.sources.types import literal, quoted, type_columns

if TYPE_CHECKING:
    import duckdb

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CHUNK = 1 << 20
SHOWN_LINES = 20


class CsvConfig(Config):
    """How to read the text, where the automatic reading is wrong."""

    delimiter: str | None = Field(
        None, min_length=1, max_length=1, description="Character between values; empty: found."
    )
    encoding: str | None = Field(None, max_length=20, description="Encoding such as utf-8 or cp1252; empty: found.")


def load_csv(database: duckdb.DuckDBPyConnection, path: Path, config: Config) -> list[Note]:
    """Write the file as one table named after it. Raises BadInput when no table can be read."""
    settings = cast(CsvConfig, config)
    text, encoding = _as_utf8(path, settings.encoding)
    table = table_name(path)
    notes = read_text(database, text, table, settings.delimiter)
    if encoding not in {"utf-8", "utf-8-sig"}:
        notes.append(Note(table, f"Read as {encoding}."))
    return notes


def read_text(
    database: duckdb.DuckDBPyConnection, path: Path, table: str, delimiter: str | None = None, label: str = ""
) -> list[Note]:
    """Write a UTF-8 file as `table` with typed columns; return a note when rows were rejected."""
    if path.stat().st_size == 0:
        raise BadInput(f"{label or path.name} is empty.", field="file", remedy="Send a file with a header and rows.")
    options = _dialect(database, path, delimiter)
    rejected = _fill(database, path, table, options)
    if options["quote"] == "" and b'"' in path.read_bytes()[:CHUNK]:
        rejected = _with_quotes(database, path, table, options["delim"], rejected)
    _name_columns(database, table)
    type_columns(database, table)
    if not rejected:
        return []
    words = f"{len(rejected)} broken row{'s were' if len(rejected) > 1 else ' was'} left out."
    return [Note(table, words, len(rejected), tuple(rejected[:SHOWN_LINES]))]


def table_name(path: Path) -> str:
    """Return the file's name as a table name: letters, digits and underscores, not beginning with a digit."""
    plain = re.sub(r"\W+", "_", path.stem).strip("_")[:60] or "data"
    return f"t_{plain}" if plain[0].isdigit() else plain


def _as_utf8(path: Path, encoding: str | None) -> tuple[Path, str]:
    """Return a UTF-8 copy of the file beside it (or the file itself), and the encoding it was in."""
    found = encoding or _encoding(path)
    if found == "utf-8":
        return path, found
    copy = path.with_name(f"{path.stem}.utf8{path.suffix}")
    try:
        with path.open(encoding=found, newline="") as source, copy.open("w", encoding="utf-8", newline="") as target:
            while piece := source.read(CHUNK):
                target.write(piece)
    except (LookupError, UnicodeError):
        raise BadInput(f"{path.name} is not readable as {found}.", field="encoding") from None
    return copy, found


def _encoding(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        start = file.read(4)
        marked = next((name for mark, name in MARKS if start.startswith(mark)), None)
        if marked:
            return marked
        file.seek(0)
        try:
            while piece := file.read(CHUNK):
                if b"\x00" in piece:
                    raise BadInput(f"{path.name} is no text file.", field="file", remedy="Send delimited text.")
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252" if _is_cp1252(path) else "latin-1"
    return "utf-8"


def _is_cp1252(path: Path) -> bool:
    return not re.search(rb"[\x81\x8d\x8f\x90\x9d]", path.read_bytes())


def _dialect(
    database: duckdb.DuckDBPyConnection, path: Path, delimiter: str | None, quote: str | None = None
) -> dict[str, Any]:
    """Return how the file is written, as DuckDB's reading options; columns as text."""
    given = f", delim={literal(delimiter)}" if delimiter else ""
    given += f", quote={literal(quote)}, escape={literal(quote)}, strict_mode=false" if quote else ""
    sniff = "SELECT Delimiter, Quote, Escape, SkipRows, HasHeader, Columns FROM sniff_csv"
    try:
        row = database.execute(f"{sniff}({literal(str(path))}, sample_size=-1, ignore_errors=true{given})").fetchone()
    except Exception as error:
        raise BadInput(f"{path.name} is no table of delimited text.", field="file", remedy=_first_line(error)) from None
    assert row is not None
    plain = ["" if value in {"(empty)", "\x00"} else value for value in row[:3]]
    return {
        "delim": plain[0] or ",",
        "quote": plain[1],
        "escape": plain[2] or plain[1],
        "skip": row[3],
        "header": bool(row[4]),
        "columns": {column["name"]: "VARCHAR" for column in row[5]},
    }


def _fill(database: duckdb.DuckDBPyConnection, path: Path, table: str, options: dict[str, Any]) -> list[dict[str, Any]]:
    """Read the file into `table` as text and return the broken lines as {line, error}."""
    shown = ", ".join(f"{key}={literal(value) if isinstance(value, str) else value}" for key, value in options.items())
    _forget_rejects(database)
    try:
        database.execute(
            f"CREATE OR REPLACE TABLE {quoted(table)} AS SELECT * FROM read_csv({literal(str(path))}, "
            f"auto_detect=false, store_rejects=true, {shown})"
        )
        rows = database.execute(
            "SELECT line, min(error_type || ': ' || error_message) FROM reject_errors GROUP BY line ORDER BY line"
        ).fetchall()
    except Exception as error:
        raise BadInput(f"{path.name} is no table of delimited text.", field="file", remedy=_first_line(error)) from None
    finally:
        _forget_rejects(database)
    return [{"line": line, "error": str(words).splitlines()[0].capitalize()} for line, words in rows]


def _forget_rejects(database: duckdb.DuckDBPyConnection) -> None:
    for name in ("reject_errors", "reject_scans"):
        database.execute(f"DROP TABLE IF EXISTS {name}")


def _with_quotes(
    database: duckdb.DuckDBPyConnection, path: Path, table: str, delimiter: str, rejected: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Read again with quotes, which one broken row may have hidden from the sniffer; keep what holds more rows."""
    trial = f"{table}__quoted"
    try:
        again = _fill(database, path, trial, _dialect(database, path, delimiter, '"'))
    except BadInput:
        return rejected
    counts = [_count(database, name) for name in (trial, table)]
    if counts[0] > counts[1] or (counts[0] == counts[1] and len(again) < len(rejected)):
        database.execute(f"DROP TABLE {quoted(table)}")
        database.execute(f"ALTER TABLE {quoted(trial)} RENAME TO {quoted(table)}")
        return again
    database.execute(f"DROP TABLE {quoted(trial)}")
    return rejected


def _count(database: duckdb.DuckDBPyConnection, table: str) -> int:
    row = database.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone()
    return int(row[0]) if row else 0


def _name_columns(database: duckdb.DuckDBPyConnection, table: str) -> None:
    """Give every column a name without dots, quotes and outer spaces."""
    taken: set[str] = set()
    for number, (name, *_) in enumerate(database.execute(f"DESCRIBE {quoted(table)}").fetchall(), start=1):
        plain = re.sub(r'[.\s"]+', " ", name).strip() or f"column_{number}"
        plain = plain if plain.lower() not in taken else f"{plain}_{number}"
        taken.add(plain.lower())
        if plain != name:
            database.execute(f"ALTER TABLE {quoted(table)} RENAME {quoted(name)} TO {quoted(plain)}")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200]


SOURCE = Source(
    kind="csv",
    title="CSV file",
    description="Delimited text; delimiter, encoding, header and types are found.",
    config=CsvConfig,
    accepts=(".csv", ".tsv", ".txt"),
    load=load_csv,
    verified="server",
    evidence="The engine that ships reads real files: encodings, dialects, broken rows.",
)
