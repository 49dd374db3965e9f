"""Listed with: further columns that a list of rows is to show ("the 20 biggest invoices, with vendor and date")."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from sophia.planner.plan import Missed, PlannedAsk

Answer = tuple[PlannedAsk | None, tuple[Missed, ...]]
Read = Callable[[str], Answer]

LIST = re.compile(
    r"^(?P<list>(?:(?:an?|the|also|plus|show|give|me)\s+)*(?:list|table|last|latest|newest|top|bottom|\d+)\b[^,]*?)\s*,?\s+"
    r"(?:with|showing|including)\s+(?P<columns>(?!(?:an?|the\s+(?:most|highest|lowest|best))\s|\d|more\b|less\b|over\b|under\b)"
    r"[\w&' -]+(?:,\s*[\w&' -]+)*)$",
    re.I,
)
NUMBERED = re.compile(r"\b(?:number|count|total|average|sum|by|per|each|every)\b", re.I)
PARTS = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+", re.I)
LEAD = re.compile(r"^(?:(?:the|their|its|also)\s+)+", re.I)


def listed_with(text: str, read: Read) -> Answer | None:
    """Return the list with its further columns, None where the text asks for no list or names another thing."""
    match = LIST.match(text.strip(" ?.!"))
    if match is None or NUMBERED.search(match["columns"]):
        return None
    listed, missed = read(match["list"])
    if listed is None or missed or listed.task != "rows":
        return None
    columns = [_column(LEAD.sub("", part), listed, read) for part in PARTS.split(match["columns"])]
    if None in columns:
        return None
    named = [column for column in columns if column is not None and column not in listed.columns]
    return replace(listed, text=text, columns=(*listed.columns[:1], *named, *listed.columns[1:])), ()


def _column(words: str, listed: PlannedAsk, read: Read) -> str | None:
    """Return the column that some words name for the rows of a list."""
    split, missed = read(f"number of {listed.table.replace('_', ' ')} by {words}")
    if split is None or missed or len(split.dimensions) != 1 or split.connection != listed.connection:
        return None
    return split.dimensions[0].column
