"""Profiles: what the values of a table's columns look like, measured with one aggregate query per table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sophia.catalog.model import ColumnType

FREQUENT = 50
EXACT = 20_000
SAMPLE = 100_000
LOOKED = 2_000
LONGEST_VALUE = 80
Fetch = Callable[[str], list[tuple[Any, ...]]]


class TooSlow(Exception):
    """A question took longer than the database was given; what is optional goes on without its answer."""


@dataclass(frozen=True)
class Field:
    """A physical column: name, plain type, its comment, and whether its values can be compared (JSON cannot)."""

    name: str
    type: ColumnType
    comment: str = ""
    comparable: bool = True


@dataclass(frozen=True)
class Profile:
    """A column's values: distinct (approximate on large tables), nulls as a share, range as text, frequent values.

    `numeric_share` and `date_share` are the shares of text values that read as a number or as an ISO date; `longest`
    is the length of the longest text.
    """

    column: Field
    distinct: int = 0
    null_share: float = 0.0
    minimum: str | None = None
    maximum: str | None = None
    longest: int = 0
    numeric_share: float = 0.0
    date_share: float = 0.0
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relation:
    """A table or view to measure: its name, its columns, and about how many rows it has."""

    name: str
    fields: Sequence[Field]
    rows: int
    view: bool = False


def quoted(name: str) -> str:
    """Return `name` as a quoted identifier."""
    return '"' + name.replace('"', '""') + '"'


def profile_table(relation: Relation, fetch: Fetch, postgres: bool) -> list[Profile]:
    """Measure all columns in one pass, then list the frequent values of the few-valued ones in another.

    Large snapshots are read whole for ranges and approximate distinct counts, and sampled for what text looks like;
    a large live table is only sampled.
    """
    source = _source(relation, postgres)
    approximate = relation.rows > EXACT and not postgres
    parts = [part for item in relation.fields for part in _measures(item, postgres, approximate)]
    if not parts:
        return []
    (row,) = fetch(f"SELECT count(*), {', '.join(parts)} FROM {source}")
    width = len(parts) // len(relation.fields)
    total = int(row[0])
    found = [
        _profile(item, row[1 + place * width : 1 + (place + 1) * width], total)
        for place, item in enumerate(relation.fields)
    ]
    if total < relation.rows:
        found = [replace(item, distinct=_scaled(item.distinct, total, relation.rows)) for item in found]
    shapes = _shapes(relation, fetch, postgres)
    found = [replace(item, **shapes.get(item.column.name, {})) for item in found]
    values = _frequent(found, source, fetch)
    return [replace(item, values=values.get(item.column.name, ())) for item in found]


def _source(relation: Relation, postgres: bool) -> str:
    name = quoted(relation.name)
    if not postgres or relation.rows <= SAMPLE:
        return name
    if relation.view:
        return f"(SELECT * FROM {name} LIMIT {SAMPLE}) AS sample"
    return f"{name} TABLESAMPLE SYSTEM ({max(0.01, 100 * SAMPLE / relation.rows):.4f})"


def _scaled(distinct: int, seen: int, rows: int) -> int:
    """Return a sample's distinct count for the whole table: what is nearly unique in a sample grows with the rows."""
    return distinct * rows // seen if seen and distinct > 0.9 * seen else distinct


def _measures(item: Field, postgres: bool, approximate: bool) -> list[str]:
    name = quoted(item.name)
    text = f"CAST({name} AS VARCHAR)"
    counted = name if item.comparable else text
    distinct = f"approx_count_distinct({counted})" if approximate else f"count(DISTINCT {counted})"
    if item.type == "boolean" or not item.comparable:
        low, high = "NULL", "NULL"
    else:
        low, high = f"CAST(min({name}) AS VARCHAR)", f"CAST(max({name}) AS VARCHAR)"
    return [distinct, f"count({name})", low, high]


