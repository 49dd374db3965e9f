"""Wording: how people put a question who know the business and not the data, turned into plain questions.

"How heavy parcels are at each site" is "average weight of parcels by site". Only the frame of a sentence is turned,
never what it names, so that what the data does not have stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from sophia.planner.understand.frames import CLASSES, FRAMES, FRAMING, LIGHT, SLOTS
from sophia.planner.understand.lexicon import ADJECTIVES
from sophia.planner.understand.words import content, tokens_of

UNIT = r"(?:day|week|month|quarter|year)"
USUAL = re.compile(r"\s*\b(?:on average|typically|usually|normally|as a rule|in general|on the whole)\b", re.I)
WHOLE = re.compile(r"\s*\b(?:altogether|in total|all told|in all|all in all|all together|in sum)\b", re.I)
IDLE = re.compile(
    r"\b(?:(?:in|on|within|inside) (?:the |our )?(?:app|application|system|site|website|platform|product|"
    r"company|business|firm)|still|currently|right now|at the moment|these days|nowadays|actually|exactly|so far|"
    r"in fact|in percent|as (?:a )?percent(?:age)?s?)\b",
    re.I,
)
EACH_UNIT = re.compile(
    rf"\bfrom (?:one |an? )?(?P<a>{UNIT}) to (?:the )?(?:next|other|(?P=a))\b"
    rf"|\b(?P<b>{UNIT}) (?:after|by|on|to|for) (?P=b)\b|\b(?:over|through|across) the (?P<c>{UNIT})s\b"
    rf"|\bwith every passing (?P<d>{UNIT})\b|\bas the (?P<e>{UNIT})s go by\b"
    rf"|\ban? (?:given |single )?(?P<f>{UNIT})$|\b(?:(?:in|for|with) )?(?:each|every|any) (?P<g>{UNIT})\b",
    re.I,
)
LINKS = tuple(
    (re.compile(pattern, re.I), into)
    for pattern, into in (
        (r"\bevery (?:three|3) months\b", "by quarter"),
        (r"\bevery (?:twelve|12) months\b", "by year"),
        (
            r"\b(?:depending on|according to|as a function of|with respect to|in terms of)(?: the| their| our)?\b",
            "by",
        ),
        (
            r"\b(?:for|of|in|at|on|with|from|to|by|within|across|per|over|under)\s+"
            r"(?:each|every|(?:the )?(?:different|various|individual|single))(?: of (?:the|our))?\b",
            "by",
        ),
        (r"\b(by [\w ]+?) (?:against|versus|vs\.?|crossed with|and by) (?:the |our )?", r"\1 and "),
    )
)
PORTION = re.compile(
    r"^(?:what|which|the|how large an?|how big an?)?\s*(?:portion|part|share|proportion|percentage|fraction|"
    rf"percent) of (?:(?:{CLASSES['THE']})\s+)*(?P<x>.+?) (?:that |which |who )?"
    r"(?P<tail>(?:is|are|was|were|has|have|had|gets?|got|goes|go|went|ends?|ended|does|do|\w+s)\b.*)$",
    re.I,
)
OF_WHOLE = re.compile(
    r"^(?:what(?:'s| is)? |the |our )*(?:share|portion|proportion|percentage|fraction|percent) of (?P<tail>.+?) "
    r"(?:in|out of|of|among|within) (?:(?:the|our|all|overall|whole|entire) )*(?P<x>.+)$",
    re.I,
)
PART = re.compile(r"<(?P<slot>\w+)(?::(?P<sort>\w+))?>|\[(?P<perhaps>[^\]]+)\]|\((?P<one>[^)]+)\)|(?P<word>\S+)")
TOLD = re.compile(r"<(?P<slot>\w+)(?P<bar>\|(?P<otherwise>[^>]*))?>")
MOST = 12


def plainer(text: str) -> tuple[str, ...]:
    """Return plain questions that `text` may amount to, the likeliest first; `text` itself is not among them."""
    aggregate, plain = _framed(text)
    found: dict[str, None] = {}
    for pattern, questions in _frames():
        match = pattern.match(f"{plain} ")
        if match is not None:
            said = {key: value.strip() for key, value in match.groupdict().items() if value}
            found |= dict.fromkeys(told for each in questions if (told := _told(each, said, aggregate)))
    return tuple(told for told in found if told.lower() != text.strip().lower())[:MOST]


def loses(text: str, told: str) -> bool:
    """Whether `told` drops a word of `text` that may name something: only frames and idle words may go."""
    kept = {token.stem for token in tokens_of(told)}
    said = tokens_of(IDLE.sub(" ", WHOLE.sub(" ", USUAL.sub(" ", text))))
    free = LIGHT | FRAMING | ADJECTIVES.keys()
    return any(token.stem not in kept and token.lower not in free for token in content(said))


def portion_of(text: str) -> tuple[str, str] | None:
    """Return (the things, what is said of some) of "what portion of the parcels has arrived", None otherwise."""
    match = PORTION.match(_framed(text)[1]) or OF_WHOLE.match(text.strip(" ?.!"))
    return (match["x"], match["tail"].strip()) if match is not None and match["tail"].strip() else None


def lightened(text: str, known: Callable[[str], bool]) -> str:
    """Return `text` without the words that carry a sentence and name nothing; those that are `known` stay."""
    return " ".join(word for word in text.split() if word.lower() not in LIGHT or known(word.lower()))


def _framed(text: str) -> tuple[str, str]:
    """Return the aggregate that is said in passing, "" without one, and the text without it and in plain links."""
    plain = text.strip(" ?.!")
    aggregate = "average" if USUAL.search(plain) else "total" if WHOLE.search(plain) else ""
    for pattern in (USUAL, WHOLE, IDLE):
        plain = pattern.sub(" ", plain)
    plain = re.sub(r"^how (?:do|does|did) (?!(?:we|you|they|people)\b)", "how ", plain, flags=re.I)
    plain = EACH_UNIT.sub(lambda match: f"by {match[match.lastgroup or 0]}", plain)
    for pattern, into in LINKS:
        plain = pattern.sub(into, plain)
    return aggregate, re.sub(r"\s+", " ", plain).strip(" ,")


@cache
def _frames() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """Return the frames as patterns over text in which a space follows every word, each with its plain questions."""
    found = []
    for line in re.sub(r"\n +", " ", FRAMES).strip().split("\n"):
        frame, told = line.split("=>")
        pattern = "".join(_pattern(match) for match in PART.finditer(frame))
        found.append((re.compile(f"^{pattern}$", re.I), tuple(each.strip() for each in told.split(";"))))
    return tuple(found)


def _pattern(match: re.Match[str]) -> str:
    """Return one part of a frame as a pattern that takes the space after it too."""
    if match["slot"]:
        return f"(?P<{match['slot']}>{SLOTS[match['sort'] or '']}) "
    if match["perhaps"]:
        return f"(?:(?:{_either(match['perhaps'])}) )?"
    if match["one"]:
        return f"(?:{_either(match['one'])}) "
    if match["word"] == "THE":
        return f"(?:(?:{CLASSES['THE']}) )*"
    if match["word"] == "REST":
        return f"(?P<rest>{CLASSES['REST']} )?"
    return f"(?:{_either(match['word'])}) "


def _either(phrases: str) -> str:
    return "|".join(
        CLASSES.get(each.strip()) or re.escape(each.strip().replace("_", " ")) for each in phrases.split("|")
    )


def _told(question: str, said: dict[str, str], aggregate: str) -> str:
    """Return a plain question with what was said in its places, "" when a place that needs words stays empty."""
    known = {"rest": "", **said}
    if "adj" in said:
        known["noun"] = ADJECTIVES.get(said["adj"].lower(), "")
    spoken = said.get("agg", aggregate).lower().replace("typical", "average").replace("usual", "average")
    known |= {"agg": spoken}
    made = question
    for match in TOLD.finditer(question):
        value = known.get(match["slot"], "") or (match["otherwise"] or "")
        if not value and not match["bar"] and match["slot"] != "rest":
            return ""
        made = made.replace(match[0], value)
    plain = re.sub(r"\s+", " ", made).strip()
    return re.sub(r"\btotal (?!number|of)", "sum of ", plain)
