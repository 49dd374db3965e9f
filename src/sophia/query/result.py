"""The result of a dataset: columns of values, ready to be written as columnar JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

ResultType = Literal["text", "integer", "number", "boolean", "date", "timestamp"]
Status = Literal["ok", "stale", "error", "forbidden"]


@dataclass(frozen=True)
class ResultColumn:
    """A result column: its name and type (dates are ISO text, numbers are float or int, null is null)."""

    name: str
    type: ResultType


@dataclass(frozen=True)
class Failure:
    """Why a dataset has no result, in public words; `id` finds the log line."""

    code: str
    message: str
    id: str
    remedy: str | None = None


@dataclass(frozen=True)
class Result:
    """What one dataset returned.

    `data[i]` are the values of `columns[i]`. `sql` is the statement as run and `bound` its parameters (evidence).
    `milliseconds` is the engine's time, 0.0 when served from the cache. `as_of` is when (or up to when) the data holds.
    `partial` names the current, unfinished period: {column, value}. `truncated`: more rows exist than the cap.
    """

    columns: tuple[ResultColumn, ...]
    data: tuple[tuple[Any, ...], ...]
    rows: int
    connection: str
    sql: str = ""
    bound: tuple[Any, ...] = ()
    milliseconds: float = 0.0
    as_of: str | None = None
    demo: bool = False
    truncated: bool = False
    cached: bool = False
    status: Status = "ok"
    partial: dict[str, str] | None = None
    failure: Failure | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    def column(self, name: str) -> tuple[Any, ...]:
        """Return the values of the column called `name`. Raises KeyError when there is none."""
        for column, values in zip(self.columns, self.data, strict=True):
            if column.name == name:
                return values
        raise KeyError(name)
