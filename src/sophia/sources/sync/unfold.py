"""Unfolding: records whose form nobody declared become a table with a typed column per value in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import orjson

from sophia.kernel.errors import BadInput
from sophia.sources.sync.stream import Reader, Stream
from sophia.sources.types import literal, quoted

if TYPE_CHECKING:
    import duckdb

DEEPEST = 3
MOST_COLUMNS = 200
TYPES = {"BIGINT": "BIGINT", "UBIGINT": "BIGINT", "DOUBLE": "DOUBLE", "BOOLEAN": "BOOLEAN"}
RECORD = "record"


def unfolded_stream(name: str, key: str, read: Reader) -> Stream:
    """Return a stream that keeps each record whole, told apart by what lies at `key` ("id", "meta.uuid")."""
    return Stream(name, {"record_key": f"{key} VARCHAR", RECORD: "* JSON"}, ("record_key",), read)


def unfold(database: duckdb.DuckDBPyConnection, stream: str) -> str:
    """Return the SELECT that makes a table of the records of `stream`.

    Objects become columns of their own down to three levels ("owner.mail" → owner_mail), lists stay JSON. Raises
    BadInput when there is nothing to unfold.
    """
    row = database.execute(f"SELECT json_group_structure(CAST({RECORD} AS JSON)) FROM {quoted(stream)}").fetchone()
    form = orjson.loads(row[0]) if row and row[0] else {}
    if not isinstance(form, Mapping) or not form:
        raise BadInput(f"{stream} has no records yet whose form could be read.", field=stream)
    columns: dict[str, str] = {}
    for path, kind in _leaves(form, ()):
        name = _free(columns, _named(path))
        pointer = literal("$" + "".join(f".{_quoted_step(step)}" for step in path))
        text = f"json_extract_string({RECORD}, {pointer})"
        columns[name] = f"try_cast({text} AS {TYPES[kind]})" if kind in TYPES else text
        if len(columns) == MOST_COLUMNS:
            break
    return (
        "SELECT " + ", ".join(f"{sql} AS {quoted(name)}" for name, sql in columns.items()) + f" FROM {quoted(stream)}"
    )


def _named(path: tuple[str, ...]) -> str:
    """Return a column name for a path: ("owner", "firstName") → owner_first_name."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", "_".join(path))
    return re.sub(r"\W+", "_", words).strip("_").lower() or "value"


def _leaves(form: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    for name, kind in form.items():
        here = (*path, name)
        if isinstance(kind, Mapping) and kind and len(here) < DEEPEST:
            yield from _leaves(kind, here)
        else:
            yield here, kind if isinstance(kind, str) else "JSON"


def _quoted_step(step: str) -> str:
    return '"' + step.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _free(taken: Mapping[str, str], name: str) -> str:
    if name not in taken:
        return name
    return next(f"{name}_{number}" for number in range(2, MOST_COLUMNS + 2) if f"{name}_{number}" not in taken)
