"""Words: a text as tokens with stems, so that plural, case and ending do not matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import snowballstemmer

HERE = "\ue100"
TOKEN = re.compile(
    r"\"[^\"]*\"|“[^”]*”|‘[^’]{1,60}’|'[^']{1,60}'(?!\w)|[^\W\d_]+(?:['’][a-z]+)?|\d+(?:[.,:/-]\d+)*%?|[<>=!]=?|≥|≤"
    rf"|{HERE}"
)
STOP = frozenset(
    """
    a an the of in on at for to from with and or is are was were be been being our my your their its this that
    these those it i we you me us please show shows showing give find get list display draw plot make create
    build see want need would like can could should tell what which who whom how does do did has have had
    there all any each every both also just as into over across than then so about chart graph diagram
    dashboard tile component new add using use used based by per data information info value values visualize
    visualise visualization return compute calculate provide present view report overview broken down split
    grouped group individual specific key main current help let allow respective corresponding different along
    through via if when where while whose them they he she everything anything another
    but except excluding without
    """.split()
) | {HERE}
SOFT = frozenset(
    """
    compare compares compared comparison comparing rank
    ranking ranked sort sorted order ordered axis plotting possible together result results bin binned interval
    intervals please amount amounts number numbers many much more how distribution relationship correlation
    belong belongs having contain contains proportion return trend draw visualizing name's regarding amongst
    among within whole kind kinds sorts attribute attributes column columns field fields versus against
    corresponding various distinct x y bars lines record records row rows entry entries existing exist
    occur occurs happen happens happened associated related make made made-up come comes came being under
    detail details table tables
    according side one ones other plus first last most least only such same lists showed displayed
    """.split()
)
PARTICIPLES = frozenset(
    "sold sent paid born met held left made bought begun came spent won lost taught given taken done seen shown built "
    "driven flown written drawn told brought kept lent broken chosen".split()
)
_STEMMER = snowballstemmer.stemmer("english")
IRREGULAR = {"people": "person", "children": "child", "men": "man", "women": "woman", "reps": "rep", "mrr": "mrr"}


@dataclass(frozen=True)
class Token:
    """A word of the text: as written, in lower case, stemmed, and where it stands (token index)."""

    text: str
    lower: str
    stem: str
    place: int
    quoted: bool = False

    @property
    def filler(self) -> bool:
        """Whether the word carries no meaning of its own, unless a name holds it."""
        return not self.quoted and (self.lower in STOP or self.lower in SOFT)

    @property
    def dull(self) -> bool:
        """Whether the word cannot even begin a name on its own."""
        return not self.quoted and self.lower in STOP


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of a lower-case word."""
    plain = IRREGULAR.get(word, word)
    found: str = _STEMMER.stemWord(plain)
    return found


def tokens_of(text: str) -> list[Token]:
    """Cut `text` into tokens; a hyphen parts words but not the parts of a date."""
    found = []
    opened = re.sub(r"(?<![\d])-|-(?![\d])", " ", text.replace("_", " "))
    opened = re.sub(r"(?<=\d) +(?=%)", "", opened)
    for place, match in enumerate(TOKEN.finditer(opened)):
        raw = match[0]
        quoted = raw[0] in "\"“‘'" and len(raw) > 1
        plain = raw.strip("\"“”‘’'") if quoted else raw
        lower = re.sub(r"['’]s$", "", plain.lower())
        found.append(Token(plain, lower, lower if quoted else stem(lower), place, quoted))
    return found


@lru_cache(maxsize=100_000)
def stems_of(phrase: str) -> tuple[str, ...]:
    """Return the stems of a phrase, camelCase and snake_case opened up."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", phrase)
    return tuple(stem(word.lower()) for word in re.findall(r"[^\W\d_]+|\d+(?:\.\d+)?", spaced.replace("_", " ")))


Meaning = TypeVar("Meaning", bound=str)
Phrases = dict[str, list[tuple[tuple[str, ...], Meaning]]]


def by_first_word(phrases: Mapping[Meaning, Iterable[str]]) -> Phrases[Meaning]:
    """Return the phrases of each meaning as words under their first word, the longest first."""
    found: Phrases[Meaning] = {}
    for meaning, texts in phrases.items():
        for text in texts:
            words = tuple(text.split())
            found.setdefault(words[0], []).append((words, meaning))
    return {word: sorted(held, key=lambda item: -len(item[0])) for word, held in found.items()}


def content(tokens: Iterable[Token]) -> list[Token]:
    """Return the tokens that carry meaning."""
    return [token for token in tokens if not token.filler]
