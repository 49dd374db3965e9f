"""A database nobody prepared is understood from its names and values."""

from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from sophia.catalog.discover import discover
from sophia.catalog.model import Catalog, Column
from sophia.kernel.errors import NotFound
from sophia.sources.contract import Connection
from tests.catalog.library import read_library


@pytest.fixture(scope="module")
def library(library_file: Path) -> Catalog:
    return read_library(library_file)


def column(catalog: Catalog, reference: str) -> Column:
    found = catalog.column(reference)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("reference", "role"),
    [
        ("Book Titles.BookID", "key"),
        ("Book Titles.Title", "label"),
        ("Book Titles.authorId", "id"),
        ("Book Titles.Year Published", "category"),
        ("Book Titles.Shelf Price", "money"),
        ("Book Titles.pages", "measure"),
        ("Book Titles.In Print", "boolean"),
        ("Book Titles.rating_pct", "rate"),
        ("authors.country", "geo"),
        ("loans.lent_on", "date"),
        ("loans.fine_usd", "money"),
        ("loans.state", "status"),
        ("loans.memberEmail", "text"),
        ("loans.held_h", "duration"),
        ("branches.state", "geo"),
        ("shelf_reading.zip", "geo"),
    ],
)
def test_each_column_gets_the_role_that_its_name_and_values_tell(library: Catalog, reference: str, role: str):
    assert column(library, reference).role == role


def test_keys_are_found_where_none_is_declared(library: Catalog):
    assert {table.name: table.primary_key for table in library.tables} == {
        "Book Titles": ["BookID"],
        "authors": ["id"],
        "branches": ["branch_id"],
        "loans": ["loan_no"],
        "open_loans": ["loan_no"],
        "shelf_reading": ["id"],
    }


def test_joins_are_many_to_one_and_proven_by_the_values(library: Catalog):
    found = {(join.from_table, join.from_column, join.to_table, join.to_column) for join in library.joins}
    assert ("loans", "book_id", "Book Titles", "BookID") in found
    assert ("Book Titles", "authorId", "authors", "id") in found


def test_a_reference_whose_values_are_missing_on_the_other_side_is_no_join(library: Catalog):
    assert not [join for join in library.joins if join.to_table == "branches"]


def test_numbers_that_look_like_ids_of_other_tables_do_not_join(library: Catalog):
    assert not [join for join in library.joins if "shelf_reading" in {join.from_table, join.to_table}]
    assert not [join for join in library.joins if join.from_column in {"renewals", "pages", "held_h"}]


def test_a_view_of_some_rows_leads_to_the_table_it_takes_them_from(library: Catalog):
    found = [
        join.to_table for join in library.joins if (join.from_table, join.from_column) == ("open_loans", "loan_no")
    ]
    assert found == ["loans"]


def test_rows_are_placed_by_their_beginning_and_named_by_their_title(library: Catalog):
    loans, books, authors = (library.table(name) for name in ("loans", "Book Titles", "authors"))
    assert loans and books and authors
    assert (loans.time_column, books.label_column, authors.label_column) == ("lent_on", "Title", "full_name")
    assert authors.time_column is None, "a birthday places nobody in time"


def test_what_does_not_add_up_says_so(library: Catalog):
    additive = {name: column(library, name).additive for name in ("Book Titles.pages", "loans.fine_usd")}
    assert additive == {"Book Titles.pages": True, "loans.fine_usd": True}
    others = ("Book Titles.rating_pct", "Book Titles.Year Published", "Book Titles.Shelf Price", "loans.book_id")
    assert not any(column(library, name).additive for name in (*others, "shelf_reading.temperature"))


def test_frequent_values_are_listed_for_what_has_few(library: Catalog):
    assert sorted(column(library, "loans.state").values) == ["lost", "open", "returned"]
    assert column(library, "Book Titles.Title").values == []


def test_secrets_are_marked_and_their_values_not_kept(library: Catalog):
    secret = column(library, "authors.password_hash")
    assert (secret.secret, secret.hidden, secret.values, secret.minimum) == (True, True, [], None)


