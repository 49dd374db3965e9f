"""Gold: what a right component shows, asked of DuckDB directly, and the comparison with what was shown."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import product
from typing import Any

import duckdb
from bench.dash.protocol import Shown

Rows = Sequence[tuple[Any, ...]]
CLOSE = 1e-6
SPANS = (
    "true",
    "{c} >= date '2025-07-01' and {c} < date '2026-07-01'",
    "{c} >= date '2026-01-01' and {c} < date '2026-07-01'",
    "{c} >= date '2025-01-01' and {c} < date '2026-01-01'",
    "{c} >= date '2026-06-01' and {c} < date '2026-07-01'",
    "{c} >= date '2026-05-01' and {c} < date '2026-06-01'",
)
"""Where the words leave the stretch of time open, any usual one is right if the component says which; all is first."""

KINDS = {
    "number": {"kpi", "bullet"},
    "rate": {"kpi", "bullet"},
    "trend": {"line", "area", "bar", "combo"},
    "category": {"bar", "table", "pie", "funnel", "stacked_bar", "waterfall"},
    "rank": {"bar", "table"},
    "share": {"pie", "bar", "stacked_bar", "area"},
    "two": {"stacked_bar", "heat_map", "bar", "table"},
    "trends": {"line", "area", "stacked_bar", "heat_map", "bar"},
    "scatter": {"scatter"},
    "spread": {"bar", "line", "area"},
    "list": {"table"},
}
"""Admissible chart kinds for the shape of an answer."""

MOST_ROWS = {"pie": 8, "bar": 60, "stacked_bar": 400, "kpi": 1}
FEWEST_ROWS = {"line": 2, "area": 2, "pie": 2, "scatter": 2}


@dataclass(frozen=True)
class Gold:
    """One thing asked for: its shape, and the SQL whose rows answer it; several SQL where several readings are right.

    `{when:column}` in the SQL stands for a condition on time that the words leave open. `weight` is 1 for what must be
    there and 0.5 for what should be.
    """

    shape: str
    sql: tuple[str, ...]
    weight: float = 1.0
    kinds: frozenset[str] = frozenset()

    @property
    def admissible(self) -> frozenset[str]:
        """Chart kinds that suit it."""
        return self.kinds or frozenset(KINDS[self.shape])


class Answers:
    """Runs gold SQL on one database, each once."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        self._database = database
        self._known: dict[str, list[tuple[Any, ...]]] = {}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the normalised rows of `sql`."""
        if sql not in self._known:
            found = self._database.execute(sql).fetchall()
            self._known[sql] = [tuple(plain(value) for value in row) for row in found]
        return self._known[sql]

    def readings(self, gold: Gold, span_said: bool) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows of every reading that is right for a component that says, or does not say, its span."""
        for sql in gold.sql:
            for span in SPANS if span_said and "{when:" in sql else SPANS[:1]:
                yield self.rows(re.sub(r"\{when:([\w.\"]+)\}", lambda found, s=span: s.format(c=found[1]), sql))

    def shows(self, gold: Gold, shown: Shown) -> bool:
        """Whether the component's drawn rows are an answer to `gold`."""
        if not shown.rows:
            return False
        drawn = [tuple(plain(value) for value in row) for row in shown.rows]
        return any(_agree(reading, drawn, gold.shape) for reading in self.readings(gold, bool(shown.span)))


