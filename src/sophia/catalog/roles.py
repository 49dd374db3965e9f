"""Roles: what a column is for, read from its name, its type and its values."""

from __future__ import annotations

import re

from sophia.catalog.model import ColumnRole
from sophia.catalog.names import IDENTIFIERS, UNITS, singular, unit_of, words_of
from sophia.catalog.profile import Profile
from sophia.spec.shape import Format

MONEY = frozenset(
    "amount price cost revenue mrr arr salary budget spend spending paid fee fees sales profit income wage wages "
    "balance gross payment earnings turnover invoice expense expenses bonus payroll usd eur gbp cash burn tax worth "
    "fare quota bookings cogs".split()
)
RATE = frozenset(
    "rate ratio pct percent percentage share score rating rank ranking average avg mean median probability index gpa "
    "similarity confidence likelihood utilization utilisation sentiment stars csat nps attainment".split()
)
NOT_ADDITIVE = RATE | frozenset(
    "year age temperature temp height weight length width speed latitude longitude lat lng elevation altitude priority "
    "alt position round lap rank place level version release grade humidity pressure heading order sequence "
    "dimension interactivity patience mark magnitude depth density per unit max min maximum minimum p50 p75 p85 p90 "
    "p95 p99".split()
)
SPANS = frozenset(
    "lead reply response resolution wait waiting cycle handling turnaround delay latency lag tenure first last "
    "onboarding processing transit delivery time".split()
)
NAMING = frozenset("name title label subject headline caption".split())
STATUS = frozenset("status state stage phase health outcome lifecycle".split())
GEO = frozenset(
    "country city state region county province continent location territory zip postcode latitude longitude lat lng "
    "district town postal".split()
)
PROSE = frozenset(
    "email mail url uri link website phone fax address description comment comments note notes text body message "
    "bio".split()
)
CODES = frozenset("number no code num phone fax serial zip postcode".split())
YEAR = frozenset("year yr season founded established built".split())
TIMED = frozenset("duration elapsed latency runtime".split())
TIME_UNITS = frozenset({"s", "ms", "min", "h", "days", "weeks"})
PLACED = frozenset("latitude longitude lat lng zip postcode postal".split())
CODED = frozenset("gender sex yn mf flag type class category tier group party channel section classroom room".split())
PROGRESS = frozenset(
    """
    open opened closed active inactive pending new done started unstarted completed complete canceled cancelled backlog
    todo progress merged draft approved rejected failed success error running queued paid unpaid shipped delivered won
    lost planned triage accepted waiting enabled disabled resolved submitted scheduled processing expired blocked
    """.split()
)
LONG_TEXT = 120
FEW = 60
SECRET = re.compile(
    r"(password|passwd|passphrase|pwd|secret|private_?key|api_?key|access_?key|access_?token|auth_?token|refresh_?token|"
    r"session_?token|salt|cvv|cvc|ssn|social_?security|passport|credit_?card_?num|card_?num|iban|tax_?id|bank_?account)",
    re.I,
)


def is_secret(name: str) -> bool:
    """Whether a column's name says that it holds a secret or an identity number, which nobody charts."""
    return bool(SECRET.search("_".join(words_of(name)) or name))


def role_of(item: Profile, rows: int) -> ColumnRole:
    """Return the role of a column of a table with `rows` rows; primary keys are decided in catalog.keys."""
    words = words_of(item.column.name)
    if item.column.type == "boolean":
        return "boolean"
    if _is_date(item):
        return "date"
    if is_identifier(words, item):
        return "id"
    if item.column.type in {"integer", "number"} or item.numeric_share >= 0.95:
        return _number_role(item, words)
    return _text_role(item, words, _unique(item, rows))


def _unique(item: Profile, rows: int) -> bool:
    return rows > 1 and item.distinct > 1 and item.distinct >= 0.95 * rows * (1 - item.null_share)


def is_identifier(words: list[str], item: Profile) -> bool:
    """Whether the name says that the column identifies something."""
    last = words[-1] if words else ""
    if last in IDENTIFIERS:
        return True
    glued = len(words) == 1 and bool(re.search(r"[a-z]{3}id$", last)) and last not in {"paid", "void", "valid", "grid"}
    return glued and (item.column.type == "integer" or re.search(r"[a-z]ID$", item.column.name) is not None)


