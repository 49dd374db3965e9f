"""Raw tables: what was read so far, with the place where reading goes on, in one DuckDB file per connection."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import orjson

from sophia.sources.sync.stream import Position, Record, Resume, Stream
from sophia.sources.types import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

MEMORY = "200MB"
LINE = 2**16
PLACES = """
CREATE TABLE IF NOT EXISTS _places (
  stream VARCHAR PRIMARY KEY, since TIMESTAMP, resume VARCHAR, started TIMESTAMP, cycle BIGINT, swept TIMESTAMP,
  known VARCHAR
)
"""
READ_AS = {
    "TIMESTAMP": "CAST(try_cast({x} AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS TIMESTAMP)",
    "EPOCH": "make_timestamp(CAST(round(try_cast({x} AS DOUBLE) * 1000000) AS BIGINT))",
    "BIGINT": "CAST(try_cast({x} AS DECIMAL(38, 6)) AS BIGINT)",
}
STORED_AS = {"EPOCH": "TIMESTAMP", "JSON": "VARCHAR"}


@dataclass
class Written:
    """What came of some records: how many `changed` the table, how many were `skipped` for want of a key.

    `odd` is column → number of values that are not of its type; they are kept as empty.
    """

    changed: int = 0
    skipped: int = 0
    odd: dict[str, int] | None = None


class RawStore:
    """The raw tables of one connection. One process at a time has it open; each write is whole or not there at all."""

    def __init__(self, path: Path, streams: Sequence[Stream]) -> None:
        import duckdb

        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._work = tempfile.TemporaryDirectory(dir=path.parent, prefix=".sync-")
        config: dict[str, Any] = {"threads": 2, "memory_limit": MEMORY, "temp_directory": self._work.name}
        self.database: duckdb.DuckDBPyConnection = duckdb.connect(str(path), config=config)
        self.database.execute("SET TimeZone = 'UTC'")
        self.database.execute(PLACES)
        self._streams = {stream.name: stream for stream in streams}
        for stream in streams:
            self._declare(stream)

    def __enter__(self) -> Self:
        """Use the open file."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self.database.close()
        self._work.cleanup()

    def position(self, stream: Stream) -> Position:
        """Return where `stream` is to be read on, an unfinished reading included."""
        row = self._place(stream.name)
        if row is None:
            return Position()
        since = row["since"] - stream.overlap if row["since"] and not stream.whole else None
        resume = orjson.loads(row["resume"]) if row["resume"] else None
        return Position(since.replace(tzinfo=UTC) if since else None, resume)

    def begin(self, stream: Stream, now: datetime) -> None:
        """Begin a reading at `now` (the API's clock), unless one is unfinished."""
        row = self._place(stream.name)
        if row is None:
            self.database.execute(
                "INSERT INTO _places (stream, started, cycle) VALUES (?, ?, 1)", [stream.name, _plain(now)]
            )
        elif not row["resume"]:
            self.database.execute(
                "UPDATE _places SET started = ?, cycle = cycle + 1 WHERE stream = ?", [_plain(now), stream.name]
            )

    def restart(self, stream: Stream) -> None:
        """Forget where an unfinished reading stopped."""
        self.database.execute("UPDATE _places SET resume = NULL WHERE stream = ?", [stream.name])

    def write(self, stream: Stream, records: Sequence[Record], resume: Resume | None) -> Written:
        """Put `records` in by their keys and note where to go on, both or neither."""
        with self._transaction():
            done = self._merge(stream, records)
            if stream.read is not None:
                self.database.execute(
                    "UPDATE _places SET resume = ? WHERE stream = ?",
                    [orjson.dumps(dict(resume)).decode() if resume is not None else None, stream.name],
                )
        return done

    def remove(self, stream: Stream, records: Sequence[Record]) -> int:
        """Take the records with these keys out; return how many there were."""
        if not records:
            return 0
        with self._transaction():
            self._stage(stream, records, stream.key)
            return self._count(f"DELETE FROM {quoted(stream.name)} AS t USING staged b WHERE {_same(stream)}")

    def finish(self, stream: Stream) -> None:
        """Note that a reading reached its end: the next one begins at its newest change, by the API's clock."""
        if stream.cursor:
            newest = f"(SELECT max({quoted(stream.cursor)}) FROM {quoted(stream.name)})"
            since = f"least(coalesce({newest}, started), started)"
            self.database.execute(f"UPDATE _places SET resume = NULL, since = {since} WHERE stream = ?", [stream.name])
        else:
            self.restart(stream)

    def unseen(self, stream: Stream) -> int:
        """Return how many rows of a whole list were not in its last reading."""
        return int(self._one(f"SELECT count(*) FROM {quoted(stream.name)} WHERE _cycle < {self._cycle(stream)}"))

    def drop_unseen(self, stream: Stream) -> int:
        """Remove the rows that were not in the last reading; return how many."""
        return self._count(f"DELETE FROM {quoted(stream.name)} WHERE _cycle < {self._cycle(stream)}")

    def compare(self, stream: Stream, present: Iterable[Record]) -> tuple[list[Record], int]:
        """Compare the keys of everything there is with the rows.

        Returns the keys, as records, of rows that are not among `present`, and how many of `present` are no rows.
        """
        self._stage(stream, list(present), stream.key)
        keys = ", ".join(f"t.{quoted(column)}" for column in stream.key)
        table = quoted(stream.name)
        gone = self.database.execute(f"SELECT {keys} FROM {table} t ANTI JOIN staged b ON {_same(stream)}").fetchall()
        unread = self._one(f"SELECT count(*) FROM staged b ANTI JOIN {table} t ON {_same(stream)}")
        return [_record(stream, row) for row in gone], int(unread)

    def read_afresh(self, stream: Stream) -> None:
        """Let the next reading begin at the beginning; the rows stay until it has replaced them."""
        self.database.execute("UPDATE _places SET since = NULL, resume = NULL WHERE stream = ?", [stream.name])

    def swept(self, stream: Stream) -> datetime | None:
        """Return when deletions were last looked for (UTC)."""
        row = self._place(stream.name)
        return row["swept"].replace(tzinfo=UTC) if row and row["swept"] else None

    def mark_swept(self, stream: Stream, now: datetime) -> None:
        """Note that deletions were looked for."""
        self.database.execute("UPDATE _places SET swept = ? WHERE stream = ?", [_plain(now), stream.name])

    def news(self, stream: Stream, records: Sequence[Record]) -> list[str]:
        """Return the names in `records` that none had before, and remember them; none during the first reading."""
        row = self._place(stream.name)
        known = set(orjson.loads(row["known"])) if row and row["known"] else set()
        fresh = set().union(*records) - known
        if fresh:
            text = orjson.dumps(sorted(known | fresh)).decode()
            self.database.execute("UPDATE _places SET known = ? WHERE stream = ?", [text, stream.name])
        return sorted(fresh) if row and row["cycle"] > 1 else []

    def rows(self, name: str) -> int:
        """Return the number of rows of a stream."""
        return int(self._one(f"SELECT count(*) FROM {quoted(name)}"))

    def _declare(self, stream: Stream) -> None:
        """Make the table, or bring one of an earlier version to the fields of today; what is new is read afresh."""
        known = {
            row[0] for row in self._all("SELECT column_name FROM duckdb_columns() WHERE table_name = ?", stream.name)
        }
        wanted = [*stream.fields, "_cycle"]
        if known and known != set(wanted):
            self.database.execute(f"DROP TABLE {quoted(stream.name)}")
            self.database.execute("DELETE FROM _places WHERE stream = ?", [stream.name])
            known = set()
        if not known:
            types = stream.types
            columns = ", ".join(f"{quoted(column)} {STORED_AS.get(kind, kind)}" for column, kind in types.items())
            keys = ", ".join(map(quoted, stream.key))
            self.database.execute(
                f"CREATE TABLE {quoted(stream.name)} ({columns}, _cycle BIGINT, PRIMARY KEY ({keys}))"
            )

    def _merge(self, stream: Stream, records: Sequence[Record]) -> Written:
        if not records:
            return Written()
        columns = tuple(stream.fields)
        total = self._stage(stream, records, columns)
        table, cycle = quoted(stream.name), self._cycle(stream)
        different = " OR ".join(
            f"b.{quoted(column)} IS DISTINCT FROM t.{quoted(column)}" for column in columns if column not in stream.key
        )
        newer = f" AND b.{quoted(stream.cursor)} >= t.{quoted(stream.cursor)}" if stream.cursor else ""
        changed = f"t._cycle IS NULL OR (({different or 'false'}){newer})"
        values = ", ".join(f"b.{quoted(column)}" for column in columns)
        joined = f"staged b LEFT JOIN {table} t ON {_same(stream)}"
        count = int(self._one(f"SELECT count(*) FROM {joined} WHERE {changed}"))
        take = "" if stream.whole else f" WHERE {changed}"
        if count or stream.whole:
            self.database.execute(f"INSERT OR REPLACE INTO {table} SELECT {values}, {cycle} FROM {joined}{take}")
        skipped = len(records) - total
        return Written(count, max(0, skipped), self._odd(stream, columns))

    def _stage(self, stream: Stream, records: Sequence[Record], columns: Sequence[str]) -> int:
        """Lay `records` out as the table `staged`, the last of each key, typed; return how many have a key."""
        latest = _latest(stream, records, columns)
        path = Path(self._work.name) / "batch.ndjson"
        lines = [orjson.dumps(row) + b"\n" for row in latest]
        path.write_bytes(b"".join(lines))
        longest = max(map(len, lines), default=0) + LINE
        declared = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in columns)
        options = f"format = 'newline_delimited', columns = {{{declared}}}, maximum_object_size = {longest}"
        spelled = f"SELECT * FROM read_json({literal(str(path))}, {options})" if latest else _nothing(columns)
        self.database.execute(f"CREATE OR REPLACE TEMP TABLE spelled AS {spelled}")
        typed = ", ".join(f"{_typed(stream.types[column], column)} AS {quoted(column)}" for column in columns)
        keyed = " AND ".join(f"{quoted(column)} IS NOT NULL" for column in stream.key)
        self.database.execute(
            f"CREATE OR REPLACE TEMP TABLE staged AS SELECT * FROM (SELECT {typed} FROM spelled) WHERE {keyed}"
        )
        return len(latest)

    def _odd(self, stream: Stream, columns: Sequence[str]) -> dict[str, int]:
        tests = ", ".join(
            f"count(*) FILTER ({quoted(column)} IS NOT NULL AND {_typed(stream.types[column], column)} IS NULL)"
            for column in columns
        )
        counts = self.database.execute(f"SELECT {tests} FROM spelled").fetchone() or ()
        return {column: count for column, count in zip(columns, counts, strict=True) if count}

    def _cycle(self, stream: Stream) -> int:
        row = self._place(stream.name)
        return int(row["cycle"]) if row else 0

    def _place(self, name: str) -> dict[str, Any] | None:
        row = self.database.execute("SELECT * FROM _places WHERE stream = ?", [name]).fetchone()
        names = ("stream", "since", "resume", "started", "cycle", "swept", "known")
        return dict(zip(names, row, strict=True)) if row else None

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.database.execute("BEGIN")
        try:
            yield
        except BaseException:
            self.database.execute("ROLLBACK")
            raise
        self.database.execute("COMMIT")

    def _one(self, sql: str) -> Any:
        row = self.database.execute(sql).fetchone()
        return row[0] if row else 0

    def _all(self, sql: str, *values: Any) -> list[Any]:
        return self.database.execute(sql, list(values)).fetchall()

    def _count(self, sql: str) -> int:
        row = self.database.execute(sql).fetchone()
        return int(row[0]) if row else 0


