"""Exports carry the numbers of the screen, their context, and no live formula."""

from __future__ import annotations

import csv
import io

import openpyxl

from sophia.render.csv import write_csv
from sophia.render.table import sheet_of
from sophia.render.xlsx import write_xlsx
from tests.render.samples import BARS, RESULT, SPEC, TABLE


def test_csv_holds_header_and_full_values() -> None:
    text = write_csv(sheet_of(TABLE, RESULT)).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["Stage", "Amount"],
        ["Won", "1234.5"],
        ["'=1+1", "-2"],
        ["", ""],
    ]


def test_a_negative_number_stays_a_number_in_csv() -> None:
    assert b"\r\n'=1+1,-2\r\n" in write_csv(sheet_of(TABLE, RESULT))


def test_xlsx_keeps_numbers_dates_and_context() -> None:
    sheets = [sheet_of(BARS, RESULT, filters=("Stage is Won",)), sheet_of(TABLE, RESULT)]
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(sheets)))
    assert len(book.sheetnames) == 2
    page = book.worksheets[0]
    values = [[cell.value for cell in row] for row in page.iter_rows()]
    assert values[0][0] == 'Deals "by" {stage}'
    assert ["Filter: Stage is Won", None] in values
    assert ["Connection: crm (demo data)", None] in values
    assert ["Definition: Sum of the deals' amounts.", None] in values
    assert ["Won", 1234.5] in values
    assert ["=1+1", -2] in values
    formula = next(cell for row in page.iter_rows() for cell in row if cell.value == "=1+1")
    assert formula.data_type == "s"


def test_an_empty_result_still_exports() -> None:
    empty = RESULT.__class__(columns=RESULT.columns, data=((), ()), rows=0, connection="crm")
    assert write_csv(sheet_of(TABLE, empty)).decode("utf-8-sig") == "Stage,Amount\r\n"
    assert write_xlsx([sheet_of(TABLE, empty), sheet_of(TABLE, empty)])
    assert SPEC.pages[0].components[1] is TABLE
