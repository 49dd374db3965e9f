"""Edits of place: move, resize, remove, duplicate."""

from __future__ import annotations

import re

from sophia.planner.assemble import identify
from sophia.planner.edit.change import Change, Scene, unknown_target
from sophia.planner.edit.target import find, page_with
from sophia.planner.layout import GRID, close_up, insert, resize
from sophia.planner.plan import Missed
from sophia.spec.components import Component
from sophia.spec.dashboard import Dashboard, Page
from sophia.spec.validate import components_of, datasets_used

STEPS = {"wider": 3, "bigger": 3, "larger": 3, "narrower": -3, "smaller": -3}
FIXED = {"full width": GRID, "full-width": GRID, "half width": 6, "half-width": 6}


def remove(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Remove a component, with the datasets that nothing else draws."""
    found = find(scene.spec, match["what"])
    if found.component is None:
        return unknown_target(match["what"], found.candidates)
    gone = found.component
    page = page_with(scene.spec, gone.id)
    rest = close_up([item for item in page.components if gone.id not in {item.id, item.parent}])
    spec = without_unused(_with_page(scene.spec, page, rest))
    return Change(spec, f"Remove “{gone.title or gone.kind}”.")


def move(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Move a component to a position named in words."""
    found = find(scene.spec, match["what"])
    if found.component is None:
        return unknown_target(match["what"], found.candidates)
    page = page_with(scene.spec, found.component.id)
    rest = close_up([item for item in page.components if item.id != found.component.id])
    position = re.sub(r"[\s_]+", "-", match["position"].strip().lower())
    placed = insert(rest, found.component, position)
    return Change(_with_page(scene.spec, page, placed), f"Move “{found.component.title}” to the {position}.")


def change_size(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Make a component wider, narrower, taller, shorter, half or full width."""
    found = find(scene.spec, match["what"])
    if found.component is None:
        return unknown_target(match["what"], found.candidates)
    item, size = found.component, match["size"].lower()
    width = FIXED.get(size, min(GRID, max(2, item.layout.w + STEPS.get(size, 0))))
    height = item.layout.h + {"taller": 2, "shorter": -1}.get(size, 0)
    page = page_with(scene.spec, item.id)
    placed = resize(page.components, item.id, width, max(2, height))
    return Change(_with_page(scene.spec, page, placed), f"Make “{item.title}” {size}.")


def duplicate(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Put a second copy of a component at the bottom of its page."""
    found = find(scene.spec, match["what"])
    if found.component is None:
        return unknown_target(match["what"], found.candidates)
    page = page_with(scene.spec, found.component.id)
    (copy,) = identify([found.component], taken={item.id for item in components_of(scene.spec)})
    placed = insert(page.components, copy, "bottom")
    return Change(_with_page(scene.spec, page, placed), f"Duplicate “{found.component.title}”.")


def _with_page(spec: Dashboard, page: Page, components: list[Component]) -> Dashboard:
    changed = page.model_copy(update={"components": components})
    return spec.model_copy(update={"pages": [changed if item is page else item for item in spec.pages]})


def without_unused(spec: Dashboard) -> Dashboard:
    """Return `spec` without datasets that no component draws and no transform reads."""
    used = {key for item in components_of(spec) for key in datasets_used(item)}
    used |= {key for item in spec.datasets for key in getattr(item, "inputs", [])}
    return spec.model_copy(update={"datasets": [item for item in spec.datasets if item.id in used]})
