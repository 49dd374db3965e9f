"""Windows: symbolic stretches of time become half-open [start, end) around a given now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pydantic import ValidationError

from sophia.kernel.errors import BadInput
from sophia.spec.params import Window

MONTHS = {"month": 1, "quarter": 3, "year": 12}
UNITS = ("hour", "day", "week", "month", "quarter", "year")
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Span:
    """A half-open stretch [start, end); None leaves that side open."""

    start: datetime | None
    end: datetime | None

    def holds(self, moment: datetime) -> bool:
        """Whether `moment` lies inside."""
        return (self.start is None or self.start <= moment) and (self.end is None or moment < self.end)


OPEN = Span(None, None)


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
    """Return `moment` moved by `count` units; a day that the target month lacks becomes its last day.

    Raises BadInput when that leaves the calendar.
    """
    try:
        if unit not in MONTHS:
            return moment + count * timedelta(**{f"{unit}s": 1})
        year, month = divmod(moment.year * 12 + moment.month - 1 + count * MONTHS[unit], 12)
        first = moment.replace(year=year, month=month + 1, day=1)
        last = (first.replace(year=year + month // 11, month=(month + 1) % 12 + 1) - timedelta(days=1)).day
        return first.replace(day=min(moment.day, last))
    except (OverflowError, ValueError):
        raise BadInput("The period reaches outside the calendar.", field="window.count") from None


def end_of(day: str) -> datetime:
    """Return the last moment of an ISO date: "now" of data that ends on that day."""
    return datetime.combine(date.fromisoformat(day[:10]), datetime.max.time())


def is_over(start: datetime, unit: str, now: datetime) -> bool:
    """Whether the unit that begins at `start` has ended at `now`; the last instant of its last day counts as ended."""
    return now + INSTANT >= step(start, unit, 1)


def resolve(window: Window | None, now: datetime) -> Span:
    """Return the stretch that `window` means at `now`. Raises BadInput for dates that are none."""
    if window is None or window.kind == "all":
        return OPEN
    here = floor(now, window.unit)
    match window.kind:
        case "previous":
            return Span(step(here, window.unit, -window.count), here)
        case "this":
            return Span(here, step(here, window.unit, 1))
        case "last":
            return Span(step(here, window.unit, 1 - window.count), step(here, window.unit, 1))
        case _:
            return Span(_moment(window.start, "start"), _moment(window.end, "end"))


def _moment(text: str | None, field: str) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{text!r} is no date.", field=f"window.{field}", remedy="Write dates as YYYY-MM-DD.") from None
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def window_of(value: Any) -> Window | None:
    """Return a date_range param's value as a Window; None when it is not set. Raises BadInput when it is malformed."""
    if not value or isinstance(value, Window):
        return value or None
    if not isinstance(value, Mapping):
        raise BadInput("A period is an object with a kind.", field="values", remedy='For example {"kind": "last"}.')
    try:
        return Window.model_validate(dict(value))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BadInput(f"The period cannot be used: {first['msg']}.", field=f"values.{where}") from None


@dataclass(frozen=True)
class Shift:
    """How far an earlier stretch lies back: `count` times `unit` (month, day or hour)."""

    count: int
    unit: str


@dataclass(frozen=True)
class Earlier:
    """The stretch to compare with, and the shift that lays its moments over the later one."""

    span: Span
    shift: Shift


def earlier(window: Window | None, now: datetime, compare: str, grain: str | None) -> Earlier | None:
    """Return the stretch to compare a window with; None when there is nothing to compare.

    An unfinished stretch is compared with the same elapsed days of the earlier one (domain rule: partial periods).
    """
    span = resolve(window, now)
    if window is None or span.start is None:
        return Earlier(OPEN, Shift(12, "month")) if compare == "previous_year" and grain else None
    end = span.end if span.end is not None else _soon(now, window.unit)
    unit, count = _distance(window, Span(span.start, end), compare)
    start = step(span.start, unit, -count)
    last = floor(now, window.unit) if window.kind != "between" else floor(now, "month")
    elapsed = _soon(now, window.unit)
    until = step(end, unit, -count)
    if span.start <= now < end and elapsed < end:
        before = step(max(last, span.start), unit, -count)
        until = min(before + (elapsed - max(last, span.start)), until)
    if compare == "previous_period":
        until = min(until, span.start)
    if grain in {"hour", "day", "week"}:
        return _by_days(span.start, start, min(until, start + (min(end, elapsed) - span.start)), grain)
    months = MONTHS.get(unit)
    return Earlier(Span(start, until), Shift(count * months, "month") if months else _exact(span.start, start))


def _soon(now: datetime, unit: str) -> datetime:
    """Return where elapsed time ends: the coming midnight, or for hours the coming full hour."""
    return step(floor(now, "hour"), "hour", 1) if unit == "hour" else step(floor(now, "day"), "day", 1)


def _distance(window: Window, span: Span, compare: str) -> tuple[str, int]:
    """Return unit and count of the way back; weeks go back 52 weeks to a year so that weekdays meet."""
    assert span.start is not None and span.end is not None
    if compare == "previous_year":
        return ("week", 52) if window.unit == "week" and window.kind != "between" else ("year", 1)
    if window.kind == "between":
        whole = span.start.day == 1 == span.end.day and span.start.time() == span.end.time()
        months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month
        return ("month", months) if whole and months > 0 else ("day", max(1, (span.end - span.start).days))
    return window.unit, 1 if window.kind == "this" else window.count


def _by_days(later: datetime, start: datetime, until: datetime, grain: str) -> Earlier:
    """Lay fine grains over each other day by day (weeks by whole weeks): months differ in length."""
    if grain == "week":
        return Earlier(Span(start, until), Shift(round((later - start).days / 7) * 7, "day"))
    return Earlier(Span(start, until), _exact(later, start))


def _exact(later: datetime, start: datetime) -> Shift:
    hours = round((later - start).total_seconds() / 3600)
    return Shift(hours // 24, "day") if hours % 24 == 0 else Shift(hours, "hour")
