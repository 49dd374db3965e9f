"""Files become snapshots: nothing is lost without being said, and a bad file harms nobody."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import Workbook

from sophia.kernel.errors import BadInput
from sophia.sources.load import Loaded, load_files

pytestmark = pytest.mark.slow


def loaded(tmp_path: Path, *files: Path) -> tuple[Loaded, duckdb.DuckDBPyConnection]:
    target = tmp_path / "out" / "snapshot.duckdb"
    found = load_files(files, target)
    return found, duckdb.connect(str(target), read_only=True)


def written(tmp_path: Path, name: str, text: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def types(database: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    return {row[0]: row[1] for row in database.execute(f'DESCRIBE "{table}"').fetchall()}


def rows(database: duckdb.DuckDBPyConnection, table: str) -> list[Any]:
    return database.execute(f'FROM "{table}"').fetchall()


def test_a_csv_becomes_a_typed_table(tmp_path: Path) -> None:
    text = "id,zip,amount,paid,day\n1,01234,10.50,true,2024-02-29\n2,98765,,false,2024-03-01\n"
    _, database = loaded(tmp_path, written(tmp_path, "my orders 2024.csv", text))
    kinds = {"id": "BIGINT", "zip": "VARCHAR", "amount": "DOUBLE", "paid": "BOOLEAN", "day": "DATE"}
    assert types(database, "my_orders_2024") == kinds
    assert rows(database, "my_orders_2024")[1] == (2, "98765", None, False, date(2024, 3, 1))


def test_german_numbers_dates_and_letters_are_read(tmp_path: Path) -> None:
    text = "Straße;Betrag;Datum\nMünchen;1.234,50;31.12.2024\nKöln;5,25;01.01.2025\n"
    found, database = loaded(tmp_path, written(tmp_path, "de.csv", text.encode("cp1252")))
    assert rows(database, "de")[0] == ("München", 1234.5, date(2024, 12, 31))
    assert "Straße" in types(database, "de")
    assert found.notes[0].message == "Read as cp1252."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marked_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    _, database = loaded(tmp_path, written(tmp_path, "a.csv", "name,n\nÅse,1\nBjørn,2\n".encode(encoding)))
    assert rows(database, "a") == [("Åse", 1), ("Bjørn", 2)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    text = "\n".join(delimiter.join(line) for line in (["a", "b"], ["1", "x y"], ["2", "z"])) + "\n"
    _, database = loaded(tmp_path, written(tmp_path, "a.csv", text))
    assert rows(database, "a") == [(1, "x y"), (2, "z")]


def test_broken_rows_are_named_by_line_and_the_others_kept(tmp_path: Path) -> None:
    good = "".join(f"{number},n{number},2024-01-01\n" for number in range(2, 60))
    text = "id,name,day\n1,a,2024-01-01\n2,b\n3,c,2024-01-03,more\n" + good
    found, database = loaded(tmp_path, written(tmp_path, "bad.csv", text))
    (note,) = found.notes
    assert (note.table, note.rejected) == ("bad", 2)
    assert [line["line"] for line in note.lines] == [3, 4]
    assert found.tables == {"bad": 59}
    assert len(rows(database, "bad")) == 59


def test_a_row_with_an_open_quote_does_not_hide_the_quotes_of_the_others(tmp_path: Path) -> None:
    lines = [f'{number},"Last {number}, First",{number * 2}' for number in range(1, 200)]
    lines[50] = '51,"open,1'
    found, database = loaded(tmp_path, written(tmp_path, "q.csv", "id,name,n\n" + "\n".join(lines) + "\n"))
    kept = {row[0]: row[1] for row in database.execute("SELECT id, name FROM q").fetchall()}
    assert kept[1] == "Last 1, First"
    assert len(kept) + sum(note.rejected for note in found.notes) >= 198


def test_one_odd_value_keeps_the_column_as_text_and_loses_nothing(tmp_path: Path) -> None:
    text = "n\n" + "".join(f"{number}\n" for number in range(30_000)) + "about 7\n"
    _, database = loaded(tmp_path, written(tmp_path, "odd.csv", text))
    assert types(database, "odd") == {"n": "VARCHAR"}
    assert len(rows(database, "odd")) == 30_001


def test_words_for_nothing_are_null_in_number_columns_and_words_elsewhere(tmp_path: Path) -> None:
    _, database = loaded(tmp_path, written(tmp_path, "a.csv", "n,region\n1,NA\nN/A,EU\n3,NA\n"))
    assert rows(database, "a") == [(1, "NA"), (None, "EU"), (3, "NA")]


def test_money_and_american_dates_are_read(tmp_path: Path) -> None:
    text = 'price,day,at\n"$1,234.50",12/31/2024,2024-12-31 10:00:00\n$5,01/02/2025,2025-01-02T03:04:05\n'
    _, database = loaded(tmp_path, written(tmp_path, "a.csv", text))
    assert rows(database, "a")[0] == (1234.5, date(2024, 12, 31), datetime(2024, 12, 31, 10))


def test_odd_column_names_become_usable(tmp_path: Path) -> None:
    _, database = loaded(tmp_path, written(tmp_path, "a.csv", 'a.b, spaced ,"say ""hi"""\n1,2,3\n4,5,6\n'))
    assert list(types(database, "a")) == ["a b", "spaced", "say hi"]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("empty.csv", b""),
        ("binary.csv", b"\x00\x01\x02" * 500),
        ("not.parquet", b"PAR1 nothing"),
        ("not.sqlite", b"hello" * 1000),
        ("not.duckdb", b"hello" * 1000),
        ("not.xlsx", b"PK nothing"),
        ("program.exe", b"MZ"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, body: bytes) -> None:
    target = tmp_path / "out" / "snapshot.duckdb"
    with pytest.raises(BadInput) as caught:
        load_files([written(tmp_path, name, body)], target)
    assert name in caught.value.message
    assert caught.value.field == "file"
    assert not target.exists()


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    query = "SELECT 1::INTEGER AS id, DATE '2024-01-01' AS day, 1.5::DECIMAL(9,2) AS price, ['a', 'b'] AS tags"
    duckdb.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    _, database = loaded(tmp_path, path)
    assert types(database, "p") == {"id": "INTEGER", "day": "DATE", "price": "DECIMAL(9,2)", "tags": "VARCHAR"}


