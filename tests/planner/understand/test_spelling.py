"""Misspelt words and short forms: what they are read as, what is said about it, and what is left alone."""

from __future__ import annotations

import pytest

from sophia.catalog.model import Catalog, Column, Table
from sophia.planner.plan import Plan
from sophia.planner.request import Request
from sophia.planner.understand import understand, understand_ask

PARCEL = Table(
    name="parcel",
    entity="parcel",
    rows=400,
    columns=[
        Column(name="parcel_id", type="integer", role="key", distinct=400),
        Column(name="carrier", type="text", role="category", values=["Falcon", "Snail"], distinct=2),
        Column(name="district", type="text", role="category", values=["Harbour", "Old Town"], distinct=2),
        Column(name="postage", type="number", role="money", distinct=90),
        Column(name="contact", type="text", role="category", values=["Letter", "Phone"], distinct=2),
        Column(name="sent_on", type="date", role="date", minimum="2023-01-01", maximum="2026-01-01", distinct=300),
    ],
    primary_key=["parcel_id"],
    time_column="sent_on",
)
POST = Catalog(connection="post", source="csv", tables=[PARCEL])


def read(text: str, catalog: Catalog = POST) -> Plan:
    return understand(Request(text), [catalog])


@pytest.mark.parametrize(
    ("misspelt", "right", "said", "meant"),
    [
        ("postage by carreir", "postage by carrier", "carreir", "carrier"),
        ("avergae postage by district", "average postage by district", "avergae", "average"),
        ("numebr of parcels by carrier", "number of parcels by carrier", "numebr", "number"),
        ("parcels by carrier per motnh", "parcels by carrier per month", "motnh", "month"),
        ("parcels for snial by district", "parcels for snail by district", "snial", "snail"),
        ("Pracels by carrier", "Parcels by carrier", "Pracels", "parcels"),
    ],
)
def test_a_misspelt_word_is_read_as_the_one_word_nearest_and_this_is_said(
    misspelt: str, right: str, said: str, meant: str
) -> None:
    found = read(misspelt)
    assert found.understood == read(right).understood
    assert not found.missed
    assert f"“{said}” was read as {meant}." in found.assumptions


def test_a_word_spelt_right_is_not_said_to_be_read_otherwise() -> None:
    assert not read("average postage by district, parcels per month").assumptions


def test_an_english_word_is_never_taken_for_a_misspelt_name() -> None:
    found = read("contracts by carrier")
    assert "contracts" in [item.words for item in found.missed]
    assert not found.assumptions


@pytest.mark.parametrize("text", ["parcels for “snial”", "parcels for Snial by district", "parcels for carr1er"])
def test_quoted_words_names_and_codes_are_left_as_they_are(text: str) -> None:
    assert not any("was read as" in item for item in read(text).assumptions)


def test_a_word_between_two_names_is_not_decided() -> None:
    columns = [Column(name=name, type="text", role="category", distinct=3) for name in ("graden", "gradon")]
    other = PARCEL.model_copy(update={"columns": [*PARCEL.columns, *columns]})
    found = read("parcels by gradun", POST.model_copy(update={"tables": [other]}))
    assert not any("gradun" in item for item in found.assumptions)


def test_a_single_question_says_what_was_read_otherwise() -> None:
    ask, _ = understand_ask("avergae postage by district", [POST])
    assert ask is not None
    assert [(item.words, item.meaning) for item in ask.choices] == [("avergae", "average")]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("no. of parcels by carrier", "number of parcels by carrier"),
        ("nr of parcels by carrier", "number of parcels by carrier"),
        ("# of parcels by carrier", "number of parcels by carrier"),
        ("# parcels by carrier", "number of parcels by carrier"),
        ("avg. postage by carrier", "average postage by carrier"),
        ("avg postage per qtr", "average postage per quarter"),
        ("parcels per mth over the last 6 mths", "parcels per month over the last 6 months"),
        ("parcels by wk", "parcels by week"),
        ("postage by yr", "postage by year"),
    ],
)
def test_a_short_form_is_written_out(short: str, long: str) -> None:
    found = read(short)
    assert found.understood == read(long).understood
    assert found.understood
    assert not found.missed


def test_no_of_does_not_end_the_sentence() -> None:
    found = read("Show the no. of parcels by carrier. Also the avg. postage by district.")
    assert len(found.asks) == 2
    assert not found.missed


def test_a_short_form_that_the_data_itself_uses_is_kept() -> None:
    rooms = Table(
        name="room",
        entity="room",
        columns=[
            Column(name="dept", type="text", role="category", values=["Surgery", "Eyes"], distinct=2),
            Column(name="department_budget", type="number", role="money", distinct=9),
        ],
    )
    found = read("rooms by dept", Catalog(connection="ward", source="csv", tables=[rooms]))
    assert [item.column for item in found.asks[0].dimensions] == ["room.dept"]
