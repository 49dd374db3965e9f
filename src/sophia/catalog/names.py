"""Names: what identifiers of tables and columns say, as words, labels and nouns."""

from __future__ import annotations

import re
from functools import lru_cache

ACRONYMS = frozenset(
    """
    aov api arpa arpu arr aum aws bmi cac cogs cpa cpc cpm cpu crm csat csm csv ctr cvr ebitda eta eu fcf fte gdp gmv
    gpa gpu grr gst hr html http https iban id imdb ip isbn iso json kpi kyc ltv mau mbps mql mrr nps nrr okr pdf pin
    pnl poc pr ps qa qty ram rfp roas roi saas sdr sha sku sla sql ssn swift tv ui uk uri url us usa usd utc uuid
    vat vip wip xml yoy
    """.split()
)
UNITS = {
    "s": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s", "ms": "ms", "millis": "ms", "milliseconds": "ms",
    "min": "min", "mins": "min", "minutes": "min", "h": "h", "hr": "h", "hrs": "h", "hours": "h", "days": "days",
    "weeks": "weeks", "pct": "%", "percent": "%", "percentage": "%", "bytes": "bytes", "kb": "kB", "mb": "MB",
    "gb": "GB", "km": "km", "kg": "kg", "usd": "USD", "eur": "EUR", "gbp": "GBP",
}  # fmt: skip
IDENTIFIERS = frozenset("id ids key uuid guid sha etag hash".split())
ENDINGS = ("date", "name", "time")
WHOLE = frozenset(
    """
    candidate mandate update validate consolidate liquidate invalidate predate antedate outdate lifetime overtime
    runtime downtime uptime realtime sometime anytime daytime nighttime parttime fulltime playtime halftime bedtime
    username nickname filename hostname rename codename
    """.split()
)
SPLIT = {
    "firstname": "first name", "lastname": "last name", "middlename": "middle name", "fullname": "full name",
    "fname": "first name", "lname": "last name", "forename": "first name", "surname": "last name",
}  # fmt: skip
PREFIXES = frozenset("tbl dim fact fct stg raw src ref vw mv".split())
SINGULAR = {
    "people": "person", "children": "child", "men": "man", "women": "woman", "movies": "movie", "cookies": "cookie",
    "statuses": "status", "staff": "staff member", "criteria": "criterion", "media": "medium", "indices": "index",
    "feet": "foot", "mice": "mouse", "calories": "calorie", "ties": "tie", "selfies": "selfie", "data": "record",
    "analyses": "analysis", "leaves": "leave", "wives": "wife", "heroes": "hero", "buses": "bus", "aliases": "alias",
}  # fmt: skip
UNCHANGED = re.compile(r"(ss|us|is|news|series|species|sales|goods|stats|logistics|physics|analytics)$")


def words_of(name: str) -> list[str]:
    """Return a name's words in lower case: snake_case, camelCase, spaces, dashes and "createdate" have boundaries."""
    return list(_words(name))


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", name))
    parts = [part.lower() for part in re.split(r"[\W_]+", spaced) if part]
    return tuple(word for part in parts for word in _split(part))


def _split(word: str) -> list[str]:
    """Cut "createdate" into "create date"; words that only look so stay whole."""
    if word in SPLIT:
        return SPLIT[word].split()
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4 and word not in WHOLE:
            return [word[: -len(ending)], ending]
    return [word]


def unit_of(name: str) -> str | None:
    """Return the unit that a column's name ends with: "cycle_time_h" gives "h"."""
    words = words_of(name)
    if len(words) < 2:
        return None
    unit = UNITS.get(words[-1])
    return None if unit == "h" and words[-2] in {"after", "business", "working", "opening", "office"} else unit


def label_of(name: str) -> str:
    """Return a name as people read it: "hs_is_closed_won" gives "Closed won", "createdAt" gives "Created"."""
    words = words_of(name)
    while len(words) > 1 and words[0] in {"hs", "is"}:
        words = words[1:]
    if len(words) > 1 and (words[-1] in {"at", "on", "ts"} or (unit_of(name) and words[-1] not in {"usd", "eur"})):
        words = words[:-1]
    text = " ".join(word.upper() if word in ACRONYMS else word for word in words)
    return text[:1].upper() + text[1:] if text else name


def labels_of(names: list[str]) -> dict[str, str]:
    """Return name → label for the columns of one table; names whose short labels clash keep all their words."""
    short = {name: label_of(name) for name in names}
    taken = [label.lower() for label in short.values()]
    return {name: label if taken.count(label.lower()) == 1 else _long(name) or label for name, label in short.items()}


def _long(name: str) -> str:
    text = " ".join(word.upper() if word in ACRONYMS else word for word in words_of(name))
    return text[:1].upper() + text[1:]


def entity_of(name: str) -> str:
    """Return the singular noun of one row: "order_items" gives "order item"."""
    words = words_of(name)
    if len(words) > 1 and words[0] in PREFIXES:
        words = words[1:]
    if not words:
        return name
    return " ".join([*words[:-1], singular(words[-1])])


def singular(word: str) -> str:
    """Return a noun's singular: "companies" gives "company"."""
    if word in SINGULAR:
        return SINGULAR[word]
    if not word.endswith("s") or len(word) < 4 or UNCHANGED.search(word):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if re.search(r"(xes|ches|shes|sses|zzes)$", word) else word[:-1]