def plain(value: Any) -> Any:
    """Return a value as it is compared: numbers as float, moments as ISO text, midnight as its day."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Decimal):
        return None if isinstance(value, float) and math.isnan(value) else float(value)
    if isinstance(value, datetime | date):
        value = value.isoformat()
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]00:00:00(\.0+)?(Z|\+00:00)?", value):
        return value[:10]
    return value


def suits(gold: Gold, shown: Shown) -> bool:
    """Whether the kind of chart fits the shape of the answer and the number of marks."""
    count = len(shown.rows)
    few, many = FEWEST_ROWS.get(shown.kind, 1), MOST_ROWS.get(shown.kind, 10**6)
    return shown.kind in gold.admissible and few <= count <= many


def _agree(want: Rows, drawn: Rows, shape: str) -> bool:
    if shape == "share":
        want, drawn = _as_shares(want), _as_shares(drawn)
    if _same(want, drawn) or _same(_solid(want), _solid(drawn)):
        return True
    if shape == "rate":
        return _same([tuple(_times(value, 100) for value in row) for row in want], drawn)
    if shape in {"trend", "trends"}:
        return _is_tail(_solid(want), _solid(drawn))
    return False


def _times(value: Any, factor: float) -> Any:
    return value * factor if isinstance(value, float) else value


def _as_shares(rows: Rows) -> list[tuple[Any, ...]]:
    """Return rows with each column of numbers divided by its sum: 40 of 100 is the same share as 0.4."""
    columns = list(zip(*rows, strict=True))
    for index, values in enumerate(columns):
        numbers = [value for value in values if isinstance(value, float)]
        total = sum(numbers)
        if numbers and total and all(value is None or isinstance(value, float) for value in values):
            columns[index] = tuple(value / total if isinstance(value, float) else value for value in values)
    return list(zip(*columns, strict=True))


def _solid(rows: Rows) -> list[tuple[Any, ...]]:
    """Return the rows without those of an unknown group, and without those that count nothing."""
    kept = []
    for row in rows:
        keys = [value for value in row if not isinstance(value, float)]
        numbers = [value for value in row if isinstance(value, float)]
        if None not in keys and any(numbers):
            kept.append(row)
    return kept


def _is_tail(want: Rows, drawn: Rows) -> bool:
    """Whether `drawn` is the latest stretch of a series: at least a third of its periods, without a hole."""
    if not want or not drawn:
        return False
    periods = sorted({row[0] for row in want if isinstance(row[0], str)})
    width = next((i for i in range(len(drawn[0])) if {row[i] for row in drawn} <= set(periods)), None)
    if width is None:
        return False
    first = min(row[width] for row in drawn)
    count = sum(period >= first for period in periods)
    return 3 * count >= min(len(periods), 36) and _same([row for row in want if row[0] >= first], drawn)


def _same(want: Rows, drawn: Rows) -> bool:
    """Whether some choice of drawn columns equals the wanted ones, as a multiset of rows, numbers within 1e-6."""
    if not want or len(want) != len(drawn):
        return False
    width = len(want[0])
    columns = [sorted((_key(row[i]) for row in drawn), key=repr) for i in range(len(drawn[0]))]
    options = []
    for i in range(width):
        wanted = sorted((_key(row[i]) for row in want), key=repr)
        options.append([j for j, column in enumerate(columns) if _near(wanted, column)])
    gold = Counter(_row(row) for row in want)
    return any(
        len(set(choice)) == width and _close(gold, Counter(_row([row[j] for j in choice]) for row in drawn))
        for choice in product(*options)
    )


def _key(value: Any) -> Any:
    return float(f"{value:.9g}") if isinstance(value, float) else value


def _near(left: Sequence[Any], right: Sequence[Any]) -> bool:
    return sorted(left, key=_order) == sorted(right, key=_order) or all(
        _equal(a, b) for a, b in zip(sorted(left, key=_order), sorted(right, key=_order), strict=True)
    )


def _order(value: Any) -> tuple[int, float, str]:
    if value is None:
        return (0, 0.0, "")
    return (1, value, "") if isinstance(value, float) else (2, 0.0, str(value))


def _equal(left: Any, right: Any) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        return math.isclose(left, right, rel_tol=CLOSE, abs_tol=CLOSE)
    return bool(left == right)


def _row(row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(_key(value) for value in row)


def _close(want: Counter[tuple[Any, ...]], drawn: Counter[tuple[Any, ...]]) -> bool:
    if want == drawn:
        return True
    left = sorted(want.elements(), key=lambda row: [_order(value) for value in row])
    right = sorted(drawn.elements(), key=lambda row: [_order(value) for value in row])
    return all(all(_equal(a, b) for a, b in zip(x, y, strict=True)) for x, y in zip(left, right, strict=True))