def _profile(item: Field, cell: tuple[Any, ...], total: int) -> Profile:
    distinct, present, low, high = cell
    return Profile(
        column=item,
        distinct=min(int(distinct or 0), int(present or 0)),
        null_share=round(1 - int(present or 0) / total, 4) if total else 0.0,
        minimum=None if low is None else str(low)[:LONGEST_VALUE],
        maximum=None if high is None else str(high)[:LONGEST_VALUE],
    )


def _shapes(relation: Relation, fetch: Fetch, postgres: bool) -> dict[str, dict[str, Any]]:
    """Return name → longest, numeric_share and date_share of the text columns, from a sample."""
    texts = [item for item in relation.fields if item.type == "text"]
    if not texts:
        return {}
    names = ", ".join(f"CAST({quoted(item.name)} AS VARCHAR) AS {quoted(item.name)}" for item in texts)
    source = f"(SELECT {names} FROM {quoted(relation.name)} {_few_rows(relation, postgres)}) AS sample"
    parts = [part for item in texts for part in _readable(quoted(item.name), postgres)]
    (row,) = fetch(f"SELECT {', '.join(parts)} FROM {source}")
    return {
        item.name: {
            "longest": int(row[3 * place] or 0),
            "numeric_share": float(row[3 * place + 1] or 0),
            "date_share": float(row[3 * place + 2] or 0),
        }
        for place, item in enumerate(texts)
    }


def _few_rows(relation: Relation, postgres: bool) -> str:
    """Return the clause that takes rows from the beginning and the middle of a table without reading the rest."""
    if relation.rows <= 2 * LOOKED:
        return ""
    if postgres or relation.view:
        return f"LIMIT {2 * LOOKED}"
    middle = relation.rows // 2
    return f"WHERE rowid < {LOOKED} OR rowid BETWEEN {middle} AND {middle + LOOKED}"


def _readable(name: str, postgres: bool) -> tuple[str, str, str]:
    """Return SQL for the longest value and the shares that read as numbers (no leading zero) and as ISO dates."""
    if postgres:
        number = rf"{name} ~ '^\s*[-+]?(0|[1-9][0-9]*)?(\.[0-9]+)?([eE][-+]?[0-9]+)?\s*$' AND {name} ~ '[0-9]'"
        dated = rf"{name} ~ '^\s*[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}([ T].*)?$'"
    else:
        number = f"TRY_CAST({name} AS DOUBLE) IS NOT NULL AND NOT ({name} LIKE '0_%' AND {name} NOT LIKE '0.%')"
        dated = f"TRY_CAST({name} AS TIMESTAMP) IS NOT NULL"
    share = "avg(CASE WHEN {} THEN 1.0 ELSE 0.0 END) FILTER (WHERE {} <> '')"
    return f"max(length({name}))", share.format(number, name), share.format(dated, name)


def _frequent(found: Sequence[Profile], source: str, fetch: Fetch) -> dict[str, tuple[str, ...]]:
    """Return name → values, the most frequent first, of the text columns that have at most FREQUENT different ones."""
    few = [
        item
        for item in found
        if item.column.type == "text" and item.column.comparable and 0 < item.distinct <= FREQUENT * 1.1
    ]
    if not few:
        return {}
    parts = [
        f"SELECT {place} AS place, CAST({quoted(item.column.name)} AS VARCHAR) AS value, count(*) AS times "
        f"FROM {source} WHERE {quoted(item.column.name)} IS NOT NULL GROUP BY 2"
        for place, item in enumerate(few)
    ]
    rows = fetch(f"{' UNION ALL '.join(parts)} ORDER BY 1, 3 DESC, 2")
    listed: dict[str, tuple[str, ...]] = {}
    for place, item in enumerate(few):
        values = tuple(str(value) for at, value, _ in rows if at == place)
        listed[item.column.name] = values[:FREQUENT] if len(values) <= FREQUENT * 1.2 else ()
    return listed
