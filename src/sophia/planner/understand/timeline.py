"""Timelines: how a date is cut when nobody said so, and which numbers are years."""

from __future__ import annotations

from datetime import date

from sophia.catalog.model import Catalog, Column
from sophia.planner.understand.time import Special
from sophia.spec.params import Unit

FEW_DAYS = 60
MOST_DAYS = 750
NEARLY_ALL = 0.9
MOST_LINES = 20
DATED = frozenset({"date", "timestamp"})
BARS = frozenset({"bar", "stacked_bar"})


def holds_years(column: Column | None) -> bool:
    """Whether a column of whole numbers holds years."""
    if column is None or column.type != "integer":
        return False
    ends = [str(column.minimum or ""), str(column.maximum or "")]
    return all(end.isdigit() and 1500 <= int(end) <= 2200 for end in ends)


def natural_grain(column: Column) -> Unit:
    """Return the grain at which the range of a date column gives some ten to sixty points."""
    try:
        first, last = (date.fromisoformat(str(end)[:10]) for end in (column.minimum, column.maximum))
    except ValueError:
        return "month"
    days = (last - first).days
    return "day" if days <= 45 else "month" if days <= 1500 else "year"


def unsaid_grain(column: Column, rows: int, chart: str, *, counted: bool, itself: bool) -> Unit | Special | None:
    """Return the grain of a date that was named without one, None to keep its days as they are.

    `counted`: rows are counted. `itself`: it is the dates that are counted ("how many order dates"). A count by days
    that hardly repeat is a row of ones, so it is cut coarser: bars then compare the days of the week, for a course over
    the years would be a line.
    """
    distinct = column.distinct or 0
    repeated = distinct < NEARLY_ALL * rows
    if counted and itself and chart in BARS:
        return "weekday"
    if counted and not repeated and rows:
        natural = natural_grain(column)
        return None if natural == "day" and column.type == "date" else natural
    if distinct and distinct <= (MOST_DAYS if chart == "line" and column.type == "date" else FEW_DAYS):
        return None
    return natural_grain(column)


def joined_date(name: str, catalog: Catalog) -> str | None:
    """Return the "table.column" that dates rows without a date: that of the one document that they are the lines of.

    A document leads to other tables itself and has few lines: the order of order lines, not the team of its members.
    """
    lines = catalog.table(name)
    if lines is None or not lines.rows:
        return None
    heads = {item.to_table for item in catalog.joins if item.from_table == name}
    leading = {item.from_table for item in catalog.joins}
    found = [
        f"{table.name}.{table.time_column}"
        for table in catalog.tables
        if table.name in heads & leading and table.time_column and (table.rows or 0) * MOST_LINES >= lines.rows
    ]
    return found[0] if len(found) == 1 else None
