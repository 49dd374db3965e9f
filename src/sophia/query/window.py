"""Windows: symbolic stretches of time become half-open [start, end) around a given now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pydantic import ValidationError

from sophia.kernel.errors import BadInput
from sophia.spec.params import Unit, Window


@dataclass(frozen=True)
class Span:
    """A half-open stretch [start, end); None leaves that side open. `partial`: its last unit is not over at `now`."""

    start: datetime | None
    end: datetime | None
    partial: bool = False


def floor(moment: datetime, unit: str) -> datetime:
    """Return the start of the unit that `moment` lies in; weeks start on Monday."""
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    match unit:
        case "hour":
            return moment.replace(minute=0, second=0, microsecond=0)
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=day.month - (day.month - 1) % 3, day=1)
        case _:
            return day.replace(month=1, day=1)


def step(moment: datetime, unit: str, count: int) -> datetime:
    """Return `moment` moved by `count` units; a day that the target month lacks becomes its last day."""
    match unit:
        case "hour":
            return moment + timedelta(hours=count)
        case "day":
            return moment + timedelta(days=count)
        case "week":
            return moment + timedelta(weeks=count)
        case "month" | "quarter" | "year":
            months = moment.year * 12 + moment.month - 1 + count * {"month": 1, "quarter": 3, "year": 12}[unit]
            year, month = divmod(months, 12)
            year = min(max(year, 1), 9998)
            last = (datetime(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
            return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
        case _:
            raise ValueError(unit)


def resolve(window: Window, now: datetime) -> Span:
    """Return the stretch that `window` means at `now`."""
    here = floor(now, window.unit)
    match window.kind:
        case "all":
            return Span(None, None)
        case "previous":
            return Span(step(here, window.unit, -window.count), here)
        case "this":
            return Span(here, step(here, window.unit, 1), partial=True)
        case "last":
            return Span(step(here, window.unit, 1 - window.count), step(here, window.unit, 1), partial=True)
        case _:
            return Span(_moment(window.start, "start"), _moment(window.end, "end"))


def _moment(text: str | None, field: str) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{text!r} is no date.", field=f"window.{field}", remedy="Write dates as YYYY-MM-DD.") from None
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def window_of(value: Any) -> Window | None:
    """Return a date_range param's value as a Window; None when it is not set. Raises BadInput when it is malformed."""
    if value is None or isinstance(value, Window):
        return value
    if not isinstance(value, Mapping):
        raise BadInput("A period is an object with a kind.", field="values", remedy='For example {"kind": "last"}.')
    try:
        return Window.model_validate(dict(value))
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(
            f"The period cannot be used: {first['msg']}.", field=f"values.{'.'.join(map(str, first['loc']))}"
        ) from None


def previous(span: Span, window: Window, now: datetime, compare: str) -> tuple[Span, str, int]:
    """Return the stretch to compare with, and by how many of which unit it lies back.

    A partial stretch is compared with the same elapsed time of the earlier one (domain rule: partial periods).
    """
    if compare == "previous_year":
        unit, count = "year", 1
    elif window.kind == "between" and span.start is not None and span.end is not None:
        unit, count = "day", max(1, (span.end - span.start).days)
    else:
        unit, count = window.unit, window.count
    start = step(span.start, unit, -count) if span.start is not None else None
    end = step(min(span.end, now) if span.partial else span.end, unit, -count) if span.end is not None else None
    if end is not None and span.start is not None and compare == "previous_period":
        end = min(end, span.start)
    return Span(start, end), unit, count


def end_of(day: str) -> datetime:
    """Return the last moment of an ISO date: "now" of data that ends on that day."""
    return datetime.combine(date.fromisoformat(day[:10]), datetime.max.time())


def truncations() -> tuple[Unit, ...]:
    """Return the units that a time can be cut to."""
    return ("hour", "day", "week", "month", "quarter", "year")
