"""Conditions in the words that people use: codes, flags, nations, letters, both of two values."""

from __future__ import annotations

import pytest

from sophia.catalog.model import Catalog, Column, Table
from sophia.planner.plan import PlannedAsk
from sophia.planner.understand import understand_ask
from sophia.spec.datasets import Filter
from sophia.spec.params import Window

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


NURSE = Table(
    name="nurse",
    entity="nurse",
    rows=120,
    columns=[
        Column(name="nurse_id", type="integer", role="key", distinct=120),
        Column(name="given_name", type="text", role="label", distinct=110),
        Column(name="wage", type="number", role="money", distinct=70, minimum="1000", maximum="9000"),
        Column(name="age", type="integer", role="rate", additive=False, distinct=40, minimum="20", maximum="65"),
        Column(name="ward_id", type="integer", role="id", distinct=8, minimum="1", maximum="80"),
        Column(name="pay_grade", type="integer", role="measure", distinct=5, minimum="1", maximum="5"),
        Column(name="mentor", type="text", role="category", distinct=20, null_share=0.2),
        Column(name="town", type="text", role="geo", values=["Bergen", "Hamar", "Moss", "Oslo"], distinct=4),
        Column(name="engaged_on", type="date", role="date", minimum="1990-01-01", maximum="2024-01-01", distinct=120),
        Column(name="left_on", type="date", role="date", minimum="1995-01-01", maximum="2024-01-01", distinct=50),
    ],
    primary_key=["nurse_id"],
    label_column="given_name",
    time_column="engaged_on",
)
WARD = Catalog(connection="clinic", source="csv", tables=[NURSE])


@pytest.mark.parametrize(
    ("text", "column", "op", "values"),
    [
        ("older than 30", "age", "gt", [30]),
        ("that earn more than 5k", "wage", "gt", [5000]),
        ("with a wage of 3,000 or above", "wage", "gte", [3000]),
        ("in pay grade 4 or 5", "pay_grade", "in", [4, 5]),
        ("who are not in ward 40", "ward_id", "ne", [40]),
        ("with no mentor", "mentor", "is_null", []),
        ("whose given name is Eva", "given_name", "eq", ["Eva"]),
        ("who do not have the letter M in their given name", "given_name", "not_like", ["%M%"]),
        ("whose given name has the substring 'an'", "given_name", "like", ["%an%"]),
        ("engaged before June 21st, 2002", "engaged_on", "lt", ["2002-06-21"]),
        ("engaged on 21.6.2002", "engaged_on", "eq", ["2002-06-21"]),
        ("before 6/21/2002", "engaged_on", "lt", ["2002-06-21"]),
        ("excluding Oslo and Moss", "town", "not_in", ["Oslo", "Moss"]),
    ],
)
def test_a_condition_after_a_split_finds_its_own_column(text: str, column: str, op: str, values: list[object]) -> None:
    found, missed = understand_ask(f"number of nurses by town {text}", [WARD])
    assert found is not None
    assert found.filters == (Filter.model_validate({"column": f"nurse.{column}", "op": op, "values": values}),)
    assert [item.column for item in found.dimensions] == ["nurse.town"]
    assert [item.words for item in missed] in ([], ["earn"])


def test_a_date_before_a_stretch_of_time_says_which_date_is_meant() -> None:
    found, _ = understand_ask("number of nurses by town left in 2008", [WARD])
    assert found is not None
    assert found.window == Window(kind="between", unit="year", count=1, start="2008-01-01", end="2009-01-01")
    assert found.time_column == "nurse.left_on"
    assert [item.column for item in found.dimensions] == ["nurse.town"]


def test_a_short_value_is_found_by_its_long_words() -> None:
    rank = Column(name="post", type="text", role="category", values=["SnrNurse", "AsstNurse"], distinct=2)
    table = NURSE.model_copy(update={"columns": [*NURSE.columns, rank]})
    catalog = WARD.model_copy(update={"tables": [table]})
    found, _ = understand_ask("number of assistant nurses by town", [catalog])
    assert found is not None
    assert found.filters == (Filter(column="nurse.post", op="eq", values=["AsstNurse"]),)
