"""Enumerations: "9, 15 or 5", "'oak' and 'ash'", "Oslo, Bergen, or Voss" as the lists of values that they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBER = r"-?\d+(?:[.:]\d+)*"
QUOTED = r"(?:'[^']{1,80}'|\"[^\"]{1,80}\"|“[^”]{1,80}”|‘[^’]{1,80}’)"
PROPER = r"(?!IDs?\b)(?:[A-Z][\w'’&/.-]*|\([A-Z][^)]*\))(?:[ ](?:[A-Z(][\w'’&/.)-]*|\d+|of|and the|de|for))*"
CODE = r"(?:[\w.+-]+@[\w.-]+\w|\(?\d[\w()./:+-]*\w)"
INSIDE = r"""(?<=,['"’”])\s+(?:and\s+|or\s+)?"""
JOINED = rf"(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+|{INSIDE})"
ITEM = rf"(?:{QUOTED}|{CODE}|{NUMBER}|{PROPER})"
LISTS = tuple(
    re.compile(rf"(?<![\w.'$-])(?:either\s+)?({item}(?:{JOINED}{item})+)(?![\w$%])")
    for item in (QUOTED, NUMBER, CODE, PROPER, ITEM)
)
ONE = re.compile(ITEM)
RANGE = re.compile(r"\b(?:between|from|range of|range from|ranging from)(?:\s+[a-z]+){0,4}\s*$", re.I)
MARK = "ꙮ"


@dataclass(frozen=True)
class Listed:
    """Values that were enumerated, as written; `mark` is the word that stands for them in the text.

    `between`: they are the two ends of a range.
    """

    values: tuple[str, ...]
    mark: str
    between: bool = False

    @property
    def numeric(self) -> bool:
        """Whether all of them are numbers."""
        return all(re.fullmatch(NUMBER, value) for value in self.values)


def take_lists(text: str) -> tuple[str, list[Listed]]:
    """Return `text` with a private mark in the place of every enumeration, and the enumerations in order."""
    found: list[Listed] = []
    for pattern in LISTS:
        rest, place = "", 0
        for match in pattern.finditer(text):
            values = tuple(item.strip("'\"“”‘’").strip(" .,") for item in ONE.findall(match[1]))
            ranging = len(values) == 2 and RANGE.search(text[: match.start()]) is not None
            if not match.start() or (ranging and not all(re.fullmatch(NUMBER, value) for value in values)):
                continue
            mark = MARK * (len(found) + 1)
            found.append(Listed(values, mark, ranging))
            rest += text[place : match.start()] + f" {mark} "
            place = match.end()
        text = rest + text[place:]
    return text, found
