"""Segmenting: a long description becomes the phrases that each ask for something."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sophia.planner.understand.continuation import BY_TAIL, continues, gathered, split_again

HEAD = re.compile(
    r"^\s*(?:(?:please|kindly|now|also|then|and|hi|hello)[\s,]+|(?:can|could|would|will)\s+you\s+(?:please\s+)?)*"
    r"(?:(?:i|we)(?:['’]d|\s+would|\s+also)?\s+(?:need|want|like|love)(?:\s+to\s+(?:see|have|get|know|look\s+at|watch|monitor|follow|track|keep\s+an\s+eye\s+on))?|"
    r"(?:let|allow)\s+(?:me|us)\s+(?:see|have|know)|tell\s+(?:me|us)(?:\s+about)?|(?:i|we)\s+wonder|"
    r"(?:show|give|build|make|create|generate|design|get|prepare|draw|display)(?:\s+(?:me|us))?|add)\s+",
    re.I,
)
MADE = r"(?:dashboard|report|page|scorecard|cockpit|workspace|board)s?"
FRAME = re.compile(
    rf"^(?:(?P<title>(?:[^\W_]+[\s/&-]+){{0,8}}?{MADE}(?:\s+for\s+(?:(?:the|our|my)\s+)?(?:[\w&-]+\s+){{0,3}}?"
    r"(?:team|teams|department|managers?|leadership|executives?|leads?|board|management|company|group))?)\s*"
    r"(?:about\s+[^:,.]{1,60}:|(?:that|which)\s+(?:shows?|displays?|has|have|contains?|tracks?|covers?|lists?|includes?)|"
    r"with|showing|including|containing|covering|tracking|displaying|about|on|for|of|"
    r"to\s+(?:track|show|monitor|see|follow)|where\s+(?:i|we)\s+(?:can\s+)?see|:|-):?\s+(?:me\s+|us\s+)?"
    r"|(?:an?\s+|the\s+)?(?:[\w-]+\s+)?overview\s+(?:of|for|on)\s+)",
    re.I,
)
COURTESY = re.compile(
    r"^(?:(?:many|kind|best)?\s*(?:thanks?(?:\s+you)?|regards|cheers|please|hello|hi|hey|dear\s+\w+|good\s+morning|great|ok(?:ay)?)"
    r"(?:\s+(?:a\s+lot|so\s+much|in\s+advance|there|all|team|you|very\s+much|sophia))*[\s,.!]*)+$",
    re.I,
)
HEADING = re.compile(
    r"^(?:[^:,.;?!\n]{2,60}|(?=[^:]*\b(?:only|just|everything|all|excl\w*|without|not)\b)[^:.;?!\n]{2,80}):\s+(?=\S)",
    re.I,
)
EXCLUDING = re.compile(r"\bexcl(?:\.\s*|\s+)", re.I)
LIMITING = re.compile(r"^\s*(?:for|in|within|all|everything)\s|\b(?:only|just|excl\w*|without)\b", re.I)
STANDING = re.compile(
    r"^(?:(?:i|we)(?:['’]m|['’]re)?\s+(?:am\s+|are\s+)?(?:only|just)\s+(?:really\s+)?(?:care\s+about|interested\s+in|look\s+at|"
    r"want\s+to\s+(?:see|look\s+at)|need)|(?:please\s+)?(?:only|just)\s+(?:look\s+at|take|consider|include|count))\s+"
    r"(?:(?:the|our)\s+)?(?P<what>[^,:;]{2,60})$",
    re.I,
)
HARD = re.compile(
    r"\s*\n+\s*(?:[-*•–]\s+)?|(?:^|(?<=\s))[-*•]\s+|(?:^|(?<=[\s,;]))\(?\d{1,2}[.)]\s+(?=[^\W\d])|\s*;\s*|[?!]+(?:\s+|$)|"
    r"(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)(?<!\betc)\.+(?:\s+|$)",
    re.I,
)
THEIRS = re.compile(r"\b(?:its|their)\s+", re.I)
BULLET = re.compile(r"(?:^|\s)(?:[-*•]|\(?\d{1,2}[.)])\s")
SOFT = re.compile(
    r"\s*,(?!\d)\s*(?:and\s+(?:also\s+)?|as well as\s+|plus\s+|then\s+|along with\s+|together with\s+)?|"
    r"\s+(?:and\s+also|as well as|plus|along with|"
    r"together with|followed by|next to|alongside)\s+|"
    r"\s+and\s+(?=(?:how\s+(?:many|much|do|does|did|has|have|is|are|it|they)|which|who|where)\s+\w)",
    re.I,
)
AND = re.compile(r"\s+(?:and|&)\s+", re.I)
HELD = re.compile(
    r"\b(?:between|from)\s+\S+(?:\s+\S+)?\s+(?:and|to)\s+\S+"
    r"|\b(?:relationship|correlation|relation|comparison|difference)\s+(?:between|of)\s+[^,.;]+?\s+and\s+[\w\s]+"
    r"|\"[^\"]*\"|“[^”]*”|\b(?:profit|research|sales|terms|bed)\s+(?:and|&)\s+(?:loss|development|marketing|conditions|breakfast)\b",
    re.I,
)
LEADING = re.compile(
    r"^(?:and|with|including|showing|plus|also|it should|should|our|the|my|a|an|that shows?|allow me to|let me|"
    r"individual|please|finally|then)\s+",
    re.I,
)
HELD_PLACE = re.compile("\ue000(\\d+)\ue001")


@dataclass(frozen=True)
class Segments:
    """A description's clauses, each as its comma-separated phrases. `title`: what the dashboard was called, or "".

    `headings`: for each clause the words that stood above it, in a heading or in a sentence such as "only X counts".
    """

    title: str
    clauses: tuple[tuple[str, ...], ...]
    headings: tuple[str, ...] = ()

    @property
    def phrases(self) -> list[str]:
        """Return all phrases in order."""
        return [phrase for clause in self.clauses for phrase in clause]


def segments_of(description: str) -> Segments:
    """Cut a description into clauses and phrases; words that only frame it ("I need a dashboard that shows our") go."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return f"\ue000{len(held) - 1}\ue001"

    def free(text: str) -> str:
        return HELD_PLACE.sub(lambda match: held[int(match[1])], text)

    plain = EXCLUDING.sub("excluding ", re.sub("[\ue000\ue001]", " ", description).strip())
    title, body = _frame(HEAD.sub("", HELD.sub(hold, plain), count=1))
    clauses: list[tuple[str, list[str]]] = []
    standing = ""
    for separator, spoken in _cut(body, HARD):
        heading = HEADING.match(spoken)
        clause = spoken[heading.end() :] if heading else spoken
        if COURTESY.match(clause):
            continue
        if heading is None and above(clause):
            standing = clause.strip(" :")
            continue
        alone = STANDING.match(clause.strip())
        if alone and not heading:
            standing = f"only {alone['what']}"
            continue
        clause = THEIRS.sub("the ", clause) if standing else clause
        pieces = _cut(clause, SOFT)
        listed = "\n" in separator or BULLET.search(separator) is not None
        apart = "," not in clause[:1]
        if clauses and ";" in separator and split_again(clauses[-1][1][-1], clause):
            clauses[-1][1].append(f"{BY_TAIL.sub('', clauses[-1][1][-1])} {clause}")
            continue
        if clauses and not listed and all(continues(free(piece), sentence=apart) for _, piece in pieces):
            clauses[-1][1][-1] += f"{separator}{clause}"
        else:
            clauses.append((free(heading[0]) if heading else standing, gathered(pieces, free)))
    kept = [(heading, _cleaned(phrases, free)) for heading, phrases in clauses]
    kept = [(heading, phrases) for heading, phrases in kept if phrases]
    return Segments(free(title), tuple(phrases for _, phrases in kept), tuple(heading for heading, _ in kept))


