"""Time phrases: a closed grammar of windows and grains."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from sophia.planner.understand.moment import ANY, ISO, PERIOD, YEAR, span_of
from sophia.planner.understand.words import HERE
from sophia.spec.params import Unit, Window

UNIT = r"(hours?|days?|weeks?|months?|quarters?|years?)"
NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "eighteen": 18, "twenty": 20, "thirty": 30, "ninety": 90, "couple": 2, "few": 3,
}  # fmt: skip
COUNT = rf"(\d+|{'|'.join(NUMBERS)})"
ADVERBS: dict[str, Unit] = {
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year",
    "annual": "year", "annually": "year",
}  # fmt: skip
WHOLE = frozenset("all everything each both of it them this these that only just please and for in the always".split())
Special = Literal["weekday", "month_of_year", "hour_of_day"]
TREND = re.compile(
    r"\b(over time|trends?|trending|timeline|time series|evolution|history|development of|progress over)\b", re.I
)


@dataclass(frozen=True)
class Timing:
    """What a text says about time; `rest` is the text without those words, HERE standing where a window was.

    `trend`: a course over time is wanted; `course`: it was called one ("trend", "over time").
    """

    rest: str
    window: Window | None = None
    grain: Unit | Special | None = None
    trend: bool = False
    ungrained: str = ""
    course: bool = False


def unit_of(word: str) -> Unit:
    """Return the unit that a word such as "months" names."""
    plain = word.lower().rstrip("s")
    for unit in get_args(Unit):
        if plain == unit:
            return unit  # type: ignore[no-any-return]  # get_args of a Literal gives its strings
    raise ValueError(word)


def read_time(text: str, bin_unit: str = "") -> Timing:
    """Take the time phrases out of `text`; `bin_unit` is the unit that a clause about bins has named already."""
    window, ungrained = _window(text)
    grain, rest = _grain(ungrained)
    if bin_unit and bin_unit != "time":
        day = re.match(r"week ?day|(?:the )?days? of", bin_unit) is not None
        grain = "weekday" if day else unit_of(bin_unit)
    course = bool(TREND.search(rest))
    trend = course or grain in get_args(Unit)
    return Timing(TREND.sub(" ", rest), window, grain, trend, TREND.sub(" ", ungrained), course)


def window_of(text: str) -> Window | None:
    """Return the stretch of time that a text names, None without one."""
    return _window(text)[0] or _window(f"in {text.strip(' :')}")[0]


def is_only_time(text: str) -> bool:
    """Whether a text names a stretch of time and nothing else: "all for 2026", "everything since May 2025"."""
    window, rest = _window(text)
    if window is None:
        window, rest = _window(f"in {text.strip()}")
    return window is not None and all(word.lower() in WHOLE for word in re.findall(r"[^\W\d_]+", rest) if word != HERE)


def _window(text: str) -> tuple[Window | None, str]:
    for pattern, read in WINDOWS:
        match = re.search(pattern, text, re.I)
        window = read(match) if match else None
        if match and window:
            return window, f"{text[: match.start()]} {HERE} {text[match.end() :]}"
    return None, text


def _count(word: str | None) -> int:
    if word is None:
        return 1
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def _last(match: re.Match[str]) -> Window:
    return Window(kind="last", unit=unit_of(match[2]), count=min(1200, max(1, _count(match[1]))))


def _previous(match: re.Match[str]) -> Window:
    return Window(kind="previous", unit=unit_of(match[1]), count=1)


def _this(match: re.Match[str]) -> Window:
    return Window(kind="this", unit=unit_of(match[1]), count=1)


def _to_date(match: re.Match[str]) -> Window:
    units: dict[str, Unit] = {"y": "year", "q": "quarter", "m": "month", "w": "week"}
    return Window(kind="this", unit=units[match[1][0].lower()], count=1)


def _between(match: re.Match[str]) -> Window | None:
    return _stretch(match[1], match[2])


def _within(match: re.Match[str]) -> Window | None:
    return _stretch(match[1], match[1])


def _since(match: re.Match[str]) -> Window | None:
    return _stretch(match[1], None)


def _after(match: re.Match[str]) -> Window | None:
    whole = _stretch(match[1], match[1])
    return whole and whole.model_copy(update={"unit": "day", "start": whole.end, "end": None})


def _before(match: re.Match[str]) -> Window | None:
    whole = _stretch(match[1], match[1])
    return whole and whole.model_copy(update={"unit": "day", "start": None, "end": whole.start})


def _until(match: re.Match[str]) -> Window | None:
    return _stretch(None, match[1])


def _stretch(first: str | None, last: str | None) -> Window | None:
    """Return the window from the start of one moment to the end of another, None when no calendar has it."""
    try:
        start = span_of(first)[0].isoformat() if first else None
        end = span_of(last)[1].isoformat() if last else None
    except ValueError:
        return None
    if start and end and start >= end:
        return None
    return Window(kind="between", unit=_unit(first, last), count=1, start=start, end=end)


def _unit(first: str | None, last: str | None) -> Unit:
    """Return the unit that a stretch is made of: that of the one moment it is, years from year to year, else days."""
    if first is not None and last is not None and re.fullmatch(YEAR, first) and re.fullmatch(YEAR, last):
        return "year"
    if first is None or first != last:
        return "day"
    start, end = span_of(first)
    days = (end - start).days
    return "quarter" if days > 31 else "month" if days > 1 else "day"


LEAD = r"\b(?:(?:over|in|for|during|within|across|from|of) )?(?:the )?"
WINDOWS: tuple[tuple[str, Callable[[re.Match[str]], Window | None]], ...] = (
    (rf"{LEAD}(?:last|past|previous|trailing|recent|rolling|latest) {COUNT} {UNIT}\b", _last),
    (rf"{LEAD}(?:last|previous|prior) {UNIT}\b", _previous),
    (rf"{LEAD}past {UNIT}\b", lambda match: Window(kind="last", unit=unit_of(match[1]), count=1)),
    (rf"\bsince (?:the )?(?:start|beginning) of (?:the|this) {UNIT}\b", _this),
    (rf"{LEAD}(?:this|current) {UNIT}(?: to date| so far)?\b", _this),
    (r"\b(year|quarter|month|week)[ -]to[ -]date\b", _to_date),
    (r"\b([yqmw])td\b", _to_date),
    (rf"\b(?:between|from) (?:the years? )?({ANY}) (?:and|to|until|till|through) ({ANY})\b", _between),
    (rf"\b(?:since|from|starting(?: in| on| from)?) ({ANY})\b", _since),
    (rf"\bafter ({ISO}|{YEAR})\b", _since),
    (rf"\b(?:newer|later) than ({ANY})\b", _after),
    (rf"\b(?:older|earlier) than ({ANY})\b", _before),
    (rf"\bafter ({PERIOD})\b", _after),
    (rf"\b(?:before|prior to) ({PERIOD})\b", _before),
    (rf"\b(?:until|till|up to) ({PERIOD})\b", _until),
    (rf"\b(?:in|for|during|of|on) ({PERIOD})\b", _within),
    (rf"\b(?:in|for|during) (?:the year )?({YEAR})\b", _within),
    (r"\b(?:of )?all time\b|\bever\b|\bsince the beginning\b", lambda match: Window(kind="all")),
)
GRAINS = (
    (r"\b(?:by|per|each|every|for each|on each) (?:weekday|week day|days? of (?:the )?weeks?)\b", "weekday"),
    (r"\b(?:by|per|each|every) (?:month of the year|calendar month)\b", "month_of_year"),
    (r"\b(?:by|per|each|every) hour of (?:the )?day\b", "hour_of_day"),
    (r"\b(?:week ?days?|day of the week)\b", "weekday"),
    (r"\b(?:every|each) (?:three|3) months\b", "quarter"),
    (r"\b(?:from|between) one (month|week|year|quarter|day) (?:to|and) the next\b", ""),
    (r"\b(?:over|across|through) the (hour|day|week|month|quarter|year)s\b", ""),
)


def _grain(text: str) -> tuple[Unit | Special | None, str]:
    for pattern, name in GRAINS:
        match = re.search(pattern, text, re.I)
        if match:
            found: Unit | Special = name or unit_of(match[1])  # type: ignore[assignment]  # the table holds those only
            return found, text[: match.start()] + " " + text[match.end() :]
    match = re.search(rf"\b(?:by|per|each|every|for each|for every|of each|a) (?:the )?{UNIT}\b", text, re.I)
    if match:
        return unit_of(match[1]), text[: match.start()] + " " + text[match.end() :]
    match = re.search(
        rf"(?<=\s)(?:and|,) (?:by )?{UNIT}$|(?<=\s)(?:and|,) (?:by )?{UNIT}(?=\s*[,.?{HERE}])", text.rstrip(), re.I
    )
    if match and re.search(r"\b(?:by|per|each)\b", text[: match.start()], re.I):
        return unit_of(match[1] or match[2]), text[: match.start()] + " " + text[match.end() :]
    match = re.search(rf"\b({'|'.join(ADVERBS)})\b", text, re.I)
    if match:
        return ADVERBS[match[1].lower()], text[: match.start()] + " " + text[match.end() :]
    match = re.search(r"\b(month|week|quarter|year|day)[ -](?:over|on|by)[ -]\1\b", text, re.I)
    if match:
        return unit_of(match[1]), text[: match.start()] + " " + text[match.end() :]
    return None, text
