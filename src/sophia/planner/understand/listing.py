"""Lists: the columns that rows are shown with, and the number that ranks them."""

from __future__ import annotations

from sophia.catalog.model import Table
from sophia.catalog.personal import personal_kind

MOST_COLUMNS = 7


def row_columns(table: Table) -> list[str]:
    """Return the columns of a row list: the curated ones, else the most telling that are not personal data."""
    if table.drill_columns:
        return [f"{table.name}.{name}" for name in table.drill_columns]
    rank = {"label": 0, "money": 2, "measure": 2, "status": 3, "category": 3, "date": 4, "rate": 4, "duration": 4}
    visible = [column for column in table.columns if not column.hidden and not personal_kind(column, table)]
    ordered = sorted(visible, key=lambda column: rank.get(column.role, 6))
    return [f"{table.name}.{column.name}" for column in ordered[:MOST_COLUMNS]]


def ranking_column(table: Table | None) -> str | None:
    """Return the number that "top" means on a row list: the table's main money or measure among those shown."""
    if table is None:
        return None
    shown = row_columns(table)
    for role in ("money", "measure", "rate", "date"):
        for column in table.columns:
            if column.role == role and f"{table.name}.{column.name}" in shown:
                return f"{table.name}.{column.name}"
    return None
