"""Edits of time: undo, redo, and an earlier state named by its number or its day; the versions are kept elsewhere."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

from sophia.planner.edit.change import Change, Kind, Restore, Scene
from sophia.planner.plan import Missed

MONTHS = "january february march april may june july august september october november december".split()
DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "couple of": 2, "few": 3}
STEPS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1),
         "week": timedelta(weeks=1), "month": timedelta(days=30)}  # fmt: skip
DAY = "|".join([*DAYS, *(name[:3] for name in DAYS)])
MONTH = "|".join([*MONTHS, *(name[:3] for name in MONTHS)])
LAST_MOMENT = time(23, 59, 59, 999999, tzinfo=UTC)


def restore_of(words: str, now: datetime) -> Restore | None:
    """Return the earlier state that words name, seen from `now`: a number, a day (its end), or some time ago."""
    text = re.sub(r"\s+", " ", words.strip().lower())
    number = re.search(r"\bversion (?:number |no\.? ?|#)?(\d+)\b|\bv(\d+)\b", text)
    if number:
        return Restore(words, version=int(number[1] or number[2]))
    if re.search(r"\b(?:original|first|initial|very beginning|started with|start)\b", text):
        return Restore(words, version=1)
    ago = re.search(rf"\b(\d+|{'|'.join(COUNTS)}) (minute|hour|day|week|month)s? ago\b", text)
    if ago:
        count = int(ago[1]) if ago[1].isdigit() else COUNTS[ago[1]]
        moment = now - count * STEPS[ago[2]]
        return Restore(words, moment=moment if ago[2] in {"minute", "hour"} else _end(moment))
    day = _day(text, now)
    return Restore(words, moment=_end(day)) if day is not None else None


def _end(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), LAST_MOMENT)


def _day(text: str, now: datetime) -> datetime | None:
    """Return the day that is named, the latest before today where a weekday or a date without a year is."""
    for words, day in (
        (r"\bday before yesterday\b", now - timedelta(days=2)),
        (r"\byesterday\b", now - timedelta(days=1)),
        (r"\b(?:this morning|today)\b", now),
        (rf"\blast week\b(?!.*\b(?:{DAY})\b)", now - timedelta(days=now.weekday() + 1)),
        (r"\blast month\b", now.replace(day=1) - timedelta(days=1)),
    ):
        if re.search(words, text):
            return day
    return _dated(text, now) or _weekday(text, now)


def _dated(text: str, now: datetime) -> datetime | None:
    iso = re.search(r"\b(\d{4})-(\d{2})-(\d{2})\b", text)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    found = re.search(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{MONTH})(?: (?P<year>\d{{4}}))?\b", text
    ) or re.search(rf"\b(?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?\b", text)
    if found is None:
        return None
    month = next(at for at, each in enumerate(MONTHS, 1) if each.startswith(found["month"][:3]))
    day = _date(int(found["year"] or now.year), month, int(found["day"]))
    return _date(now.year - 1, month, int(found["day"])) if day and not found["year"] and day > now else day


def _weekday(text: str, now: datetime) -> datetime | None:
    named = re.search(rf"\b({DAY})\b", text)
    if named is None:
        return None
    wanted = next(at for at, each in enumerate(DAYS) if each.startswith(named[1][:3]))
    return now - timedelta(days=(now.weekday() - wanted) % 7 or 7)


def _date(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def restore(scene: Scene, match: re.Match[str]) -> Change | Missed | None:
    """Bring an earlier state back, named by its number or its time."""
    wanted = restore_of(match["when"], scene.history.now or datetime.now(UTC))
    if wanted is None:
        forms = ("restore version 2", "put it back as it was on Monday", "undo")
        return Missed(match["when"].strip(), "It names no version, day or time.", forms)
    return _restored(scene, wanted)


def undo(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Take the last change back."""
    return _restored(scene, Restore(match[0].strip(), steps=-1))


def redo(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Bring back what was undone last."""
    return _restored(scene, Restore(match[0].strip(), steps=1))


def _restored(scene: Scene, wanted: Restore) -> Change | Missed:
    found = scene.history.past(wanted)
    if isinstance(found, Missed):
        return found
    return Change(found.spec, found.words, restored=wanted)


IT = r"(?: (?:it|this|that|everything|things|all|(?:the|this|my) (?:whole )?(?:dashboard|board|page)))?"
KINDS = (
    Kind(
        "redo",
        "redo",
        (
            r"redo(?: (?:it|that|this|the (?:last )?(?:change|edit|step)|what (?:i|you|we) undid))?(?: again)?",
            r"(?:undo|revert|take back) the undo",
            r"bring back what (?:i|you|we|was) (?:just )?(?:undid|undone)",
        ),
        redo,
    ),
    Kind(
        "undo",
        "undo",
        (
            r"undo(?: (?:it|that|this|everything you just did|(?:the |my |your )?(?:last|latest|previous|"
            r"most recent) (?:change|edit|step|thing|modification|action)|what (?:you|i|we) (?:just )?did))?",
            r"(?:take|roll|revert|reverse|cancel)(?: back)? (?:that|it|this|(?:the |my |your )?(?:last|latest|"
            r"previous|most recent) (?:change|edit|step|modification))(?: back)?",
            r"(?:go|step) back(?: one)?(?: step| change| version)?|never ?mind,? (?:undo|take) (?:it|"
            r"that)(?: back)?|revert|roll back",
            r"(?:restore|go back to|return to|revert to) (?:the )?(?:previous|last|prior) (?:version|state)",
        ),
        undo,
    ),
    Kind(
        "earlier state",
        "restore version 3",
        (
            rf"(?:put|bring|set|change|turn|make|get|have|roll){IT} back(?: to)?(?: (?:as|how|what|the way|like|"
            r"where) (?:it|this|things|they|everything) (?:was|were|looked))?(?: (?:on|at|in|from|as of))? "
            r"(?P<when>.+)",
            rf"(?:restore|recover|revert|reset|roll back|return|go back)(?: to)?{IT}(?: to)? "
            r"(?P<when>(?:the )?(?:version\b.*|v\d+|state\b.*|original\b.*|first\b.*|initial\b.*|(?:one|"
            r"way)\b.*|as it was\b.*|how it was\b.*|what it was\b.*|it was\b.*|yesterday.*|last (?:week|month|"
            rf"{DAY}).*|(?:{DAY})\b.*|.*\bago|\d{{4}}-.*|(?:on|from|as of) .*))",
            r"(?:show|use|open|take) (?P<when>version \d+)(?: again)?",
            r"(?:i want|we need) (?P<when>version \d+)(?: back| again)?",
        ),
        restore,
    ),
)
