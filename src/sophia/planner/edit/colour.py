"""Edits of one component's colours, or of one of its numbers; they are kept in the theme, never in the component."""

from __future__ import annotations

import re

from sophia.planner.edit.change import Change, Kind, Scene, Unfound, bare
from sophia.planner.edit.look import COLOUR, COLOURS, WHOLE, colour_named, themed
from sophia.planner.edit.redraw import series_of
from sophia.planner.edit.target import DRAWN, target
from sophia.planner.plan import Missed
from sophia.spec.components import Component

PAINTED = DRAWN | {"kpi"}


def paint(scene: Scene, match: re.Match[str]) -> Change | Missed | None:
    """Give a component, or one of its numbers, a colour of its own."""
    found = match.groupdict()
    item = target(scene, found.get("what"), lambda each: each.kind in PAINTED)
    if isinstance(item, Missed):
        return item
    if item.kind not in PAINTED:
        return Missed(item.title, f"A {item.kind.replace('_', ' ')} has no colour of its own.")
    at = _place(item, found.get("series"))
    if isinstance(at, Missed):
        return at
    palette = list(scene.spec.theme.palettes.get(item.id, ()))
    palette += [None] * (at + 1 - len(palette))
    palette[at] = colour_named(match["colour"])
    theme = scene.spec.theme.model_copy(update={"palettes": {**scene.spec.theme.palettes, item.id: palette}})
    what = f"{bare(found['series'])} in “{item.title}”" if found.get("series") else f"“{item.title}”"
    change = themed(scene, theme, f"Colour {what} {match['colour'].lower()}.")
    return Change(change.spec, change.words, focus=item.id)


def _place(item: Component, series: str | None) -> int | Missed:
    """Return which of the component's series is meant; without a name the first."""
    if not series:
        return 0
    said = re.sub(r"^the | (?:line|bar|bars|series|area)$", "", bare(series).lower())
    names = [each.label or each.column for each in series_of(item)]
    if getattr(item, "series", None):
        return Missed(
            bare(series), "The values of a split share the dashboard's palette.", ("use green as the main colour",)
        )
    for at, name in enumerate(names):
        if said == name.lower():
            return at
    return Unfound(bare(series), f"“{item.title}” shows nothing called that.", tuple(names))


def unpaint(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Give a component the dashboard's colours again."""
    item = target(scene, match["what"], lambda each: each.id in scene.spec.theme.palettes)
    if isinstance(item, Missed):
        return item
    palettes = {key: held for key, held in scene.spec.theme.palettes.items() if key != item.id}
    theme = scene.spec.theme.model_copy(update={"palettes": palettes})
    change = themed(scene, theme, f"Let “{item.title}” have the dashboard's colours.")
    return Change(change.spec, change.words, focus=item.id)


def unknown_colour(scene: Scene, match: re.Match[str]) -> Missed | None:
    """Say which colours have a name here, where a component was to be painted in another."""
    item = target(scene, match["what"])
    if isinstance(item, Missed):
        return None
    return Missed(match["name"], "This colour is not known here; a code such as #336699 always is.", tuple(COLOURS)[:6])


PAINT = r"(?:make|paint|colou?r|draw|turn|show|re-?colou?r|set|change)"
NOUN = r"(?: colou?red| in colou?r| the colou?r)?"
KINDS = (
    Kind(
        "colour of one component",
        "make TITLE green",
        (
            rf"{PAINT} (?P<series>[^⟦⟧]+?) (?:in|of|on) (?P<what>⟦[\w-]+⟧|it|the .+?) (?:in |to |as )?{COLOUR}{NOUN}",
            rf"{PAINT} the colou?r of (?P<series>[^⟦⟧]+?) (?:in|on) (?P<what>.+?) to {COLOUR}",
            rf"{PAINT} the colou?r of (?P<what>.+?) (?:to )?{COLOUR}",
            rf"{PAINT} (?P<what>(?!{WHOLE} ).+?|it)(?:['’]s colou?r)? (?:in |to |as |be )?{COLOUR}{NOUN}",
            rf"use {COLOUR} (?:for|in|on) (?P<what>.+)",
        ),
        paint,
    ),
    Kind(
        "usual colours",
        "reset the colours of TITLE",
        (r"(?:reset|remove|clear|drop) the (?:own )?colou?rs? (?:of|from|for|on) (?P<what>.+)",),
        unpaint,
    ),
    Kind(
        "a colour that is not known of one component",
        "",
        (r"(?:paint|colou?r|recolou?r) (?P<what>⟦[\w-]+⟧|.+?) (?P<name>[a-z]+)",),
        unknown_colour,
    ),
)
