"""The registry: every kind of change, in the order in which a clause is tried against them."""

from __future__ import annotations

import re

from sophia.planner.edit import (
    chart,
    colour,
    filters,
    history,
    inputs,
    look,
    measure,
    naming,
    numbers,
    pages,
    parts,
    place,
    question,
    schedule,
)
from sophia.planner.edit.change import Kind, compiled

KINDS: tuple[Kind, ...] = (
    *naming.KINDS,
    *history.KINDS,
    *schedule.KINDS,
    *look.KINDS,
    *colour.KINDS,
    *pages.KINDS,
    *parts.KINDS,
    *filters.DROP,
    *inputs.KINDS,
    *place.KINDS,
    *chart.KINDS,
    *numbers.KINDS,
    *measure.KINDS,
    *filters.KINDS,
    *question.KINDS,
    measure.MORE,
    place.REMOVE,
)
PATTERNS: tuple[tuple[Kind, tuple[re.Pattern[str], ...]], ...] = tuple(
    (kind, tuple(compiled(pattern) for pattern in kind.says)) for kind in KINDS
)
EXAMPLES: tuple[str, ...] = tuple(kind.example for kind in KINDS if kind.example)
