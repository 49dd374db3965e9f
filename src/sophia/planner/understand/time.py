"""Time phrases: a closed grammar of windows and grains."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from sophia.planner.understand.words import HERE
from sophia.spec.params import Unit, Window

UNIT = r"(hours?|days?|weeks?|months?|quarters?|years?)"
NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "eighteen": 18, "twenty": 20, "thirty": 30, "ninety": 90, "couple": 2, "few": 3,
}  # fmt: skip
COUNT = rf"(\d+|{'|'.join(NUMBERS)})"
MONTHS = "january february march april may june july august september october november december".split()
MONTH = "|".join([*MONTHS, *(name[:3] for name in MONTHS), "sept"])
ADVERBS: dict[str, Unit] = {
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year",
    "annual": "year", "annually": "year",
}  # fmt: skip
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


def _window(text: str) -> tuple[Window | None, str]:
    for pattern, read in WINDOWS:
        match = re.search(pattern, text, re.I)
        if match:
            return read(match), f"{text[: match.start()]} {HERE} {text[match.end() :]}"
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


def _year(match: re.Match[str]) -> Window:
    year = int(match[1])
    return Window(kind="between", unit="year", count=1, start=f"{year}-01-01", end=f"{year + 1}-01-01")


def _years(match: re.Match[str]) -> Window:
    return Window(kind="between", unit="year", start=f"{match[1]}-01-01", end=f"{int(match[2]) + 1}-01-01")


def _dates(match: re.Match[str]) -> Window:
    return Window(kind="between", unit="day", start=match[1], end=match[2])


def _since(match: re.Match[str]) -> Window:
    return Window(kind="between", unit="day", start=match[1] if len(match[1]) > 4 else f"{match[1]}-01-01")


def _month(match: re.Match[str]) -> Window:
    number = next(index for index, name in enumerate(MONTHS, 1) if name.startswith(match[1].lower()[:3]))
    year = int(match[2])
    after = f"{year + (number == 12)}-{number % 12 + 1:02d}-01"
    return Window(kind="between", unit="month", start=f"{year}-{number:02d}-01", end=after)


def _since_month(match: re.Match[str]) -> Window:
    return _month(match).model_copy(update={"end": None})


def _quarter(match: re.Match[str]) -> Window:
    first, year = 3 * int(match[1]) - 2, int(match[2])
    after = f"{year + 1}-01-01" if first == 10 else f"{year}-{first + 3:02d}-01"
    return Window(kind="between", unit="quarter", start=f"{year}-{first:02d}-01", end=after)


LEAD = r"\b(?:(?:over|in|for|during|within|across|from|of) )?(?:the )?"
DATE = r"(\d{4}-\d{2}-\d{2})"
WINDOWS = (
    (rf"{LEAD}(?:last|past|previous|trailing|recent|rolling|latest) {COUNT} {UNIT}\b", _last),
    (rf"{LEAD}(?:last|previous|prior) {UNIT}\b", _previous),
    (rf"{LEAD}past {UNIT}\b", lambda match: Window(kind="last", unit=unit_of(match[1]), count=1)),
    (rf"{LEAD}(?:this|current) {UNIT}(?: to date| so far)?\b", _this),
    (r"\b(year|quarter|month|week)[ -]to[ -]date\b", _to_date),
    (r"\b([yqmw])td\b", _to_date),
    (rf"\b(?:between|from) {DATE} (?:and|to|until) {DATE}", _dates),
    (r"\b(?:between|from) (?:the years? )?((?:19|20)\d\d) (?:and|to|until|through) ((?:19|20)\d\d)\b", _years),
    (rf"\b(?:since|after|from) ({DATE[1:-1]}|(?:19|20)\d\d)\b", _since),
    (rf"\b(?:since|from) ({MONTH}) ((?:19|20)\d\d)\b", _since_month),
    (rf"\b(?:in|for|during|of) ({MONTH}) ((?:19|20)\d\d)\b", _month),
    (r"\b(?:in|for|during|of) q([1-4])(?: of)? ((?:19|20)\d\d)\b", _quarter),
    (r"\b(?:in|for|during) (?:the year )?((?:19|20)\d\d)\b", _year),
    (r"\b(?:of )?all time\b|\bever\b|\bsince the beginning\b", lambda match: Window(kind="all")),
)
GRAINS = (
    (r"\b(?:by|per|each|every|for each|on each) (?:weekday|week day|days? of (?:the )?weeks?)\b", "weekday"),
    (r"\b(?:by|per|each|every) (?:month of the year|calendar month)\b", "month_of_year"),
    (r"\b(?:by|per|each|every) hour of (?:the )?day\b", "hour_of_day"),
    (r"\b(?:week ?days?|day of the week)\b", "weekday"),
)


def _grain(text: str) -> tuple[Unit | Special | None, str]:
    for pattern, name in GRAINS:
        match = re.search(pattern, text, re.I)
        if match:
            special: Special = name  # type: ignore[assignment]  # the table holds specials only
            return special, text[: match.start()] + " " + text[match.end() :]
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
