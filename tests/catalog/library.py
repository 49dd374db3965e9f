"""A lending library, untidy the way imported files are: no declared keys, mixed case, spaces, numbers kept as text."""

from __future__ import annotations

from pathlib import Path

import duckdb

from sophia.catalog.discover import discover
from sophia.catalog.model import Catalog
from sophia.sources.contract import Connection

STATEMENTS = """
CREATE TABLE "Book Titles" ("BookID" INTEGER, "Title" VARCHAR, "authorId" INTEGER, "Year Published" INTEGER,
  "Shelf Price" DOUBLE, pages INTEGER, "In Print" BOOLEAN, rating_pct DOUBLE);
INSERT INTO "Book Titles" SELECT i, 'The tale of ' || chr(CAST(65 + i % 26 AS INTEGER)) || i, i % 7 + 1, 1950 + i % 70,
  5.5 + i, 100 + i, i % 3 = 0, (i % 10) / 10.0 FROM range(1, 61) r(i);
CREATE TABLE authors (id INTEGER, full_name VARCHAR, country VARCHAR, birth_date DATE, password_hash VARCHAR);
INSERT INTO authors SELECT i, 'Author ' || i, ['Malta', 'Peru', 'Chad'][CAST(1 + i % 3 AS INTEGER)],
  DATE '1960-01-01' + CAST(i AS INTEGER), md5(CAST(i AS VARCHAR)) FROM range(1, 8) r(i);
CREATE TABLE loans (loan_no INTEGER, book_id INTEGER, memberEmail VARCHAR, lent_on VARCHAR, due_date DATE,
  fine_usd VARCHAR, state VARCHAR, renewals INTEGER, branch_id INTEGER, held_h DOUBLE);
INSERT INTO loans SELECT i, i % 60 + 1, 'm' || i % 40 || '@example.org',
  strftime(DATE '2016-03-01' + CAST(i AS INTEGER), '%Y-%m-%d'), DATE '2016-03-15' + CAST(i AS INTEGER),
  CAST(i % 5 + 0.25 AS VARCHAR), ['open', 'returned', 'lost'][CAST(1 + i % 3 AS INTEGER)], i % 4, i % 9, i * 1.5
  FROM range(1, 301) r(i);
CREATE TABLE branches (branch_id INTEGER, name VARCHAR, state VARCHAR);
INSERT INTO branches SELECT i, 'Branch ' || i, ['Ohio', 'Utah', 'Iowa'][CAST(1 + i % 3 AS INTEGER)] FROM range(0, 5) r(i);
CREATE TABLE shelf_reading (id INTEGER, taken_at TIMESTAMP, temperature DOUBLE, zip VARCHAR);
INSERT INTO shelf_reading SELECT i, TIMESTAMP '2016-01-01' + to_hours(i), 18 + i % 5, '0' || (1000 + i) FROM range(1, 91) r(i);
CREATE VIEW open_loans AS SELECT * FROM loans WHERE state = 'open';
COMMENT ON TABLE loans IS 'One row per book lent.';
COMMENT ON COLUMN loans.renewals IS 'How often it was renewed.';
"""


def write_library(path: Path) -> Path:
    """Write the library into a new DuckDB file."""
    with duckdb.connect(str(path)) as database:
        database.execute(STATEMENTS)
    return path


def read_library(path: Path) -> Catalog:
    """Return what discovery finds in it."""
    return discover(Connection(name="library", source="duckdb", snapshot=path))
