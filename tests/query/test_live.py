"""A real Postgres gives the same numbers as the snapshot, read-only and within its time."""

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from sophia.kernel.errors import QueryFailed, QueryStopped, SourceUnreachable
from sophia.kernel.http.address import AddressRule
from sophia.query.cache import Cache
from sophia.query.contract import Question
from sophia.query.live import Live
from sophia.query.path import Queries
from sophia.query.pool import Pool
from sophia.sources.contract import Connection
from sophia.spec.datasets import MetricDataset, SqlDataset
from tests.query.bazaar import AS_OF, BUILDER, NOW, TABLES, Registry, catalog, narrowed
from tests.query.conftest import rows
from tests.services.postgres import Postgres

MONTH = {"name": "month", "column": "sale.sold_at", "grain": "month"}
REVENUE = {"name": "revenue", "metric": "revenue"}
WON = {
    "name": "won",
    "aggregate": "sum",
    "column": "sale.amount",
    "filters": [{"column": "sale.won", "values": [True]}],
}
QUESTIONS: list[dict[str, Any]] = [
    {"measures": [REVENUE]},
    {"measures": [REVENUE], "dimensions": [{"name": "s", "column": "customer.segment"}]},
    {"measures": [REVENUE], "dimensions": [MONTH], "window": {"kind": "last", "count": 4}},
    {"measures": [REVENUE], "dimensions": [MONTH], "window": {"kind": "last", "count": 2}, "compare": "previous_period"},
    {"measures": [REVENUE], "window": {"kind": "this"}, "compare": "previous_year"},
    {"measures": [{"name": "m", "metric": "margin"}], "dimensions": [{"name": "i", "column": "sale.sale_id"}]},
    {"measures": [{"name": "w", "metric": "win_rate"}]},
    {"measures": [{"name": "w", "metric": "won_revenue"}], "dimensions": [MONTH]},
    {"measures": [{"name": "m", "metric": "money"}], "dimensions": [{"name": "d", "column": "balance.day", "grain": "month"}]},
    {"measures": [{"name": "m", "metric": "money"}]},
    {"measures": [REVENUE, {"name": "t", "metric": "tickets"}], "dimensions": [{"name": "n", "column": "customer.name"}]},
    {"measures": [REVENUE, {"name": "t", "metric": "tickets"}], "dimensions": [MONTH], "window": {"kind": "last", "count": 3}},
    {"measures": [{"name": "s", "metric": "revenue", "share": True}], "dimensions": [{"name": "r", "column": "customer.region"}]},
    {"measures": [{"name": "s", "metric": "tickets", "share": True}], "dimensions": [{"name": "r", "column": "customer.region"}]},
    {"measures": [{"name": "n", "aggregate": "median", "column": "sale.amount"}]},
    {"measures": [{"name": "n", "aggregate": "count_distinct", "column": "sale.customer_id"}]},
    {"measures": [{"name": "n", "aggregate": "sum", "column": "sale.price_text"}]},
    {"measures": [{"name": "n", "aggregate": "count"}], "table": "sale", "dimensions": [{"name": "b", "column": "sale.amount", "bins": 5}]},
    {"measures": [REVENUE], "dimensions": [{"name": "w", "column": "sale.sold_at", "grain": "weekday"}]},
    {"measures": [REVENUE], "dimensions": [{"name": "m", "column": "sale.day_text", "grain": "month"}], "time_column": "sale.sold_at"},
    {"measures": [{"name": "m", "metric": "model_revenue"}], "dimensions": [{"name": "s", "column": "customer.segment"}]},
    {"table": "sale", "dimensions": [{"name": "i", "column": "sale.sale_id"}, {"name": "n", "column": "customer.name"}]},
    {"measures": [REVENUE], "filters": [{"column": "customer.name", "op": "like", "values": ["a%"]}]},
    {"measures": [REVENUE], "filters": [{"column": "sale.won", "values": [True]}, {"column": "sale.amount", "op": "gt", "values": ["7"]}]},
    {"measures": [REVENUE], "dimensions": [MONTH], "having": [{"by": "revenue", "op": "between", "values": [20, 90.5]}]},
    {"measures": [REVENUE, {"name": "t", "metric": "tickets"}], "dimensions": [{"name": "n", "column": "customer.name"}], "having": [{"by": "t", "op": "gte", "values": [1]}]},
    {"measures": [REVENUE], "filters": [{"column": "sale.sale_id", "op": "in", "values": [1, 2, 3]}]},
    {"measures": [WON], "dimensions": [{"name": "s", "column": "customer.segment"}]},
    {"measures": [{"name": "d", "aggregate": "count", "filters": [{"column": "customer.segment", "values": ["SMB"]}], "over": {"name": "all", "aggregate": "count"}}], "table": "sale", "dimensions": [MONTH], "window": {"kind": "last", "count": 4}, "compare": "previous_period"},
    {"measures": [{"name": "q", "metric": "revenue", "over": {"name": "n", "aggregate": "count_distinct", "column": "sale.customer_id"}}]},
    {"measures": [{"name": "q", "metric": "tickets", "over": {"name": "r", "metric": "revenue"}}], "dimensions": [{"name": "r", "column": "customer.region"}]},
    {"measures": [{"name": "t", "aggregate": "mean", "since": "sale.sold_at"}]},
    {"measures": [{"name": "t", "aggregate": "median", "since": "sale.sold_at", "column": "sale.day_text"}]},
]  # fmt: skip


