"""Lists of asks: what stands above them holds for all, and each part of a list is a chart of its own."""

from __future__ import annotations

import pytest

from sophia.catalog.model import Catalog
from sophia.planner.plan import Plan, PlannedAsk
from sophia.planner.request import Request
from sophia.planner.understand import understand_ask
from sophia.planner.understand.request_reading import UNSPLIT, understand
from sophia.spec.datasets import Filter


def planned(description: str, library: Catalog) -> Plan:
    return understand(Request(description), [library])


def splits(ask: PlannedAsk) -> list[str]:
    return [item.grain or item.column for item in ask.dimensions]


NORTH = Filter(column="loans.branch", values=["North"])
TWO = Filter(column="loans.branch", op="in", values=["North", "South"])


@pytest.mark.parametrize(
    ("description", "held"),
    [
        ("North only: 1. loans per month 2. number of loans by status", NORTH),
        ("For North and South:\n- loans per month\n- number of loans by status", TWO),
        ("For North and South: * loans per month * number of loans by status", TWO),
        ("North only, everything below: loans per month, number of loans by status", NORTH),
    ],
)
def test_what_stands_above_a_list_holds_for_all_of_it(description: str, held: Filter, library: Catalog) -> None:
    plan = planned(description, library)
    assert [splits(ask) for ask in plan.asks] == [["month"], ["loans.status"]]
    assert [ask.filters for ask in plan.asks] == [(held,), (held,)]
    assert not plan.missed


def test_several_conditions_and_a_stretch_of_time_above_hold_for_all(library: Catalog) -> None:
    plan = planned("all for 2024 and only North and South: number of loans, loans by status", library)
    assert [ask.filters for ask in plan.asks] == [(TWO,), (TWO,)]
    assert {ask.window and ask.window.start for ask in plan.asks} == {"2024-01-01"}


def test_what_is_left_out_above_is_left_out_of_all(library: Catalog) -> None:
    plan = planned("all excl. lost, all Q2: loans by branch, number of loans", library)
    assert [[(item.op, item.values) for item in ask.filters] for ask in plan.asks] == [[("ne", ["lost"])]] * 2
    assert {ask.window and ask.window.start for ask in plan.asks} == {"2025-04-01"}


def test_a_place_that_the_data_does_not_have_is_said_where_it_stands_above(library: Catalog) -> None:
    plan = planned("For Atlantis:\n- loans per month\n- loans by status", library)
    assert any("Atlantis" in item.words for item in plan.missed)


@pytest.mark.parametrize("description", ["loans by branch, by status", "loans by branch; by status"])
def test_two_splits_one_after_the_other_are_two_charts(description: str, library: Catalog) -> None:
    assert [splits(ask) for ask in planned(description, library).asks] == [["loans.branch"], ["loans.status"]]


def test_a_split_after_a_time_is_one_of_the_same_chart(library: Catalog) -> None:
    (ask,) = planned("loans by month, by status", library).asks
    assert splits(ask) == ["month", "loans.status"]


def test_further_columns_of_a_list_are_shown_in_it(library: Catalog) -> None:
    (ask,) = planned("the last 20 loans, with town and branch", library).asks
    assert (ask.task, ask.limit) == ("rows", 20)
    assert {"readers.town", "loans.branch"} <= set(ask.columns)


def test_what_each_row_has_is_averaged_where_it_is_said_per_row(library: Catalog) -> None:
    ask, missed = understand_ask("amount per fine by branch", [library])
    assert ask is not None and not missed
    assert (ask.measures[0].aggregate, splits(ask)) == ("mean", ["loans.branch"])


@pytest.mark.parametrize(("text", "start"), [("loans in Q2", "2025-04-01"), ("loans in Q4", "2024-10-01")])
def test_a_quarter_without_a_year_is_the_last_that_has_begun(text: str, start: str, library: Catalog) -> None:
    ask, missed = understand_ask(f"number of {text}", [library])
    assert ask is not None and not missed
    assert ask.window is not None and ask.window.start == start


@pytest.mark.parametrize(
    ("description", "asked"),
    [
        ("loans by branch. The same by status.", [("loans.status", [])]),
        ("loans by branch, and the same for Ash", [("loans.branch", [["Ash"]])]),
        ("amount by branch. And the same for loans but count them.", [("loans.branch", [])]),
        ("number of loans by branch. By status too.", [("loans.status", [])]),
    ],
)
def test_a_sentence_that_leans_on_the_one_before_is_a_chart_of_its_own(
    description: str, asked: list[tuple[str, list[list[str]]]], library: Catalog
) -> None:
    first, *others = planned(description, library).asks
    assert splits(first) == ["loans.branch"]
    assert [(splits(ask)[0], [item.values for item in ask.filters]) for ask in others] == asked
    assert all(ask.measures for ask in others)


def test_a_split_of_what_was_not_understood_counts_no_rows_instead(library: Catalog) -> None:
    plan = planned("our net promoter score? by branch, by status", library)
    assert not plan.asks
    assert UNSPLIT in [item.reason for item in plan.missed]
