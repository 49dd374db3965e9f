"""Wording: labels, descriptions and synonyms taken out of foreign files, cleaned and bounded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sophia.catalog.semantic.draft import Unsuitable, Words

MOST_SYNONYMS = 30
LONGEST_SYNONYM = 80
LONGEST_LABEL = 120
LONGEST_TEXT = 2000
MANY_WORDS = 4
SYNONYM_KEYS = ("synonyms", "aliases", "alias")


def line(value: Any, longest: int = LONGEST_LABEL) -> str:
    """Return a text on one line without control characters, cut at `longest`; what is no text gives ""."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    flat = " ".join("".join(mark if mark.isprintable() else " " for mark in str(value)).split())
    return flat[:longest]


def texts(value: Any) -> list[str]:
    """Return a list of texts, or the parts of a text between commas, cleaned and each once."""
    parts: Iterable[Any] = value if isinstance(value, list) else re.split(r"[,;\n]", str(value or ""))
    found = [line(part, LONGEST_SYNONYM) for part in parts]
    return list(dict.fromkeys(part for part in found if part))[:MOST_SYNONYMS]


def words(item: Mapping[str, Any], label: str = "label", meta: Any = None) -> Words:
    """Return the words of an item: its label (under the key `label`), description, and synonyms out of `meta`."""
    known = meta if isinstance(meta, Mapping) else {}
    synonyms = next((texts(known[key]) for key in SYNONYM_KEYS if isinstance(known.get(key), list | str)), [])
    return Words(line(item.get(label)), line(item.get("description"), LONGEST_TEXT), synonyms)


def are_synonyms(text: str) -> bool:
    """Whether a text is a list of names, such as "orders, purchases, sales", rather than a sentence."""
    parts = [part.split() for part in text.split(",")]
    return "." not in text and all(0 < len(part) <= MANY_WORDS for part in parts)


def identifier(name: str) -> str:
    """Return a name as metrics are named here: lower case, words joined by underscores."""
    return re.sub(r"[^a-z0-9]+", "_", line(name).lower()).strip("_")[:80]


def named(name: str) -> str:
    """Return `name` as an identifier. Raises Unsuitable when it has no letter and no digit to make one of."""
    found = identifier(name)
    if not found:
        raise Unsuitable(f"its name {name!r} has no letter a–z and no digit: give it one that has")
    return found


def mapping(value: Any) -> Mapping[str, Any]:
    """Return a mapping as it is, anything else as an empty one."""
    return value if isinstance(value, Mapping) else {}


def names(value: Any) -> list[str]:
    """Return the names in a list; what is no list gives none."""
    return [line(part) for part in value] if isinstance(value, list) else []


def items(value: Any) -> list[Mapping[str, Any]]:
    """Return the named mappings of a list; anything else is left out."""
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []
