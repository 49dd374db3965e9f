"""Whatever the data and the question, the statement's numbers equal a recount in plain Python."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from statistics import median
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sophia.catalog.model import Catalog, Column, Join, Metric, Table
from sophia.kernel.viewer import RowRule, Viewer
from sophia.query.compile import compile_metric
from sophia.query.finish import finished
from sophia.query.gate import finish
from sophia.query.reference import Asked
from sophia.query.window import floor, resolve
from sophia.query.worker import plain, plain_type
from sophia.spec.datasets import Dimension, Filter, Measure, MetricDataset
from sophia.spec.params import Window

NOW = datetime(2026, 5, 20, 12)
COLUMN = st.sampled_from(["n", "na me", 'qu"ote', "select", "n' --", "täble", "order"])
KINDS = st.sampled_from(["a", "b", "c'", None])


@dataclass(frozen=True)
class World:
    """Facts (day, parent, number) and parents (key, kind) under names that make trouble."""

    fact: str
    parent: str
    number: str
    facts: list[tuple[date, int, int | None]]
    parents: dict[int, str | None]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    names = draw(
        st.lists(st.sampled_from(["t", "order", "na me", 'x"y', "group", "täble"]), min_size=2, max_size=2, unique=True)
    )
    parents = draw(st.dictionaries(st.integers(0, 5), KINDS, max_size=5))
    days = st.dates(date(2026, 1, 1), date(2026, 6, 10))
    numbers = st.one_of(st.none(), st.integers(-50, 50))
    facts = draw(st.lists(st.tuples(days, st.integers(0, 6), numbers), max_size=25))
    return World(names[0], names[1], draw(COLUMN), facts, parents)


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@lru_cache(maxsize=1)
def engine() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


@pytest.fixture(scope="module", autouse=True)
def closed_at_the_end() -> Iterator[None]:
    yield
    engine().close()
    engine.cache_clear()


def build(world: World) -> duckdb.DuckDBPyConnection:
    database = engine()
    fact, parent = quoted(world.fact), quoted(world.parent)
    database.execute(f"create or replace table {fact} (day date, parent integer, {quoted(world.number)} integer)")
    database.execute(f"create or replace table {parent} (key integer, kind varchar)")
    for name, rows in ((fact, world.facts), (parent, list(world.parents.items()))):
        if rows:
            marks = ", ".join("(" + ", ".join("?" for _ in row) + ")" for row in rows)
            database.execute(f"insert into {name} values {marks}", [value for row in rows for value in row])
    return database


def catalog(world: World) -> Catalog:
    number = quoted(world.number)
    return Catalog(
        connection="w",
        source="w",
        tables=[
            Table(
                name=world.fact,
                columns=[
                    Column(name="day", type="date", role="date"),
                    Column(name="parent", type="integer", role="key"),
                    Column(name=world.number, type="integer", role="measure"),
                ],
                time_column="day",
            ),
            Table(
                name=world.parent,
                columns=[
                    Column(name="key", type="integer", role="id"), Column(name="kind", type="text", role="category"),
                ],
            ),
        ],
        joins=[Join(from_table=world.fact, from_column="parent", to_table=world.parent, to_column="key")],
        metrics=[
            Metric(name="ratio", label="R", table=world.fact, expression=f"sum({number}) / count({number})", flow=False),
            Metric(name="balance", label="B", table=world.fact, expression=f"sum({number})", last=True, flow=False),
            Metric(name="parents", label="P", table=world.parent, expression="count(*)"),
        ],
    )  # fmt: skip


AGGREGATES = ["count", "count_distinct", "sum", "mean", "min", "max", "median", "ratio", "balance"]


def recount(how: str, numbers: Iterable[int | None]) -> float | None:
    known = [value for value in numbers if value is not None]
    if how in {"count", "count_distinct"}:
        return len(known) if how == "count" else len(set(known))
    if not known:
        return None
    if how in {"sum", "balance"}:
        return sum(known)
    if how in {"mean", "ratio"}:
        return sum(known) / len(known)
    return {"min": min(known), "max": max(known), "median": median(known)}[how]


def measure(how: str, world: World) -> Measure:
    if how in {"ratio", "balance"}:
        return Measure(name="v", metric=how)
    return Measure.model_validate({"name": "v", "aggregate": how, "column": f"{world.fact}.{world.number}"})


def same(left: Any, right: Any) -> bool:
    return left == right or (left is not None and right is not None and math.isclose(left, right, abs_tol=1e-9))


def answers(world: World, dataset: MetricDataset, viewer: Viewer) -> list[tuple[Any, ...]]:
    known = catalog(world)
    statement = compile_metric(Asked(dataset, known, {}, NOW), 1000)
    gated = finish(statement.tree, known, viewer, statement.bound)
    cursor = build(world).execute(gated.sql, list(gated.bound) or None)
    columns = [(item[0], plain_type(str(item[1]))) for item in cursor.description or []]
    rows = [[plain(value) for value in row] for row in cursor.fetchall()]
    data = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
    table = finished({"columns": columns, "data": data, "cut": False}, statement)
    return list(zip(*table.data, strict=True))


def latest(rows: list[Any], grain: str | None) -> list[Any]:
    """The rows of each period's last date."""
    last: dict[Any, date] = {}
    for day, *_ in rows:
        period = period_of(day, grain)
        last[period] = max(last.get(period, day), day)
    return [row for row in rows if row[0] == last[period_of(row[0], grain)]]


def period_of(day: date, grain: str | None) -> str | None:
    return floor(datetime.combine(day, datetime.min.time()), grain).date().isoformat() if grain else None


