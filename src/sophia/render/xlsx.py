"""XLSX: one worksheet per component, with its context above the table and real numbers in the cells."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from sophia.render.table import Sheet
from sophia.spec.shape import Format

PATTERNS = {"percent": "0.0%", "currency": "#,##0.00", "number": "#,##0.######", "score": "0"}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?)?$")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
WIDEST = 48
BOLD, TITLE = Font(bold=True), Font(bold=True, size=14)


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook with one worksheet per sheet; text is never read as a formula."""
    book = Workbook()
    book.remove(book.worksheets[0])
    taken: set[str] = set()
    for sheet in sheets:
        page = book.create_sheet(_sheet_name(sheet.title, taken))
        _write_text(page.cell(1, 1), sheet.title, TITLE)
        for row, line in enumerate(sheet.context, start=2):
            _write_text(page.cell(row, 1), line)
        _write_table(page, sheet, len(sheet.context) + 3)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_table(page: Any, sheet: Sheet, top: int) -> None:
    for column, name in enumerate(sheet.header, start=1):
        _write_text(page.cell(top, column), name, BOLD)
        values = [str(row[column - 1]) for row in sheet.rows[:200]]
        width = min(WIDEST, max(10, len(name), *(len(value) for value in [*values, ""])))
        page.column_dimensions[get_column_letter(column)].width = width
    for offset, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row, start=1):
            _write_value(page.cell(top + offset, column), value, sheet.formats[column - 1])
    page.freeze_panes = page.cell(top + 1, 1)
    if sheet.rows:
        page.auto_filter.ref = f"A{top}:{get_column_letter(len(sheet.header))}{top + len(sheet.rows)}"


def _write_value(cell: Any, value: Any, shown: Format) -> None:
    if value is None:
        return
    if isinstance(value, bool | int | float):
        cell.value = value
        cell.number_format = PATTERNS.get(shown.style, "General")
    elif isinstance(value, str) and DATE.match(value):
        cell.value = datetime.fromisoformat(value)
        cell.number_format = "yyyy-mm-dd"
    else:
        _write_text(cell, str(value))


def _write_text(cell: Any, text: str, font: Font | None = None) -> None:
    cell.value = UNPRINTABLE.sub(" ", text)
    cell.data_type = "s"
    if font is not None:
        cell.font = font


def _sheet_name(title: str, taken: set[str]) -> str:
    """Return a worksheet name: at most 31 characters, without []:*?/\\ and unique in the workbook."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip("' ")[:28] or "Sheet"
    name, turn = plain, 2
    while name.lower() in taken:
        name = f"{plain[:27]} {turn}"
        turn += 1
    taken.add(name.lower())
    return name
