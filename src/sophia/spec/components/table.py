"""table: rows with sort, search, paging and column formats."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sophia.spec.components.shape import DataComponent
from sophia.spec.shape import Format, SpecModel


class TableColumn(SpecModel):
    """One column: `visual` bar draws the number as a bar, badge as a coloured word, health as a 0–100 score cell."""

    column: str
    label: str = ""
    format: Format = Format(style="text")
    visual: Literal["plain", "bar", "badge", "health"] = "plain"


class Table(DataComponent):
    """Rows of a dataset; without `columns` all result columns are shown."""

    kind: Literal["table"] = "table"
    columns: list[TableColumn] = Field(default_factory=list)
    page_size: int = Field(25, ge=5, le=500)
    search: bool = True