def key_of(stream: Stream, record: Record) -> tuple[str | None, ...]:
    """Return the key of a record, as text."""
    return tuple(value_at(record, stream.paths[column]) for column in stream.key)


def value_at(record: Record, path: tuple[str, ...]) -> str | None:
    """Return what lies at `path` as text (JSON for lists and objects), None where it leads nowhere."""
    if path == ("*",):
        return orjson.dumps(record).decode()
    found: Any = record
    for step in path:
        if not isinstance(found, Mapping):
            return None
        found = found.get(step)
    if found is None or isinstance(found, str):
        return found
    if isinstance(found, bool):
        return "true" if found else "false"
    return str(found) if isinstance(found, int | float) else orjson.dumps(found).decode()


def _latest(stream: Stream, records: Sequence[Record], columns: Sequence[str]) -> list[dict[str, str | None]]:
    """Return the records as flat rows, of each key the one with the newest change, or else the last."""
    paths = {column: stream.paths[column] for column in columns}
    found: dict[tuple[str | None, ...], dict[str, str | None]] = {}
    for record in records:
        row = {column: value_at(record, path) for column, path in paths.items()}
        key = tuple(row[column] for column in stream.key)
        before = found.get(key)
        late = (
            before is not None and stream.cursor in row and (before[stream.cursor] or "") > (row[stream.cursor] or "")
        )
        if None not in key and not late:
            found[key] = row
    return list(found.values())


def _record(stream: Stream, values: Sequence[Any]) -> Record:
    """Return key values as a record that has them at their paths."""
    record: dict[str, Any] = {}
    for column, value in zip(stream.key, values, strict=True):
        *way, last = stream.paths[column]
        place = record
        for step in way:
            place = place.setdefault(step, {})
        place[last] = value
    return record


def _typed(kind: str, column: str) -> str:
    text = f"nullif({quoted(column)}, '')" if kind not in {"VARCHAR", "JSON"} else quoted(column)
    if kind in {"VARCHAR", "JSON"}:
        return text
    return READ_AS.get(kind, f"try_cast({{x}} AS {kind})").format(x=text)


def _nothing(columns: Sequence[str]) -> str:
    empty = ", ".join(f"CAST(NULL AS VARCHAR) AS {quoted(column)}" for column in columns)
    return f"SELECT {empty} WHERE false"


def _same(stream: Stream) -> str:
    return " AND ".join(f"b.{quoted(column)} = t.{quoted(column)}" for column in stream.key)


def _plain(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def sync_folder(path: Path) -> None:
    """Make sure that what was renamed in a folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
