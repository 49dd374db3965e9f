"""The same number put together in another way: an average in place of a total."""

from __future__ import annotations

import pytest

from sophia.planner.edit.measure import _summed_otherwise
from sophia.planner.plan import PlannedAsk
from sophia.spec.datasets import Measure

TOLLS = PlannedAsk(
    task="breakdown",
    connection="bridge",
    table="crossings",
    measures=(Measure(name="toll", aggregate="sum", column="crossings.toll"),),
)


@pytest.mark.parametrize(
    ("words", "aggregate"), [("the average", "mean"), ("its median", "median"), ("the highest value", "max")]
)
def test_a_bare_aggregate_keeps_the_number_and_sums_it_up_otherwise(words: str, aggregate: str) -> None:
    found = _summed_otherwise(TOLLS, 0, words)
    assert found is not None
    assert (found.aggregate, found.column) == (aggregate, "crossings.toll")


@pytest.mark.parametrize("words", ["the number of crossings", "lorries", "the count"])
def test_other_words_name_another_number(words: str) -> None:
    assert _summed_otherwise(TOLLS, 0, words) is None
