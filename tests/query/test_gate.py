"""The gate lets every plain SELECT pass and nothing else; row rules hold in every scope."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from sophia.catalog.model import Catalog
from sophia.kernel.errors import QueryRefused
from sophia.kernel.viewer import RowRule, Viewer
from sophia.query.gate import DEEPEST, LONGEST, admit
from tests.query.bazaar import BUILDER, bazaar, catalog, narrowed

CORPUS = Path(__file__).parent / "corpus"
BAZAAR = catalog()
ODD = [
    "", " ", ";", ";;", "/* nothing */", "-- nothing", "select 1;\n-- x\n; delete from sale", "select 1 \x00",
    "(" * 9000 + "1" + ")" * 9000, "select " + "not " * 4000 + "true", "select " + "- " * 6000 + "1",
    "select " + "case when true then " * 900 + "1" + " end" * 900, "select " + "(select " * 200 + "1" + ")" * 200,
    "select '" + "x" * LONGEST + "'", "select " + "[" * 500 + "1" + "]" * 500,
]  # fmt: skip


def statements(name: str) -> list[str]:
    lines = (CORPUS / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("-- ")]


@pytest.fixture(scope="module")
def database(files: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(bazaar(files).snapshot), read_only=True) as connection:
        yield connection


def test_the_corpus_is_large_enough():
    assert len(set(statements("refused.sql"))) >= 200
    assert len(set(statements("benign.sql"))) >= 100


@pytest.mark.parametrize("dialect", ["duckdb", "postgres"])
@pytest.mark.parametrize("text", [*statements("refused.sql"), *ODD], ids=lambda text: text[:60])
def test_what_is_not_one_plain_select_is_refused(text: str, dialect: str):
    with pytest.raises(QueryRefused) as refused:
        admit(text, catalog(dialect=dialect), BUILDER, {})
    assert refused.value.field == "sql"
    assert "Traceback" not in refused.value.message


@pytest.mark.parametrize("text", statements("benign.sql"), ids=lambda text: text[:60])
def test_a_plain_select_passes_and_runs(text: str, database: duckdb.DuckDBPyConnection):
    gated = admit(text, BAZAAR, BUILDER, {})
    database.execute(gated.sql, list(gated.bound) or None).fetchall()


FICKLE = ("tablesample", "current_date", "any_value", "won_sale", "arg_m", "first(", "mode(")
STEADY = [text for text in statements("benign.sql") if not any(word in text for word in FICKLE)]


@pytest.mark.parametrize("text", STEADY, ids=lambda text: text[:60])
def test_a_plain_select_is_not_changed_by_passing(text: str, database: duckdb.DuckDBPyConnection):
    before = database.execute(text).fetchall()
    after = database.execute(admit(text, BAZAAR, BUILDER, {}).sql).fetchall()
    assert sorted(map(repr, after)) == sorted(map(repr, before))


SHAPES = [
    "select sale_id from sale",
    "select s.sale_id from sale s",
    "select sale.sale_id from sale",
    'select "SALE".sale_id from "SALE"',
    "select SALE_ID from SALE",
    "from sale select sale_id",
    "select sale_id from (select * from sale)",
    "select sale_id from (select * from (select * from sale) a) b",
    "with x as (select * from sale) select sale_id from x",
    "with sale as (select * from sale) select sale_id from sale",
    "with x as (with sale as (select * from sale) select * from sale) select sale_id from x",
    "with a as (select * from sale), b as (select * from a) select sale_id from b",
    "with recursive r as (select sale_id from sale union select sale_id from r) select sale_id from r",
    "select sale_id from sale union select sale_id from sale",
    "select sale_id from sale intersect select sale_id from sale",
    "select s.sale_id from customer c join sale s on s.customer_id = c.customer_id",
    "select s.sale_id from customer c, sale s where s.customer_id = c.customer_id",
    "select s.sale_id from customer c left join sale as s using (customer_id) where s.sale_id is not null",
    "select s.sale_id from customer c, lateral (select * from sale where sale.customer_id = c.customer_id) s",
    "select sale_id from sale where sale_id in (select sale_id from sale)",
    "select unnest((select list(sale_id) from sale)) as sale_id",
    "select * from (values ((select max(sale_id) from sale))) t(sale_id)",
    "select d.a from sale as d(a)",
    "select (select max(s.sale_id) from sale s where s.sale_id = sale.sale_id) as x from sale",
    "select sale_id from won_sale",
    "with won_sale as (select * from won_sale) select sale_id from won_sale",
    "select sale_id from sale tablesample reservoir(100 rows)",
    "select sale_id from sale order by (select count(*) from sale)",
    "select sale_id from sale where exists (with sale as (select 1) select * from sale)",
    "select a.sale_id from (sale a join customer b using (customer_id))",
]


@pytest.mark.parametrize("text", SHAPES)
def test_a_row_rule_holds_in_every_scope(text: str, database: duckdb.DuckDBPyConnection):
    viewer = narrowed("sale", "customer_id", "1")
    gated = admit(text, BAZAAR, viewer, {})
    found = {row[0] for row in database.execute(gated.sql, list(gated.bound)).fetchall()}
    assert found <= {1, 2}
    assert found
    everything = {row[0] for row in database.execute(admit(text, BAZAAR, BUILDER, {}).sql).fetchall()}
    assert found != everything


def test_a_row_rule_on_a_model_holds(database: duckdb.DuckDBPyConnection):
    gated = admit("select sale_id from won_sale", BAZAAR, narrowed("won_sale", "customer_id", "3"), {})
    assert sorted(database.execute(gated.sql, list(gated.bound)).fetchall()) == [(4,), (5,)]


def test_a_row_rule_without_values_shows_nothing(database: duckdb.DuckDBPyConnection):
    gated = admit("select * from sale", BAZAAR, narrowed("sale", "customer_id"), {})
    assert database.execute(gated.sql).fetchall() == []


def test_two_row_rules_hold_together(database: duckdb.DuckDBPyConnection):
    rules = (RowRule("bazaar", "sale", "customer_id", ("1",)), RowRule("bazaar", "sale", "won", ("true",)))
    gated = admit("select sale_id from sale", BAZAAR, Viewer("u", "U", row_rules=rules), {})
    assert database.execute(gated.sql, list(gated.bound)).fetchall() == [(1,)]


def test_a_row_rule_of_another_connection_does_not_apply():
    viewer = Viewer("u", "U", row_rules=(RowRule("elsewhere", "sale", "customer_id", ("1",)),))
    assert "IN" not in admit("select * from sale", BAZAAR, viewer, {}).sql


def test_the_values_of_a_row_rule_are_bound(database: duckdb.DuckDBPyConnection):
    evil = "1') or ('1' = '1"
    gated = admit("select * from sale", BAZAAR, narrowed("sale", "customer_id", evil), {})
    assert evil not in gated.sql
    assert database.execute(gated.sql, list(gated.bound)).fetchall() == []


@pytest.mark.parametrize("text", ["select @@version", "select @x from sale"])
def test_variables_of_the_server_are_refused(text: str):
    with pytest.raises(QueryRefused):
        admit(text, catalog(dialect="postgres"), BUILDER, {})


@pytest.mark.parametrize("name", ["user", "system_user", "current_role"])
def test_words_that_engines_answer_without_brackets_are_columns_here(name: str):
    assert admit(f"select {name} from sale", BAZAAR, BUILDER, {}).sql == f'SELECT "{name}" FROM sale'


def test_placeholders_are_bound_by_name(database: duckdb.DuckDBPyConnection):
    text = "select sale_id from sale where amount >= :least and amount <= :most and amount <> :least order by 1"
    gated = admit(text, BAZAAR, BUILDER, {"least": 20, "most": 70, "unused": 1})
    assert gated.bound == (20, 70)
    assert database.execute(gated.sql, list(gated.bound)).fetchall() == [(2,), (3,), (4,)]


def test_a_list_is_bound_value_by_value(database: duckdb.DuckDBPyConnection):
    text = "select sale_id from sale where sale_id in (:some) order by 1"
    gated = admit(text, BAZAAR, BUILDER, {"some": [1, 4]})
    assert database.execute(gated.sql, list(gated.bound)).fetchall() == [(1,), (4,)]
    assert database.execute(admit(text, BAZAAR, BUILDER, {"some": []}).sql).fetchall() == []


def test_a_list_where_one_value_belongs_is_refused():
    with pytest.raises(QueryRefused, match="is a list"):
        admit("select * from sale where sale_id = :some", BAZAAR, BUILDER, {"some": [1, 2]})


def test_a_period_gives_its_two_ends():
    values = {"period": {"kind": "this", "start": "2026-11-01", "end": "2026-12-01"}}
    text = "select * from sale where sold_at >= cast(:period_start as date) and sold_at < cast(:period_end as date)"
    assert admit(text, BAZAAR, BUILDER, values).bound == ("2026-11-01", "2026-12-01")


def test_at_most_the_cap_and_one_row_is_asked_for(database: duckdb.DuckDBPyConnection):
    for text in ("select * from sale", "select * from sale limit 6", "select 1 union all select 2 union all select 3"):
        gated = admit(text, BAZAAR, BUILDER, {}, cap=1)
        assert len(database.execute(gated.sql).fetchall()) == 2


def test_a_model_that_changes_data_is_refused():
    evil = BAZAAR.model_copy(deep=True)
    table = evil.table("won_sale")
    assert table is not None
    for sql in ("delete from sale", "select * from read_csv('/etc/passwd')", "select * from won_sale", "select ("):
        table.sql = sql
        with pytest.raises(QueryRefused):
            admit("select * from won_sale", evil, BUILDER, {})


def test_the_gate_says_what_to_do_instead():
    with pytest.raises(QueryRefused) as refused:
        admit("select read_text('x')", BAZAAR, BUILDER, {})
    assert refused.value.message == "The function read_text() is not allowed."
    assert refused.value.remedy == "Use the common SQL functions."
    assert DEEPEST < 100


def test_tables_of_another_schema_have_their_full_name():
    known = Catalog.model_validate(
        {
            "connection": "pg", "source": "postgres", "dialect": "postgres",
            "tables": [{"name": "sales.deal", "columns": [{"name": "id", "type": "integer", "role": "id"}]}],
        }
    )  # fmt: skip
    rule = Viewer("u", "U", row_rules=(RowRule("pg", "sales.deal", "id", ("1",)),))
    gated = admit("select id from sales.deal", known, rule, {})
    assert gated.sql.startswith("SELECT id FROM (SELECT * FROM sales.deal WHERE")
    assert gated.bound == ("1",)
    with pytest.raises(QueryRefused):
        admit("select id from other.deal", known, rule, {})
