"""Layout points: no overlap, no hole, numbers first, order of mention, filters wired, an order on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from bench.dash.protocol import Shown

DATA = {
    "kpi", "bar", "line", "area", "stacked_bar", "combo", "pie", "scatter", "heat_map", "funnel", "waterfall", "bullet",
    "table",
}  # fmt: skip


def drawn(shown: Sequence[Shown]) -> list[Shown]:
    """Return the components that draw data."""
    return [item for item in shown if item.kind in DATA]


def layout_share(shown: Sequence[Shown], mentioned: Sequence[Shown]) -> float:
    """Return how much of six demands the page meets, 0–1; `mentioned` are right components in order of mention."""
    data = drawn(shown)
    if not data:
        return 0.0
    checks = (
        float(not _overlaps(shown)),
        1.0 - _holes(shown),
        float(_numbers_first(data)),
        _in_order(mentioned),
        float(len(data) < 2 or sum(item.filtered for item in data) >= 0.9 * len(data)),
        float(len({(item.page, item.phone) for item in shown}) == len(shown)),
    )
    return sum(checks) / len(checks)


def _cells(item: Shown) -> set[tuple[str, int, int]]:
    x, y, width, height = item.place
    return {(item.page, column, row) for column in range(x, x + width) for row in range(y, y + height)}


def _overlaps(shown: Sequence[Shown]) -> bool:
    return any(_cells(one) & _cells(other) for one, other in combinations(shown, 2))


def _holes(shown: Sequence[Shown]) -> float:
    """Return the share of the grid, from the top to the last component, that nothing covers (less a tenth for free)."""
    covered = set().union(*(_cells(item) for item in shown))
    total = 0
    for page in {item.page for item in shown}:
        total += 12 * max(item.place[1] + item.place[3] for item in shown if item.page == page)
    return max(0.0, 1 - len(covered) / total - 0.1)


def _numbers_first(data: Sequence[Shown]) -> bool:
    for page in {item.page for item in data}:
        here = [item for item in data if item.page == page]
        numbers = [item.place[1] for item in here if item.kind == "kpi"]
        others = [item.place[1] for item in here if item.kind != "kpi"]
        if numbers and others and max(numbers) > min(others):
            return False
    return True


def _in_order(mentioned: Sequence[Shown]) -> float:
    """Return the share of pairs of one kind that stand on the page in the order in which they were asked for."""
    pairs = [(one, other) for one, other in combinations(mentioned, 2) if one.kind == other.kind and one is not other]
    if not pairs:
        return 1.0
    right = sum((a.place[1], a.place[0]) <= (b.place[1], b.place[0]) for a, b in pairs)
    return right / len(pairs)
