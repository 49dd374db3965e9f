"""CSV: a sheet as UTF-8 text that spreadsheets open as it is."""

from __future__ import annotations

import csv
import io

from sophia.render.table import Sheet, safe_cell


def write_csv(sheet: Sheet) -> bytes:
    """Return `sheet` as CSV: header and rows only, full values, null as empty, with a byte-order mark for Excel."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe_cell(name) for name in sheet.header])
    for row in sheet.rows:
        writer.writerow(["" if value is None else safe_cell(value) for value in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
