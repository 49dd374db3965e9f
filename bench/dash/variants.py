"""Part F: the same request with typos, turned round, in plural, abbreviated, with other dates, or rambling, by rule."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bench.dash.score import Task
from bench.dash.tasks import joined

SHORT = {
    "average": "avg", "number of": "no. of", "quantity": "qty", "department": "dept", "month": "mth", "quarter": "qtr",
    "amount": "amt", "minutes": "mins", "please": "pls",
}  # fmt: skip
BEFORE = "Hi, sorry to bother you again, I had a long call with our board yesterday and promised something by Friday. "
AFTER = " It does not have to be pretty, and take your time. Thanks a lot, you are a star!"


def typos(task: Task) -> str:
    """Swap two inner letters of every fifth long word; names with a capital or a digit are left alone."""
    chance = random.Random(task.id)
    words = re.split(r"(\W+)", task.words)
    long = [i for i, word in enumerate(words) if len(word) >= 6 and word.isalpha() and word.islower()]
    for i in long[:: max(1, min(5, len(long)))]:
        at = chance.randrange(1, len(words[i]) - 2)
        word = words[i]
        words[i] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return "".join(words)


def turned(task: Task) -> str:
    """Ask for the same things in the reverse order; a brief begins with its last sentence."""
    if task.pieces:
        return joined(task.pieces[::-1], task.wording)
    sentences = re.split(r"(?<=[.?!])\s+", task.words.strip())
    if len(sentences) < 2 or re.match(r"(?:it|they|also|and|for each|does)\b", sentences[-1], re.I):
        return task.words
    last = sentences[-1] if sentences[-1][-1] in ".?!" else sentences[-1] + "."
    return " ".join([last, *sentences[:-1]])


def plural(task: Task) -> str:
    """Put the word after "by" or "per" into the plural."""
    return re.sub(r"\b(by|per) ([a-z]{3,}[^sy\W])\b(?! of)", r"\1 \2s", task.words)


def abbreviated(task: Task) -> str:
    """Shorten words as people do."""
    text = task.words
    for long, short in SHORT.items():
        text = re.sub(rf"\b{long}\b", short, text, flags=re.I)
    return text


def _dated(task: Task, write: Callable[[date], str]) -> str:
    months = {name: i for i, name in enumerate("January February March April May June".split(), 1)}
    text = re.sub(
        rf"\b(\d{{1,2}}) ({'|'.join(months)}) (\d{{4}})\b",
        lambda found: write(date(int(found[3]), months[found[2]], int(found[1]))),
        task.words,
    )
    return re.sub(r"\b(\d{4}-\d{2}-\d{2})\b", lambda found: write(date.fromisoformat(found[1])), text)


def american(task: Task) -> str:
    """Write dates as 01/31/2025."""
    return _dated(task, lambda day: day.strftime("%m/%d/%Y"))


def european(task: Task) -> str:
    """Write dates as 31.01.2025."""
    return _dated(task, lambda day: day.strftime("%d.%m.%Y"))


def rambling(task: Task) -> str:
    """Put chatter around it."""
    return BEFORE + task.words + AFTER


VARIANTS: dict[str, Callable[[Task], str]] = {
    "typos": typos, "turned": turned, "plural": plural, "abbreviated": abbreviated, "american": american,
    "european": european, "rambling": rambling,
}  # fmt: skip


def varied(task: Task, name: str) -> Task | None:
    """Return the task in other words, or None where the rule finds nothing to change."""
    words = VARIANTS[name](task)
    return replace(task, id=f"F/{name}/{task.id}", part="F", words=words) if words != task.words else None
