"""Time phrases are a closed grammar: what is said is taken out, what is meant stays symbolic."""

from __future__ import annotations

from datetime import date

import pytest

from sophia.planner.understand.dates import with_years
from sophia.planner.understand.order import take_bin, take_order
from sophia.planner.understand.time import is_only_time, read_time, window_of
from sophia.planner.understand.words import HERE
from sophia.spec.params import Window


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("MRR last 6 months", Window(kind="last", unit="month", count=6)),
        ("MRR over the past two quarters", Window(kind="last", unit="quarter", count=2)),
        ("MRR last quarter", Window(kind="previous", unit="quarter", count=1)),
        ("MRR this year", Window(kind="this", unit="year", count=1)),
        ("MRR YTD", Window(kind="this", unit="year", count=1)),
        ("MRR in 2025", Window(kind="between", unit="year", count=1, start="2025-01-01", end="2026-01-01")),
        ("MRR in March 2025", Window(kind="between", unit="month", count=1, start="2025-03-01", end="2025-04-01")),
        ("MRR in Q4 2025", Window(kind="between", unit="quarter", count=1, start="2025-10-01", end="2026-01-01")),
        ("MRR since 2024", Window(kind="between", unit="day", count=1, start="2024-01-01")),
        ("MRR since the start of the year", Window(kind="this", unit="year", count=1)),
        ("MRR since March 2024", Window(kind="between", unit="day", count=1, start="2024-03-01")),
        ("MRR after March 2024", Window(kind="between", unit="day", count=1, start="2024-04-01")),
        ("MRR before Q3 2024", Window(kind="between", unit="day", count=1, end="2024-07-01")),
        ("MRR older than 2024", Window(kind="between", unit="day", count=1, end="2024-01-01")),
        ("MRR newer than March 2024", Window(kind="between", unit="day", count=1, start="2024-04-01")),
        ("MRR until Sept 2024", Window(kind="between", unit="day", count=1, end="2024-10-01")),
        (
            "MRR in the first half of 2024",
            Window(kind="between", unit="quarter", count=1, start="2024-01-01", end="2024-07-01"),
        ),
        ("MRR in H2 2024", Window(kind="between", unit="quarter", count=1, start="2024-07-01", end="2025-01-01")),
        (
            "MRR from Jan 2024 to March 2024",
            Window(kind="between", unit="day", count=1, start="2024-01-01", end="2024-04-01"),
        ),
        (
            "MRR between 2023 and 2024",
            Window(kind="between", unit="year", count=1, start="2023-01-01", end="2025-01-01"),
        ),
        (
            "MRR from 2024-01-05 to 2024-01-31",
            Window(kind="between", unit="day", count=1, start="2024-01-05", end="2024-02-01"),
        ),
        ("MRR of all time", Window(kind="all")),
    ],
)
def test_windows(text: str, window: Window) -> None:
    found = read_time(text)
    assert found.window == window
    assert found.rest.split() == ["MRR", HERE]


@pytest.mark.parametrize(
    ("text", "grain"),
    [
        ("by week", "week"),
        ("monthly", "month"),
        ("for each quarter", "quarter"),
        ("per year", "year"),
        ("by weekday", "weekday"),
        ("every three months", "quarter"),
        ("from one month to the next", "month"),
        ("over the years", "year"),
        ("by region and month", "month"),
    ],
)
def test_grains(text: str, grain: str) -> None:
    assert read_time(f"sales {text}").grain == grain


@pytest.mark.parametrize(
    ("text", "by", "descending", "rest"),
    [
        ("hours by topic, rank by the x axis in desc.", "x", True, "hours by topic"),
        (
            "hours by topic, and could you sort from low to high by the total number please?",
            "y",
            False,
            "hours by topic",
        ),
        ("hours by topic in descending order", "", True, "hours by topic"),
        ("hours by topic, sorted by hours", "", False, "hours by topic"),
    ],
)
def test_sorting_clauses(text: str, by: str, descending: bool, rest: str) -> None:
    found, left = take_order(text)
    assert found is not None
    assert (found.by, found.descending) == (by, descending)
    assert left.strip(" .,?").split() == rest.split()


def test_a_verb_at_the_start_is_no_sorting_clause() -> None:
    found, left = take_order("List the builders of railways in ascending order, and count them")
    assert found is not None
    assert "builders of railways" in left


def test_bins() -> None:
    assert take_bin("count them and bin the date by weekday")[0] == "weekday"
    assert take_bin("hours, bin opened on into year interval")[0] == "year"
    assert take_bin("hours by topic") == ("", "hours by topic")


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("sales in June", "sales in June 2026"),
        ("sales in july by rep", "sales in july 2025 by rep"),
        ("sales since March", "sales since March 2026"),
        ("sales from November to February", "sales from November 2025 to February 2026"),
        ("sales between March and May", "sales between March 2026 and May 2026"),
        ("sales in June 2024", "sales in June 2024"),
        ("sales in 'June'", "sales in 'June'"),
        ("what sales and march have to do", "what sales and march have to do"),
        ("it may rise", "it may rise"),
    ],
)
def test_a_month_without_a_year_is_the_last_one_that_has_begun(text: str, dated: str) -> None:
    assert with_years(text, date(2026, 6, 30)) == dated


@pytest.mark.parametrize(
    ("text", "window", "only"),
    [
        ("all for 2026", ("2026-01-01", "2027-01-01"), True),
        ("Q2 2025 only", ("2025-04-01", "2025-07-01"), True),
        ("everything in May 2025 please", ("2025-05-01", "2025-06-01"), True),
        ("revenue in 2026", ("2026-01-01", "2027-01-01"), False),
        ("all of them", None, False),
    ],
)
def test_a_phrase_may_be_nothing_but_a_stretch_of_time(text: str, window: tuple[str, str] | None, only: bool) -> None:
    found = window_of(text)
    assert (found and (found.start, found.end)) == window
    assert is_only_time(text) is only


@pytest.mark.parametrize(
    ("text", "descending"),
    [("refund per reason, highest first", True), ("orders by client, fewest first", False)],
)
def test_what_comes_first_is_an_order_and_no_extreme(text: str, descending: bool) -> None:
    sorting, rest = take_order(text)
    assert sorting is not None
    assert sorting.descending is descending
    assert "first" not in rest
