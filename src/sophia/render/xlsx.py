"""XLSX: one worksheet per component, with its context above the table and real numbers in the cells."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from sophia.render.table import Sheet
from sophia.spec.shape import Format

PATTERNS = {"percent": "0.0%", "currency": "#,##0.00", "number": "#,##0.######", "score": "0"}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?)?$")
WIDEST = 48


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook with one worksheet per sheet; text is never read as a formula."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "constant_memory": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True})
        title = book.add_format({"bold": True, "font_size": 14})
        taken: set[str] = set()
        for sheet in sheets:
            page = book.add_worksheet(_sheet_name(sheet.title, taken))
            page.write_string(0, 0, sheet.title, title)
            for row, line in enumerate(sheet.context, start=1):
                page.write_string(row, 0, line)
            top = len(sheet.context) + 2
            _write_table(book, page, sheet, top, bold)
    return buffer.getvalue()


def _write_table(book: Any, page: Any, sheet: Sheet, top: int, bold: Any) -> None:
    formats = [_cell_format(book, item) for item in sheet.formats]
    dated = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, name in enumerate(sheet.header):
        page.write_string(top, column, name, bold)
        values = [row[column] for row in sheet.rows[:200]]
        page.set_column(column, column, min(WIDEST, max(10, len(name), *(len(str(value)) for value in [*values, ""]))))
    for offset, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write_cell(page, (top + offset, column), value, formats[column], dated)
    page.freeze_panes(top + 1, 0)
    if sheet.rows:
        page.autofilter(top, 0, top + len(sheet.rows), len(sheet.header) - 1)


def _write_cell(page: Any, place: tuple[int, int], value: Any, number: Any, dated: Any) -> None:
    if value is None:
        page.write_blank(*place, None)
    elif isinstance(value, bool):
        page.write_boolean(*place, value)
    elif isinstance(value, int | float):
        page.write_number(*place, value, number)
    elif isinstance(value, str) and DATE.match(value):
        page.write_datetime(*place, datetime.fromisoformat(value), dated)
    else:
        page.write_string(*place, str(value))


def _cell_format(book: Any, shown: Format) -> Any:
    return book.add_format({"num_format": PATTERNS.get(shown.style, "General")})


def _sheet_name(title: str, taken: set[str]) -> str:
    """Return a worksheet name: at most 31 characters, without []:*?/\\ and unique in the workbook."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ")[:28] or "Sheet"
    name, turn = plain, 2
    while name.lower() in taken:
        name = f"{plain[:27]} {turn}"
        turn += 1
    taken.add(name.lower())
    return name
