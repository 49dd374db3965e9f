"""The demo company's time: three years that end in the middle of a month, so that the last month is partial."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from random import Random

AS_OF = date(2026, 11, 15)
START = date(2023, 11, 1)
END = datetime.combine(AS_OF + timedelta(days=1), time())
"""The first moment (UTC) after the data."""

MONTHS = tuple(date(2023 + (10 + n) // 12, (10 + n) % 12 + 1, 1) for n in range(37))
LAST = len(MONTHS) - 1


def month_days(month: date) -> int:
    """Return the number of days of the month that starts on `month`."""
    return calendar.monthrange(month.year, month.month)[1]


def month_share(index: int) -> float:
    """Return the share of month `index` that has passed at the end of the data, 0 to 1."""
    return 1.0 if index < LAST else AS_OF.day / month_days(AS_OF)


def month_index(day: date) -> int:
    """Return the index in MONTHS of the month of `day`; negative before the first."""
    return (day.year - START.year) * 12 + day.month - START.month


def quarter_start(day: date) -> date:
    """Return the first day of the quarter of `day` (the fiscal year is the calendar year)."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def next_quarter(day: date) -> date:
    """Return the first day of the quarter after that of `day`."""
    return quarter_start(quarter_start(day) + timedelta(days=95))


def day_in_month(rng: Random, index: int) -> date:
    """Return a random weekday of month `index` that has passed."""
    month = MONTHS[index]
    last = AS_OF.day if index == LAST else month_days(month)
    day = month + timedelta(days=rng.randrange(last))
    return day if day.weekday() < 5 else max(month, day - timedelta(days=day.weekday() - 4))


def moment(rng: Random, day: date, first_hour: int = 8, last_hour: int = 18) -> datetime:
    """Return a random second of `day` between the two hours (UTC)."""
    return datetime.combine(day, time(first_hour)) + timedelta(seconds=rng.randrange((last_hour - first_hour) * 3600))


def days(first: date = START, last: date = AS_OF) -> list[date]:
    """Return every day from `first` to `last`, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def hours_between(start: datetime, end: datetime) -> float:
    """Return the hours from `start` to `end`, to two decimals."""
    return round((end - start).total_seconds() / 3600, 2)
