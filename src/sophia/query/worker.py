"""A query worker: one process, read-only snapshots, locked settings, hard limits; talks frames over its own pipes."""

from __future__ import annotations

import os
import struct
import sys
import time
from collections import OrderedDict
from contextlib import closing
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from decimal import Decimal
from typing import Any, BinaryIO

import duckdb
import orjson

OPEN_SNAPSHOTS = 8
LARGEST_REPLY = 10_000_000
THREADS = 2
SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "python_enable_replacements": "false",
    "threads": str(THREADS),
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
    ("INTERVAL", "number"),
    ("DATE", "date"),
    ("TIMESTAMP", "timestamp"),
)
COLUMN_TYPES = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE", "timestamp": "TIMESTAMP"}
ZONED = "TIMESTAMP WITH TIME ZONE"
MEMORY_MESSAGE = "The query needed more memory than it may use."


class Snapshots:
    """The last few opened snapshot files; `memory` bounds what one of them may buffer, in bytes."""

    def __init__(self, memory: int) -> None:
        self._settings = SETTINGS | {"memory_limit": f"{memory // 1_000_000}MB"}
        self._open: OrderedDict[str, tuple[object, duckdb.DuckDBPyConnection]] = OrderedDict()

    def cursor(self, path: str) -> duckdb.DuckDBPyConnection:
        """Return a fresh cursor on the snapshot at `path` ("" is an empty database of its own)."""
        if not path:
            return self._locked(duckdb.connect(":memory:", config=dict(self._settings)))
        status = os.stat(path)  # noqa: PTH116  pathlib would double the time that a worker takes to start
        stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
        found = self._open.pop(path, None)
        if found is not None and found[0] != stamp:
            found[1].close()
            found = None
        if found is None:
            found = (stamp, self._locked(duckdb.connect(path, read_only=True, config=dict(self._settings))))
        self._open[path] = found
        while len(self._open) > OPEN_SNAPSHOTS:
            self._open.popitem(last=False)[1][1].close()
        return found[1].cursor()

    def close(self) -> int:
        """Close all snapshots, which gives their memory back, and return how many there were."""
        count = len(self._open)
        while self._open:
            self._open.popitem()[1][1].close()
        return count

    @staticmethod
    def _locked(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
        """Close every door that a statement could use: files, network, extensions, settings."""
        connection.execute("SET TimeZone='UTC'")
        connection.execute("SET enable_external_access=false")
        connection.execute("SET lock_configuration=true")
        return connection


def answer(snapshots: Snapshots, request: dict[str, Any]) -> bytes:
    """Run one request {snapshot, sql, bound, cap, tables?, memory?} and return the reply frame.

    The reply is {columns: [[name, type]], data: [column], rows, cut, ms}, or {error, message} with error one of
    memory, missing, too_large, failed.
    """
    try:
        try:
            return _run(snapshots, request)
        except (MemoryError, duckdb.OutOfMemoryException):
            if snapshots.close() < 2:
                raise
            return _run(snapshots, request)  # the others' buffers may have been what was too much
    except (MemoryError, duckdb.OutOfMemoryException):
        snapshots.close()
        return _error("memory", MEMORY_MESSAGE)
    except (OSError, duckdb.IOException):
        return _error("missing", "The data of this connection cannot be read.")
    except duckdb.Error as error:
        return _error("failed", str(error).splitlines()[0][:300])


def _error(code: str, message: str) -> bytes:
    return orjson.dumps({"error": code, "message": message})


def _run(snapshots: Snapshots, request: dict[str, Any]) -> bytes:
    started = time.perf_counter()
    cap = request["cap"]
    with closing(snapshots.cursor(request["snapshot"])) as cursor:
        for name, table in (request.get("tables") or {}).items():
            _load(cursor, name, table)
        described = _execute(cursor, request["sql"], request["bound"])
        columns = [(str(item[0]), plain_type(str(item[1]))) for item in described]
        rows = cursor.fetchmany(cap + 1)
    cut, rows = len(rows) > cap, rows[:cap]
    data = [[plain(value) for value in column] for column in zip(*rows, strict=True)] or [[] for _ in columns]
    ms = (time.perf_counter() - started) * 1000
    reply = orjson.dumps({"columns": columns, "data": data, "rows": len(rows), "cut": cut, "ms": ms})
    if len(reply) > LARGEST_REPLY:
        return _error("too_large", "The result is larger than 10 MB.")
    return reply


def _execute(cursor: duckdb.DuckDBPyConnection, sql: str, bound: list[Any]) -> list[Any]:
    """Run a statement; zoned timestamps are asked for as UTC, because fetching them needs another library."""
    cursor.execute(sql, bound or None)
    described = list(cursor.description or [])
    if not any(str(item[1]) == ZONED for item in described):
        return described
    names = [f"c{index}" for index in range(len(described))]
    values = ", ".join(
        f"CAST({name} AS TIMESTAMP)" if str(item[1]) == ZONED else name
        for name, item in zip(names, described, strict=True)
    )
    cursor.execute(f"SELECT {values} FROM ({sql}) AS q({', '.join(names)})", bound or None)
    return described


def _load(cursor: duckdb.DuckDBPyConnection, name: str, table: dict[str, Any]) -> None:
    """Make a temporary table of a result, for a transform to read."""
    columns = ", ".join(f"{quote(column)} {COLUMN_TYPES.get(kind, 'VARCHAR')}" for column, kind in table["columns"])
    cursor.execute(f"CREATE TEMP TABLE {quote(name)} ({columns})")
    kinds = [COLUMN_TYPES.get(kind, "VARCHAR") for _, kind in table["columns"]]
    lists = [f"unnest(${number}::{kind}[])" for number, kind in enumerate(kinds, 1)]
    cursor.execute(f"INSERT INTO {quote(name)} SELECT {', '.join(lists)}", [list(column) for column in table["data"]])


def quote(name: str) -> str:
    """Return a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def plain_type(name: str) -> str:
    """Return the plain name of an engine's type."""
    if name.endswith("]"):
        return "text"
    return next((kind for prefix, kind in TYPES if name.startswith(prefix)), "text")


def plain(value: Any) -> Any:
    """Return a value as JSON knows it: dates as ISO text, decimals as floats, what is not finite as null."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**63 else float(value)
    if isinstance(value, float | Decimal):
        number = float(value)
        return number if number - number == 0 else None
    if isinstance(value, datetime | date | clock_time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, list | tuple | dict):
        return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
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


def limit(memory: int) -> None:
    """Bound this process's memory to `memory` bytes and forbid core files, where the system can."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        return


def allow(seconds: float) -> None:
    """Bound the processor time of the coming statement: the last resort should nobody be left to kill this process."""
    try:
        import resource

        used = time.process_time()
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds * THREADS) + 2, hard))
    except (ImportError, ValueError, OSError):
        return


def main() -> None:
    """Serve requests until the pipe closes. Arguments: bytes of address space, bytes one database may buffer."""
    space, memory = int(sys.argv[1]), int(sys.argv[2])
    limit(space)
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing but frames may reach the pipe
    snapshots = Snapshots(memory)
    while (frame := read_frame(source)) is not None:
        request = orjson.loads(frame)
        allow(request["seconds"])
        write_frame(sink, answer(snapshots, request))


if __name__ == "__main__":
    main()