def expected(world: World, dataset: MetricDataset, how: str, allowed: set[int] | None) -> dict[tuple[Any, ...], Any]:
    span = resolve(dataset.window, NOW)
    grain = next((str(item.grain) for item in dataset.dimensions if item.grain), None)
    rows = [row for row in world.facts if allowed is None or row[1] in allowed]
    rows = [row for row in rows if span.holds(datetime.combine(row[0], datetime.min.time()))]
    if how == "balance":
        rows = latest(rows, grain)
    kinds = {kind for item in dataset.filters for kind in item.values}
    groups: dict[tuple[Any, ...], list[int | None]] = defaultdict(list)
    for day, parent, number in rows:
        kind = world.parents.get(parent)
        if kinds and kind not in kinds:
            continue
        values = {"time": period_of(day, grain), "kind": kind}
        groups[tuple(values[item.name] for item in dataset.dimensions)].append(number)
    if not dataset.dimensions and not groups:
        groups[()] = []
    return {key: recount(how, numbers) for key, numbers in groups.items()}


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    world=worlds(),
    how=st.sampled_from(AGGREGATES),
    grain=st.sampled_from([None, "day", "week", "month", "quarter", "year"]),
    split=st.booleans(),
    window=st.one_of(
        st.none(),
        st.builds(Window, kind=st.sampled_from(["last", "previous", "this"]), unit=st.sampled_from(["day", "week", "month"]), count=st.integers(1, 5)),
        st.just(Window(kind="between", start="2026-02-03", end="2026-04-01")),
    ),
    kinds=st.lists(st.sampled_from(["a", "b", "c'"]), max_size=2, unique=True),
    allowed=st.one_of(st.none(), st.sets(st.integers(0, 6), max_size=3)),
)  # fmt: skip
def test_the_engine_agrees_with_a_recount(
    *,
    world: World,
    how: str,
    grain: str | None,
    split: bool,
    window: Window | None,
    kinds: list[str],
    allowed: set[int] | None,
):
    dimensions = (
        [Dimension.model_validate({"name": "time", "column": f"{world.fact}.day", "grain": grain})] if grain else []
    )
    dimensions += [Dimension(name="kind", column=f"{world.parent}.kind")] if split else []
    filters = [Filter(column=f"{world.parent}.kind", op="in", values=[*kinds])] if kinds else []
    dataset = MetricDataset(
        id="d", connection="w", measures=[measure(how, world)], dimensions=dimensions, window=window, filters=filters
    )
    rules = () if allowed is None else (RowRule("w", world.fact, "parent", tuple(map(str, sorted(allowed)))),)
    found = answers(world, dataset, Viewer("u", "U", row_rules=rules))
    wanted = expected(world, dataset, how, allowed)
    got = {tuple(row[:-1]): row[-1] for row in found}
    assert len(got) == len(found)
    blank = {key: value for key, value in got.items() if key not in wanted}
    assert all(not value for value in blank.values()), "only gaps of a trend may be added"
    assert not blank or (grain and not split)
    assert {key for key in wanted if key not in got} == set()
    assert [
        key for key in wanted if not same(wanted[key], got[key]) and not (wanted[key] is None and got[key] == 0)
    ] == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds())
def test_shares_of_positive_numbers_add_up_to_one(world: World):
    positive = World(
        world.fact, world.parent, world.number, [(day, key, abs(n or 1)) for day, key, n in world.facts], world.parents
    )
    dataset = MetricDataset(
        id="d", connection="w", dimensions=[Dimension(name="kind", column=f"{world.parent}.kind")],
        measures=[Measure(name="v", aggregate="sum", column=f"{world.fact}.{world.number}", share=True)],
    )  # fmt: skip
    found = [row[-1] for row in answers(positive, dataset, Viewer("u", "U"))]
    total = sum(value for value in found if value is not None)
    assert not world.facts or math.isclose(total, 1) or all(not n for _, _, n in positive.facts)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds())
def test_a_second_table_never_multiplies_the_first(world: World):
    alone = MetricDataset(
        id="d", connection="w", dimensions=[Dimension(name="kind", column=f"{world.parent}.kind")],
        measures=[Measure(name="v", aggregate="count", column=f"{world.fact}.day")],
    )  # fmt: skip
    both = alone.model_copy(update={"measures": [*alone.measures, Measure(name="p", metric="parents")]})
    one = {row[0]: row[1] for row in answers(world, alone, Viewer("u", "U"))}
    two = {row[0]: row[1:] for row in answers(world, both, Viewer("u", "U"))}
    assert {key: values[0] for key, values in two.items() if values[0] is not None} == one
    kinds = list(world.parents.values())
    assert {key: values[1] for key, values in two.items() if values[1] is not None} == {
        k: kinds.count(k) for k in kinds
    }


def test_the_days_of_a_window_are_all_there():
    world = World("t", "p", "n", [(date(2026, 5, 14), 1, 3)], {})
    dataset = MetricDataset.model_validate(
        {
            "id": "d", "connection": "w", "measures": [{"name": "v", "aggregate": "sum", "column": "t.n"}],
            "dimensions": [{"name": "time", "column": "t.day", "grain": "day"}],
            "window": {"kind": "last", "unit": "day", "count": 7},
        }
    )  # fmt: skip
    known = catalog(world)
    table = known.table("t")
    assert table is not None
    table.columns[0].minimum, table.columns[0].maximum = "2026-01-01", "2026-05-18"
    statement = compile_metric(Asked(dataset, known, {}, NOW), 1000)
    reply = {"columns": [("time", "date"), ("v", "integer")], "data": [["2026-05-14"], [3]], "cut": False}
    found = finished(reply, statement).data
    first = date(2026, 5, 14)
    assert found[0] == tuple((first + timedelta(days=index)).isoformat() for index in range(5))
    assert found[1] == (3, 0, 0, 0, 0)
