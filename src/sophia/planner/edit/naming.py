"""Edits of names: the title of the dashboard, of a page, of a component."""

from __future__ import annotations

import re

from sophia.planner.edit.change import Change, Kind, Scene, bare
from sophia.planner.edit.target import WHOLE, page_called, replace_component, target, unmark
from sophia.planner.plan import Missed

LONGEST = 120
TITLE = r"(?P<title>.+)"
QUOTED = r"(?P<title>[\"“'‘].+)"


def rename(scene: Scene, match: re.Match[str]) -> Change | Missed | None:
    """Rename the dashboard, a page or a component."""
    what = (match["what"] or "").strip()
    title = bare(unmark(scene.spec, match["title"]))[:LONGEST]
    if not title:
        return Missed(match[0].strip(), "There is no new title in it.")
    if WHOLE.fullmatch(what) or (what.lower() in {"it", "this"} and scene.focus is None):
        return Change(scene.spec.model_copy(update={"title": title}), f"Rename the dashboard to “{title}”.")
    if re.search(r"\b(?:page|tab|screen)\b", what, re.I) and "⟦" not in what:
        return _rename_page(scene, what, title)
    item = target(scene, what)
    if isinstance(item, Missed):
        return _named_otherwise(scene, what, title) or item
    changed = item.model_copy(update={"title": title})
    words = f"Rename “{item.title or item.kind.replace('_', ' ')}” to “{title}”."
    return Change(replace_component(scene.spec, changed), words, focus=item.id)


def _named_otherwise(scene: Scene, what: str, title: str) -> Change | None:
    """Take words that name no component as the title of the dashboard or of a page, when they are exactly that."""
    plain = bare(what).casefold()
    if plain == scene.spec.title.casefold():
        return Change(scene.spec.model_copy(update={"title": title}), f"Rename the dashboard to “{title}”.")
    if any(page.title.casefold() == plain for page in scene.spec.pages):
        changed = _rename_page(scene, what, title)
        return changed if isinstance(changed, Change) else None
    return None


def _rename_page(scene: Scene, what: str, title: str) -> Change | Missed:
    page = page_called(scene.spec, what, scene.focus)
    if isinstance(page, Missed):
        return page
    pages = [item.model_copy(update={"title": title}) if item is page else item for item in scene.spec.pages]
    return Change(scene.spec.model_copy(update={"pages": pages}), f"Rename the page “{page.title}” to “{title}”.")


KINDS = (
    Kind(
        "rename",
        "rename TITLE to NEW TITLE",
        (
            rf"(?:rename|retitle|relabel|re-title) (?P<what>.+?) (?:to|as|into) {TITLE}",
            rf"(?:rename|retitle) (?P<what>.+?) {QUOTED}",
            r"(?:change|set|update|make) the (?:title|name|heading|headline|label) (?:of|for|on) (?P<what>.+?) "
            rf"(?:to|as|into|be) {TITLE}",
            r"(?:change|set|update|make) (?P<what>.+?)(?:['’]s|s['’])? (?:title|name|heading|headline)(?: to|"
            rf" be)? {TITLE}",
            rf"(?:call|name|title) (?P<what>.+?) {QUOTED}",
            r"(?:call|name|title) (?P<what>it|this|⟦[\w-]+⟧|the (?:dashboard|board)|the .+? (?:chart|page|"
            rf"table|tile|graph)) {TITLE}",
            rf"(?P<what>.+?) should (?:be|read) (?:called|named|titled) {TITLE}",
            rf"(?:give) (?P<what>.+?) the (?:title|name|heading) {TITLE}",
        ),
        rename,
    ),
)
