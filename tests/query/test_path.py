"""Questions are answered dataset by dataset, for the one who asks, and never fail as a whole."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from sophia.query.cache import Cache
from sophia.query.contract import Question
from sophia.query.path import Queries
from sophia.query.pool import Limits, Pool
from sophia.spec.datasets import Dataset, InsightDataset, MetricDataset, RequestDataset, SqlDataset, TransformDataset
from sophia.spec.params import Param
from tests.query.bazaar import BUILDER, NOW, Registry, bazaar, catalog, narrowed
from tests.query.conftest import rows


def revenue(name: str = "d", **parts: Any) -> MetricDataset:
    measures = [{"name": "revenue", "metric": "revenue"}]
    return MetricDataset.model_validate({"id": name, "connection": "bazaar", "measures": measures, **parts})


def sql(text: str, name: str = "d", **parts: Any) -> SqlDataset:
    return SqlDataset(id=name, connection="bazaar", sql=text, **parts)


def test_one_bad_dataset_does_not_spoil_the_others(stall: Queries):
    bad = revenue("bad", measures=[{"name": "x", "metric": "nothing"}])
    found = stall.run(Question(BUILDER, [revenue("good"), bad, sql("select nothing from sale", "wrong")]))
    assert [found[key].status for key in ("good", "bad", "wrong")] == ["ok", "error", "error"]
    assert found["wrong"].failure is not None
    assert found["wrong"].failure.code == "query_failed"


def test_the_same_dataset_twice_is_run_once(stall: Queries):
    found = stall.run(Question(BUILDER, [revenue("a"), revenue("b"), revenue("c", refresh_interval=9)], fresh=True))
    assert found["a"] is found["b"] is found["c"]


def test_the_second_answer_is_cached(stall: Queries):
    first, second = (stall.run(Question(BUILDER, [revenue()]))["d"] for _ in range(2))
    assert (first.cached, second.cached) == (False, True)
    assert second.milliseconds == 0.0
    assert second.as_of == "2026-11-15"


def test_encoded_answers_follow_the_http_reference(stall: Queries):
    reply = orjson.loads(stall.run_encoded(Question(BUILDER, [revenue()]))["d"])
    assert reply == {
        "status": "ok", "columns": [{"name": "revenue", "type": "number"}], "data": [[283.0]], "rows": 1,
        "truncated": False, "as_of": "2026-11-15", "ms": reply["ms"], "demo": False, "cached": False,
        "connection": "bazaar", "partial": None, "error": None,
    }  # fmt: skip


def test_the_key_changes_with_all_that_changes_the_answer(stall: Queries):
    plain = Question(BUILDER, [revenue(filters=[{"column": "customer.region", "param": "region"}])], [
        Param(id="region", type="select", label="R"), Param(id="other", type="select", label="O")])  # fmt: skip
    assert rows(stall.run(plain)["d"]) == [(283.0,)]
    assert rows(stall.run(replace(plain, values={"region": "North"}))["d"]) == [(200.0,)]
    assert rows(stall.run(replace(plain, viewer=narrowed("sale", "customer_id", "1")))["d"]) == [(150.0,)]
    assert stall.run(replace(plain, values={"other": "x"}))["d"].cached
    assert not stall.run(replace(plain, row_cap=5))["d"].cached


def test_a_new_version_of_the_data_is_asked_anew(stall: Queries, registry: Registry, files: Path):
    stall.run(Question(BUILDER, [revenue()]))
    registry.connections["bazaar"] = bazaar(files, version="2")
    assert not stall.run(Question(BUILDER, [revenue()]))["d"].cached


def test_an_edited_catalog_is_asked_anew(stall: Queries, registry: Registry):
    stall.run(Question(BUILDER, [revenue()]))
    edited = catalog()
    edited.metrics[0].expression = "sum(amount) * 2"
    registry.catalogs["bazaar"] = edited
    assert rows(stall.run(Question(BUILDER, [revenue()]))["d"]) == [(566.0,)]


def test_sql_is_gated_narrowed_and_bound(stall: Queries):
    dataset = sql("select count(*) as n from sale where amount > :least and sold_at >= cast(:period_start as date)")
    params = [
        Param(id="least", type="number", label="L", default=10),
        Param(id="period", type="date_range", label="P", default={"kind": "this", "unit": "month"}),
    ]
    assert rows(stall.run(Question(BUILDER, [dataset], params))["d"]) == [(1,)]
    assert rows(stall.run(Question(narrowed("sale", "customer_id", "2"), [dataset], params))["d"]) == [(0,)]
    refused = stall.run(Question(BUILDER, [sql("delete from sale")]))["d"]
    assert refused.failure is not None
    assert refused.failure.code == "query_refused"


def test_a_cap_says_that_there_is_more(stall: Queries):
    found = stall.run(Question(BUILDER, [sql("select * from sale")], row_cap=3))["d"]
    assert (found.rows, found.truncated) == (3, True)
    limited = stall.run(Question(BUILDER, [sql("select * from sale", limit=2)]))["d"]
    assert (limited.rows, limited.truncated) == (2, False)


def test_a_transform_reads_the_results_of_others(stall: Queries):
    parts: list[Dataset] = [
        revenue("by-name", dimensions=[{"name": "name", "column": "customer.name"}]),
        TransformDataset(id="t", inputs=["by-name"], sql='select count(*) as n, max(revenue) as m from "by-name"'),
        TransformDataset(id="u", inputs=["t"], sql="select n + 1 as more from t"),
    ]
    found = stall.run(Question(BUILDER, parts))
    assert rows(found["t"]) == [(5, 150.0)]
    assert rows(found["u"]) == [(6,)]
    assert found["t"].connection == "bazaar"
    assert stall.run(Question(BUILDER, parts))["t"].cached
    narrow = narrowed("sale", "customer_id", "1")
    assert rows(stall.run(Question(narrow, parts))["t"]) == [(1, 150.0)]


def test_a_transform_of_nothing_or_of_itself_is_refused(stall: Queries):
    parts: list[Dataset] = [
        TransformDataset(id="a", inputs=["b"], sql="select * from b"),
        TransformDataset(id="b", inputs=["a"], sql="select * from a"),
        TransformDataset(id="c", inputs=["missing"], sql="select * from missing"),
    ]
    found = stall.run(Question(BUILDER, parts))
    assert [found[key].status for key in "abc"] == ["error"] * 3


def test_a_request_says_what_it_needs(stall: Queries):
    found = stall.run(Question(BUILDER, [RequestDataset(id="r", connection="bazaar", path="/x")]))["r"]
    assert found.failure is not None
    assert "REST connection" in found.failure.message


def test_rows_behind_a_mark_are_those_that_it_counts(stall: Queries):
    by_month = revenue(
        dimensions=[
            {"name": "month", "column": "sale.sold_at", "grain": "month"}, {"name": "who", "column": "customer.name"},
        ]
    )  # fmt: skip
    question = Question(BUILDER, [by_month])
    found = stall.rows(question, "d", {"month": "2026-10-01", "who": "Ada"})
    assert [column.name for column in found.columns] == ["sale_id", "sold_at", "amount", "who"]
    assert rows(found) == [(2, "2026-10-03T11:00:00", 50.0, "Ada")]
    assert [row[0] for row in rows(stall.rows(question, "d", {"month": "2026-10-01"}))] == [3, 7, 2]
    assert [row[0] for row in rows(stall.rows(question, "d", {"who": None}))] == [7]
    assert stall.rows(question, "d", {}, limit=2).truncated


@pytest.mark.parametrize(
    ("dimension", "point", "expected"),
    [
        ({"grain": "weekday"}, "Sunday", [6, 4]),
        ({"grain": "month_of_year"}, "November", [6, 1, 5]),
        ({"grain": "hour_of_day"}, 9, [4, 5]),
        ({"grain": "year"}, "2025-01-01", [5]),
        ({"column": "sale.amount", "bins": 5}, 20.0, [4, 5]),
        ({"column": "customer.segment"}, "SMB", [1, 3, 2]),
        ({"column": "sale.won"}, False, [6, 2]),
    ],
)
def test_every_kind_of_mark_opens_its_rows(stall: Queries, dimension: dict[str, Any], point: Any, expected: list[int]):
    dataset = revenue(dimensions=[{"name": "at", "column": "sale.sold_at", **dimension}])
    found = stall.rows(Question(BUILDER, [dataset]), "d", {"at": point})
    assert [row[0] for row in rows(found)] == expected


def test_rows_behind_a_filtered_metric_pass_its_filter(stall: Queries):
    won = revenue(measures=[{"name": "w", "metric": "won_revenue"}])
    assert sorted(row[0] for row in rows(stall.rows(Question(BUILDER, [won]), "d", {}))) == [1, 3, 4, 5, 7]


def test_rows_behind_a_balance_are_those_of_its_last_date(stall: Queries):
    money = revenue(measures=[{"name": "m", "metric": "money"}])
    assert sorted(stall.rows(Question(BUILDER, [money]), "d", {}).column("money")) == [5.0, 13.0]


def test_rows_may_come_from_another_table(stall: Queries):
    dataset = revenue(
        measures=[{"name": "m", "metric": "by_customer"}], dimensions=[{"name": "s", "column": "customer.segment"}]
    )
    found = stall.rows(Question(BUILDER, [dataset]), "d", {"s": "SMB"})
    assert found.column("name") == ("Bo", "Ada")
    by_day = revenue(
        measures=[{"name": "m", "metric": "by_customer"}],
        filters=[{"column": "sale.amount", "op": "gt", "values": [60]}],
    )
    assert "sale_id" in [column.name for column in stall.rows(Question(BUILDER, [by_day]), "d", {}).columns]


def test_rows_are_narrowed_for_the_viewer(stall: Queries):
    found = stall.rows(Question(narrowed("sale", "customer_id", "1"), [revenue()]), "d", {})
    assert sorted(row[0] for row in rows(found)) == [1, 2]


def test_a_point_that_is_none_is_refused(stall: Queries):
    assert stall.rows(Question(BUILDER, [revenue()]), "d", {"x": 1}).status == "error"
    assert stall.rows(Question(BUILDER, [sql("select 1")]), "d", {}).status == "error"
    assert stall.rows(Question(BUILDER, []), "d", {}).status == "error"


def test_insights_say_what_moved(stall: Queries):
    found = stall.run(Question(BUILDER, [InsightDataset(id="i", connection="bazaar", metrics=["revenue", "nothing"])]))
    assert [column.name for column in found["i"].columns][:3] == ["title", "detail", "metric"]
    assert found["i"].status == "ok"


def test_a_bomb_and_an_endless_query_touch_nobody_else(registry: Registry):
    path = Queries(registry, Pool(Limits(seconds=2)), Cache(clock=lambda: NOW), clock=lambda: NOW)
    datasets: list[Dataset] = [
        sql("select length(repeat('x', 3000000000)) as n from sale", "bomb"),
        sql("select count(*) as n from range(1000000) a, range(1000000) b, range(100000) c", "endless"),
        *[revenue(f"good{n}", limit=n) for n in range(1, 6)],
    ]
    found = path.run(Question(BUILDER, datasets))
    assert {key: result.status for key, result in found.items() if key.startswith("good")} == {
        f"good{n}": "ok" for n in range(1, 6)
    }
    assert [found[key].failure and found[key].failure.code for key in ("bomb", "endless")] == ["query_stopped"] * 2
    path.close()


def test_fifty_viewers_of_a_new_dashboard_cause_one_execution(stall: Queries):
    together = threading.Barrier(50)
    found: list[bool] = []

    def view() -> None:
        together.wait()
        found.append(stall.run(Question(BUILDER, [revenue()]))["d"].cached)

    threads = [threading.Thread(target=view) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results = {id(stall._cache.peek(key)) for key in stall._cache._entries}
    assert len(found) == 50
    assert len(results) == 1
