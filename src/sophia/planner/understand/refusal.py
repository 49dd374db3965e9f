"""Refusal: what Sophia never does, whoever asks: change data, or run SQL that came as a sentence."""

from __future__ import annotations

import re

READ_ONLY = "Sophia reads data and never changes it; say what you would like to see instead."
DESTRUCTIVE = re.compile(
    r"\b(?:delete|remove|erase|wipe|purge|drop|truncate|destroy|overwrite)\s+(?:(?:out|clean)\s+)?(?:[\w-]+\s+){0,3}?"
    r"(?:all|every|everything|data|rows?|records?|tables?|database|deals?|users?|accounts?|customers?|entries|issues?|"
    r"documents?|old|my|our|the|from)\b"
    r"|^(?:update|insert|set|alter|change|modify)\s+(?:all|every|the|my|our|into|table|rows?|records?)\b.*?\b(?:to|into|set|where|values?|table)\b",
    re.I,
)
PRESENTATION = re.compile(
    r"\b(?:duplicates?|filters?|chart|tile|component|widget|legend|column from|colou?rs?|title)\b", re.I
)


def destroys(phrase: str) -> bool:
    """Whether a phrase asks to change or delete data."""
    return bool(DESTRUCTIVE.search(phrase)) and not PRESENTATION.search(phrase)


def looks_like_sql(text: str) -> bool:
    """Whether a text is SQL rather than a sentence."""
    return bool(
        re.search(r"\bselect\b.+\bfrom\b|\b(drop|truncate|alter) table\b|\binsert into\b|\bdelete from\b", text, re.I)
    )
