"""What the planner hands back, and the steps it reports on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sophia.planner.plan import Missed
from sophia.query.result import Result
from sophia.spec.components import Component
from sophia.spec.dashboard import Dashboard


@dataclass(frozen=True)
class Evidence:
    """One query behind the dashboard: where it ran, its text and bound values, rows, milliseconds, demo data or not."""

    dataset: str
    connection: str
    query: str
    bound: tuple[Any, ...]
    rows: int
    ms: float
    demo: bool
    status: str

    @staticmethod
    def of(dataset: str, result: Result) -> Evidence:
        """Return the evidence of one dataset's result."""
        ms = result.extra.get("milliseconds", result.milliseconds)
        return Evidence(
            dataset, result.connection, result.sql, result.bound, result.rows, ms, result.demo, result.status
        )


@dataclass(frozen=True)
class MadeBy:
    """Which path read the words: `model` is empty for the rules; `note` says why a model's answer was not used."""

    model: str = ""
    note: str = ""
    repairs: int = 0


RULES = MadeBy()


@dataclass(frozen=True)
class Understood:
    """Step 1: what was read out of the words, and by which path."""

    understood: tuple[str, ...]
    assumptions: tuple[str, ...]
    not_understood: tuple[Missed, ...]
    made_by: MadeBy = RULES


@dataclass(frozen=True)
class Queried:
    """Step 2, once per dataset: its query has run."""

    evidence: Evidence


@dataclass(frozen=True)
class Placed:
    """Step 3, once per component: it has its place, and these results fill it."""

    component: Component
    results: dict[str, Result]


Step = Understood | Queried | Placed
Report = Callable[[Step], None]


def silent(step: Step) -> None:
    """Report to nobody."""


@dataclass(frozen=True)
class Outcome:
    """A verified spec and the account of how it came about. `changes` says in words what differs from before.

    `undone`: the spec is the one before the last change, and nothing else was asked.
    """

    spec: Dashboard
    understood: tuple[str, ...]
    assumptions: tuple[str, ...]
    not_understood: tuple[Missed, ...]
    evidence: tuple[Evidence, ...]
    changes: tuple[str, ...] = ()
    component_ids: tuple[str, ...] = ()
    made_by: MadeBy = RULES
    undone: bool = False
