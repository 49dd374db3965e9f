"""A real MariaDB gives the same numbers as the snapshot, read-only and within its time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

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
from tests.query.test_live import QUESTIONS, rounded
from tests.services.mariadb import Mariadb


@pytest.fixture(scope="module")
def address(mariadb: Mariadb) -> str:
    return mariadb.create_database(TABLES)


@pytest.fixture(scope="module")
def live(address: str, pool: Pool) -> Iterator[Queries]:
    connection = Connection("bazaar", "mysql", "mysql", dsn=address, as_of=AS_OF)
    path = Queries(Registry((connection, catalog(dialect="mysql"))), pool, Cache(), clock=lambda: NOW)
    yield path
    path._live.close()


@pytest.mark.parametrize("parts", QUESTIONS, ids=lambda parts: str(parts)[:70])
def test_mariadb_and_the_snapshot_agree(live: Queries, stall: Queries, parts: dict[str, Any]) -> None:
    question = Question(BUILDER, [MetricDataset.model_validate({"id": "d", "connection": "bazaar", **parts})])
    ours, theirs = stall.run(question)["d"], live.run(question)["d"]
    assert theirs.failure is None, theirs.failure
    assert rounded(rows(theirs)) == rounded(rows(ours))
    assert theirs.rows
    assert [column.name for column in theirs.columns] == [column.name for column in ours.columns]


@pytest.mark.parametrize("grain", ["hour", "day", "week", "month", "quarter", "year"])
def test_every_grain_cuts_as_the_snapshot_does(live: Queries, stall: Queries, grain: str) -> None:
    dimension = {"name": "p", "column": "sale.sold_at", "grain": grain}
    parts = {"measures": [{"name": "r", "metric": "revenue"}], "dimensions": [dimension]}
    question = Question(BUILDER, [MetricDataset.model_validate({"id": "d", "connection": "bazaar", **parts})])
    assert rows(live.run(question)["d"]) == rows(stall.run(question)["d"])


def test_row_rules_and_placeholders_hold(live: Queries) -> None:
    sql = "with sale as (select * from sale) select count(*) as n, '@1' as mark from sale"
    dataset = SqlDataset(id="d", connection="bazaar", sql=sql)
    assert rows(live.run(Question(narrowed("sale", "customer_id", "1"), [dataset]))["d"]) == [(2, "@1")]


def test_nothing_can_be_written(address: str) -> None:
    live = Live(5)
    for statement in ("delete from sale", "create table x as select 1 as a", "insert into sale (sale_id) values (99)"):
        with pytest.raises(QueryFailed, match="READ ONLY"):
            live.run("bazaar", address, statement, [], 10)
    assert live.run("bazaar", address, "select count(*) from sale", [], 10)["data"] == [[7]]
    live.close()


@pytest.mark.parametrize("text", ["'; drop table sale; -- ", "\\' or 1=1 -- ", '"', "%s", "@1", "ü\n"])
def test_a_value_stays_a_value(address: str, text: str) -> None:
    live = Live(5)
    assert live.run("bazaar", address, "select @1 as a, @2 as b, @1 as c", [text, 7], 10)["data"] == [
        [text],
        [7],
        [text],
    ]
    live.close()


def test_a_long_query_is_stopped_and_the_next_answers(address: str) -> None:
    live = Live(0.3)
    slow = "select count(*) from sale a, sale b, sale c, sale d, sale e, sale f, sale g, sale h, sale i, sale j, sale k"
    with pytest.raises(QueryStopped, match=re.escape("after 0.3 seconds")):
        live.run("bazaar", address, slow, [], 10)
    assert live.run("bazaar", address, "select 1", [], 10)["data"] == [[1]]
    live.close()


def test_a_broken_session_is_replaced(address: str, mariadb: Mariadb) -> None:
    live = Live(5)
    number = live.run("bazaar", address, "select connection_id()", [], 10)["data"][0][0]
    with mariadb.session() as other, other.cursor() as cursor:
        cursor.execute(f"KILL {number}")
    with pytest.raises(SourceUnreachable):
        live.run("bazaar", address, "select 1", [], 10)
    assert live.run("bazaar", address, "select 1", [], 10)["data"] == [[1]]
    live.close()


def test_the_address_that_was_checked_is_the_one_connected_to(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sophia.kernel.http.address.system_lookup", lambda host, port: ["127.0.0.1"])
    named = address.replace("127.0.0.1", "db.example")  # a name that only our lookup knows
    live = Live(5)
    assert live.run("bazaar", named, "select 1", [], 10)["data"] == [[1]]
    with pytest.raises(SourceUnreachable, match="does not connect to"):
        live.run("bazaar", named, "select 1", [], 10, rule=AddressRule())
    live.close()
