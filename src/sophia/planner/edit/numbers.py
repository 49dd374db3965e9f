"""Edits of how numbers are written: currency, percent, decimals, compact; the data stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from sophia.planner.edit.change import Change, Kind, Scene, bare
from sophia.planner.edit.redraw import asked, redraw, with_series
from sophia.planner.edit.target import replace_component, targets
from sophia.planner.plan import Missed
from sophia.spec.components import Component
from sophia.spec.components.kpi import Kpi
from sophia.spec.components.shape import Series
from sophia.spec.components.table import Table, TableColumn
from sophia.spec.shape import Format

CURRENCIES = {
    "dollar": "USD", "dollars": "USD", "us dollars": "USD", "usd": "USD", "$": "USD", "euro": "EUR", "euros": "EUR",
    "eur": "EUR", "€": "EUR", "pound": "GBP", "pounds": "GBP", "gbp": "GBP", "sterling": "GBP", "£": "GBP",
    "yen": "JPY", "jpy": "JPY", "¥": "JPY", "franc": "CHF", "francs": "CHF", "swiss francs": "CHF", "chf": "CHF",
    "rupees": "INR", "inr": "INR", "cad": "CAD", "canadian dollars": "CAD", "aud": "AUD", "australian dollars": "AUD",
    "yuan": "CNY", "cny": "CNY", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN", "currency": "", "money": "",
}  # fmt: skip
COUNTS = {"no": 0, "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "a": 1, "without": 0}
MOST_DECIMALS = 6
NUMERIC = frozenset(("number", "currency", "percent", "duration", "bytes", "score"))
Rewrite = Callable[[Format], Format]


def as_currency(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Write numbers as money; without a name the currency stays what it was, or is the dollar."""
    code = CURRENCIES[match["currency"].lower()]

    def money(old: Format) -> Format:
        return old.model_copy(update={"style": "currency", "currency": code or old.currency or "USD", "unit": None})

    assumed = () if code else ("“Currency” is read as the one it was in, else as US dollars.",)
    return _rewritten(scene, match, money, f"in {code or 'its currency'}", assumed)