def above(clause: str) -> bool:
    """Whether a clause only says to what the list below it is limited: "For Oslo and Bergen:"."""
    plain = clause.strip()
    return plain.endswith(":") and len(plain) <= 80 and LIMITING.search(plain) is not None


def _cleaned(phrases: Sequence[str], free: Callable[[str], str]) -> tuple[str, ...]:
    """Return phrases without connecting words before them; those without a word in them go."""
    plain = (strip_lead(HEAD.sub("", free(phrase), count=1)) for phrase in phrases)
    return tuple(phrase for phrase in plain if re.search(r"\w", phrase))


def _cut(text: str, at: re.Pattern[str]) -> list[tuple[str, str]]:
    """Return (separator before it, piece) pairs; pieces without a word in them are dropped."""
    pieces: list[tuple[str, str]] = []
    place, separator = 0, ""
    for match in [*at.finditer(text), None]:
        piece = text[place : match.start() if match else len(text)]
        if re.search(r"\w|\ue000", piece):
            pieces.append((separator if pieces else "", piece.strip()))
            separator = ""
        if match:
            separator += match[0]
            place = match.end()
    return pieces


def _frame(body: str) -> tuple[str, str]:
    """Take "a sales dashboard that shows" off the front; return (what the dashboard is called, the rest)."""
    match = FRAME.match(body[:400])
    if match is None:
        return "", body
    return re.sub(r"^(?:an?|the|our|my|new|simple|single)\s+", "", match["title"] or "", flags=re.I), body[
        match.end() :
    ]


def strip_lead(phrase: str) -> str:
    """Take connecting words off the front of a phrase."""
    plain = phrase.strip(" .,;:!?\t\r\n")
    while True:
        shorter = LEADING.sub("", plain)
        if shorter == plain:
            return plain
        plain = shorter


def halves_of(phrase: str) -> list[str]:
    """Return a phrase cut at its "and"s; those inside "between 3 and 5" or quotes hold together."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return f"\ue000{len(held) - 1}\ue001"

    def free(text: str) -> str:
        return HELD_PLACE.sub(lambda match: held[int(match[1])], text)

    parts = [strip_lead(free(part)) for part in gathered(_cut(HELD.sub(hold, phrase), AND), free, splits_apart=True)]
    return [part for part in parts if part]
