"""Personal data: which columns tell how to reach a person, where they live, when they were born, what they earn."""

from __future__ import annotations

import re

from sophia.catalog.model import Column, Table
from sophia.catalog.names import words_of

KINDS = (
    ("email addresses", re.compile(r"\be ?mails?\b")),
    ("phone numbers", re.compile(r"\b(?:tele)?phone\b|\bmobile(?: (?:no|nr|number))?$|\bcell (?:no|number|phone)\b")),
    (
        "addresses",
        re.compile(
            r"\b(?:home|street|postal|mailing|residential|billing|shipping) address\b"
            r"|^address(?: line)?(?: \d)?$|^street$"
        ),
    ),
    ("dates of birth", re.compile(r"\b(?:birth (?:date|day)|birthday|birthdate|date of birth|dob|born(?: on)?)$")),
    ("pay", re.compile(r"\b(?:salary|salaries|wages?|pay|compensation)\b")),
)
PERSON = frozenset(
    """
    person people employee staff worker member user customer client patient student teacher player contact driver doctor
    physician nurse agent rep applicant candidate guest passenger tenant owner lead requester colleague
    """.split()
)
NOT_OF_ONE = re.compile(r"\b(?:count|number of|num|domain|type|kind|sent|opened|clicks?|band|grade|verified|is|has)\b")
DEVICE = re.compile(r"\b(?:model|os|brand|calls?)\b")


def personal_kind(column: Column, table: Table) -> str:
    """Return what kind of personal data a column holds ("email addresses"), "" when it holds none.

    Pay is personal where a row of the table is a person; a flag, a count or a code about such data is not.
    """
    name = " ".join(words_of(column.name))
    if column.role == "boolean" or NOT_OF_ONE.search(name) or DEVICE.search(name):
        return ""
    kind = next((kind for kind, pattern in KINDS if pattern.search(name)), "")
    counted = column.type in {"integer", "number"} and column.role in {"measure", "rate", "duration"}
    if kind == "pay":
        return kind if _of_people(table) else ""
    return "" if counted and kind != "phone numbers" else kind


def _of_people(table: Table) -> bool:
    words = {word.rstrip("s") for text in (table.entity, table.label, table.name) for word in words_of(text)}
    return bool(words & {word.rstrip("s") for word in PERSON})