def _is_date(item: Profile) -> bool:
    if item.column.type in {"date", "timestamp"}:
        return True
    return item.column.type == "text" and item.date_share >= 0.95 and item.numeric_share < 0.5


def _number_role(item: Profile, words: list[str]) -> ColumnRole:
    found = set(words)
    counted = bool(found & {"count", "of", "num"}) and words[-1] not in CODES
    if found & YEAR and _within(item, 1000, 2200):
        return "category"
    if found & PLACED or words == ["long"]:
        return "geo"
    if words[-1:] and words[-1] in CODES and not counted:
        return "id" if item.distinct > FEW else "category"
    if found & CODED and item.distinct <= FEW and not counted:
        return "category"
    return _quantity_role(item, words, counted)


def _quantity_role(item: Profile, words: list[str], counted: bool) -> ColumnRole:
    found = set(words)
    unit = unit_of(item.column.name) or (UNITS.get(words[0]) if len(words) == 1 else None)
    if (found & RATE and not counted) or unit == "%" or "age" in found:
        return "rate"
    if unit in TIME_UNITS or found & TIMED:
        return "duration"
    if not ({singular(word) for word in words} | found) & MONEY:
        return "measure"
    if item.column.type == "number" and _within(item, -1, 1.5):
        return "rate"
    return "measure" if found & {"count", "number", "quantity", "qty", "units"} else "money"


def _within(item: Profile, low: float, high: float) -> bool:
    try:
        return low <= float(item.minimum or "x") and float(item.maximum or "x") <= high
    except ValueError:
        return False


def _text_role(item: Profile, words: list[str], unique: bool) -> ColumnRole:
    found = set(words)
    if item.longest > LONG_TEXT and item.distinct > FEW:
        return "text"
    if found & PROSE and not found & NAMING:
        return "text" if item.distinct > 12 or "email" in found else "category"
    if found & STATUS and item.distinct <= FEW and not found & NAMING:
        return "geo" if "state" in found and not _tells_progress(item.values) else "status"
    if found & GEO and not found & NAMING:
        return "geo"
    if found & NAMING and (unique or item.distinct > 12):
        return "label"
    if item.distinct <= FEW or not unique:
        return "category"
    return "label" if item.longest <= 60 and item.column.type == "text" else "text"


def _tells_progress(values: tuple[str, ...]) -> bool:
    """Whether values are stages of work rather than places: a column called state may hold either."""
    return any(set(words_of(value)) & PROGRESS for value in values)


def is_additive(item: Profile, role: ColumnRole) -> bool:
    """Whether adding the values up means something: rates, ages, scores, prices and years do not add up."""
    if role not in {"measure", "money", "duration"}:
        return False
    found = set(words_of(item.column.name))
    if role == "duration" and found & SPANS:
        return False
    if item.column.type == "number" and role == "measure" and _within(item, 0, 1):
        return False
    if "price" in found and not found & {"total", "sum", "order", "line"}:
        return False
    return not found & NOT_ADDITIVE or bool(found & {"total", "sum"})


def format_of(item: Profile, role: ColumnRole) -> Format | None:
    """Return how a column's values are written, None where nothing special is known."""
    found = words_of(item.column.name)
    unit = unit_of(item.column.name) or (UNITS.get(found[0]) if role == "duration" and len(found) == 1 else None)
    words = set(found)
    if unit in {"USD", "EUR", "GBP"} and role in {"money", "measure"}:
        return Format(style="currency", currency=unit)
    if role == "money":
        return Format(style="currency", currency="USD") if words & {"mrr", "arr"} else Format(decimals=2)
    if unit == "s" or (role == "duration" and unit is None and words & {"seconds"}):
        return Format(style="duration")
    if unit == "bytes":
        return Format(style="bytes")
    if unit == "%":
        return Format(style="percent") if _within(item, -1, 1) else Format(decimals=1, unit="%")
    if role == "date":
        return Format(style="datetime" if item.column.type == "timestamp" else "date")
    if unit and role in {"duration", "measure", "rate"}:
        return Format(unit=unit)
    return Format() if role in {"measure", "rate", "duration"} else None
