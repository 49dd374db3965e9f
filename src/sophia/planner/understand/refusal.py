"""Refusal: what Sophia never does, whoever asks: change data, or run SQL that came as a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sophia.planner.plan import Missed

READ_ONLY = "Sophia reads data and never changes it; say what you would like to see instead."
DESTRUCTIVE = re.compile(
    r"\b(?:delete|remove|erase|wipe|purge|drop|truncate|destroy|overwrite)\s+(?:(?:out|clean)\s+)?(?:[\w-]+\s+){0,3}?"
    r"(?:all|every|everything|data|rows?|records?|tables?|database|deals?|users?|accounts?|customers?|entries|issues?|"
    r"documents?|old|my|our|the|from)\b"
    r"|^(?:update|insert|set|alter|change|modify)\s+(?:all|every|the|my|our|into|table|rows?|records?)\b.*?\b(?:to|into|set|where|values?|table)\b",
    re.I,
)
COMMAND = re.compile(
    r"^\s*(?:please\s+|(?:can|could|would) you\s+(?:please\s+)?|i want (?:you )?to\s+)?"
    r"(?:delete|erase|wipe|purge|truncate|destroy)\b",
    re.I,
)
RULES_STAY = "Sophia keeps to its rules and to what you may see, whatever a request says."
STATEMENT = re.compile(
    r"(?:['\"]?\s*[;)]?\s*\b(?:drop\s+(?:table|database|schema)\b|(?:truncate|alter)\s+table\b|insert\s+into\b|"
    r"delete\s+from\b(?!\s+(?:the|my|our|this)\b)|update\s+\w+\s+set\b|union\s+(?:all\s+)?select\b)"
    r"|;\s*select\b[^;]*\bfrom\b)[^;\n]*(?:;|$|(?=\n))(?:\s*--[^\n]*)?",
    re.I,
)
OVERRIDE = re.compile(
    r"(?:and\s+|please\s+)?\b(?:ignore|disregard|forget|override|bypass)\s+(?:all\s+)?(?:of\s+)?"
    r"(?:(?:the|your|my|any|these)\s+)?(?:(?:previous|prior|above|earlier|safety|access|system|other)\s+)*"
    r"(?:rules?|instructions?|restrictions?|permissions?|prompts?|guidelines?)\b[^.;!?\n]*[.;!?]?",
    re.I,
)
PRESENTATION = re.compile(
    r"\b(?:duplicates?|filters?|chart|tile|component|widget|legend|column from|colou?rs?|title)\b", re.I
)


def destroys(phrase: str) -> bool:
    """Whether a phrase asks to change or delete data."""
    return bool(DESTRUCTIVE.search(phrase)) and not PRESENTATION.search(phrase)


def commands(ask: str) -> bool:
    """Whether an ask, which is never about what stands on the dashboard, begins with an order to delete."""
    return bool(COMMAND.match(ask)) and not PRESENTATION.search(ask)


def looks_like_sql(text: str) -> bool:
    """Whether a text is SQL rather than a sentence."""
    return bool(
        re.search(r"\bselect\b.+\bfrom\b|\b(drop|truncate|alter) table\b|\binsert into\b|\bdelete from\b", text, re.I)
    )


@dataclass(frozen=True)
class Harmless:
    """What is left of a text without the parts that would change data or set rules aside, and those parts, refused."""

    text: str
    refused: tuple[Missed, ...] = ()


def harmless(text: str) -> Harmless:
    """Return `text` without injected statements ("…; DROP TABLE x") and orders to ignore the rules.

    A text that is nothing but SQL is left whole, for it is refused as a whole.
    """
    refused: list[Missed] = []
    for pattern, reason in ((OVERRIDE, RULES_STAY), (STATEMENT, READ_ONLY)):
        for match in pattern.finditer(text):
            refused.append(Missed(match[0].strip(" ;'\"\n")[:120], reason))
        text = pattern.sub(" ; ", text)
    rest = re.sub(r"(?:\s*;\s*)+", "; ", text).strip(" ;")
    return Harmless(re.sub(r";\s*--.*$", "", rest).strip(), tuple(refused))