def as_plain(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Write numbers without a currency or percent sign."""
    return _rewritten(
        scene, match, lambda old: old.model_copy(update={"style": "number", "currency": None}), "as plain numbers"
    )


def with_decimals(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Write so many digits after the point."""
    found = match.groupdict()
    said = (found.get("count") or "0").lower()
    count = int(said) if said.isdigit() else COUNTS[said]
    if count > MOST_DECIMALS:
        return Missed(match[0].strip(), f"At most {MOST_DECIMALS} decimals are written.")
    words = "without decimals" if count == 0 else f"with {count} decimal{'s' if count > 1 else ''}"
    return _rewritten(scene, match, lambda old: old.model_copy(update={"decimals": count}), words)


def compact(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Write 1.2 M for large numbers."""
    return _rewritten(scene, match, lambda old: old.model_copy(update={"compact": True}), "in short (1.2 M)")


def in_full(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Write every digit of large numbers."""
    return _rewritten(scene, match, lambda old: old.model_copy(update={"compact": False}), "in full")


def as_percent(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Write a ratio as percent; amounts become their share of the whole where there is one."""
    items = targets(scene, match.groupdict().get("what"))
    if isinstance(items, Missed):
        return items
    (item, *others) = items
    if others:
        return Missed(
            match[0].strip(), "Name one component at a time for this.", tuple(each.title for each in items)[:4]
        )
    ask = asked(scene, item)
    if isinstance(ask, Missed) or not ask.measures:
        return ask if isinstance(ask, Missed) else Missed(match[0].strip(), f"“{item.title}” shows no numbers.")
    if _is_ratio(scene, item):
        return _rewritten(
            scene, match, lambda old: old.model_copy(update={"style": "percent", "currency": None}), "in percent"
        )
    if not ask.dimensions:
        return Missed(
            match[0].strip(),
            f"“{item.title}” is an amount; percent of what is not said.",
            ("show it by a column first",),
        )
    measures = tuple(each.model_copy(update={"share": True}) for each in ask.measures)
    words = f"Show “{item.title}” as shares of the whole."
    bared = _formatted(item, lambda old: Format(style="percent", decimals=1), "")
    return redraw(
        replace(scene, spec=replace_component(scene.spec, bared)), bared, replace(ask, measures=measures), words
    )


def _is_ratio(scene: Scene, item: Component) -> bool:
    ask = asked(scene, item)
    if isinstance(ask, Missed):
        return False
    catalog = scene.bench.catalogs[ask.connection]
    metric = catalog.metric(ask.measures[0].metric) if ask.measures[0].metric else None
    column = catalog.column(ask.measures[0].column) if ask.measures[0].column else None
    style = metric.format.style if metric else (column.format.style if column and column.format else "")
    return ask.measures[0].share or style == "percent" or (column is not None and column.role == "rate")


def _rewritten(
    scene: Scene, match: re.Match[str], change: Rewrite, words: str, assumptions: tuple[str, ...] = ()
) -> Change | Missed:
    items = targets(scene, match.groupdict().get("what"))
    if isinstance(items, Missed):
        return items
    column = bare(match.groupdict().get("column") or "").lower()
    spec = scene.spec
    for item in items:
        changed = _formatted(item, change, column)
        if changed == item and len(items) == 1:
            return _unwritten(item, change, column, match[0].strip())
        spec = replace_component(spec, changed)
    names = " and ".join(f"“{item.title or item.kind}”" for item in items)
    return Change(spec, f"Write the numbers of {names} {words}.", assumptions, focus=items[-1].id)


def _unwritten(item: Component, change: Rewrite, column: str, words: str) -> Missed:
    if isinstance(item, Table):
        columns = tuple(each.label or each.column for each in item.columns if each.format.style in NUMERIC)
        if column and not any(_names(each, column) for each in item.columns):
            return Missed(column, f"“{item.title}” has no column called that.", columns)
    return Missed(words, f"“{item.title}” is written so already, or shows no numbers.")


def _formatted(item: Component, change: Rewrite, column: str) -> Component:
    """Return a component with its numbers written anew: all, or those of one column of a table."""
    if isinstance(item, Kpi):
        return item.model_copy(update={"format": change(item.format)})
    if isinstance(item, Table):
        columns = [
            each.model_copy(update={"format": change(each.format)})
            if (_names(each, column) if column else each.format.style in NUMERIC)
            else each
            for each in item.columns
        ]
        return item.model_copy(update={"columns": columns})

    def turn(series: Series) -> Series:
        return series.model_copy(update={"format": change(series.format)})

    return with_series(item, turn)


def _names(each: TableColumn, column: str) -> bool:
    return column in {each.label.lower(), each.column.lower().replace("_", " ")}


MONEY = "|".join(re.escape(name) for name in sorted(CURRENCIES, key=len, reverse=True))
VERB = r"(?:format|show|display|write|print|render|make|turn|change|give|express|use|round|draw)"
OWNER = (
    r"(?:(?:the )?(?:numbers?|values?|amounts?|figures?|labels?) (?:of|in|on|for) )?"
    r"(?:the (?P<column>[\w ]+?) column (?:of|in) )?(?P<what>.+?)"
)
KINDS = (
    Kind(
        "currency",
        "format TITLE as currency",
        (
            rf"{VERB} {OWNER} (?:formatted |shown |written )?(?:as|in|into|to) (?:a |"
            rf"an )?(?P<currency>{MONEY})(?: amounts?| values?)?",
            rf"{VERB} {OWNER} with (?:a |an |the )?(?P<currency>{MONEY})(?: sign| symbol)",
            rf"use (?P<currency>{MONEY}) (?:in|for) (?P<what>.+)",
        ),
        as_currency,
    ),
    Kind(
        "percent",
        "format TITLE as percent",
        (
            rf"{VERB} {OWNER} (?:formatted |shown |written )?(?:as|in|into|to) (?:a |an )?(?:percent(?:ages?)?|"
            r"%|shares?(?: of (?:the )?(?:total|whole))?)(?: of (?:the )?(?:total|whole))?",
            r"show (?:the )?(?:percentages?|shares?) (?:of|in|on) (?P<what>.+)",
        ),
        as_percent,
    ),
    Kind(
        "decimals",
        "show TITLE with 2 decimals",
        (
            rf"{VERB} {OWNER} (?:with|to|using) (?:only |exactly )?(?P<count>\d|no|zero|one|two|three|"
            r"four)(?: digits?)?[ -]?(?:decimals?(?: places?| digits?)?|digits? after the (?:decimal )?point|"
            r"fraction digits?)",
            rf"{VERB} {OWNER} (?:as |to |into |in )?(?:whole numbers?|integers?)",
            rf"{VERB} {OWNER} without (?:any )?(?:decimals?(?: places?)?|fractions?|cents|digits after the point)",
            r"round (?:the numbers (?:of|in|on) )?(?P<what>.+?)(?: (?:off|up|down))?(?: to "
            r"(?:the nearest )?(?:whole numbers?|integers?|units?|full (?:dollars?|euros?)))?",
            r"(?:use|set|show) (?P<count>\d|no|zero|one|two|three|four) decimals?(?: places?)? (?:for|in|on|of) "
            r"(?P<what>.+)",
        ),
        with_decimals,
    ),
    Kind(
        "numbers in full",
        "show full numbers in TITLE",
        (
            rf"{VERB} {OWNER} (?:as |with |in |using )?(?:the )?(?:full|exact|complete|unabbreviated|"
            r"long)(?: form| length| numbers?| values?| digits| figures)?",
            r"(?:show|use|write|display) (?:the )?(?:full|exact|complete|unabbreviated)(?: numbers?| values?|"
            r" figures?| amounts?)? (?:in|on|for|of) (?P<what>.+)",
            r"(?:don'?t|do not|stop|no longer) (?:abbreviat|shorten|round|compact)(?:e|ing)?(?: the numbers "
            r"(?:of|in|on|for))? ?(?P<what>.+)",
        ),
        in_full,
    ),
    Kind(
        "short numbers",
        "show compact numbers in TITLE",
        (
            rf"{VERB} {OWNER} (?:as |in |with |using )?(?:a )?(?:compact|abbreviated|short(?:ened)?|thousands|"
            r"millions|k and m)(?: form| format| numbers?| notation)?",
            r"(?:show|use|write|display) (?:compact|short|abbreviated|shortened)(?: numbers?| values?| figures?|"
            r" format)? (?:in|on|for|of) (?P<what>.+)",
            r"(?:abbreviate|shorten|compact)(?: the)?(?: numbers?| values?)?(?: (?:in|of|on|for))? (?P<what>.+)",
        ),
        compact,
    ),
    Kind(
        "plain numbers",
        "format TITLE as a plain number",
        (
            rf"(?:format|write|express|render) {OWNER} as (?:a )?(?:plain |simple |ordinary )?numbers?",
            rf"{VERB} {OWNER} as (?:a )?(?:plain|simple|ordinary) numbers?",
            rf"{VERB} {OWNER} without (?:the |a |any )?(?:currency|dollar|euro|percent)(?: sign| symbol)?",
        ),
        as_plain,
    ),
)
