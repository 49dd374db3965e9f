"""What Retool costs by the head, to be held against a bill that does not grow with heads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RetoolPlan = Literal["team", "business"]

SEATS: dict[RetoolPlan, tuple[float, float, bool]] = {
    "business": (50.0, 15.0, True),
    "team": (10.0, 5.0, False),
}
"""Dollars a month for a builder and for an end user, paid yearly, and whether Retool's own staff said so (its community
forum, thread 29043); Team's sheets disagree."""


@dataclass(frozen=True)
class Comparison:
    """Dollars a year here and there, the share that is saved (below 0: it costs more), and where both are equal."""

    builders: int
    viewers: int
    plan: RetoolPlan
    retool: float
    sophia: float
    verified: bool
    break_even_viewers: int

    @property
    def saved(self) -> float:
        """Share of Retool's bill that is saved; 0 when there is no such bill."""
        return 1 - self.sophia / self.retool if self.retool else 0.0


def retool_bill(builders: int, viewers: int, plan: RetoolPlan = "business") -> float:
    """Return Retool's dollars a year for so many people."""
    builder, viewer, _ = SEATS[plan]
    return 12 * (builders * builder + viewers * viewer)


def compare(sophia: float, builders: int, viewers: int, plan: RetoolPlan = "business") -> Comparison:
    """Hold Sophia's yearly bill against Retool's; the break-even is the fewest viewers beside these builders."""
    left = max(0.0, sophia - retool_bill(builders, 0, plan))
    each = retool_bill(0, 1, plan)
    return Comparison(
        builders, viewers, plan, retool_bill(builders, viewers, plan), sophia, SEATS[plan][2], int(-(-left // each))
    )
