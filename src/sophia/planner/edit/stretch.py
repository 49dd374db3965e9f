"""Stretches of time in edits: "start in January" and "only 2025" as windows, and a course cut by another unit."""

from __future__ import annotations

import re

from sophia.planner.plan import PlannedAsk
from sophia.planner.understand.time import Timing
from sophia.spec.datasets import Dimension

START = re.compile(r"^\s*(?:only )?(?:start|begin)(?:ing)? (?:in|on|at|with|from) ", re.I)
ONLY_YEAR = re.compile(r"^\s*(?:only|just)\s+(?=(?:19|20)\d\d\b)", re.I)


def as_window(how: str) -> str:
    """Return words about where a course begins or which year it keeps to in the words of a window."""
    return ONLY_YEAR.sub(" in ", START.sub(" since ", how))


def cut_again(ask: PlannedAsk, timing: Timing) -> tuple[Dimension, ...]:
    """Return the time axis of `ask` cut by the unit that was said, nothing where it has no course over time."""
    period = next((item for item in ask.dimensions if item.grain), None)
    return (period.model_copy(update={"grain": timing.grain}),) if period is not None and timing.grain else ()
