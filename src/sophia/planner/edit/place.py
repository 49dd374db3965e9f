"""Edits of place and presence: move, resize, swap, remove, duplicate; no dataset is asked anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from sophia.planner.assemble import identify
from sophia.planner.edit.change import Change, Kind, Scene
from sophia.planner.edit.redraw import without_unused
from sophia.planner.edit.target import page_with, target, targets, with_page
from sophia.planner.layout import GRID, append, beside, close_up, insert, insert_row, resize
from sophia.planner.plan import Missed
from sophia.spec.components import Component
from sophia.spec.dashboard import Dashboard, Page
from sophia.spec.validate import components_of

STEPS = {"wider": 3, "bigger": 3, "larger": 3, "narrower": -3, "smaller": -3}
WIDTHS = {"full": GRID, "half": 6, "third": 4, "one third": 4, "a third": 4, "quarter": 3, "a quarter": 3,
          "two thirds": 8, "three quarters": 9}  # fmt: skip
TIMES = {"twice": 2.0, "double": 2.0, "three times": 3.0, "half": 0.5, "half as": 0.5}
LEAST = 2
MOST = 60

Arrange = Callable[[list[Component]], list[Component]]


def named(items: Sequence[Component]) -> str:
    """Return titles in quotation marks, joined."""
    return " and ".join(f"“{item.title or item.kind.replace('_', ' ')}”" for item in items)


def family(components: Sequence[Component], item: Component) -> list[Component]:
    """Return a component with everything inside it, itself first."""
    found = [item]
    for inner in components:
        if inner.parent is not None and inner.parent == item.id:
            found += family(components, inner)
    return found


def rearranged(spec: Dashboard, item: Component, how: Arrange) -> Dashboard:
    """Let `how` arrange the components that share the grid of `item`: its page, or the container or tab it is in."""
    page = page_with(spec, item.id)
    return with_page(spec, page, on_grid(page, item, how))


def on_grid(page: Page, item: Component, how: Arrange) -> list[Component]:
    """Return the page's components after `how` arranged those of the grid that `item` lies on."""
    home = (item.parent, item.slot)
    mine = [each.model_copy(update={"parent": None, "slot": None}) for each in page.components if _home(each) == home]
    others = [each for each in page.components if _home(each) != home]
    placed = [each.model_copy(update={"parent": home[0], "slot": home[1]}) for each in how(mine)]
    if home[0] is None:
        return [*placed, *others]
    return [*others, *placed]


def _home(item: Component) -> tuple[str | None, str | None]:
    return item.parent, item.slot


def without(page: Page, item: Component) -> list[Component]:
    """Return the components of `page` without `item` and everything inside it; the others close up."""
    gone = {each.id for each in family(page.components, item)} - {item.id}
    rest = page.model_copy(update={"components": [each for each in page.components if each.id not in gone]})
    return on_grid(rest, item, lambda mine: close_up([each for each in mine if each.id != item.id]))


