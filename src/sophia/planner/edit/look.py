"""Edits of the look: brand, main colour, light and dark; they touch no dataset and no component."""

from __future__ import annotations

import re

from sophia.planner.edit.change import Change, Kind, Scene
from sophia.planner.plan import Missed
from sophia.spec.theme import Theme

COLOURS = {
    "blue": "#2563eb", "navy": "#1e3a8a", "green": "#15803d", "teal": "#0f766e", "purple": "#7c3aed",
    "violet": "#6d28d9", "pink": "#be185d", "red": "#b91c1c", "orange": "#c2410c", "amber": "#b45309",
    "black": "#18181b", "grey": "#52525b", "gray": "#52525b", "indigo": "#4f46e5", "brown": "#78350f",
    "yellow": "#a16207", "cyan": "#0e7490", "turquoise": "#0d9488", "magenta": "#a21caf", "maroon": "#7f1d1d",
    "olive": "#4d7c0f", "gold": "#a16207",
}  # fmt: skip
COLOUR = rf"(?P<colour>#[0-9a-f]{{6}}|{'|'.join(COLOURS)})"
WHOLE = r"(?:it|everything|this|(?:the |this )?(?:whole )?(?:dashboard|board)|all)"
BRAND = "brand|branding|branded|corporate|company|house"
STYLE = "colou?rs?|palette|scheme|look|style|theme|identity"
SWITCH = r"(?:toggle|switch|switcher|button)"


