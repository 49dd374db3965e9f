"""Edits of pages: add one, remove one, put a component on another."""

from __future__ import annotations

import re

from sophia.kernel.ids import slugify
from sophia.planner.edit.change import Change, Kind, Scene, bare
from sophia.planner.edit.place import family, without
from sophia.planner.edit.redraw import without_unused
from sophia.planner.edit.target import page_called, page_with, targets, unmark, with_page
from sophia.planner.layout import append
from sophia.planner.plan import Missed
from sophia.spec.actions import OpenPage
from sophia.spec.components import Component
from sophia.spec.dashboard import Dashboard, Page
from sophia.spec.validate import components_of

LONGEST = 120


def add_page(scene: Scene, match: re.Match[str]) -> Change:
    """Add an empty page, called as the words say."""
    title = bare(unmark(scene.spec, match.groupdict().get("title") or "New page"))[:LONGEST]
    spec, _ = with_new_page(scene.spec, title)
    return Change(spec, f"Add the page “{title}”.")


def with_new_page(spec: Dashboard, title: str) -> tuple[Dashboard, Page]:
    """Return `spec` with one more page, and the page."""
    taken = {page.id for page in spec.pages}
    stem, turn = slugify(title) or "page", 2
    key = stem
    while key in taken:
        key, turn = f"{stem}-{turn}", turn + 1
    page = Page(id=key, title=title)
    return spec.model_copy(update={"pages": [*spec.pages, page]}), page


def remove_page(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Remove a page with what is on it; the last one stays."""
    page = page_called(scene.spec, match["page"], scene.focus)
    if isinstance(page, Missed):
        return page
    if len(scene.spec.pages) == 1:
        return Missed(match[0].strip(), "A dashboard keeps at least one page.", ("remove everything on it instead",))
    opening = [item.title or item.kind for item in components_of(scene.spec) if _opens(item, page.id)]
    if opening:
        return Missed(match[0].strip(), f"The page is opened from {', '.join(f'“{name}”' for name in opening)}.")
    pages = [item for item in scene.spec.pages if item is not page]
    held = f" and the {len(page.components)} components on it" if page.components else ""
    spec = without_unused(scene.spec.model_copy(update={"pages": pages}), scene.spec)
    return Change(spec, f"Remove the page “{page.title}”{held}.")


def _opens(item: Component, page: str) -> bool:
    action = getattr(item, "click", None) or getattr(item, "action", None)
    return isinstance(action, OpenPage) and action.page == page


def move_to_page(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Put components at the end of another page, which is made when it is called a new one."""
    items = targets(scene, match["what"])
    if isinstance(items, Missed):
        return items
    spec = scene.spec
    fresh = re.search(r"\bnew\b", match["page"], re.I)
    page: Page | Missed
    if fresh:
        title = bare(re.sub(r"^.*?\bnew (?:page|tab)\b(?: (?:called|named|titled))?", "", match["page"], flags=re.I))
        spec, page = with_new_page(spec, title or "New page")
    else:
        page = page_called(spec, match["page"], None)
    if isinstance(page, Missed):
        return page
    moved = [item for item in items if page_with(spec, item.id).id != page.id]
    if not moved:
        return Missed(match[0].strip(), f"It is on the page “{page.title}” already.")
    for item in moved:
        spec = _carried(spec, item, page.id)
    names = ", ".join(f"“{item.title or item.kind}”" for item in moved)
    return Change(spec, f"Move {names} to the page “{page.title}”.", focus=moved[-1].id)


def _carried(spec: Dashboard, item: Component, home: str) -> Dashboard:
    start = page_with(spec, item.id)
    group = family(start.components, item)
    spec = with_page(spec, start, without(start, item))
    end = next(page for page in spec.pages if page.id == home)
    free = item.model_copy(update={"parent": None, "slot": None})
    return with_page(spec, end, [*append(end.components, free), *group[1:]])


def reorder_pages(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Put a page first or last."""
    page = page_called(scene.spec, match["page"], scene.focus)
    if isinstance(page, Missed):
        return page
    rest = [item for item in scene.spec.pages if item is not page]
    first = match["place"].lower() in {"first", "front", "start", "beginning"}
    pages = [page, *rest] if first else [*rest, page]
    words = f"Make “{page.title}” the {'first' if first else 'last'} page."
    return Change(scene.spec.model_copy(update={"pages": pages}), words)


PAGE = r"(?:the )?(?:[^⟦⟧]*\b)?(?:page|tab)\b(?: (?:called |named )?[^⟦⟧]+)?"
CALLED = r"(?:called|named|titled|for|with the (?:title|name))"
KINDS = (
    Kind(
        "add a page",
        "add a page called NAME",
        (
            r"(?:add|create|make|insert|open|i need|start) (?:a |an |another |one more )?(?:new |empty |"
            rf"second |third )*(?:page|tab)(?: {CALLED})?(?:,? (?P<title>.+))?",
            r"(?:add|create) (?:a |an |another )?(?:new )?(?P<title>[\"“'].+?[\"”']) (?:page|tab)",
        ),
        add_page,
    ),
    Kind(
        "move to a page",
        "move TITLE to the page NAME",
        (
            r"(?:move|put|send|shift|place|bring) (?P<what>.+?) (?:over )?(?:to|on|onto|in|into) "
            rf"(?P<page>(?:a |another )?new (?:page|tab).*|{PAGE})",
        ),
        move_to_page,
    ),
    Kind(
        "order of pages",
        "make the page NAME the first page",
        (
            rf"(?:make|put|move) (?P<page>{PAGE}) (?:the |to the |at the )?(?P<place>first|last|front|end|start|"
            r"beginning)(?: page| tab)?",
        ),
        reorder_pages,
    ),
    Kind(
        "remove a page",
        "remove the page NAME",
        (rf"(?:remove|delete|drop|get rid of|take away|take out) (?P<page>{PAGE})",),
        remove_page,
    ),
)
