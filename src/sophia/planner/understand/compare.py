"""Comparisons: "amount over 1,000", "priority is not 2", "age between 20 and 30"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sophia.spec.datasets import Operator
from sophia.spec.shape import Scalar

NUMBER = r"[$€£]?(-?\d[\d,]*(?:\.\d+)?)\s*([kKmM]|million|thousand)?\b%?"
SUBJECT = r"((?:[\w]+[ -]){1,4}?)"
WORDS: tuple[tuple[str, Operator], ...] = (
    (
        r"(?:is |are |was |were |of )?(?:greater than or equal to|at least|no less than|not less than|>=|≥|minimum of)",
        "gte",
    ),
    (
        r"(?:is |are |was |were |of )?"
        r"(?:less than or equal to|at most|no more than|not more than|up to|<=|≤|maximum of)",
        "lte",
    ),
    (
        r"(?:is |are |was |were |of )?(?:greater than|more than|larger than|bigger than|higher than|over|above"
        r"|exceed(?:s|ing)?|>|older than)",
        "gt",
    ),
    (r"(?:is |are |was |were |of )?(?:less than|smaller than|lower than|fewer than|under|below|<|younger than)", "lt"),
    (r"(?:is not|are not|isn't|does not equal|not equal to|other than|!=|<>)", "ne"),
    (r"(?:is equal to|equals?(?: to)?|is exactly|exactly|=|is|are)", "eq"),
)


@dataclass(frozen=True)
class Comparison:
    """A condition on a number: the words before it (`subject`), the operator and its values."""

    subject: str
    op: Operator
    values: tuple[Scalar, ...]

    def fits(self, role: str) -> bool:
        """Whether a column of this role can be compared so."""
        return role in {"measure", "money", "rate", "duration", "category", "date", "id", "key", "status"}


def read_comparisons(text: str) -> tuple[list[Comparison], str]:
    """Take the comparisons out of `text`; the subject's words stay, for they may be asked for too."""
    found: list[Comparison] = []
    between = re.compile(
        rf"{SUBJECT}(?:is |are )?(?:in the range (?:of |from )?|between|from) {NUMBER} (?:and|to) {NUMBER}", re.I
    )
    rest = text
    for match in list(between.finditer(text)):
        values = (_value(match[2], match[3]), _value(match[4], match[5]))
        found.append(Comparison(match[1], "between", values))
        rest = rest.replace(match[0], " ")
    for pattern, op in WORDS:
        single = re.compile(rf"{SUBJECT}{pattern} {NUMBER}", re.I)
        for match in list(single.finditer(rest)):
            found.append(Comparison(match[1], op, (_value(match[2], match[3]),)))
            rest = rest.replace(match[0], " ")
    return found, rest


def _value(number: str, scale: str | None) -> float | int:
    factor = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6}.get((scale or "").lower(), 1)
    value = float(number.replace(",", "")) * factor
    return int(value) if value.is_integer() else value
