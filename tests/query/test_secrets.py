"""A secret column does not exist for any query, however it is written."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from sophia.catalog.model import Catalog
from sophia.kernel.errors import QueryRefused
from sophia.kernel.viewer import RowRule, Viewer
from sophia.query.contract import Question
from sophia.query.gate import admit
from sophia.query.path import Queries
from sophia.spec.datasets import Dimension, Measure, MetricDataset, SqlDataset
from tests.query.bazaar import BUILDER, NOW, Registry, bazaar, catalog

NAMES = {"Ada", "Bo", "Cy", "Di"}
ADMIN = Viewer("u9", "Admin", "admin")


def guarded(dialect: str = "duckdb") -> Catalog:
    """The bazaar's catalog, with the customers' names secret."""
    known = catalog(dialect=dialect)
    for table in known.tables:
        if table.name == "customer":
            table.columns = [column.model_copy(update={"secret": column.name == "name"}) for column in table.columns]
            table.label_column = None
    return known


@pytest.fixture(scope="module")
def database(files: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(bazaar(files).snapshot), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def queries(files: Path) -> Iterator[Queries]:
    made = Queries(Registry((bazaar(files), guarded())), clock=lambda: NOW)
    yield made
    made.close()


NAMING = [
    "select name from customer",
    "select c.name from customer c",
    "select NAME from CUSTOMER",
    'select "name" from "customer"',
    "select 1 from customer where name like 'A%'",
    "select segment from customer order by name",
    "select count(*) from customer group by name",
    "select max(name) from customer",
    "with c as (select name from customer) select * from c",
    "select (select min(name) from customer)",
    "select s.amount, c.name from sale s join customer c using (customer_id)",
    "select segment from customer union all select name from customer",
    "select columns('name') from customer",
    "select * exclude (segment) from (select name, segment from customer)",
    "select name from (from customer)",
    "select c.name from sale s, lateral (select * from customer where customer_id = s.customer_id) c",
]
WHOLE = [
    "select * from customer",
    "select c.* from customer c",
    "select * exclude (segment) from customer",
    "select columns(*) from customer",
    "select columns('.*') from customer",
    "select customer from customer",
    "select to_json(c) from customer c",
    "from customer",
    "with c as (select * from customer) select * from c",
    "select * from sale natural join customer",
    "select * from sale join customer using (customer_id)",
    "select c.* from sale s left join customer c on c.customer_id = s.customer_id",
    "select * from (select * from customer) t",
    "select * from customer union select * from customer",
]


@pytest.mark.parametrize("text", NAMING)
@pytest.mark.parametrize("viewer", [BUILDER, ADMIN], ids=["builder", "admin"])
def test_a_query_that_names_a_secret_column_fails(text: str, viewer: Viewer, database: duckdb.DuckDBPyConnection):
    with pytest.raises((QueryRefused, duckdb.Error)) as failed:
        gated = admit(text, guarded(), viewer, {})
        database.execute(gated.sql, list(gated.bound) or None).fetchall()
    assert not any(name in str(failed.value) for name in NAMES)


@pytest.mark.parametrize("text", WHOLE)
def test_a_star_or_a_whole_row_comes_without_the_secret(text: str, database: duckdb.DuckDBPyConnection):
    try:
        gated = admit(text, guarded(), BUILDER, {})
    except QueryRefused:
        return
    rows = database.execute(gated.sql, list(gated.bound) or None).fetchall()
    assert rows
    assert not any(name in repr(rows) for name in NAMES)


def test_on_postgres_a_whole_row_is_narrowed_alike():
    gated = admit("select row_number() over (), c.* from customer c", guarded("postgres"), BUILDER, {})
    assert '(SELECT "customer_id", "segment", "region", "signed_on" FROM customer) AS c' in gated.sql


def test_a_row_rule_may_be_about_a_secret_column(database: duckdb.DuckDBPyConnection):
    viewer = Viewer("u", "U", row_rules=(RowRule("bazaar", "customer", "name", ("Ada",)),))
    gated = admit("select customer_id from customer", guarded(), viewer, {})
    assert database.execute(gated.sql, list(gated.bound)).fetchall() == [(1,)]


def test_a_table_of_secrets_alone_cannot_be_read():
    known = guarded()
    for table in known.tables:
        table.columns = [column.model_copy(update={"secret": True}) for column in table.columns]
    with pytest.raises(QueryRefused) as refused:
        admit("select * from customer", known, BUILDER, {})
    assert refused.value.message == "Nothing of 'customer' may be read."


def test_datasets_of_every_kind_and_their_rows_come_without_it(queries: Queries):
    sql = SqlDataset(id="sql", connection="bazaar", sql="select * from customer")
    split = MetricDataset(
        id="split",
        connection="bazaar",
        table="customer",
        measures=[Measure(name="count", aggregate="count")],
        dimensions=[Dimension(name="name", column="customer.name")],
    )
    counted = split.model_copy(
        update={"id": "counted", "dimensions": [Dimension(name="segment", column="customer.segment")]}
    )
    question = Question(BUILDER, [sql, split, counted])
    found = queries.run(question)
    assert found["sql"].status == "ok"
    assert "name" not in {column.name for column in found["sql"].columns}
    assert found["split"].status == "error"
    rows = queries.rows(question, "counted", {"segment": "SMB"})
    assert rows.rows == 2
    assert not any(name in repr(rows.data) for name in NAMES)
