"""Shorthand: the short forms that people type (qty, avg, no. of), written out before a text is read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sophia.planner.understand.vocabulary import Vocabulary
from sophia.planner.understand.words import stem

SHORTHAND = {
    "amt": "amount", "amts": "amounts", "qty": "quantity", "qtys": "quantities", "avg": "average", "mth": "month",
    "mths": "months", "mnth": "month", "mnths": "months", "qtr": "quarter", "qtrs": "quarters", "yr": "year",
    "yrs": "years", "wk": "week", "wks": "weeks", "min": "minimum", "mins": "minutes", "hr": "hour", "hrs": "hours",
    "secs": "seconds", "cust": "customer", "custs": "customers", "dept": "department", "depts": "departments",
    "acct": "account", "accts": "accounts", "rev": "revenue", "cnt": "count", "pct": "percentage", "cat": "category",
    "emp": "employee", "emps": "employees", "mgr": "manager", "mgrs": "managers", "inv": "invoice", "prod": "product",
    "prods": "products", "txn": "transaction", "txns": "transactions", "pls": "please", "plz": "please",
}  # fmt: skip
UNSURE = frozenset(("min", "cat", "inv", "prod", "emp"))
SPOKEN = (
    (re.compile(r"(?<!\w)(?:no|nr|num)\.?\s+of\b", re.I), "number of"),
    (re.compile(r"(?<!\w)(?:no|nr)\.(?=\s+[a-z])", re.I), "number of"),
    (re.compile(r"(?<![\w&])#\s*(?:of\s+)?(?=[a-z]{2})", re.I), "number of "),
    (re.compile(r"\bavg\.(?=\s)", re.I), "average"),
    (re.compile(r"\by[/-]?o[/-]?y\b|\by/y\b", re.I), "year over year"),
    (re.compile(r"\bm[/-]o[/-]m\b|\bm/m\b", re.I), "mom"),
)
QUOTED = re.compile(r"(\"[^\"]*\"|“[^”]*”|‘[^’]{1,60}’|(?<!\w)'[^']{1,60}'(?!\w))")
WORD = re.compile(r"(?<![\w.@/-])[a-z]{2,6}(?![\w@/-])(\.(?=\s+[a-z]))?", re.I)


def written_out(text: str, vocabularies: Sequence[Vocabulary]) -> str:
    """Return `text` with short forms written out, unless the data itself uses the short form; quotes stay."""
    pieces = QUOTED.split(text)
    pieces[::2] = [_expanded(piece, vocabularies) for piece in pieces[::2]]
    return "".join(pieces)


def _expanded(text: str, vocabularies: Sequence[Vocabulary]) -> str:
    for pattern, words in SPOKEN:
        text = pattern.sub(words, text)

    def expand(match: re.Match[str]) -> str:
        short = match[0].rstrip(".").lower()
        long = SHORTHAND.get(short)
        if long is None or any(item.knows(short) for item in vocabularies):
            return match[0]
        if short in UNSURE and not any(item.knows(long) for item in vocabularies):
            return match[0]
        if stem(short) == stem(long):
            return match[0]
        return long

    return WORD.sub(expand, text)