def remove(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Remove components, with the datasets that nothing else draws."""
    items = targets(scene, match["what"])
    if isinstance(items, Missed):
        return items
    spec = scene.spec
    for item in items:
        page = page_with(spec, item.id)
        spec = with_page(spec, page, without(page, item))
    left = {each.id for each in components_of(spec)}
    palettes = {key: held for key, held in spec.theme.palettes.items() if key in left}
    spec = spec.model_copy(update={"theme": spec.theme.model_copy(update={"palettes": palettes})})
    return Change(without_unused(spec, scene.spec), f"Remove {named(items)}.")


ENDS = {"start": "top", "beginning": "top", "first": "top", "end": "bottom", "last": "bottom", "middle": "center"}


def move(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Move a component to a position named in words."""
    item = target(scene, match["what"])
    if isinstance(item, Missed):
        return item
    position = re.sub(r"[\s_]+", "-", match["position"].strip().lower())
    position = ENDS.get(position, position)

    def place(mine: list[Component]) -> list[Component]:
        own = next(each for each in mine if each.id == item.id)
        return insert(close_up([each for each in mine if each.id != item.id]), own, position)

    words = f"Move {named([item])} to the {position.replace('-', ' ')}."
    return Change(rearranged(scene.spec, item, place), words, focus=item.id)


def move_beside(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Move a component above, below, left or right of another one."""
    item, anchor = target(scene, match["what"]), target(scene, match["anchor"])
    if isinstance(item, Missed):
        return item
    if isinstance(anchor, Missed):
        return anchor
    if item.id == anchor.id:
        return Missed(match[0].strip(), "A component cannot be moved beside itself.")
    side = _side(match["side"])
    spec, moved = scene.spec, item
    if page_with(spec, item.id) is not page_with(spec, anchor.id) or _home(item) != _home(anchor):
        start = page_with(spec, item.id)
        group = family(start.components, item)
        if anchor.id in {each.id for each in group}:
            return Missed(match[0].strip(), f"{named([anchor])} is inside of it.")
        spec = with_page(spec, start, without(start, item))
        end = page_with(spec, anchor.id)
        moved = item.model_copy(update={"parent": anchor.parent, "slot": anchor.slot})
        spec = with_page(spec, end, [*end.components, *group[1:]])

    def place(mine: list[Component]) -> list[Component]:
        rest = close_up([each for each in mine if each.id != item.id])
        own = moved.model_copy(update={"parent": None, "slot": None})
        if side in {"left", "right"}:
            return beside(rest, own, anchor.id, right=side == "right")
        return insert_row(rest, [own], anchor.id, below=side == "below")

    here = next(each for each in components_of(spec) if each.id == anchor.id)
    words = f"Move {named([item])} {side}{' of' if side in {'left', 'right'} else ''} {named([anchor])}."
    return Change(rearranged(spec, here, place), words, focus=item.id)


def _side(words: str) -> str:
    text = words.lower()
    if "left" in text or "before" in text:
        return "left"
    if re.search(r"right|beside|next|after|alongside", text):
        return "right"
    return "above" if re.search(r"above|over|on top", text) else "below"


def swap(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Let two components change places, each taking the other's size."""
    one, other = target(scene, match["what"]), target(scene, match["anchor"])
    if isinstance(one, Missed):
        return one
    if isinstance(other, Missed):
        return other
    page = page_with(scene.spec, one.id)
    if page is not page_with(scene.spec, other.id) or _home(one) != _home(other):
        return Missed(match[0].strip(), "They are not on the same page, so they cannot change places.")
    places = {one.id: other.layout, other.id: one.layout}
    changed = [
        item.model_copy(update={"layout": places[item.id]}) if item.id in places else item for item in page.components
    ]
    return Change(with_page(scene.spec, page, changed), f"Swap {named([one, other])}.", focus=one.id)


def change_size(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Make components wider, narrower, taller, shorter, or as wide as named."""
    items = targets(scene, match["what"])
    if isinstance(items, Missed):
        return items
    spec, size = scene.spec, re.sub(r"[\s-]+", " ", match["size"].lower()).strip()
    for item in items:
        width, height = _sized(item, size)

        def grow(mine: list[Component], key: str = item.id, w: int = width, h: int = height) -> list[Component]:
            return resize(mine, key, w, h)

        spec = rearranged(spec, item, grow)
    return Change(spec, f"Make {named(items)} {size}.", focus=items[-1].id)


def _sized(item: Component, size: str) -> tuple[int, int]:
    """Return the width and height in grid units that words such as "half width" or "twice as tall" give."""
    w, h = item.layout.w, item.layout.h
    columns = re.search(r"(\d+) columns?", size)
    rows = re.search(r"(\d+) rows?", size)
    times = next((value for name, value in TIMES.items() if size.startswith(name)), None)
    if columns:
        return min(GRID, max(LEAST, int(columns[1]))), h
    if rows:
        return w, min(MOST, max(LEAST, int(rows[1])))
    if times and re.search(r"tall|high|height", size):
        return w, min(MOST, max(LEAST, round(h * times)))
    if times and re.search(r"wide|width|large|big|size", size) and " as" in f" {size}":
        bigger = min(GRID, max(LEAST, round(w * times)))
        return bigger, min(MOST, round(h * times)) if re.search(r"large|big|size", size) else h
    fixed = next((value for name, value in WIDTHS.items() if re.match(rf"{name}\b", size)), None)
    if fixed:
        return fixed, h
    step = next((value for name, value in STEPS.items() if name in size), 0)
    grow = 2 if "taller" in size or "higher" in size else -1 if "shorter" in size else 0
    return min(GRID, max(LEAST, w + step)), min(MOST, max(LEAST, h + grow))


def duplicate(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Put a second copy of a component at the bottom of its page."""
    item = target(scene, match["what"])
    if isinstance(item, Missed):
        return item
    page = page_with(scene.spec, item.id)
    group = family(page.components, item)
    copies = _copied(group, {each.id for each in components_of(scene.spec)})
    free = copies[0].model_copy(update={"parent": None, "slot": None, "layout": item.layout})
    placed = [*append(page.components, free), *copies[1:]]
    return Change(with_page(scene.spec, page, placed), f"Duplicate {named([item])}.", focus=free.id)


def _copied(group: Sequence[Component], taken: set[str]) -> list[Component]:
    """Return copies with ids of their own; those inside point to the copy of what they are in."""
    fresh: dict[str, str] = {}
    for item in group:
        (copy,) = identify([item], taken=taken)
        fresh[item.id] = copy.id
        taken.add(copy.id)
    return [
        item.model_copy(update={"id": fresh[item.id], "parent": fresh.get(item.parent or "", item.parent)})
        for item in group
    ]


POSITION = (
    r"(?:very )?(?P<position>(?:top|bottom)(?:[ -](?:left|right))?|"
    r"left|right|cent(?:er|re)|middle|start|beginning|end|full[ -]width)"
)
SIDE = (
    r"(?P<side>(?:directly |right |just |immediately )?(?:above|below|under|underneath|beneath|before|after|"
    r"beside|over|on top of|"
    r"next to|alongside|(?:to the |on the )?(?:left|right)(?:[ -]hand side)? (?:of|from)|to the (?:left|right"
    r") side of))"
)
MOVE = r"(?:move|put|place|bring|shift|position|drag|pin)"
SIZE = (
    r"(?P<size>(?:much |a bit |a little |slightly )?(?:wider|bigger|larger|narrower|smaller|taller|higher|shorter)|"
    r"(?:full|half|(?:a |one )?third|(?:a )?quarter|two thirds|three quarters)(?:[ -](?:of (?:the|a) )?(?:width|"
    r"row|page|wide))?|"
    r"(?:twice|half|three times|double) (?:as |the )?(?:tall|high|wide|large|big|height|width|size)|"
    r"\d+ (?:columns?|rows?)(?: (?:wide|tall|high))?)"
)
KINDS = (
    Kind(
        "move beside",
        "move TITLE above TITLE",
        (rf"{MOVE} (?P<what>.+?) {SIDE} (?P<anchor>.+)",),
        move_beside,
    ),
    Kind(
        "move",
        "move TITLE to the top right",
        (
            rf"(?:{MOVE}|show) (?P<what>.+?) (?:back |up |down |over )?(?:to|at|on|in|"
            rf"into)(?: the)? {POSITION}(?:[ -](?:of .*|corner|side|hand side))?",
            rf"{MOVE} (?P<what>.+?) (?P<position>top|bottom)(?:most)?",
            rf"{MOVE} (?P<what>⟦[\w-]+⟧|it|.+? (?:chart|table|graph|tile)) (?P<position>first|last)",
            r"(?P<what>.+?) (?:should (?:be|go|come|stand)|goes|belongs) (?:at|to|on|in) the "
            rf"{POSITION}(?: of .*| corner)?",
        ),
        move,
    ),
    Kind(
        "swap",
        "swap TITLE and TITLE",
        (
            r"(?:swap|switch|exchange|flip)(?: the (?:places?|positions?) of)? (?P<what>⟦[\w-]+⟧|.+?) (?:and|"
            r"with) (?P<anchor>.+?)(?: around)?",
        ),
        swap,
    ),
    Kind(
        "size",
        "make TITLE wider",
        (
            r"(?:make|resize|stretch|set|shrink|grow|enlarge|size) (?P<what>.+?) (?:to (?:be )?|across "
            rf"(?:the )?|to fill (?:the )?|span )?(?:a |the )?{SIZE}",
            rf"(?:give|let) (?P<what>.+?) (?:take |fill |have |span |use )?(?:up )?(?:a |the )?{SIZE}",
            rf"(?:set|change) the (?:width|height|size) of (?P<what>.+?) to {SIZE}",
            rf"(?P<what>.+?) should (?:be|take|fill) (?:the )?{SIZE}",
            r"(?P<size>widen)ed? (?P<what>.+)",
        ),
        change_size,
    ),
    Kind(
        "duplicate",
        "duplicate TITLE",
        (
            r"(?:duplicate|copy|clone|repeat) (?P<what>.+)",
            r"(?:make|create|add) (?:a|another|one more|a second) (?:copy|duplicate|clone) of (?P<what>.+)",
        ),
        duplicate,
    ),
)
REMOVE = Kind(
    "remove",
    "remove TITLE",
    (
        r"(?:remove|delete|drop|hide|erase|discard|get rid of|take away|take out|throw out|kill|lose) "
        r"(?P<what>.+?)(?: from (?:the |this )?(?:dashboard|page|board))?",
        r"take (?P<what>.+?) (?:away|out|off)(?: (?:of )?(?:the |this )?(?:dashboard|page|board))?",
        r"(?:i|we) (?:don'?t|do not) need (?P<what>.+?)(?: any ?more)?",
    ),
    remove,
)
