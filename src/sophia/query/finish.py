"""Finishing: rows of a statement become the columns of a result, without gaps and with names for numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sophia.query.result import ResultColumn
from sophia.query.statement import PREVIOUS, Statement, Trend
from sophia.query.window import floor, step

LONGEST_TREND = 5000


@dataclass(frozen=True)
class Columns:
    """Columns and their values, and the unfinished period among them, if any."""

    columns: tuple[ResultColumn, ...]
    data: tuple[tuple[Any, ...], ...]
    partial: dict[str, str] | None = None

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.data[0]) if self.data else 0


def finished(reply: Mapping[str, Any], statement: Statement | None = None) -> Columns:
    """Return a worker's reply as columns; with a statement, after everything that it says about its rows."""
    columns = tuple(ResultColumn(name, kind) for name, kind in reply["columns"])
    data = tuple(tuple(column) for column in reply["data"])
    if statement is None:
        return Columns(columns, data)
    columns, data = _named(columns, data, statement.names)
    if statement.trend is not None and not reply["cut"]:
        data = without_gaps(columns, data, statement.trend)
    return Columns(columns, data, _present(columns, data, statement.partial))


def _named(
    columns: tuple[ResultColumn, ...], data: tuple[tuple[Any, ...], ...], names: Mapping[str, Sequence[str]]
) -> tuple[tuple[ResultColumn, ...], tuple[tuple[Any, ...], ...]]:
    if not names:
        return columns, data
    words = [names.get(column.name) for column in columns]
    renamed = tuple(
        ResultColumn(column.name, "text") if known else column for column, known in zip(columns, words, strict=True)
    )
    values = tuple(
        tuple(None if value is None else known[int(value) - 1] for value in column) if known else column
        for column, known in zip(data, words, strict=True)
    )
    return renamed, values


def without_gaps(
    columns: Sequence[ResultColumn], data: tuple[tuple[Any, ...], ...], trend: Trend
) -> tuple[tuple[Any, ...], ...]:
    """Return the rows of a trend with one for every period between its ends; rows without a date stay at the end."""
    at = next((index for index, column in enumerate(columns) if column.name == trend.column), None)
    if at is None:
        return data
    rows = list(zip(*data, strict=True))
    dated = {datetime.fromisoformat(row[at]): row for row in rows if row[at] is not None}
    undated = [row for row in rows if row[at] is None]
    if not dated or len(dated) + len(undated) != len(rows):
        return data
    first = min([*dated, *([trend.first] if trend.first else [])])
    last = max([*dated, *([trend.last] if trend.last else [])])
    whole: list[Sequence[Any]] = []
    here = floor(first, trend.grain)
    while here <= last:
        row = list(dated.get(here) or [None] * len(columns))
        row[at] = written(here, trend.grain)
        whole.append([_filled(value, column, here, trend) for value, column in zip(row, columns, strict=True)])
        here = step(here, trend.grain, 1)
        if len(whole) > LONGEST_TREND:
            return data
    if trend.descending:
        whole.reverse()
    return tuple(zip(*whole, *undated, strict=True))


def _filled(value: Any, column: ResultColumn, period: datetime, trend: Trend) -> Any:
    """Return a value, or what nothing is worth there."""
    if value is not None or column.name == trend.column:
        return value
    name = column.name.removesuffix(PREVIOUS)
    known = name == column.name or (trend.earlier is not None and period >= trend.earlier)
    return trend.fills.get(name) if known else None


def written(period: datetime, grain: str) -> str:
    """Return a period's start as results write it."""
    return period.isoformat() if grain == "hour" else period.date().isoformat()


def _present(
    columns: Sequence[ResultColumn], data: Sequence[Sequence[Any]], partial: dict[str, str] | None
) -> dict[str, str] | None:
    """Return the unfinished period if the result shows it."""
    if partial is None:
        return None
    for column, values in zip(columns, data, strict=True):
        if column.name == partial["column"]:
            return partial if partial["value"] in values else None
    return None
