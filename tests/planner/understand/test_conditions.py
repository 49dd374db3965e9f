"""Conditions in the words that people use: codes, flags, nations, letters, both of two values."""

from __future__ import annotations

import pytest

from sophia.catalog.model import Catalog, Column, Table
from sophia.planner.plan import PlannedAsk
from sophia.planner.understand import understand_ask
from sophia.spec.datasets import Filter

RIDER = Table(
    name="rider",
    entity="rider",
    rows=200,
    columns=[
        Column(name="rider_id", type="integer", role="key", distinct=200),
        Column(name="full_name", type="text", role="label", distinct=200),
        Column(name="gender", type="text", role="category", values=["F", "M"], distinct=2),
        Column(name="retired_yn", type="integer", role="category", minimum="0", maximum="1", distinct=2),
        Column(name="home_country", type="text", role="geo", values=["Italy", "USA", "France"], distinct=3),
        Column(name="team_level", type="integer", role="category", minimum="1", maximum="4", distinct=4),
        Column(name="licence", type="text", role="category", values=["Road", "Track", "Cross"], distinct=3),
        Column(name="mean_speed_kmh", type="number", role="measure", additive=False, distinct=90),
        Column(name="max_speed_kmh", type="number", role="measure", additive=False, distinct=90),
    ],
    primary_key=["rider_id"],
    label_column="full_name",
)
CLUB = Catalog(connection="club", source="csv", tables=[RIDER])


def ask(text: str) -> PlannedAsk:
    found, _ = understand_ask(text, [CLUB])
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("text", "column", "op", "values"),
    [
        ("number of male riders by licence", "gender", "eq", ["M"]),
        ("number of riders with gender F by licence", "gender", "eq", ["F"]),
        ("how many women for each licence", "gender", "eq", ["F"]),
        ("number of riders who have retired by licence", "retired_yn", "eq", [1]),
        ("number of riders from the United States by licence", "home_country", "eq", ["USA"]),
        ("number of riders that are not from the United States by licence", "home_country", "ne", ["USA"]),
        ("number of riders from neither Italy nor France by licence", "home_country", "not_in", ["Italy", "France"]),
        ("number of riders in team level 3 by licence", "team_level", "eq", [3]),
        ("number of riders whose maximum speed reached 60 by licence", "max_speed_kmh", "gte", [60]),
        ("number of riders with an average speed between 30 and 40 by licence", "mean_speed_kmh", "between", [30, 40]),
        ("number of riders with the letter 'z' in their full name by licence", "full_name", "like", ["%z%"]),
    ],
)
def test_a_condition_is_found_on_its_column(text: str, column: str, op: str, values: list[object]) -> None:
    found = ask(text)
    assert found.filters == (Filter.model_validate({"column": f"rider.{column}", "op": op, "values": values}),)
    assert [item.column for item in found.dimensions] == ["rider.licence"]
    assert [item.aggregate for item in found.measures] == ["count"]


def test_both_of_two_values_split_and_leave_nothing_out() -> None:
    found = ask("number of male and female riders by licence")
    assert found.filters == ()
    assert [item.column for item in found.dimensions] == ["rider.licence", "rider.gender"]


def test_a_column_after_its_value_is_no_split() -> None:
    found = ask("number of Road licence riders by home country")
    assert found.filters == (Filter(column="rider.licence", op="eq", values=["Road"]),)
    assert [item.column for item in found.dimensions] == ["rider.home_country"]
