"""Edits of the look: brand, mode, titles, pages; they touch no dataset."""

from __future__ import annotations

import re

from sophia.kernel.ids import slugify
from sophia.planner.edit.change import Change, Scene, unknown_target
from sophia.planner.edit.target import find, replace_component, unmark
from sophia.planner.plan import Missed
from sophia.spec.dashboard import Page
from sophia.spec.theme import Theme

COLOURS = {
    "blue": "#2563eb", "navy": "#1e3a8a", "green": "#15803d", "teal": "#0f766e", "purple": "#7c3aed",
    "violet": "#6d28d9", "pink": "#be185d", "red": "#b91c1c", "orange": "#c2410c", "amber": "#b45309",
    "black": "#18181b", "grey": "#52525b", "gray": "#52525b", "indigo": "#4f46e5", "brown": "#78350f",
}  # fmt: skip


def apply_brand(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Take the colours over from the workspace's brand."""
    brand = scene.brand
    if brand is None or brand.primary is None:
        return Missed(match[0].strip(), "The workspace has no brand colours yet; set them in Settings.")
    theme = scene.spec.theme.model_copy(
        update={"primary": brand.primary, "accent": brand.accent, "palette": brand.palette}
    )
    return _themed(scene, theme, f"Use the brand colour {brand.primary}{_and(brand.accent)}.")


def _and(accent: str | None) -> str:
    return f" and {accent}" if accent else ""


def recolour(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Set the main colour to a named or hexadecimal one."""
    name = match["colour"].lower()
    colour = name if name.startswith("#") else COLOURS.get(name)
    if colour is None:
        return Missed(match[0].strip(), f"The colour {name!r} is not known.", tuple(list(COLOURS)[:5]))
    return _themed(scene, scene.spec.theme.model_copy(update={"primary": colour}), f"Use {name} as the main colour.")


def add_mode_toggle(scene: Scene, match: re.Match[str]) -> Change:
    """Give readers a light/dark switch."""
    return _themed(scene, scene.spec.theme.model_copy(update={"mode_toggle": True}), "Show a light/dark switch.")


def remove_mode_toggle(scene: Scene, match: re.Match[str]) -> Change:
    """Take the light/dark switch away."""
    return _themed(scene, scene.spec.theme.model_copy(update={"mode_toggle": False}), "Hide the light/dark switch.")


def set_mode(scene: Scene, match: re.Match[str]) -> Change:
    """Make the dashboard dark, light, or follow the reader's system."""
    mode = "system" if match["mode"].lower() in {"system", "automatic", "auto"} else match["mode"].lower()
    return _themed(scene, scene.spec.theme.model_copy(update={"mode": mode}), f"Use the {mode} mode.")


def _themed(scene: Scene, theme: Theme, words: str) -> Change:
    return Change(scene.spec.model_copy(update={"theme": theme}), words)


def rename(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Rename the dashboard, a page or a component."""
    what, title = match["what"].strip().lower(), unmark(scene.spec, match["title"]).strip().strip("\"'“”.")[:120]
    if not title:
        return Missed(match[0].strip(), "There is no new title in it.")
    if re.fullmatch(r"(the |this )?(dashboard|board|it)( title)?", what):
        return Change(scene.spec.model_copy(update={"title": title}), f"Rename the dashboard to “{title}”.")
    page = _page(scene, what)
    if page is not None:
        pages = [item.model_copy(update={"title": title}) if item is page else item for item in scene.spec.pages]
        return Change(scene.spec.model_copy(update={"pages": pages}), f"Rename the page “{page.title}” to “{title}”.")
    found = find(scene.spec, match["what"])
    if found.component is None:
        return unknown_target(match["what"], found.candidates)
    changed = found.component.model_copy(update={"title": title})
    return Change(replace_component(scene.spec, changed), f"Rename “{found.component.title}” to “{title}”.")


def _page(scene: Scene, what: str) -> Page | None:
    named = re.fullmatch(r"(?:the )?page(?: (?:called |named )?(?P<name>.+))?|(?:the )?(?P<before>.+) page", what)
    if named is None:
        return None
    name = (named["name"] or named["before"] or "").strip("\"'“”")
    if not name:
        return scene.spec.pages[0] if len(scene.spec.pages) == 1 else None
    return next((page for page in scene.spec.pages if page.title.lower() == name.lower()), None)


def add_page(scene: Scene, match: re.Match[str]) -> Change:
    """Add an empty page at the end."""
    title = (match["title"] or "New page").strip().strip("\"'“”.")[:120]
    taken = {page.id for page in scene.spec.pages}
    key, turn = slugify(title), 2
    while key in taken:
        key, turn = f"{slugify(title)}-{turn}", turn + 1
    pages = [*scene.spec.pages, Page(id=key, title=title)]
    return Change(scene.spec.model_copy(update={"pages": pages}), f"Add the page “{title}”.")
