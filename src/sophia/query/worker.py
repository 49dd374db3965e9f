"""A query worker: one process, read-only snapshots, locked settings, hard limits; talks frames over its own pipes."""

from __future__ import annotations

import os
import struct
import sys
import time
from collections import OrderedDict
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from decimal import Decimal
from typing import Any, BinaryIO

import duckdb
import orjson

MEMORY = int(os.environ.get("SOPHIA_WORKER_MEMORY", str(1_500_000_000)))
OPEN_SNAPSHOTS = 8
LARGEST_REPLY = 10_000_000
SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "memory_limit": "768MB",
    "threads": "2",
    "temp_directory": "",
    "max_temp_directory_size": "0KB",
}
INTEGERS = "TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT UHUGEINT"
TYPES = (
    ("BOOLEAN", "boolean"),
    *((name, "integer") for name in INTEGERS.split()),
    ("DECIMAL", "number"),
    ("DOUBLE", "number"),
    ("FLOAT", "number"),
    ("DATE", "date"),
    ("TIMESTAMP", "timestamp"),
)


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """Close every door that a statement could use: files, network, extensions, settings."""
    connection.execute("SET enable_external_access=false")
    connection.execute("SET lock_configuration=true")


class Snapshots:
    """The last few opened snapshot files."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, duckdb.DuckDBPyConnection] = OrderedDict()

    def cursor(self, path: str) -> duckdb.DuckDBPyConnection:
        """Return a fresh cursor on the snapshot at `path` ("" is an empty database)."""
        if not path:
            memory = duckdb.connect(":memory:", config=dict(SETTINGS))
            lock(memory)
            return memory
        connection = self._open.pop(path, None)
        if connection is None:
            connection = duckdb.connect(path, read_only=True, config=dict(SETTINGS))
            lock(connection)
        self._open[path] = connection
        while len(self._open) > OPEN_SNAPSHOTS:
            self._open.popitem(last=False)[1].close()
        return connection.cursor()


def answer(snapshots: Snapshots, request: dict[str, Any]) -> bytes:
    """Run one request {snapshot, sql, bound, cap, tables?} and return the reply frame's bytes."""
    started = time.perf_counter()
    try:
        cursor = snapshots.cursor(request["snapshot"])
        for name, table in (request.get("tables") or {}).items():
            _load(cursor, name, table)
        cursor.execute(request["sql"], request["bound"] or None)
        columns = [(item[0], plain_type(str(item[1]))) for item in cursor.description or []]
        rows = cursor.fetchmany(request["cap"] + 1)
        cut = len(rows) > request["cap"]
        data = (
            [[plain(value) for value in column] for column in zip(*rows[: request["cap"]], strict=True)] if rows else []
        )
        kept = min(len(rows), request["cap"])
        ms = (time.perf_counter() - started) * 1000
        data = data or [[] for _ in columns]
        reply = orjson.dumps({"columns": columns, "data": data, "rows": kept, "cut": cut, "ms": ms})
        if len(reply) > LARGEST_REPLY:
            return orjson.dumps({"error": "too_large", "message": "The result is larger than 10 MB."})
        return reply
    except MemoryError:
        return orjson.dumps({"error": "memory", "message": "The query needed more memory than it may use."})
    except duckdb.OutOfMemoryException:
        return orjson.dumps({"error": "memory", "message": "The query needed more memory than it may use."})
    except duckdb.Error as error:
        return orjson.dumps({"error": "failed", "message": str(error).splitlines()[0][:300]})


def _load(cursor: duckdb.DuckDBPyConnection, name: str, table: dict[str, Any]) -> None:
    """Make a temporary table of a result, for a transform to read."""
    types = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE", "timestamp": "TIMESTAMP"}
    quoted = ", ".join(f'"{_quote(column)}" {types.get(kind, "VARCHAR")}' for column, kind in table["columns"])
    cursor.execute(f'CREATE TEMP TABLE "{_quote(name)}" ({quoted})')
    marks = ", ".join("?" for _ in table["columns"])
    rows = list(zip(*table["data"], strict=True))
    if rows:
        cursor.executemany(f'INSERT INTO "{_quote(name)}" VALUES ({marks})', rows)


def _quote(name: str) -> str:
    return name.replace('"', '""')


def plain_type(name: str) -> str:
    """Return a result type's plain name."""
    return next((kind for prefix, kind in TYPES if name.startswith(prefix)), "text")


def plain(value: Any) -> Any:
    """Return a value as JSON knows it: dates as ISO text, decimals as floats, what is not finite as null."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value if -(2**53) <= value <= 2**53 else float(value)
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime | date | clock_time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, list | tuple | dict):
        return orjson.dumps(value, default=str).decode()
    return str(value)


def read_frame(stream: BinaryIO) -> bytes | None:
    """Return the next length-prefixed frame, or None at the end."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    return stream.read(struct.unpack(">I", head)[0])


def write_frame(stream: BinaryIO, body: bytes) -> None:
    """Write one length-prefixed frame."""
    stream.write(struct.pack(">I", len(body)) + body)
    stream.flush()


def limit() -> None:
    """Bound this process's memory where the system can."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        return


def main() -> None:
    """Serve requests until the pipe closes."""
    limit()
    snapshots = Snapshots()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while (frame := read_frame(source)) is not None:
        write_frame(sink, answer(snapshots, orjson.loads(frame)))


if __name__ == "__main__":
    main()
