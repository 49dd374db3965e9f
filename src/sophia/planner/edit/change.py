"""What one clause of an edit may do: the shared shape of all kinds of change."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sophia.planner.outcome import Report, silent
from sophia.planner.plan import Missed
from sophia.planner.verify import Bench
from sophia.query.result import Result
from sophia.spec.dashboard import Dashboard
from sophia.spec.theme import Theme

CALLED = r"[\"“”'‘’]"


@dataclass(frozen=True)
class Restore:
    """An earlier state that is asked for: a version's number, the one that held at a moment, or steps back or forth.

    `steps` −1 takes the last change back, +1 brings it again; `words` say which state is meant.
    """

    words: str
    version: int | None = None
    moment: datetime | None = None
    steps: int = 0


@dataclass(frozen=True)
class Restored:
    """The earlier spec that was meant, and in words which it is."""

    spec: Dashboard
    words: str


Past = Callable[[Restore], Restored | Missed]


def no_past(wanted: Restore) -> Missed:
    """Answer where no versions are kept."""
    return Missed(wanted.words, "No earlier versions are kept here.")


@dataclass(frozen=True)
class History:
    """What an edit may know of time: the earlier states, and the moment that "yesterday" is counted from."""

    past: Past = no_past
    now: datetime | None = None


@dataclass(frozen=True)
class Scene:
    """The dashboard as it stands while an edit is applied, and what a rule may use.

    `focus` is the id of the component that "it" means.
    """

    spec: Dashboard
    bench: Bench
    brand: Theme | None = None
    report: Report = silent
    focus: str | None = None
    history: History = History()


@dataclass(frozen=True)
class Change:
    """What a clause did: the new spec, in words, the assumptions made, and the results of queries it ran.

    `focus` is the id of the component that a following "it" means; left out, it stays. `restored` tells that the spec
    is an earlier one.
    """

    spec: Dashboard
    words: str
    assumptions: tuple[str, ...] = ()
    results: dict[str, Result] = field(default_factory=dict)
    focus: str | None = None
    restored: Restore | None = None


class Settled(Missed):
    """Words that ask for what is so already."""


class Unfound(Missed):
    """Words that name nothing on the dashboard: the clause may mean something else, and another kind is tried."""


Rule = Callable[[Scene, re.Match[str]], Change | Missed | None]


@dataclass(frozen=True)
class Kind:
    """One kind of change: what it is called, an example with names in capitals, how people say it, and what it does.

    `says` are patterns of whole clauses. In them X stands for words that name a component and OF for "of X", which may
    be left out. A rule returns None when the clause means something else after all.
    """

    name: str
    example: str
    says: tuple[str, ...]
    rule: Rule


def compiled(pattern: str) -> re.Pattern[str]:
    """Return a kind's pattern, with X and OF spelt out."""
    spelt = re.sub(r"\bX\b", "(?P<what>.+?)", re.sub(r" ?\bOF\b", "(?: (?:of|for|on|in|from) (?P<what>.+?))?", pattern))
    return re.compile(spelt, re.I | re.S)


def bare(text: str) -> str:
    """Return words without quotation marks and closing punctuation around them."""
    return text.strip().strip("\"'“”‘’").rstrip(".,;").strip("\"'“”‘’ ")
