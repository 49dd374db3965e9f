"""Windows mean what people mean by them, on every day of the calendar."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sophia.kernel.errors import BadInput
from sophia.query.window import UNITS, Shift, earlier, end_of, floor, is_over, resolve, step, window_of
from sophia.spec.params import Window

moments = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1))
units = st.sampled_from(UNITS)
counts = st.integers(1, 48)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("kind", "unit", "count", "start", "end"),
    [
        ("last", "month", 3, "2026-09-01", "2026-12-01"),
        ("last", "day", 7, "2026-11-09", "2026-11-16"),
        ("last", "week", 1, "2026-11-09", "2026-11-16"),
        ("previous", "month", 2, "2026-09-01", "2026-11-01"),
        ("previous", "quarter", 1, "2026-07-01", "2026-10-01"),
        ("this", "quarter", 1, "2026-10-01", "2027-01-01"),
        ("this", "year", 1, "2026-01-01", "2027-01-01"),
        ("previous", "year", 1, "2025-01-01", "2026-01-01"),
    ],
)
def test_symbolic_windows_are_half_open(kind: str, unit: str, count: int, start: str, end: str):
    span = resolve(Window.model_validate({"kind": kind, "unit": unit, "count": count}), end_of("2026-11-15"))
    assert (span.start, span.end) == (day(start), day(end))


def test_bounds_may_be_open():
    span = resolve(Window(kind="between", start="2026-01-01"), day("2026-11-15"))
    assert (span.start, span.end) == (day("2026-01-01"), None)
    assert resolve(Window(kind="all"), day("2026-11-15")).start is None


@given(moments, units)
def test_a_moment_lies_in_its_unit(moment: datetime, unit: str):
    start = floor(moment, unit)
    assert start <= moment < step(start, unit, 1)
    assert floor(start, unit) == start


@given(moments, units, counts)
def test_steps_from_a_floor_come_back(moment: datetime, unit: str, count: int):
    start = floor(moment, unit)
    assert step(step(start, unit, count), unit, -count) == start


@given(moments, units, counts, st.sampled_from(["last", "this", "previous"]), st.sampled_from([None, "day", "month"]))
def test_the_earlier_stretch_lies_before_and_is_no_longer(
    moment: datetime, unit: str, count: int, kind: str, grain: str | None
):
    window = Window.model_validate({"kind": kind, "unit": unit, "count": count})
    span, before = resolve(window, moment), earlier(window, moment, "previous_period", grain)
    assert before is not None
    assert span.start is not None
    assert before.span.start is not None
    assert before.span.end is not None
    assert before.span.start < before.span.end <= span.start


@given(moments, st.sampled_from(["month", "quarter", "year"]))
def test_an_unfinished_unit_is_compared_with_as_many_days(moment: datetime, unit: str):
    before = earlier(Window.model_validate({"kind": "this", "unit": unit}), moment, "previous_period", None)
    assert before is not None
    assert before.span.start is not None
    assert before.span.end is not None
    today = floor(moment, "day") + timedelta(days=1)
    elapsed, longest = today - floor(moment, unit), floor(moment, unit) - before.span.start
    whole = today == step(floor(moment, unit), unit, 1)  # on its last day a unit is compared with all of the earlier
    assert before.span.end - before.span.start == (longest if whole else min(elapsed, longest))


@pytest.mark.parametrize(
    ("now", "start", "end"),
    [
        ("2026-11-15", "2026-10-01", "2026-10-16"),
        ("2026-03-31", "2026-02-01", "2026-03-01"),
        ("2026-03-30", "2026-02-01", "2026-03-01"),
        ("2024-03-29", "2024-02-01", "2024-03-01"),
        ("2026-01-01", "2025-12-01", "2025-12-02"),
    ],
)
def test_months_of_different_length_meet_day_by_day(now: str, start: str, end: str):
    before = earlier(Window(kind="this", unit="month"), end_of(now), "previous_period", None)
    assert before is not None
    assert (before.span.start, before.span.end) == (day(start), day(end))


def test_a_finished_month_is_compared_whole():
    before = earlier(Window(kind="this", unit="month"), end_of("2026-11-30"), "previous_year", None)
    assert before is not None
    assert (before.span.start, before.span.end) == (day("2025-11-01"), day("2025-12-01"))


def test_weeks_meet_weekdays_a_year_before():
    before = earlier(Window(kind="previous", unit="week", count=1), end_of("2026-11-15"), "previous_year", "week")
    assert before is not None
    assert before.span.start == day("2025-11-03")
    assert before.shift == Shift(364, "day")


def test_chosen_months_are_compared_with_as_many_months():
    window = Window(kind="between", start="2026-01-01", end="2026-04-01")
    before = earlier(window, end_of("2026-11-15"), "previous_period", "month")
    assert before is not None
    assert (before.span.start, before.span.end, before.shift) == (
        day("2025-10-01"),
        day("2026-01-01"),
        Shift(3, "month"),
    )


def test_chosen_days_are_compared_with_as_many_days():
    window = Window(kind="between", start="2026-11-01", end="2026-11-11")
    before = earlier(window, end_of("2026-11-15"), "previous_period", None)
    assert before is not None
    assert (before.span.start, before.span.end) == (day("2026-10-22"), day("2026-11-01"))


def test_the_last_instant_of_a_month_ends_it():
    assert is_over(day("2026-11-01"), "month", end_of("2026-11-30"))
    assert not is_over(day("2026-11-01"), "month", end_of("2026-11-29"))


@pytest.mark.parametrize(
    "value", ["last", 5, {"kind": "never"}, {"kind": "last", "count": 0}, {"unit": "decade"}, ["x"]]
)
def test_what_is_no_period_is_refused(value: object):
    with pytest.raises(BadInput):
        window_of(value)


def test_dates_outside_the_calendar_are_refused():
    with pytest.raises(BadInput, match="outside the calendar"):
        resolve(Window(kind="last", unit="year", count=1200), day("1026-01-01"))
    with pytest.raises(BadInput, match="no date"):
        resolve(Window(kind="between", start="yesterday"), day("2026-01-01"))
