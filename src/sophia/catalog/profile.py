"""Profiles: what the values of a table's columns look like, measured with one query per table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sophia.catalog.model import ColumnType

FREQUENT = 50
SAMPLE = 100_000
Fetch = Callable[[str], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Field:
    """A physical column: name, plain type, and its comment if the database holds one."""

    name: str
    type: ColumnType
    comment: str = ""


@dataclass(frozen=True)
class Profile:
    """A column's values: distinct (approximate), nulls as a share, range as text, and frequent values.

    `castable` is the share of non-null text values that read as: number, date.
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


def quoted(name: str) -> str:
    """Return `name` as a quoted identifier."""
    return '"' + name.replace('"', '""') + '"'


def profile_table(table: str, fields: Sequence[Field], rows: int, fetch: Fetch, postgres: bool) -> list[Profile]:
    """Measure all columns of one table in one pass, then list the frequent values of the few-valued text columns."""
    if not fields:
        return []
    source = f"{quoted(table)}"
    if rows > SAMPLE:
        source += (
            f" TABLESAMPLE SYSTEM ({max(1, 100 * SAMPLE // rows)})" if postgres else f" USING SAMPLE {SAMPLE} ROWS"
        )
    parts = [part for item in fields for part in _measures(item, postgres)]
    (row,) = fetch(f"SELECT count(*), {', '.join(parts)} FROM {source}")
    found = [_profile(item, row[1 + place * 7 : 8 + place * 7], int(row[0])) for place, item in enumerate(fields)]
    return [replace(item, values=_frequent(item, source, fetch)) for item in found]


def _frequent(item: Profile, source: str, fetch: Fetch) -> tuple[str, ...]:
    if item.column.type not in {"text", "boolean"} or not 0 < item.distinct <= FREQUENT:
        return ()
    name = quoted(item.column.name)
    listed = fetch(
        f"SELECT CAST({name} AS VARCHAR), count(*) FROM {source} WHERE {name} IS NOT NULL "
        f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {FREQUENT}"
    )
    return tuple(str(value) for value, _ in listed)


def _measures(item: Field, postgres: bool) -> list[str]:
    name = quoted(item.name)
    number, dated = _readable_shares(name, postgres) if item.type == "text" else ("0", "0")
    low, high = "NULL", "NULL"
    if item.type != "boolean":
        low, high = f"CAST(min({name}) AS VARCHAR)", f"CAST(max({name}) AS VARCHAR)"
    longest = f"max(length(CAST({name} AS VARCHAR)))"
    return [f"count(DISTINCT {name})", f"count({name})", low, high, longest, number, dated]


def _readable_shares(name: str, postgres: bool) -> tuple[str, str]:
    """Return SQL for the shares of a text column's values that read as a number and as a date."""
    number, dated = f"TRY_CAST({name} AS DOUBLE) IS NOT NULL", f"TRY_CAST({name} AS TIMESTAMP) IS NOT NULL"
    if postgres:
        number = rf"{name} ~ '^\s*-?[0-9]+(\.[0-9]+)?\s*$'"
        dated = rf"{name} ~ '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}'"
    share = "avg(CASE WHEN {} THEN 1.0 ELSE 0.0 END) FILTER (WHERE {} <> '')"
    return share.format(number, name), share.format(dated, name)


def _profile(item: Field, cell: tuple[Any, ...], total: int) -> Profile:
    distinct, present, low, high, longest, numeric, dated = cell
    return Profile(
        column=item,
        distinct=int(distinct or 0),
        null_share=round(1 - int(present or 0) / total, 4) if total else 0.0,
        minimum=None if low is None else str(low)[:80],
        maximum=None if high is None else str(high)[:80],
        longest=int(longest or 0),
        numeric_share=float(numeric or 0),
        date_share=float(dated or 0),
    )
