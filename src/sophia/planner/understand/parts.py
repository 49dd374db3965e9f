"""Parts: whether an "and" joins two things of one chart, or two charts; and what the parts of a list share."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from sophia.planner.plan import Missed, PlannedAsk
from sophia.planner.understand.rank import ranked_too
from sophia.planner.understand.ranking_guess import is_guessed
from sophia.planner.understand.segment import HEAD, halves_of

Read = Callable[[str], tuple[PlannedAsk | None, tuple[Missed, ...]]]

SPLIT = r"(?:by|per|for each|for every|each|every|across|grouped by)"
MARKED = re.compile(
    rf"\b{SPLIT}\b|\bover time\b|\btrend(?:s|ing)?\b|\b(?:top|bottom)(?: \d+)?\b|\b(?:dai|week|month|quarter|year)ly\b|"
    r"^(?:line|bar|pie|area|donut|column|scatter|funnel)s?\b(?: chart| graph| plot)?|^table of\b|^list of\b",
    re.I,
)
TIMED = re.compile(
    r"\b(?:by|per|each|every|for each|for every) (?:hour|day|week|month|quarter|year)\b|\bover time\b|"
    r"\b(?:dai|week|month|quarter|year)ly\b",
    re.I,
)
ANOTHER = re.compile(rf"^(?:{SPLIT}\s|over time\b)", re.I)
RANKING = re.compile(r"^(?:(?:the|our)\s+)?(?:top|bottom|best|worst|rank)\b|\branked\s+by\b", re.I)
JOINED = re.compile(r"\b(?:one|same|single)\b|\bheat ?map\b|\bstacked\b|\bcharts?\b|\blines?\b", re.I)
AGAIN = re.compile(
    r"^(?:which|who|what)(?:\s+ones?)?(?:\s+(?:has|have|had))?\s+(?:the\s+)?(?=(?:most|fewest|highest|lowest|largest)\b)",
    re.I,
)
SUPERLATIVE = re.compile(r"^(?:most|fewest|least|highest|lowest|largest|smallest|biggest)\b", re.I)
RANKED_BY = re.compile(r"\s+(?:by|with)\s.*$", re.I)
SAME = re.compile(
    rf"^(?:the\s+)?same(?:\s+(?:thing|number|chart|figures?))?\s+(?P<split>(?:{SPLIT}|over time)\b.*)$", re.I
)
SAME_FOR = re.compile(
    r"^(?:and\s+|also\s+)*(?:the\s+)?same(?:\s+(?:thing|number|chart|figures?))?(?:\s+again)?(?:,?\s+but)?(?:\s+only)?\s+for\s+"
    r"(?:the\s+)?(?P<what>[\w&' -]+?)(?P<counted>,?\s+but\s+count(?:\s+(?:them|those|these))?|,?\s+counted)?$",
    re.I,
)
WHICH = re.compile(r"^.{2,60}?\b(?:have|has|had|with)(?=\s+the\s+(?:most|fewest|least|highest|lowest)\b)", re.I)
CLEAR = 0.99
MOST_PARTS, MOST_PHRASES = 8, 60
COUNTING = re.compile(r"^(?:the\s+)?(?:number of|how many|count of|total number of)\b", re.I)
COUNTED = re.compile(r"\b(?:numbers?|how many|counts?|total|amount|sum)\b", re.I)
OWN_SUBJECT = re.compile(r"^(?:[\w-]+\s+){1,3}?(?:with|whose|where|that|who|which|having)\s", re.I)
ONLY_SPLIT = re.compile(rf"^{SPLIT}\s", re.I)
FROM_SPLIT = re.compile(
    rf"\s+{SPLIT}\b.*$|\s+over time\b.*$|\s+(?:over|in|for|during) (?:the )?(?:last|past|previous)\b.*$", re.I
)
TIMED_TAIL = re.compile(
    r"(\s+(?:(?:by|per|each|every) (?:hour|day|week|month|quarter|year)\b|over time\b|"
    r"(?:over|in|for|during|within|of) (?:the )?(?:last|past|previous|this|current|trailing)\b|since \d{4}).*)$",
    re.I,
)
SPLIT_TAIL = re.compile(rf"(\s+{SPLIT}\s.*)$", re.I)


def charts_of(phrase: str, read: Read) -> list[str]:
    """Return the questions that a phrase with "and"s amounts to, one a chart."""
    parts = halves_of(phrase)
    if len(parts) < 2:
        return [phrase]
    if len(parts) > MOST_PARTS:
        return parts[:MOST_PHRASES]
    found = [parts[0]]
    for part in parts[1:]:
        again = _said_again(found[-1], part) or _same_again(found[-1], part) or _ranked_again(found[-1], part, read)
        if again and _clear(again, read):
            found.append(again)
        elif HEAD.match(part):
            found.append(HEAD.sub("", part, count=1))
        elif ONLY_SPLIT.match(part) and SPLIT_TAIL.search(found[-1]) and not _clear(f"{found[-1]} and {part}", read):
            found.append(f"{FROM_SPLIT.sub('', found[-1])} {part}")
        elif ONLY_SPLIT.match(part) or _one_chart(found[-1], part, read):
            found[-1] = f"{found[-1]} and {part}"
        else:
            found.append(part)
    if len(found) > 1:
        found[-1] = _counted(found[-1], found[:-1], read)
        return _with_tail(found, read, SPLIT_TAIL if SPLIT_TAIL.search(found[-1]) else TIMED_TAIL)
    return found


def _said_again(before: str, part: str) -> str:
    """Return what "and by region" after "sales by month", or "and the highest fee" after "which has the most", asks.

    A course and a comparison are two charts, as are two rankings; "" where the part says something else.
    """
    part = AGAIN.sub("", part)
    superlative = SUPERLATIVE.match(part)
    leading = WHICH.match(before)
    if superlative and leading:
        return f"{leading[0]} the {part}"
    if (
        JOINED.search(f"{before} {part}")
        or not ANOTHER.match(part)
        or not (SPLIT_TAIL.search(before) or TIMED.search(before))
    ):
        return ""
    timed = bool(TIMED.search(before)) != bool(TIMED.search(part))
    ranked = RANKING.search(before) and not TIMED.search(part)
    whole = TIMED.sub(" ", FROM_SPLIT.sub("", before)).strip()
    return f"{whole} {part}" if timed or ranked else ""


def _ranked_again(before: str, part: str, read: Read) -> str:
    """Return the second ranking of "top 5 vendors by spend and tax", "" where the part is no number of its own."""
    too = ranked_too(before, part)
    if too:
        return too
    if not RANKING.search(before) or not RANKED_BY.search(before) or MARKED.search(part) or HEAD.match(part):
        return ""
    return f"{RANKED_BY.sub('', before)} by {part}" if _is_number(read(part)[0]) else ""


def _told_again(before: str, part: str, read: Read) -> str:
    """Return a part that leans on the one before it as a question of its own, "" for any other."""
    return ranked_too(before, part) or _same_again(before, part) or _same_of_others(before, part, read)


def _same_again(before: str, part: str) -> str:
    """Return what "the same by region" asks after "sales by month", "" where the part says something else."""
    match = SAME.match(part)
    if match is None or not (SPLIT_TAIL.search(before) or TIMED.search(before)):
        return ""
    return f"{TIMED.sub(' ', FROM_SPLIT.sub('', before)).strip()} {match['split']}"


def _same_of_others(before: str, part: str, read: Read) -> str:
    """Return what "the same for returns" asks after "sales by month": a further condition, or another thing counted."""
    match = SAME_FOR.match(part)
    tail = SPLIT_TAIL.search(before)
    if match is None or tail is None:
        return ""
    others = (f"number of {match['what']}{tail[1]}", f"{before} for {match['what']}")
    told = others if match["counted"] else (*others[1:], others[0])
    return next((one for one in told if _clear(one, read)), "")


def _counted(last: str, before: Sequence[str], read: Read) -> str:
    """Return "leads in the last 30 days" as a number where it stands beside numbers."""
    ask = read(last)[0]
    rows = ask is not None and ask.task == "rows" and ask.window is not None and ask.limit is None
    return f"number of {last}" if rows and all(_is_number(read(item)[0]) for item in before) else last


def shared_tail(phrases: Sequence[str], read: Read) -> list[str]:
    """Give the plain numbers of a list the time that its last part names: "MRR, NRR and win rate by month"."""
    return _with_tail(list(phrases), read, TIMED_TAIL) if len(phrases) > 1 else list(phrases)


def shared_head(phrases: Sequence[str], read: Read) -> list[str]:
    """Rank things without a number of their own by the number before them: "spend by month, top 10 vendors"."""
    found: list[str] = []
    for said in phrases:
        too = _told_again(found[-1], said, read) if found else ""
        phrase = too if too and _clear(too, read) else said
        heads = [FROM_SPLIT.sub("", earlier) for earlier in reversed(found)] if _unranked(read(phrase)[0]) else []
        ranked = (f"{phrase} by {head}" for head in heads if _is_number(read(head)[0]))
        found.append(next((other for other in ranked if _clear(other, read)), phrase))
    return found


def _unranked(ask: PlannedAsk | None) -> bool:
    """Whether the first few of something were asked for and nothing says which come first."""
    if ask is None or ask.limit is None:
        return False
    return is_guessed(ask) or (ask.task == "rows" and not ask.order)


def _with_tail(parts: list[str], read: Read, pattern: re.Pattern[str]) -> list[str]:
    tail = pattern.search(parts[-1])
    if tail is None or re.match(r"\s*(?:top|bottom|(?:the\s+)?(?:trend|course|development))\b", parts[-1], re.I):
        return parts
    return [_tailed(part, tail[1], read) for part in parts[:-1]] + parts[-1:]


def _tailed(part: str, tail: str, read: Read) -> str:
    """Put a tail on a plain number, when the two together can be answered."""
    ask = read(part)[0]
    if MARKED.search(part) or ask is None:
        return part
    if ask.task == "rows" and ask.limit is None and not ask.filters:
        part = f"number of {part}"
    elif not _is_number(ask):
        return part
    return f"{part}{tail}" if _clear(f"{part}{tail}", read) else part


def _clear(text: str, read: Read) -> bool:
    """Whether a text is understood to the last word."""
    ask, missed = read(text)
    return ask is not None and not missed and ask.confidence >= CLEAR


def _one_chart(left: str, right: str, read: Read) -> bool:
    """Whether "left and right" is one question: a further split, a further condition, or two numbers on one axis."""
    whole, missed = read(f"{left} and {right}")
    (first, unknown), (second, unnamed) = read(left), read(right)
    if whole is None or (not missed and _lists_more(whole, first)):
        return whole is not None or (first is None and second is None)
    if first is not None and second is not None and _leaves_out(whole, first, second, marked=bool(MARKED.search(left))):
        return False
    if _is_number(first) and _is_number(second) and COUNTING.match(right) and _clear(right, read):
        return False
    told = len(missed) - len(unknown) - len(unnamed)
    if told or second is None:
        return not missed or told < 0
    if MARKED.search(left):
        return _adds_to_marked(left, right, (whole, first, second))
    if MARKED.search(right):
        return len(whole.measures) > 1 or not _is_number(first)
    if first is not None and _is_number(first):
        return _one_number(whole, first, second)
    held = bool(whole.filters) and first is not None and not first.filters
    return held or whole.task != "kpi" or len(whole.measures) < 2


def _lists_more(whole: PlannedAsk, first: PlannedAsk | None) -> bool:
    """Whether the second half only names a further column of the list that the first asks for."""
    return first is not None and whole.task == first.task == "rows" and {*whole.columns} > {*first.columns}


def _one_number(whole: PlannedAsk, first: PlannedAsk, second: PlannedAsk) -> bool:
    """Whether what follows a number belongs to it: its condition or a second number under one condition, no other."""
    if second.task == "rows" and not (second.filters or second.limit):
        return False
    if _is_number(second) and first.measures == second.measures:
        return not (_own_number(second) and first.filters != second.filters and second.filters)
    held = bool(whole.filters) and not first.filters
    return held or whole.task != "kpi" or len(whole.measures) < 2


def _adds_to_marked(left: str, right: str, read: tuple[PlannedAsk, PlannedAsk | None, PlannedAsk]) -> bool:
    """Whether the second half only adds to a first that has its split: `read` are the whole and its halves as read."""
    whole, first, second = read
    if MARKED.search(right) and second.dimensions and second.measures and not ONLY_SPLIT.match(right):
        return False
    if MARKED.search(right):
        return first is not None and _is_detail(first) and not COUNTED.search(left) and not _own_number(second)
    if second.task == "rows" and OWN_SUBJECT.match(right):
        return False
    return _is_detail(second) or (second.task == "rows" and first is not None and _splits_more(whole, first))


def _own_number(ask: PlannedAsk) -> bool:
    """Whether a reading names a number, and is no mere count of rows."""
    return any(item.column or item.metric for item in ask.measures)


def _leaves_out(whole: PlannedAsk, first: PlannedAsk, second: PlannedAsk, *, marked: bool) -> bool:
    """Whether a number that both halves name between them is in neither place of the whole.

    `marked`: the first half says how it is to be shown, so that a thing after it may be a further split.
    """
    numbers = [item for ask in (first, second) for item in ask.measures if item.column or item.metric]
    if first.task == "rows" and not (marked or first.filters or first.limit) and _own_number(second):
        return all(item.aggregate != "count" for item in whole.measures) and whole.dimensions == second.dimensions
    counted = first.table != second.table and _counts(first) and _counts(second) and bool(second.measures)
    joined = any(item.op == "in" for item in whole.filters)
    if counted and not joined and (whole.dimensions == second.dimensions or not marked):
        return True
    return bool(first.measures) and any(item not in whole.measures for item in numbers)


def _counts(ask: PlannedAsk) -> bool:
    """Whether a reading counts the rows of a table, or names them and nothing more."""
    return all(item.aggregate == "count" for item in ask.measures) and (bool(ask.measures) or ask.limit is None)


def _splits_more(whole: PlannedAsk, first: PlannedAsk) -> bool:
    return whole.measures == first.measures and len(whole.dimensions) > len(first.dimensions)


def _is_number(ask: PlannedAsk | None) -> bool:
    """Whether a reading is a plain number that a split or a stretch of time can be put on."""
    return ask is not None and ask.task == "kpi" and bool(ask.measures)


def _is_detail(ask: PlannedAsk) -> bool:
    """Whether a reading names only a split or a condition, nothing that one would measure."""
    counted = all(item.aggregate == "count" for item in ask.measures)
    return counted and (bool(ask.dimensions) or bool(ask.filters))