def test_units_and_currencies_are_read_from_names(library: Catalog):
    fine, held = column(library, "loans.fine_usd").format, column(library, "loans.held_h").format
    assert fine and held
    assert (fine.style, fine.currency, held.unit) == ("currency", "USD", "h")


def test_comments_become_descriptions(library: Catalog):
    table = library.table("loans")
    assert table is not None
    assert table.description == "One row per book lent."
    assert column(library, "loans.renewals").description == "How often it was renewed."


def test_ranges_nulls_and_counts_are_exact_on_small_tables(library: Catalog):
    pages = column(library, "Book Titles.pages")
    assert (pages.minimum, pages.maximum, pages.distinct, pages.null_share) == ("101", "160", 60, 0.0)


def test_the_data_ends_at_its_newest_main_date(library: Catalog):
    assert library.as_of == "2016-12-26"


def test_the_data_never_ends_in_the_future(tmp_path: Path):
    path = tmp_path / "plan.duckdb"
    ahead, back = date.today() + timedelta(days=400), date.today() - timedelta(days=40)
    with duckdb.connect(str(path)) as database:
        database.execute("CREATE TABLE booking (booking_id INTEGER, booked_on DATE)")
        database.executemany("INSERT INTO booking VALUES (?, ?)", [(1, back), (2, ahead)])
    found = discover(Connection(name="plan", source="duckdb", snapshot=path))
    assert found.as_of == back.isoformat()


def test_an_empty_table_and_odd_types_are_described_too(tmp_path: Path):
    path = tmp_path / "odd.duckdb"
    with duckdb.connect(str(path)) as database:
        database.execute("""CREATE TABLE "a ""quoted"" name" (id INTEGER, tags VARCHAR[], extra STRUCT(a INTEGER), raw BLOB,
            huge HUGEINT, seen TIMESTAMPTZ, wait INTERVAL, small UTINYINT)""")
        database.execute("CREATE TABLE lists AS SELECT [1, 2] AS numbers, {'a': 1} AS pair, uuid() AS token_id")
    found = discover(Connection(name="odd", source="duckdb", snapshot=path))
    table = found.table('a "quoted" name')
    assert table is not None
    assert [item.type for item in table.columns] == [
        "integer", "text", "text", "text", "integer", "timestamp", "text", "integer",
    ]  # fmt: skip
    assert (table.rows, table.primary_key, found.as_of) == (0, [], None)


def test_large_tables_are_measured_without_losing_their_key(tmp_path: Path):
    path = tmp_path / "large.duckdb"
    with duckdb.connect(str(path)) as database:
        database.execute(
            "CREATE TABLE hit AS SELECT i AS hit_id, i % 3 AS page_id, 'x' || i % 3 AS kind FROM range(50000) r(i)"
        )
        database.execute("CREATE TABLE page AS SELECT i AS page_id, 'Page ' || i AS title FROM range(3) r(i)")
    found = discover(Connection(name="large", source="duckdb", snapshot=path))
    hit = found.table("hit")
    assert hit is not None
    assert (hit.rows, hit.primary_key, hit.columns[2].values) == (50000, ["hit_id"], ["x0", "x1", "x2"])
    assert [(join.from_column, join.to_table) for join in found.joins] == [("page_id", "page")]


def test_a_snapshot_that_is_gone_is_said_to_be_gone(tmp_path: Path):
    with pytest.raises(NotFound, match="not there"):
        discover(Connection(name="gone", source="duckdb", snapshot=tmp_path / "nothing.duckdb"))


def test_a_number_between_nothing_and_one_is_a_part_of_a_whole_and_adds_up_to_nothing(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "goals.duckdb")) as database:
        database.execute(
            "CREATE TABLE goals AS SELECT i AS goal_id, i / 50.0 AS reached, i * 1.5 AS effort FROM range(50) t(i)"
        )
    goals = discover(Connection(name="goals", source="duckdb", snapshot=tmp_path / "goals.duckdb"))
    assert {name: column(goals, f"goals.{name}").additive for name in ("reached", "effort")} == {
        "reached": False, "effort": True,
    }  # fmt: skip
