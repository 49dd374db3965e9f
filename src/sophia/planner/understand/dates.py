"""Dates: those written in words or with slashes become ISO dates, outside quotes."""

from __future__ import annotations

import re
from datetime import date

from sophia.planner.understand.moment import MONTH, MONTHS

DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"((?:1[5-9]|20)\d\d)"
QUOTED = re.compile(r"(\"[^\"]*\"|“[^”]*”|'[^']{1,60}'(?!\w))")
MONTH_FIRST = re.compile(rf"\b({MONTH})\.? {DAY},? {YEAR}\b", re.I)
DAY_FIRST = re.compile(rf"\b{DAY}(?: of)? ({MONTH})\.?,? {YEAR}\b", re.I)
SLASHES = re.compile(rf"\b(\d{{1,2}})/(\d{{1,2}})/{YEAR}\b")
BARE = re.compile(
    rf"\b(?P<lead>in|during|for|since|of|from|until|till|before|after|between|and|to|through) "
    rf"(?P<month>{'|'.join(MONTHS)})\b(?!\.?,? (?:of )?\d| \w+ \d{{4}}\b)",
    re.I,
)
DOTS = re.compile(rf"\b(\d{{1,2}})\.(\d{{1,2}})\.{YEAR}\b")


QUARTER = re.compile(
    r"\b(?:in|for|during|of|since|all|over|and|to|vs\.?|versus|(?<=^)|(?<=[:,(]))\s*q(?P<quarter>[1-4])\b(?!\s*,?\s*(?:of\s+)?(?:'|fy)?\d)",
    re.I,
)


def with_iso_dates(text: str) -> str:
    """Return `text` with "June 21st, 2002", "21 June 2002", "6/21/2002" and "21.6.2002" as 2002-06-21.

    With slashes the month comes first, unless it cannot be one.
    """
    return "".join(part if QUOTED.match(part) else _plain(part) for part in QUOTED.split(text))


def with_years(text: str, today: date) -> str:
    """Return `text` with the year said behind months that stand alone: the last such month that has begun by `today`.

    Only after a word that begins a stretch of time, and "and may" or "to march" only where another month was said.
    """
    return "".join(part if QUOTED.match(part) else _dated(part, today) for part in QUOTED.split(text))


def _dated(text: str, today: date) -> str:
    begun = False

    def dated(match: re.Match[str]) -> str:
        nonlocal begun
        joins = match["lead"].lower() in {"and", "to", "through", "between", "from"}
        if joins and not begun and match["lead"].lower() not in {"between", "from"}:
            return match[0]
        begun = True
        number = int(_month(match["month"]))
        return f"{match[0]} {today.year if number <= today.month else today.year - 1}"

    def quartered(match: re.Match[str]) -> str:
        begins = int(match["quarter"]) * 3 - 2
        return f"{match[0]} {today.year if begins <= today.month else today.year - 1}"

    return QUARTER.sub(quartered, BARE.sub(dated, text))


def _plain(text: str) -> str:
    text = MONTH_FIRST.sub(lambda match: _iso(match, match[3], _month(match[1]), match[2]), text)
    text = DAY_FIRST.sub(lambda match: _iso(match, match[3], _month(match[2]), match[1]), text)
    text = DOTS.sub(lambda match: _iso(match, match[3], match[2], match[1]), text)
    return SLASHES.sub(_slashed, text)


def _slashed(match: re.Match[str]) -> str:
    first, second = match[1], match[2]
    return _iso(match, match[3], *((second, first) if int(first) > 12 else (first, second)))


def _month(word: str) -> str:
    return str(next(place for place, name in enumerate(MONTHS, 1) if name.startswith(word.lower()[:3])))


def _iso(match: re.Match[str], year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return match[0]
