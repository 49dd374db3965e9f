"""Columns are found under the words that people use for them, not only under their names."""

from __future__ import annotations

import pytest

from sophia.catalog.model import Catalog, Column, Table
from sophia.planner.understand import understand_ask

BERTH = Table(
    name="berth",
    entity="berth",
    rows=40,
    columns=[
        Column(name="berth_id", type="integer", role="key", distinct=40),
        Column(name="cust_bal", type="number", role="money", distinct=38),
        Column(name="dock_no", type="text", role="category", values=["A1", "B2", "C3"], distinct=3),
        Column(name="cabin_count", type="integer", role="measure", distinct=9),
        Column(name="seawall", type="text", role="category", values=["old", "new"], distinct=2),
        Column(name="date_to", type="date", role="date", minimum="2020-01-01", maximum="2024-01-01", distinct=12),
        Column(name="date_from", type="date", role="date", minimum="2020-01-01", maximum="2024-01-01", distinct=12),
        Column(name="draught_m", type="number", role="measure", additive=False, distinct=20),
    ],
    primary_key=["berth_id"],
    time_column="date_from",
)
PORT = Catalog(connection="port", source="csv", tables=[BERTH])


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("total customer balance by seawall", "cust_bal"),
        ("bar chart of the seawall and the number of cabins", "cabin_count"),
        ("average draught for each sea wall", "draught_m"),
    ],
)
def test_a_number_is_found(text: str, column: str) -> None:
    found, missed = understand_ask(text, [PORT])
    assert found is not None
    assert missed == ()
    assert [item.column for item in found.measures] == [f"berth.{column}"]
    assert [item.column for item in found.dimensions] == ["berth.seawall"]


@pytest.mark.parametrize(("word", "column"), [("ending date", "date_to"), ("start date", "date_from")])
def test_the_ends_of_a_stretch_of_time_are_found(word: str, column: str) -> None:
    found, _ = understand_ask(f"number of berths by {word} in a bar chart", [PORT])
    assert found is not None
    assert [item.column for item in found.dimensions] == [f"berth.{column}"]


def test_a_key_named_by_its_thing_is_no_split_beside_a_column_of_the_thing() -> None:
    found, _ = understand_ask("bar chart of the dock number and the cabin count of each berth", [PORT])
    assert found is not None
    assert [item.column for item in found.dimensions] == ["berth.dock_no"]


def test_whatever_is_counted_in_an_only_table_is_its_rows_and_the_word_is_reported() -> None:
    found, missed = understand_ask("how many moorings for each seawall", [PORT])
    assert found is not None
    assert [item.aggregate for item in found.measures] == ["count"]
    assert [item.words for item in missed] == ["moorings"]
    assert found.confidence < 1
