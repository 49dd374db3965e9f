"""XLSX: each worksheet of a workbook is a table; its first filled row is the header."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING
from xml.etree import ElementTree

from sophia.kernel.errors import BadInput
from sophia.sources.contract import Config, Note, Source
from sophia.sources.csv import read_text, table_name

if TYPE_CHECKING:
    import duckdb

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
LARGEST_PART = 2 * 2**30
MOST_COLUMNS = 2000


class Book:
    """A workbook's worksheets as rows of text; formulas count with the value they were saved with."""

    def __init__(self, path: Path) -> None:
        self._parts = zipfile.ZipFile(path)
        if sum(part.file_size for part in self._parts.infolist()) > LARGEST_PART:
            raise BadInput(f"{path.name} unpacks to more than 2 GB.", field="file", remedy="Save it as CSV.")
        self._texts = self._shared()
        self._dates = self._date_styles()
        book = self._tree("xl/workbook.xml")
        setting = book.find(f"{MAIN}workbookPr")
        in_1904 = setting is not None and setting.get("date1904") in {"1", "true"}
        self._epoch = datetime(1904, 1, 1) if in_1904 else datetime(1899, 12, 30)
        targets = {item.get("Id"): item.get("Target", "") for item in self._tree("xl/_rels/workbook.xml.rels")}
        self.sheets = {
            sheet.get("name", "Sheet"): _place(targets[sheet.get(LINK)]) for sheet in book.iter(f"{MAIN}sheet")
        }

    def rows(self, sheet: str) -> Iterator[list[str]]:
        """Yield the filled rows of a worksheet, as wide as their last filled cell."""
        with self._open(self.sheets[sheet]) as part:
            for _, element in ElementTree.iterparse(part):
                if element.tag == f"{MAIN}row":
                    cells = {_column(cell.get("r", "")): self._text(cell) for cell in element.iter(f"{MAIN}c")}
                    width = max((number for number, text in cells.items() if text), default=-1) + 1
                    if 0 < width <= MOST_COLUMNS:
                        yield [cells.get(number, "") for number in range(width)]
                    element.clear()

    def _text(self, cell: ElementTree.Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _plain("".join(item.text or "" for item in cell.iter(f"{MAIN}t")))
        value = cell.findtext(f"{MAIN}v") or ""
        if kind == "s":
            return self._texts[int(value)] if value else ""
        if kind == "b":
            return "true" if value == "1" else "false"
        if kind == "e":
            return ""
        if kind == "n" and value and int(cell.get("s", "0")) in self._dates:
            return self._moment(float(value))
        return _plain(value)

    def _moment(self, days: float) -> str:
        moment = self._epoch + timedelta(seconds=round(days * 86400))
        return moment.date().isoformat() if moment.time() == time() else moment.isoformat(" ")

    def _shared(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._parts.namelist():
            return []
        items = self._tree("xl/sharedStrings.xml").iter(f"{MAIN}si")
        # Phonetic hints (rPh) stand beside the text and are no part of it.
        return [
            _plain("".join(text.text or "" for child in item if child.tag != f"{MAIN}rPh" for text in _texts(child)))
            for item in items
        ]

    def _date_styles(self) -> set[int]:
        """Return the numbers of the cell styles that show a date or a time."""
        if "xl/styles.xml" not in self._parts.namelist():
            return set()
        styles = self._tree("xl/styles.xml")
        own = {
            int(item.get("numFmtId", "0"))
            for item in styles.iter(f"{MAIN}numFmt")
            if re.search(r"[ymdhs]", re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", item.get("formatCode", "")), re.I)
        }
        used = styles.find(f"{MAIN}cellXfs")
        dates = BUILT_IN_DATES | own
        return {number for number, item in enumerate(used if used is not None else ()) if _format(item) in dates}

    def _tree(self, name: str) -> ElementTree.Element:
        with self._open(name) as part:
            return ElementTree.parse(part).getroot()

    def _open(self, name: str) -> IO[bytes]:
        return self._parts.open(name)


def load_xlsx(database: duckdb.DuckDBPyConnection, path: Path, config: Config) -> list[Note]:
    """Write every worksheet that has a header and a row. Raises BadInput when the workbook cannot be read."""
    notes: list[Note] = []
    found = 0
    try:
        book = Book(path)
        for number, sheet in enumerate(book.sheets):
            text = path.with_name(f"sheet{number}.csv")
            if _write(book.rows(sheet), text) < 2:
                continue
            found += 1
            table = table_name(path) if len(book.sheets) == 1 else table_name(Path(re.sub(r"[./]", "_", sheet) + ".x"))
            notes += read_text(database, text, table, ",", path.name)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, IndexError, RuntimeError):
        remedy = "Save it as .xlsx without a password."
        raise BadInput(f"{path.name} is no readable workbook.", field="file", remedy=remedy) from None
    if not found:
        raise BadInput(f"{path.name} has no worksheet with a header and rows.", field="file")
    return notes


def _write(rows: Iterator[list[str]], path: Path) -> int:
    """Write rows as CSV, all as wide as the header, and return their number."""
    count, width = 0, 0
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        for row in rows:
            width = width or len(row)
            writer.writerow([*row, *[""] * (width - len(row))])
            count += 1
    return count


def _texts(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    return element.iter(f"{MAIN}t")


def _format(style: ElementTree.Element) -> int:
    return int(style.get("numFmtId", "0"))


def _plain(text: str) -> str:
    return re.sub(r"[\r\n]+", " ", text)


def _place(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _column(reference: str) -> int:
    """Return the number of a cell's column: A1 gives 0, AB7 gives 27."""
    number = 0
    for letter in re.match(r"[A-Z]*", reference)[0]:  # type: ignore[index]  # the pattern always matches
        number = number * 26 + ord(letter) - 64
    return number - 1


SOURCE = Source(
    kind="xlsx",
    title="Excel workbook",
    description="Each worksheet becomes a table; its first filled row is the header.",
    accepts=(".xlsx",),
    load=load_xlsx,
    verified="server",
    evidence="Workbooks of another program's making are read.",
)
