"""XLSX: each worksheet of a workbook is a table; its first filled row is the header."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sophia.kernel.errors import BadInput
from sophia.sources.contract import Config, Note, Source
from sophia.sources.csv import read_text, table_name

if TYPE_CHECKING:
    import duckdb


def load_xlsx(database: duckdb.DuckDBPyConnection, path: Path, config: Config) -> list[Note]:
    """Write every worksheet that has a header and a row. Raises BadInput when the workbook cannot be read."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception:
        remedy = "Save it as .xlsx without a password."
        raise BadInput(f"{path.name} is no readable workbook.", field="file", remedy=remedy) from None
    notes: list[Note] = []
    sheets = book.worksheets
    found = 0
    for number, sheet in enumerate(sheets):
        text = path.with_name(f"sheet{number}.csv")
        if _write(sheet.iter_rows(values_only=True), text) < 2:
            continue
        found += 1
        table = table_name(path) if len(sheets) == 1 else table_name(Path(re.sub(r"[./]", "_", sheet.title) + ".x"))
        notes += read_text(database, text, table, ",", path.name)
    if not found:
        raise BadInput(f"{path.name} has no worksheet with a header and rows.", field="file")
    return notes


def _write(rows: Iterable[tuple[Any, ...]], path: Path) -> int:
    """Write the filled rows as CSV and return their number."""
    count = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        for row in rows:
            if any(value is not None for value in row):
                writer.writerow([_text(value) for value in row])
                count += 1
    return count


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value.replace("\r", " ").replace("\n", " ")
    return value


SOURCE = Source(
    kind="xlsx",
    title="Excel workbook",
    description="Each worksheet becomes a table; its first filled row is the header.",
    accepts=(".xlsx",),
    load=load_xlsx,
)
