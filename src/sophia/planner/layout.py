"""Layout: components in rows on a 12-column grid, without overlap or hole, and their order on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sophia.kernel.errors import BadInput
from sophia.spec.components import Component
from sophia.spec.components.shape import Layout

GRID = 12
BAND = {"filter": 0, "kpi": 1, "insights": 2, "text": 2, "table": 4, "queue_panel": 4, "button": 5}
HEIGHT = {"filter": 1, "kpi": 2, "text": 2, "button": 1, "table": 5, "queue_panel": 5, "insights": 4, "waterfall": 4}
WIDTH = {
    "filter": 3, "kpi": 3, "line": 8, "area": 8, "combo": 8, "waterfall": 8, "heat_map": 8, "table": 12,
    "queue_panel": 8, "upload_panel": 4, "chat_panel": 4, "insights": 6, "pie": 4, "funnel": 4, "bullet": 4,
    "stacked_bar": 6, "bar": 4, "scatter": 6, "text": 12, "custom": 6, "button": 2,
}  # fmt: skip
LEAST = {"kpi": 2, "filter": 2, "button": 2, "table": 6, "queue_panel": 6}
POSITIONS = (
    "top", "top-left", "top-right", "left", "right", "bottom", "bottom-left", "bottom-right", "center", "full-width",
)  # fmt: skip


@dataclass(frozen=True)
class Box:
    """A rectangle on the grid."""

    x: int
    y: int
    w: int
    h: int


def arrange(components: Sequence[Component]) -> list[Component]:
    """Return `components` placed: KPI row, then insights, charts and panels in order of mention, then tables."""
    ordered = sorted(components, key=lambda item: BAND.get(item.kind, 3))
    bands: dict[int, list[Component]] = {}
    for item in ordered:
        bands.setdefault(_band(item), []).append(item)
    rows = [row for band in sorted(bands) for row in _rows(bands[band])]
    return _number(_stack(rows))


def _band(item: Component) -> int:
    band = BAND.get(item.kind, 3)
    return 3 if band == 2 else band


def _rows(items: list[Component]) -> list[list[Component]]:
    """Split a band into rows whose ideal widths fill the grid best."""
    if items[0].kind == "kpi":
        return _even_rows(items, 6 if len(items) in {5, 6} else 4)
    rows: list[list[Component]] = []
    used = GRID
    for item in items:
        width = WIDTH.get(item.kind, 6)
        fits = used + width <= GRID or (used + LEAST.get(item.kind, 4) <= GRID and len(rows[-1]) < 2)
        if rows and fits:
            rows[-1].append(item)
            used = min(GRID, used + width)
        else:
            rows.append([item])
            used = width
    return rows


def _even_rows(items: list[Component], per_row: int) -> list[list[Component]]:
    count = -(-len(items) // per_row)
    size, extra = divmod(len(items), count)
    rows, start = [], 0
    for index in range(count):
        end = start + size + (1 if index < extra else 0)
        rows.append(items[start:end])
        start = end
    return rows


def _widths(items: Sequence[Component], total: int = GRID) -> list[int]:
    """Share `total` columns among a row's items in proportion to their ideal widths."""
    ideal = [WIDTH.get(item.kind, 6) for item in items]
    widths = [max(1, width * total // sum(ideal)) for width in ideal]
    order = sorted(range(len(items)), key=lambda index: (widths[index] - ideal[index], index))
    for turn in range(total - sum(widths)):
        widths[order[turn % len(order)]] += 1
    return widths


def _stack(rows: Sequence[Sequence[Component]]) -> list[Component]:
    placed: list[Component] = []
    y = 0
    for row in rows:
        height = max(HEIGHT.get(item.kind, 4) for item in row)
        x = 0
        for item, width in zip(row, _widths(row), strict=True):
            placed.append(_at(item, Box(x, y, width, height)))
            x += width
        y += height
    return placed


def _at(item: Component, box: Box) -> Component:
    layout = Layout(x=box.x, y=box.y, w=box.w, h=box.h, phone=item.layout.phone)
    return item if layout == item.layout else item.model_copy(update={"layout": layout})


def _number(items: list[Component]) -> list[Component]:
    """Give the phone order: top to bottom, left to right."""
    ordered = sorted(items, key=lambda item: (item.layout.y, item.layout.x))
    numbered = []
    for order, item in enumerate(ordered):
        layout = item.layout.model_copy(update={"phone": order})
        numbered.append(item if layout == item.layout else item.model_copy(update={"layout": layout}))
    return numbered


def insert(components: Sequence[Component], new: Component, position: str = "bottom") -> list[Component]:
    """Return `components` with `new` at `position`; only the neighbours that must make room move.

    Raises BadInput for an unknown position.
    """
    wanted = position.strip().lower().replace("_", "-").replace(" ", "-") or "bottom"
    if wanted not in POSITIONS:
        raise BadInput(
            f"The position {position!r} is not known.", field="position", remedy=f"Use one of: {', '.join(POSITIONS)}."
        )
    inner = [item for item in components if item.parent is not None]
    outer = [item for item in components if item.parent is None]
    if not outer or wanted in {"bottom", "center", "full-width"}:
        return [*_number([*outer, _at(new, Box(0, _bottom(outer), GRID, _height(new)))]), *inner]
    if wanted == "top":
        moved = [_shift(item, _height(new)) for item in outer]
        return [*_number([_at(new, Box(0, 0, GRID, _height(new))), *moved]), *inner]
    edge = _last_row(outer) if wanted.startswith("bottom") else _first_row(outer)
    return [*_number(_beside(outer, edge, new, "right" in wanted)), *inner]


def _beside(outer: Sequence[Component], edge: Sequence[Component], new: Component, right: bool) -> list[Component]:
    """Squeeze the rows of `edge` into one half and put `new` into the other."""
    top = min(item.layout.y for item in edge)
    before = max(item.layout.y + item.layout.h for item in edge)
    names = {item.id for item in edge}
    half = GRID // 2
    squeezed, height = _squeeze(list(edge), 0 if right else half, top, _height(new))
    moved = [
        _shift(item, top + height - before) if item.layout.y >= before else item
        for item in outer
        if item.id not in names
    ]
    return [*squeezed, _at(new, Box(half if right else 0, top, half, height)), *moved]


def _squeeze(items: list[Component], x: int, y: int, least: int) -> tuple[list[Component], int]:
    """Lay `items` out on half the grid, at least `least` rows high; return them and the height."""
    per_row = 1 if len(items) == 1 else (2 if len(items) <= 4 else 3)
    rows = _even_rows(items, per_row)
    heights = [max(HEIGHT.get(item.kind, 4) for item in row) for row in rows]
    heights[-1] += max(0, least - sum(heights))
    placed, top = [], y
    for row, height in zip(rows, heights, strict=True):
        left = x
        for item, width in zip(row, _widths(row, GRID // 2), strict=True):
            placed.append(_at(item, Box(left, top, width, height)))
            left += width
        top += height
    return placed, sum(heights)


def _height(item: Component) -> int:
    return HEIGHT.get(item.kind, 4)


def _shift(item: Component, rows: int) -> Component:
    place = item.layout
    return _at(item, Box(place.x, place.y + rows, place.w, place.h))


def _bottom(items: Sequence[Component]) -> int:
    return max((item.layout.y + item.layout.h for item in items), default=0)


def _first_row(items: Sequence[Component]) -> list[Component]:
    """Return the components that start at the top, or the whole KPI block when it has several rows."""
    top = [item for item in items if item.layout.y == min(other.layout.y for other in items)]
    if all(item.kind == "kpi" for item in top):
        return [item for item in items if item.kind == "kpi" and _above_charts(item, items)]
    return _closed(top, items)


def _above_charts(item: Component, items: Sequence[Component]) -> bool:
    others = [other.layout.y for other in items if other.kind != "kpi"]
    return item.layout.y < min(others, default=10**6)


def _last_row(items: Sequence[Component]) -> list[Component]:
    end = _bottom(items)
    return _closed([item for item in items if item.layout.y + item.layout.h == end], items)


def _closed(seed: list[Component], items: Sequence[Component]) -> list[Component]:
    """Grow `seed` by everything that shares its rows, until no component straddles the edge."""
    while True:
        top = min(item.layout.y for item in seed)
        end = max(item.layout.y + item.layout.h for item in seed)
        grown = [item for item in items if item.layout.y < end and item.layout.y + item.layout.h > top]
        if len(grown) == len(seed):
            return grown
        seed = grown


def close_up(components: Sequence[Component]) -> list[Component]:
    """Return `components` after a removal: empty rows vanish, and a row with a hole is stretched over the grid."""
    inner = [item for item in components if item.parent is not None]
    outer = sorted(
        (item for item in components if item.parent is None), key=lambda item: (item.layout.y, item.layout.x)
    )
    placed: list[Component] = []
    y = 0
    while outer:
        row = _closed([outer[0]], outer)
        top = min(item.layout.y for item in row)
        end = max(item.layout.y + item.layout.h for item in row)
        moved = [_shift(item, y - top) for item in row]
        placed.extend(moved if _full(row, end - top) else _stretch(moved))
        y = _bottom(placed)
        outer = [item for item in outer if item not in row]
    return [*_number(placed), *inner]


def _full(row: Sequence[Component], height: int) -> bool:
    return sum(item.layout.w * item.layout.h for item in row) == GRID * height


def _stretch(row: Sequence[Component]) -> list[Component]:
    top = min(item.layout.y for item in row)
    if len({item.layout.y for item in row}) > 1 or len({item.layout.h for item in row}) > 1:
        return [_shift(item, top) for item in _stack(_rows(list(row)))]
    x, stretched = 0, []
    for item, width in zip(row, _widths(row), strict=True):
        stretched.append(_at(item, Box(x, top, width, item.layout.h)))
        x += width
    return stretched


def resize(components: Sequence[Component], key: str, width: int, height: int) -> list[Component]:
    """Return `components` with the one called `key` at the new size; its row makes room, lower rows move down."""
    inner = [item for item in components if item.parent is not None]
    outer = [item for item in components if item.parent is None]
    item = next(item for item in outer if item.id == key)
    row = _closed([item], outer)
    top, end = min(each.layout.y for each in row), max(each.layout.y + each.layout.h for each in row)
    rest = [each for each in row if each.id != key]
    placed, tall = _row_with(item, rest, Box(0, top, min(width, GRID), height))
    moved = [_shift(each, top + tall - end) if each.layout.y >= end else each for each in outer if each not in row]
    return [*_number([*moved, *placed]), *inner]


def _row_with(item: Component, rest: list[Component], box: Box) -> tuple[list[Component], int]:
    """Lay out a row around `item` at its new size; when nothing fits beside it the rest gets rows of its own below."""
    left = GRID - box.w
    if not rest or left < 2 * len(rest):
        whole = Box(0, box.y, GRID, box.h)
        below = [_shift(each, box.y + box.h) for each in _stack(_rows(rest))] if rest else []
        return [_at(item, whole), *below], (_bottom(below) - box.y) if below else box.h
    beside = sorted(rest, key=lambda each: (each.layout.y, each.layout.x))
    placed, x = [], 0
    shares = dict(zip([each.id for each in beside], _widths(beside, left), strict=True))
    order = sorted([item, *rest], key=lambda each: (each.layout.x, each.layout.y))
    for each in order:
        wide = box.w if each.id == item.id else shares[each.id]
        placed.append(_at(each, Box(x, box.y, wide, box.h)))
        x += wide
    return placed, box.h


def append(components: Sequence[Component], new: Component) -> list[Component]:
    """Return `components` with `new` in a row of its own below the others, at its own height."""
    inner = [item for item in components if item.parent is not None]
    outer = [item for item in components if item.parent is None]
    return [*_number([*outer, _at(new, Box(0, _bottom(outer), GRID, new.layout.h))]), *inner]


def insert_row(
    components: Sequence[Component], new: Sequence[Component], anchor: str, *, below: bool
) -> list[Component]:
    """Return `components` with a row of `new` directly above or below the row of the one called `anchor`."""
    inner = [item for item in components if item.parent is not None]
    outer = [item for item in components if item.parent is None]
    row = _closed([next(item for item in outer if item.id == anchor)], outer)
    y = max(item.layout.y + item.layout.h for item in row) if below else min(item.layout.y for item in row)
    height = max(item.layout.h for item in new)
    placed, x = [], 0
    for item, width in zip(new, _equal(len(new)), strict=True):
        placed.append(_at(item, Box(x, y, width, height)))
        x += width
    moved = [_shift(item, height) if item.layout.y >= y else item for item in outer]
    return [*_number([*moved, *placed]), *inner]


def beside(components: Sequence[Component], new: Component, anchor: str, *, right: bool) -> list[Component]:
    """Return `components` with `new` left or right of `anchor`; the two share its place, nothing else moves."""
    inner = [item for item in components if item.parent is not None]
    outer = [item for item in components if item.parent is None]
    item = next(item for item in outer if item.id == anchor)
    place = item.layout
    if place.w < 2 * LEAST.get(item.kind, 4):
        return _squeezed_in([*outer, *inner], new, item, right)
    first = place.w - place.w // 2
    left = Box(place.x, place.y, first, place.h)
    rest = Box(place.x + first, place.y, place.w - first, place.h)
    others = [each for each in outer if each.id != anchor]
    return [*_number([*others, _at(item, left if right else rest), _at(new, rest if right else left)]), *inner]


def _squeezed_in(components: Sequence[Component], new: Component, anchor: Component, right: bool) -> list[Component]:
    """Share the whole row of a narrow anchor evenly with one more."""
    inner = [item for item in components if item.parent is not None]
    outer = [item for item in components if item.parent is None]
    row = _closed([anchor], outer)
    top, end = min(item.layout.y for item in row), max(item.layout.y + item.layout.h for item in row)
    ordered = sorted(row, key=lambda item: (item.layout.x, item.layout.y))
    at = [item.id for item in ordered].index(anchor.id) + (1 if right else 0)
    ordered.insert(at, new)
    placed, x = [], 0
    for item, width in zip(ordered, _equal(len(ordered)), strict=True):
        placed.append(_at(item, Box(x, top, width, end - top)))
        x += width
    others = [item for item in outer if item not in row]
    return [*_number([*others, *placed]), *inner]


def _equal(count: int) -> list[int]:
    """Share the grid evenly: the first ones are a column wider when it does not divide."""
    size, extra = divmod(GRID, count)
    return [size + (1 if index < extra else 0) for index in range(count)]
