"""Roles: what a column is for, read from its name, its type and its values."""

from __future__ import annotations

import re

from sophia.catalog.model import ColumnRole
from sophia.catalog.profile import Profile

MONEY = set(
    [
        "amount",
        "price",
        "cost",
        "revenue",
        "mrr",
        "arr",
        "salary",
        "budget",
        "spend",
        "paid",
        "fee",
        "sales",
        "profit",
        "income",
        "wage",
        "balance",
        "gross",
    ]
)
RATE = set(
    [
        "rate",
        "ratio",
        "pct",
        "percent",
        "percentage",
        "share",
        "score",
        "rating",
        "rank",
        "ranking",
        "average",
        "avg",
        "probability",
        "index",
        "gpa",
        "age",
    ]
)
DURATION = set(["seconds", "minutes", "hours", "duration", "elapsed", "latency", "ms"])
LABEL = set(["name", "title", "label", "subject", "dealname", "headline", "caption"])
STATUS = set(["status", "state", "stage", "phase", "health", "outcome", "result"])
GEO = set(
    [
        "country",
        "city",
        "state",
        "region",
        "county",
        "province",
        "continent",
        "location",
        "territory",
        "zip",
        "postcode",
        "latitude",
        "longitude",
    ]
)
TIME = set(
    ["date", "time", "at", "on", "day", "month", "week", "quarter", "timestamp", "created", "updated", "started"]
)
YEAR = re.compile(r"(^|_| )(year|yr|founded|established|opening_year)( |_|$)", re.I)
FREE_TEXT = 60
FEW = 60


def words_of(name: str) -> list[str]:
    """Return a name's words in lower case: snake_case, camelCase, spaces and dashes are all boundaries."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name)
    return [word.lower() for word in re.split(r"[^A-Za-z0-9]+", spaced) if word]


def label_of(name: str) -> str:
    """Return a name as people read it: "hs_is_closed_won" gives "Closed won"."""
    words = [word for word in words_of(name) if word not in {"hs", "is"}] or words_of(name)
    if len(words) > 1 and words[-1] == "id":
        words = [*words[:-1], "ID"]
    text = " ".join(words)
    return text[:1].upper() + text[1:] if text else name


def role_of(item: Profile, rows: int) -> ColumnRole:
    """Return the role of a column of a table with `rows` rows."""
    words = words_of(item.column.name)
    unique = rows > 1 and item.distinct >= 0.98 * rows * (1 - item.null_share) and item.distinct > 1
    if item.column.type == "boolean":
        return "boolean"
    if is_identifier(words, item):
        return "key" if unique and words[-1:] == ["id"] and len(words) <= 2 else "id"
    if _is_date(item, words):
        return "date"
    if item.column.type in {"integer", "number"} or item.numeric_share >= 0.95:
        return _number_role(item, words)
    return _text_role(item, words, unique)


def is_identifier(words: list[str], item: Profile) -> bool:
    """Whether the name says that the column identifies something."""
    last = words[-1] if words else ""
    if last in {"id", "key", "uuid", "guid", "sha", "etag", "hash"} or "".join(words) == "id":
        return True
    return item.column.type == "integer" and bool(re.search(r"[a-z]id$", item.column.name.lower())) and len(words) == 1


def _is_date(item: Profile, words: list[str]) -> bool:
    if item.column.type in {"date", "timestamp"}:
        return True
    if item.column.type == "text":
        return item.date_share >= 0.95 and item.numeric_share < 0.5
    return False


def _number_role(item: Profile, words: list[str]) -> ColumnRole:
    found = set(words)
    if YEAR.search(item.column.name) and _within(item, 1000, 2200):
        return "category"
    if found & {"latitude", "longitude", "lat", "lng", "zip", "postcode"}:
        return "geo"
    if found & RATE:
        return "rate"
    if found & DURATION:
        return "duration"
    if found & MONEY:
        return "money"
    if words[-1:] in (["number"], ["code"], ["no"], ["phone"]) or found & {"phone"}:
        return "id" if item.distinct > FEW else "category"
    return "measure"


def _within(item: Profile, low: float, high: float) -> bool:
    try:
        return low <= float(item.minimum or "x") and float(item.maximum or "x") <= high
    except ValueError:
        return False


def _text_role(item: Profile, words: list[str], unique: bool) -> ColumnRole:
    found = set(words)
    if item.longest > 4 * FREE_TEXT and item.distinct > FEW:
        return "text"
    if found & STATUS and item.distinct <= FEW and not found & LABEL:
        return "status"
    if found & GEO and not found & LABEL:
        return "geo"
    if found & LABEL and (unique or item.distinct > 12):
        return "label"
    if item.distinct <= FEW:
        return "category"
    if found & {"email", "url", "phone", "address", "description", "comment", "note", "notes", "text"}:
        return "text"
    return "label" if found & LABEL else ("category" if not unique else "text")


def is_additive(item: Profile, role: ColumnRole) -> bool:
    """Whether adding the values up means something: rates, ages, scores and years do not add up."""
    return role in {"measure", "money", "duration"} and not set(words_of(item.column.name)) & (RATE | {"year"})