def apply_brand(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Take the colours over from the workspace's brand."""
    brand = scene.brand
    if brand is None or brand.primary is None:
        return Missed(match[0].strip(), "The workspace has no brand colours yet; set them in Settings.")
    theme = scene.spec.theme.model_copy(
        update={"primary": brand.primary, "accent": brand.accent, "palette": brand.palette}
    )
    return themed(
        scene, theme, f"Use the brand colour {brand.primary}{f' and {brand.accent}' if brand.accent else ''}."
    )


def colour_named(words: str) -> str | None:
    """Return the colour that a name or a hexadecimal code stands for, or None."""
    name = words.strip().lower()
    return name if re.fullmatch(r"#[0-9a-f]{6}", name) else COLOURS.get(name)


def recolour(scene: Scene, match: re.Match[str]) -> Change | Missed | None:
    """Set the dashboard's main colour; "it" means a component when one has just been named."""
    if scene.focus is not None and re.search(r"\b(?:make|paint|colou?r|turn) it\b", match[0], re.I):
        return None
    name = match["colour"].lower()
    theme = scene.spec.theme.model_copy(update={"primary": colour_named(name)})
    return themed(scene, theme, f"Use {name} as the main colour.")


def unknown_colour(scene: Scene, match: re.Match[str]) -> Missed:
    """Say which colours have a name here."""
    return Missed(match["name"], "This colour is not known here; a code such as #336699 always is.", tuple(COLOURS)[:6])


def add_mode_toggle(scene: Scene, match: re.Match[str]) -> Change:
    """Give readers a light/dark switch."""
    return themed(scene, scene.spec.theme.model_copy(update={"mode_toggle": True}), "Show a light/dark switch.")


def remove_mode_toggle(scene: Scene, match: re.Match[str]) -> Change:
    """Take the light/dark switch away."""
    return themed(scene, scene.spec.theme.model_copy(update={"mode_toggle": False}), "Hide the light/dark switch.")


def set_mode(scene: Scene, match: re.Match[str]) -> Change:
    """Make the dashboard dark, light, or follow the reader's system."""
    said = match["mode"].lower()
    mode = "system" if said.startswith(("system", "auto")) else said
    return themed(scene, scene.spec.theme.model_copy(update={"mode": mode}), f"Use the {mode} mode.")


def themed(scene: Scene, theme: Theme, words: str) -> Change:
    """Return the change of the theme alone."""
    return Change(scene.spec.model_copy(update={"theme": theme}), words)


MODE = r"(?P<mode>dark|light|system|automatic|auto)"
KINDS = (
    Kind(
        "mode switch",
        "add a dark mode toggle",
        (
            r"(?:add|show|include|give|offer|put|insert|enable|i want|we need|bring)\b.*\b(?:dark|light|mode|"
            rf"theme)[\w /-]*{SWITCH}\b.*",
            r"(?:add|show|include|give|offer|enable)\b.*\btoggle\b.*\b(?:dark|light)\b.*",
            r"(?:add|give|show)(?: me| us)? a (?:switch|toggle) (?:between|for) (?:light|dark)\b.*",
            r"let (?:people|readers|users|viewers|everyone|them) (?:switch|toggle|choose)\b.*\b(?:dark|light)\b.*",
        ),
        add_mode_toggle,
    ),
    Kind(
        "no mode switch",
        "remove the dark mode toggle",
        (rf"(?:remove|hide|drop|delete|take away|get rid of)\b.*\b(?:dark|light|mode)[\w /-]*{SWITCH}",),
        remove_mode_toggle,
    ),
    Kind(
        "brand colours",
        "use our brand colours",
        (
            r"(?:use|apply|change|switch|set|make|match|adopt|take|give|bring|put|follow|style|"
            rf"colou?r)\b.*\b(?:{BRAND})\b.*\b(?:{STYLE})\b.*",
            r"(?:use|apply|change|switch|set|make|match|adopt|take|give|bring|"
            rf"put)\b.*\b(?:{STYLE})\b.*\b(?:{BRAND})\b.*",
            rf"(?:make it |apply (?:the |our )?)(?:on[- ])?(?:{BRAND})",
        ),
        apply_brand,
    ),
    Kind(
        "main colour",
        "use green as the main colour",
        (
            r"(?:change|set|switch|make|turn) (?:the |its |our )?(?:main |primary |accent |overall |dashboard |"
            r"theme )?"
            rf"(?:colou?rs?(?: scheme)?|theme|palette)(?: of {WHOLE})?(?: to| be|:)? {COLOUR}",
            rf"use {COLOUR} (?:as|for) (?:the |our |its )?(?:main |primary |accent |overall )?"
            rf"(?:colou?rs?(?: scheme)?|theme|palette|everything|dashboard)",
            rf"(?:make|paint|colou?r|turn) {WHOLE} {COLOUR}",
            rf"use (?:a |an )?{COLOUR} (?:theme|colou?r scheme|palette|colou?rs?)",
            rf"i (?:want|would like|prefer) (?:a |an )?{COLOUR} (?:theme|colou?r scheme|palette|dashboard)",
        ),
        recolour,
    ),
    Kind(
        "light or dark",
        "make it dark",
        (
            rf"(?:make|turn|set) (?:{WHOLE}|the (?:theme|mode|background|look)) "
            rf"(?:to )?(?:be )?(?:in )?{MODE}(?: mode| theme)?(?: by default)?",
            rf"(?:switch|change|go|turn|set|move)(?: (?:{WHOLE}|the (?:theme|mode|background|look)))?(?: over)? "
            r"(?:to|in ?to|back to) "
            rf"(?:a |the )?{MODE}(?:[ -]mode| theme| background)?(?: by default)?",
            rf"(?:use|enable|activate|apply|prefer|turn on|open in|start in|default to|show (?:it|this) in|i want)"
            rf"(?: a| the)? {MODE}(?:[ -]mode| theme| background)?(?: (?:by|as(?: the)?) default)?",
            rf"{MODE}(?:[ -]mode| theme)(?: by default)?",
            r"follow the (?:reader'?s?'? |user'?s? )?(?P<mode>system)(?:'s)?(?: (?:mode|theme|setting|preference)s?)?",
        ),
        set_mode,
    ),
    Kind(
        "a colour that is not known",
        "",
        (
            r"(?:use|make it) (?P<name>[a-z]+) as the (?:main |primary )?colou?r",
            r"(?:change|set) the (?:main |primary )?(?:colou?r|theme|palette)(?: scheme)? to (?P<name>[a-z]+)",
        ),
        unknown_colour,
    ),
)
