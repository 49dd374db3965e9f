"""Clauses: a sentence is cut where a new instruction begins; titles and what stands in quotation marks stay whole."""

from __future__ import annotations

import re

VERBS = (
    "add|remove|delete|drop|hide|rename|retitle|change|make|move|put|place|turn|convert|show|set|switch|use|"
    "duplicate|copy|"
    "clone|compare|group|split|break|filter|limit|sort|order|rank|call|draw|include|get rid|swap|merge|combine|"
    "join|replace|"
    "format|display|undo|redo|restore|revert|refresh|reload|bring|shift|resize|stretch|shrink|exclude|only show|"
    "keep|colou?r|"
    "paint|write|round|reverse|take|give|create|plot|stack|enlarge|title|name|let|stop|don'?t|overlay|insert|"
    "delete|update"
)
CUT = re.compile(
    r"(?:\s*[;.!\n]\s*(?:(?:and|then|also|finally|next) )*|\s*,?\s+(?:and(?: then| also| finally| next)?|then|"
    r"also|plus|but(?: also)?)\s+|\s*,\s+)"
    rf"(?=(?:please |also |then )?(?:{VERBS})\b(?!-))",
    re.I,
)
QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]|(?<!\w)['‘][^'‘’]*['’](?!\w)")
HELD = re.compile(r"⟪(\d+)⟫")
POLITE = re.compile(
    r"^(?:(?:please|kindly|also|then|now|next|and|ok(?:ay)?|so|just|hey|hi|can you|could you|would you|will you|"
    r"can we|could we|"
    r"i want(?: you)? to|i(?:'d| would) like(?: you)? to|i need(?: you)? to|we need to|we want to|we should|"
    r"you should|let'?s|"
    r"let us|go ahead and|try to|simply|actually|instead)\b[ ,]*)+",
    re.I,
)
THANKS = re.compile(r"[ ,]*\b(?:please|thanks|thank you|for me|for us|if possible|ok)\s*$", re.I)
ADDRESS = re.compile(r"^(?:in|on|for|with) [^,]+$", re.I)
LEADING = re.compile(
    r"^(?:in|on|for|with)(?: the case of)? (?P<what>⟦[\w-]+⟧|the [^,]{1,80}?|[^,]{1,80}?)(?:,|:) (?P<rest>.+)$",
    re.I | re.S,
)


MARKED = re.compile(r"^(?:in|on|for|with) (?P<what>⟦[\w-]+⟧),? (?P<rest>.+)$", re.I | re.S)
COLON = re.compile(rf"^(⟦[\w-]+⟧|(?!(?:{VERBS})\b)[^:,⟦⟧]{{1,60}}?)\s*:\s*(?=\D)(.+)$", re.I | re.S)


def clauses(sentence: str) -> list[str]:
    """Cut a sentence where a new instruction begins: "remove X and make Y wider" gives two."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return f"⟪{len(held) - 1}⟫"

    text = QUOTED.sub(hold, sentence.strip())
    parts = [part.strip().strip(" .!;,?") for part in CUT.split(text)]
    joined: list[str] = []
    for part in filter(None, parts):
        led = joined and ADDRESS.match(joined[-1])
        joined.append(f"{joined.pop()}, {part}" if led else part)
    return [HELD.sub(lambda match: held[int(match[1])], part) for part in joined]


def plainly(clause: str) -> str:
    """Return a clause without courtesies around it."""
    text = re.sub(r"\s+", " ", clause).strip()
    return THANKS.sub("", POLITE.sub("", text)).strip(" ,.?!") or text


def addressed(clause: str) -> tuple[str, str] | None:
    """Return what "in X, do this" is about and what is to be done, or None."""
    match = LEADING.match(clause) or MARKED.match(clause)
    colon = COLON.match(clause)
    if match is None and colon is not None:
        return colon[1], colon[2]
    return (match["what"], match["rest"]) if match else None
