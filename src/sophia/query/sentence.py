"""Sentences: what moved, said with its numbers in the metric's own format."""

from __future__ import annotations

from datetime import date

from sophia.catalog.model import Metric
from sophia.spec.shape import Format

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
COMPACT = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
STEEP = 2.0


def title_of(metric: Metric, segment: str, value: float, expected: float) -> str:
    """Return a headline: "Won revenue in Europe fell to $1.2M"."""
    where = f" in {segment}" if segment else ""
    if value == expected:
        return f"{metric.label}{where} stayed at {number(value, metric.format)}"
    steep = expected and (value / expected >= STEEP or value / expected <= 1 / STEEP)
    verb = ("jumped" if steep else "rose") if value > expected else ("dropped" if steep else "fell")
    return f"{metric.label}{where} {verb} to {number(value, metric.format)}"


def detail_of(metric: Metric, period: str, value: float, expected: float) -> str:
    """Return what was expected and by how much it was missed: "In October 2026, 12 % below the usual $1.4M."."""
    when = f"{date.fromisoformat(period):%B %Y}"
    usual = number(expected, metric.format)
    if value == expected:
        return f"In {when}, as the months before suggest."
    return f"In {when}, {distance(value, expected, metric.format)} the {usual} that the months before suggest."


def distance(value: float, expected: float, shown: Format) -> str:
    """Return the way from what was expected: points for percentages, a share where it says something, else numbers."""
    word = "above" if value > expected else "below"
    if shown.style == "percent":
        return f"{_trimmed(abs(value - expected) * 100)} points {word}"
    share = abs(value - expected) / abs(expected) if expected else 0.0
    if not expected or share > 5:
        return f"{number(abs(value - expected), shown)} {word}"
    return f"{_trimmed(share * 100)} % {word}"


def number(value: float, shown: Format) -> str:
    """Return a number in its format, compact: $1.23M, 4.5 %, 2.5 days."""
    if shown.style == "percent":
        return f"{_trimmed(value * 100)} %"
    if shown.style == "duration":
        return _duration(value)
    sign, size = ("−" if value < 0 else ""), abs(value)
    limit, letter = next(((limit, letter) for limit, letter in COMPACT if size >= limit), (1.0, ""))
    text = f"{_trimmed(size / limit)}{letter}"
    if shown.style == "currency":
        code = shown.currency or "USD"
        return f"{sign}{SYMBOLS.get(code, code + ' ')}{text}"
    return f"{sign}{text} {shown.unit}" if shown.unit else f"{sign}{text}"


def _duration(seconds: float) -> str:
    for size, name in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if abs(seconds) >= size:
            return f"{_trimmed(seconds / size)} {name}"
    return f"{_trimmed(seconds)} seconds"


def _trimmed(value: float) -> str:
    """Return three digits that count: 1.23, 12.3, 123."""
    digits = 0 if abs(value) >= 99.95 else 1 if abs(value) >= 9.995 else 2
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