@pytest.fixture(scope="module")
def address(postgres: Postgres) -> Iterator[str]:
    url = postgres.create_database()
    with psycopg.connect(url, autocommit=True) as session:
        session.execute(TABLES.encode())
    yield url
    postgres.drop_database(url)


@pytest.fixture(scope="module")
def live(address: str, pool: Pool) -> Iterator[Queries]:
    connection = Connection("bazaar", "postgres", "postgres", dsn=address, as_of=AS_OF)
    path = Queries(Registry((connection, catalog(dialect="postgres"))), pool, Cache(), clock=lambda: NOW)
    yield path
    path._live.close()


def rounded(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [tuple(round(value, 9) if isinstance(value, float) else value for value in row) for row in found]


@pytest.mark.parametrize("parts", QUESTIONS, ids=lambda parts: str(parts)[:70])
def test_postgres_and_the_snapshot_agree(live: Queries, stall: Queries, parts: dict[str, Any]):
    question = Question(BUILDER, [MetricDataset.model_validate({"id": "d", "connection": "bazaar", **parts})])
    ours, theirs = stall.run(question)["d"], live.run(question)["d"]
    assert rounded(rows(theirs)) == rounded(rows(ours))
    assert theirs.rows
    assert [column.name for column in theirs.columns] == [column.name for column in ours.columns]


@pytest.mark.parametrize("point", [{"month": "2026-10-01"}, {"month": None}, {}])
def test_rows_behind_a_mark_agree(live: Queries, stall: Queries, point: dict[str, Any]):
    dataset = MetricDataset.model_validate(
        {"id": "d", "connection": "bazaar", "measures": [REVENUE], "dimensions": [MONTH]}
    )
    question = Question(BUILDER, [dataset])
    assert rows(live.rows(question, "d", point)) == rows(stall.rows(question, "d", point))


def test_row_rules_and_placeholders_hold_on_postgres(live: Queries):
    dataset = SqlDataset(
        id="d", connection="bazaar", sql="with sale as (select * from sale) select count(*) as n from sale"
    )
    assert rows(live.run(Question(narrowed("sale", "customer_id", "1"), [dataset]))["d"]) == [(2,)]
    percent = SqlDataset(
        id="d", connection="bazaar", sql="select name, 7 % 4 as rest from customer where name like '%d%'"
    )
    assert rows(live.run(Question(BUILDER, [percent]))["d"]) == [("Ada", 3)]


def test_nothing_can_be_written(address: str):
    live = Live(5)
    for statement in ("delete from sale", "create table x as select 1", "insert into sale (sale_id) values (99)"):
        with pytest.raises(QueryFailed, match="read-only"):
            live.run("bazaar", address, statement, [], 10)
    assert live.run("bazaar", address, "select count(*) from sale", [], 10)["data"] == [[7]]
    live.close()


def test_a_long_query_is_stopped_and_the_next_answers(address: str):
    live = Live(0.3)
    with pytest.raises(QueryStopped, match=re.escape("after 0.3 seconds")):
        live.run("bazaar", address, "select pg_sleep(30)", [], 10)
    assert live.run("bazaar", address, "select 1", [], 10)["data"] == [[1]]
    live.close()


def test_a_broken_session_is_replaced(address: str):
    live = Live(5)
    pid = live.run("bazaar", address, "select pg_backend_pid()", [], 10)["data"][0][0]
    with psycopg.connect(address, autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s)", [pid])
    with pytest.raises(SourceUnreachable):
        live.run("bazaar", address, "select 1", [], 10)
    assert live.run("bazaar", address, "select 1", [], 10)["data"] == [[1]]
    live.close()


def test_an_unreachable_database_is_said_so_without_its_address():
    live = Live(5)
    secret = "postgresql://sophia:hunter2@127.0.0.1:1/none"
    for _ in range(2):
        with pytest.raises(SourceUnreachable) as error:
            live.run("bazaar", secret, "select 1", [], 10)
        assert "hunter2" not in str(error.value)
        assert "127.0.0.1" not in str(error.value)


def test_the_database_knows_who_asks_and_shares_few_sessions(address: str):
    live = Live(5)
    name = live.run("bazaar", address, "select current_setting('application_name') as n", [], 10)
    assert name["data"] == [["sophia"]]
    first, second = (live.run("bazaar", address, "select pg_backend_pid()", [], 1)["data"] for _ in range(2))
    assert first == second
    live.close()


def test_the_address_that_was_checked_is_the_one_connected_to(address: str, monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []

    def lookup(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers

    monkeypatch.setattr("sophia.kernel.http.address.system_lookup", lookup)
    named = address.replace("127.0.0.1", "db.example")  # a name that only our lookup knows
    live, answers = Live(5), ["127.0.0.1"]
    assert live.run("bazaar", named, "select 1", [], 10)["data"] == [[1]]
    assert asked == ["db.example"]
    with pytest.raises(SourceUnreachable, match="does not connect to"):
        live.run("bazaar", named, "select 1", [], 10, rule=AddressRule())
    answers = ["169.254.169.254"]
    live.close()
    with pytest.raises(SourceUnreachable, match="does not connect to"):
        live.run("bazaar", named, "select 1", [], 10)
