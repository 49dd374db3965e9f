"""What one clause of an edit may do: the shared shape of all rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sophia.planner.outcome import Report, silent
from sophia.planner.plan import Missed
from sophia.planner.verify import Bench
from sophia.query.result import Result
from sophia.spec.dashboard import Dashboard
from sophia.spec.theme import Theme


@dataclass(frozen=True)
class Scene:
    """The dashboard as it stands while an edit is applied, and what a rule may use."""

    spec: Dashboard
    bench: Bench
    brand: Theme | None = None
    report: Report = silent


@dataclass(frozen=True)
class Change:
    """What a clause did: the new spec, in words, the assumptions made, and the results of queries it ran."""

    spec: Dashboard
    words: str
    assumptions: tuple[str, ...] = ()
    results: dict[str, Result] = field(default_factory=dict)


Rule = Callable[[Scene, re.Match[str]], Change | Missed]


def unknown_target(words: str, candidates: tuple[str, ...]) -> Missed:
    """Return the answer to words that name no component, or several."""
    if candidates:
        return Missed(words, "It is not clear which component is meant.", candidates)
    return Missed(words, "No component of this dashboard is called that.")