def test_every_worksheet_is_a_table(tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Orders"
    for row in (["id", "day", "note"], [1, date(2024, 1, 2), "x\ny"], [2, date(2024, 1, 3), None]):
        first.append(row)
    second = book.create_sheet("People")
    for row in (["name"], ["Ann"]):
        second.append(row)
    book.create_sheet("Empty")
    book.save(tmp_path / "book.xlsx")
    _, database = loaded(tmp_path, tmp_path / "book.xlsx")
    assert rows(database, "Orders") == [(1, date(2024, 1, 2), "x y"), (2, date(2024, 1, 3), None)]
    assert rows(database, "People") == [("Ann",)]


def sqlite_file(path: Path, script: str) -> Path:
    with sqlite3.connect(path) as file:
        file.executescript(script)
    file.close()
    return path


def test_sqlite_keeps_its_keys_and_odd_values(tmp_path: Path) -> None:
    script = """
    CREATE TABLE emp (id INTEGER PRIMARY KEY, dept_id INTEGER REFERENCES dept(id), pay REAL, note, since TEXT);
    CREATE TABLE dept (id INTEGER PRIMARY KEY, name TEXT);
    INSERT INTO dept VALUES (1, 'A'), (2, 'B');
    INSERT INTO emp VALUES (1, 1, 10, NULL, '2020-01-01'), (2, 2, 20.5, 'x,"y"
z', '2021-02-03'), (3, 1, 3, x'00ff', NULL);
    """
    _, database = loaded(tmp_path, sqlite_file(tmp_path / "a.db", script))
    assert rows(database, "emp")[1] == (2, 2, 20.5, 'x,"y"\nz', date(2021, 2, 3))
    keys = {row[0] for row in database.execute("SELECT constraint_text FROM duckdb_constraints()").fetchall()}
    assert {"PRIMARY KEY(id)", "FOREIGN KEY (dept_id) REFERENCES dept(id)"} <= keys


def test_a_declared_key_that_the_data_breaks_is_left_out_and_said(tmp_path: Path) -> None:
    script = """
    CREATE TABLE dept (id INTEGER PRIMARY KEY);
    CREATE TABLE emp (id INTEGER PRIMARY KEY, dept_id INTEGER REFERENCES dept(id));
    INSERT INTO emp VALUES (1, 99);
    """
    found, database = loaded(tmp_path, sqlite_file(tmp_path / "a.db", script))
    assert rows(database, "emp") == [(1, 99)]
    assert [note.table for note in found.notes] == ["emp"]


def test_duckdb_files_are_copied_with_their_keys(tmp_path: Path) -> None:
    path = tmp_path / "d.duckdb"
    with duckdb.connect(str(path)) as file:
        file.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, n DOUBLE); INSERT INTO t VALUES (1, 2.5)")
    _, database = loaded(tmp_path, path)
    assert rows(database, "t") == [(1, 2.5)]
    keys = database.execute("SELECT constraint_text FROM duckdb_constraints()").fetchall()
    assert ("PRIMARY KEY(id)",) in keys


def test_several_files_are_tables_of_one_snapshot(tmp_path: Path) -> None:
    files = [written(tmp_path, "a.csv", "x,y\n1,2\n"), written(tmp_path, "b.tsv", "x\ty\n3\t4\n")]
    found, _ = loaded(tmp_path, *files)
    assert found.tables == {"a": 1, "b": 1}
