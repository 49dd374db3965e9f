"""Moments: months, quarters, halves, years and ISO dates, each as the stretch of days that it stands for."""

from __future__ import annotations

import re
from datetime import date, timedelta

MONTHS = "january february march april may june july august september october november december".split()
MONTH = "|".join([*MONTHS, *(name[:3] for name in MONTHS), "sept"])
ORDINAL = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
YEAR = r"(?:19|20)\d\d"
ISO = r"\d{4}-\d{2}-\d{2}"
PERIOD = (
    rf"(?:(?:{MONTH})\.?,? (?:of )?{YEAR}|q[1-4],? (?:of )?{YEAR}|{YEAR}[- ]?q[1-4]|h[12],? (?:of )?{YEAR}"
    rf"|(?:the )?(?:{'|'.join(ORDINAL)}) (?:quarter|half) of {YEAR})"
)
ANY = rf"(?:{ISO}|{PERIOD}|{YEAR})"
PART = re.compile(rf"\b(?:q(?P<q>[1-4])|h(?P<h>[12])|(?P<nth>{'|'.join(ORDINAL)}) (?P<unit>quarter|half))\b")


def span_of(text: str) -> tuple[date, date]:
    """Return the first day of what `text` (a match of ANY) names, and the first day after it.

    Raises ValueError for a date that no calendar has.
    """
    plain = text.strip().lower()
    if re.fullmatch(ISO, plain):
        day = date.fromisoformat(plain)
        return day, day + timedelta(days=1)
    year = int(re.findall(YEAR, plain)[0])
    part = PART.search(plain.replace("-", " "))
    if part:
        months = 6 if part["h"] or part["unit"] == "half" else 3
        number = int(part["q"] or part["h"] or ORDINAL[part["nth"]])
        return _months(year, (number - 1) * months + 1, months)
    named = re.search(rf"\b({MONTH})\b", plain)
    if named is None:
        return _months(year, 1, 12)
    return _months(year, next(at for at, name in enumerate(MONTHS, 1) if name.startswith(named[1][:3])), 1)


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    if not 1 <= first <= 12:
        raise ValueError(first)
    after = first + count - 1
    return date(year, first, 1), date(year + after // 12, after % 12 + 1, 1)
