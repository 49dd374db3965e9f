"""Conditions: "amount over 1,000", "created before 2020-05-01", "name contains S", read off the tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sophia.planner.understand.words import Token, by_first_word
from sophia.spec.datasets import Operator
from sophia.spec.shape import Scalar

OPERATORS: dict[Operator, tuple[str, ...]] = {
    "gte": ("greater than or equal to", "more than or equal to", "at least", "no less than",
            "not less than", ">=", "≥",
            "on or after", "minimum of", "has reached", "have reached", "reached", "reaches", "reach", "no less",
            "or more than"),
    "lte": ("less than or equal to", "at most", "no more than", "not more than", "up to", "<=", "≤", "on or before",
            "maximum of"),
    "gt": ("greater than", "more than", "larger than", "bigger than", "higher than", "longer than", "older than",
           "over", "above", "exceeds", "exceeding", "exceed", ">", "after", "later than", "since",
           "bigger then", "higher", "taller than", "heavier than", "faster than", "pricier than"),
    "lt": ("less than", "smaller than", "lower than", "fewer than", "shorter than", "younger than", "under", "below",
           "<", "before", "earlier than", "prior to", "lighter than", "slower than", "cheaper than"),
    "ne": ("is not equal to", "does not equal to", "does not equal", "do not equal to",
           "do not equal", "not equal to",
           "is not", "are not", "isn't", "other than", "not", "!=", "except", "excluding", "differs from", "not in"),
    "not_like": ("do not have the letter", "does not have the letter", "not containing the letter",
                 "without the letter", "does not contain", "do not contain", "not containing",
                 "does not have letter", "not contain",
                 "does not include the letter", "not having the letter", "do not contain the letter",
                 "does not contain the letter"),
    "like": ("has the substring", "have the substring", "with the substring",
             "containing substring", "having substring", "has substring",
             "having letters", "having the letter", "having letter", "with the letter", "with letters",
             "contains the letter", "containing the letter", "contain the letter",
             "contains letter", "contains", "containing", "contain",
             "includes", "including the letter", "having the letters", "starts with", "starting with", "begins with",
             "ends with", "ending with", "like", "has the letter", "have the letter"),
    "between": ("in the range of", "in the range from", "is in the range of", "ranges from",
                "ranging from", "between"),
    "is_null": ("is null", "are null", "is missing", "is empty", "is unknown", "has no value"),
    "not_null": ("is not null", "are not null", "is not missing", "is not empty", "does not equal to null",
                 "does not equal null", "is known", "not null"),
    "eq": ("is equal to", "equals to", "equal to", "equals", "is exactly", "exactly", "=", "==", "is", "are", "was",
           "were", "of", "named", "called", "as", "in", "with", "from", "on"),
}  # fmt: skip
WEAK = {"on", "is", "are", "was", "were", "of", "as", "in", "with", "from", "not", "since", "after", "like", "between"}
BY_WORD = by_first_word(OPERATORS)
MORE = frozenset("above more higher greater over later older up larger bigger longer".split())
FEWER = frozenset("below less lower fewer under earlier younger smaller shorter".split())
ARTICLES = frozenset(
    """
    the a an than either value to letter letters number equal word words string substring phrase text character
    """.split()
)
NUMBER = re.compile(r"[$€£]?-?\d[\d,]*(?:\.\d+)?%?$")
ISO = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}$")
SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}


@dataclass(frozen=True)
class Condition:
    """An operator at tokens [start, end) with its values; words before it name the column.

    `weak`: its operator is a mere "is" or "in". `either`: it comes after "or". `word`: the operator's first word.
    """

    op: Operator
    values: tuple[Scalar, ...]
    start: int
    end: int
    weak: bool = False
    either: bool = False
    word: str = ""


def conditions_of(tokens: Sequence[Token]) -> list[Condition]:
    """Return the conditions that the tokens state, in order."""
    found: list[Condition] = []
    place = 0
    while place < len(tokens):
        read = _condition_at(tokens, place)
        if read is None:
            place += 1
            continue
        found.append(read)
        place = read.end
    return found


def _condition_at(tokens: Sequence[Token], place: int) -> Condition | None:
    for words, op in BY_WORD.get(tokens[place].lower, ()):
        end = place + len(words)
        if end > len(tokens) or any(
            tokens[place + at].lower != word or tokens[place + at].quoted for at, word in enumerate(words)
        ):
            continue
        either = any(token.lower == "or" for token in tokens[max(0, place - 5) : place])
        if op in {"is_null", "not_null"}:
            return Condition(op, (), place, end, either=either)
        values, after = _values(tokens, end, op)
        if words == ("on",) and not all(isinstance(value, str) and ISO.match(value) for value in values):
            values = []
        if values:
            weak = len(words) == 1 and words[0] in WEAK
            settled, after = _or_more(tokens, after, _settled(op, words, values))
            return Condition(settled, tuple(_shaped(op, words, values)), place, after, weak, either, words[0])
    return None


def _or_more(tokens: Sequence[Token], end: int, op: Operator) -> tuple[Operator, int]:
    """Return the operator that "or more", "or below" after its value makes, and where that ends."""
    if op != "eq" or end + 1 >= len(tokens) or tokens[end].lower != "or":
        return op, end
    after = tokens[end + 1].lower
    found: Operator | None = "gte" if after in MORE else "lte" if after in FEWER else None
    return (found, end + 2) if found else (op, end)


def _settled(op: Operator, words: tuple[str, ...], values: Sequence[Scalar]) -> Operator:
    if op == "between" and len(values) != 2:
        return "eq"
    if len(values) > 1 and op in {"eq", "ne"}:
        return "in" if op == "eq" else "not_in"
    return op


def _shaped(op: Operator, words: tuple[str, ...], values: Sequence[Scalar]) -> list[Scalar]:
    if op not in {"like", "not_like"}:
        return list(values)
    text = str(values[0])
    starts, ends = words[0].startswith(("start", "begin")), words[0].startswith("end")
    return [f"{text}%" if starts else f"%{text}" if ends else f"%{text}%"]


def _values(tokens: Sequence[Token], place: int, op: Operator) -> tuple[list[Scalar], int]:
    """Read "10", "10 and 20", "'D' or 'S'", "2002-06-21" at `place`; return the values and where they end."""
    while place < len(tokens) and tokens[place].lower in ARTICLES and not tokens[place].quoted:
        place += 1
    found: list[Scalar] = []
    while place < len(tokens):
        value, after = _value(tokens, place, op)
        if value is None:
            break
        found.append(value)
        place = after
        joined = place + 1 < len(tokens) and tokens[place].lower in {"and", "or", "to", "through"}
        if not joined or (op != "between" and tokens[place].lower != "or") or (op == "between" and len(found) == 2):
            break
        if op not in {"between", "eq", "ne"} or _value(tokens, place + 1, op)[0] is None:
            break
        place += 1
    return found, place


def _value(tokens: Sequence[Token], place: int, op: Operator) -> tuple[Scalar, int]:
    token = tokens[place]
    if token.quoted or ISO.match(token.text):
        return token.text.replace("/", "-") if not token.quoted else token.text, place + 1
    if NUMBER.match(token.text):
        number = float(token.text.strip("$€£%").replace(",", ""))
        after = place + 1
        if after < len(tokens) and tokens[after].lower in SCALES:
            number, after = number * SCALES[tokens[after].lower], after + 1
        return (int(number) if number.is_integer() else number), after
    short = op in {"like", "not_like"} and token.text.isalpha() and len(token.text) <= 12
    return (token.text, place + 1) if short else (None, place)
