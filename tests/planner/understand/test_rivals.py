"""Words that name two numbers equally well are asked about; words that settle it are not."""

from __future__ import annotations

import pytest

from sophia.catalog.model import Catalog, Column, Join, Table
from sophia.planner.plan import Choice
from sophia.planner.understand import understand_ask

BOAT = Table(
    name="boat",
    entity="boat",
    label="Boats",
    columns=[
        Column(name="boat_id", type="integer", role="key"),
        Column(name="rig", type="text", role="category", values=["Sloop", "Ketch"]),
        Column(name="catalog_fee", type="number", role="money", additive=False),
    ],
    primary_key=["boat_id"],
)
RENTAL = Table(
    name="rental",
    entity="rental",
    label="Rentals",
    columns=[
        Column(name="boat_id", type="integer", role="key"),
        Column(name="agreed_fee", type="number", role="money", additive=False),
        Column(name="deposit", type="number", role="money"),
        Column(name="started_on", type="date", role="date", minimum="2024-01-01", maximum="2026-01-01"),
    ],
    time_column="started_on",
)
JOIN = Join(from_table="rental", from_column="boat_id", to_table="boat", to_column="boat_id")
HARBOUR = Catalog(connection="harbour", source="csv", tables=[BOAT, RENTAL], joins=[JOIN])


def doubts(text: str) -> list[Choice]:
    ask, _ = understand_ask(text, [HARBOUR])
    assert ask is not None, text
    return [item for item in ask.choices if item.alternatives]


def test_a_word_of_two_numbers_is_put_as_a_question_with_the_other_one() -> None:
    (doubt,) = doubts("fee by rig")
    assert {doubt.meaning, *doubt.alternatives} == {"catalog fee", "agreed fee of rentals"}
    assert doubt.confidence < 0.5


def test_a_total_of_things_that_have_amounts_is_put_as_a_question() -> None:
    (doubt,) = doubts("rental total by month")
    assert doubt.words == "rental total"
    assert doubt.alternatives == ("total deposit",)


@pytest.mark.parametrize(
    "text", ["catalog fee by rig", "agreed fee by rig", "deposit by rig", "average fee of rentals by rig", "total rentals by month"]
)  # fmt: skip
def test_words_that_settle_it_are_not_asked_about(text: str) -> None:
    assert not doubts(text)
