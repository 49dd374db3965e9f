"""Edits of how many charts there are: one becomes several, two become one."""

from __future__ import annotations

import re
from dataclasses import replace

from sophia.planner.assemble import identify
from sophia.planner.edit.change import Change, Kind, Scene
from sophia.planner.edit.place import named, rearranged, without
from sophia.planner.edit.question import read_wish
from sophia.planner.edit.redraw import Redrawn, asked, redrawn, run, split_words, with_datasets, without_unused
from sophia.planner.edit.target import page_with, replace_component, target, targets, unmark, with_page
from sophia.planner.layout import close_up, insert_row
from sophia.planner.measure import format_of, label_of
from sophia.planner.plan import Missed, PlannedAsk
from sophia.planner.question import dataset_of
from sophia.planner.understand.title import title_of
from sophia.query.result import Result
from sophia.spec.components import Component
from sophia.spec.datasets import Dimension, Filter, Measure
from sophia.spec.validate import components_of

MOST_PARTS = 6
PER_ROW = 3


def split_apart(scene: Scene, match: re.Match[str]) -> Change | Missed | None:
    """Make one chart for each number, or for each of the largest values of a split."""
    item = target(scene, match.groupdict().get("what"))
    if isinstance(item, Missed):
        return item
    ask = asked(scene, item)
    if isinstance(ask, Missed):
        return ask
    per = unmark(scene.spec, match["per"]).strip().lower()
    if re.fullmatch(r"(?:measure|metric|number|value|line|series|kpi)s?", per) and len(ask.measures) > 1:
        asks = [(replace(ask, measures=(each,), chart=_alone(item.kind)), "") for each in ask.measures]
    elif re.fullmatch(r"(?:measure|metric|number)s?", per):
        return Missed(per, f"“{item.title}” shows one number only.")
    else:
        parts = _by_value(scene, ask, per)
        if isinstance(parts, Missed):
            return parts
        asks = parts
    return _placed_apart(scene, item, asks)


def _alone(kind: str) -> str:
    return "line" if kind == "combo" else kind


def _by_value(scene: Scene, ask: PlannedAsk, per: str) -> list[tuple[PlannedAsk, str]] | Missed:
    """Return one ask per value of the named split, the largest first."""
    wish = read_wish(scene, ask, f"by {per}")
    if isinstance(wish, Missed):
        return wish
    if len(wish.dimensions) != 1 or wish.dimensions[0].grain or not ask.measures:
        return Missed(per, "Charts are split by the values of a column.")
    (dimension,) = wish.dimensions
    values = _largest(scene, ask, dimension)
    if len(values) < 2:
        return Missed(per, "There is one value only, so there is nothing to split.")
    rest = tuple(each for each in ask.dimensions if each.column != dimension.column)
    catalog = scene.bench.catalogs[ask.connection]
    if not rest and ask.dimensions:
        return Missed(per, f"It is drawn by {split_words(dimension, catalog)} already.", ("duplicate it",))
    return [
        (
            replace(
                ask, dimensions=rest, chart="", filters=(*ask.filters, Filter(column=dimension.column, values=[value]))
            ),
            str(value),
        )
        for value in values
    ]


def _largest(scene: Scene, ask: PlannedAsk, dimension: Dimension) -> list[str]:
    catalog = scene.bench.catalogs[ask.connection]
    whole = dataset_of(replace(ask, dimensions=(dimension,), compare=None, order=(), limit=None), catalog)
    result = run(scene, [whole])[whole.id]
    if result.status not in {"ok", "stale"}:
        return []
    pairs = zip(result.column(dimension.name), result.column(ask.measures[0].name), strict=True)
    ranked = sorted(
        (pair for pair in pairs if pair[0] is not None and pair[1] is not None), key=lambda pair: -float(pair[1])
    )
    return [value for value, _ in ranked[:MOST_PARTS]]


def _placed_apart(scene: Scene, item: Component, asks: list[tuple[PlannedAsk, str]]) -> Change | Missed:
    spec, results, assumptions = scene.spec, dict[str, Result](), list[str]()
    made: list[Component] = []
    taken = {each.id for each in components_of(spec)}
    catalog = scene.bench.catalogs[asks[0][0].connection]
    for ask, value in asks:
        drawn = redrawn(scene, item, ask)
        if isinstance(drawn, Missed):
            assumptions.append(f"{value or item.title}: {drawn.reason}")
            continue
        title = f"{item.title}: {value}" if value else title_of(ask, catalog)
        fresh = drawn.component.model_copy(update={"title": title})
        (new,) = identify([fresh], taken=taken)
        new = new.model_copy(update={"layout": item.layout, "parent": item.parent, "slot": item.slot})
        taken.add(new.id)
        made.append(new)
        spec = with_datasets(spec, drawn.datasets)
        results |= drawn.results
        assumptions += drawn.assumptions
    if len(made) < 2:
        return Missed(item.title, "Not enough of the parts hold data.", tuple(assumptions)[:3])

    def place(mine: list[Component]) -> list[Component]:
        anchor = item.id
        for start in range(0, len(made), PER_ROW):
            row = [each.model_copy(update={"parent": None, "slot": None}) for each in made[start : start + PER_ROW]]
            mine = insert_row(mine, row, anchor, below=True)
            anchor = row[0].id
        return close_up([each for each in mine if each.id != item.id])

    spec = without_unused(rearranged(spec, item, place), scene.spec)
    words = f"Split “{item.title}” into {len(made)} charts: {', '.join(f'“{each.title}”' for each in made)}."
    return Change(spec, words, tuple(assumptions), results, made[0].id)


def merge(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Draw the numbers of two charts in one, in the place of the first."""
    items = _pair(scene, match)
    if isinstance(items, Missed):
        return items
    one, other = items
    first, second = asked(scene, one), asked(scene, other)
    if isinstance(first, Missed):
        return first
    if isinstance(second, Missed):
        return second
    obstacle = _apart(first, second)
    if obstacle:
        return Missed(f"{one.title} and {other.title}", obstacle)
    fresh = [each for each in second.measures if each not in first.measures]
    if not fresh or any(each.name == mine.name for each in fresh for mine in first.measures):
        return Missed(
            f"{one.title} and {other.title}", "They show the same numbers, so there is nothing to put together."
        )
    catalog = scene.bench.catalogs[first.connection]
    styles = {_style(scene, each, catalog_of=first.connection) for each in (*first.measures, *fresh)}
    chart = "combo" if len(styles) > 1 else (one.kind if one.kind in {"line", "area", "bar", "table"} else "bar")
    ask = replace(
        first, measures=(*first.measures, *fresh), chart=chart, task="trend" if first.task == "trend" else "breakdown"
    )
    drawn = redrawn(scene, one, ask)
    if isinstance(drawn, Missed):
        return drawn
    return _merged(scene, one, other, drawn, " and ".join(label_of(each, catalog).lower() for each in ask.measures))


def _style(scene: Scene, measure: Measure, catalog_of: str) -> tuple[str, str | None]:
    found = format_of(measure, scene.bench.catalogs[catalog_of])
    return found.style, found.currency


def _merged(scene: Scene, one: Component, other: Component, drawn: Redrawn, numbers: str) -> Change:
    spec = with_datasets(replace_component(scene.spec, drawn.component), drawn.datasets)
    page = page_with(spec, other.id)
    left = without(page, other)
    spec = without_unused(with_page(spec, page, left), scene.spec)
    words = f"Merge {named([one, other])} into one chart of {numbers}, “{drawn.component.title}”."
    return Change(spec, words, drawn.assumptions, drawn.results, one.id)


def _pair(scene: Scene, match: re.Match[str]) -> list[Component] | Missed:
    other = match.groupdict().get("other")
    if other is None:
        both = targets(scene, match["what"])
        if isinstance(both, Missed):
            return both
        if len(both) != 2:
            return Missed(match["what"].strip(), "Two charts are merged at a time; name both.")
        return both
    found = [target(scene, match["what"]), target(scene, other)]
    missed = next((each for each in found if isinstance(each, Missed)), None)
    items = [each for each in found if not isinstance(each, Missed)]
    if missed is None and items[0].id == items[1].id:
        return Missed(match[0].strip(), "A chart cannot be merged with itself.")
    return missed or items


def _apart(first: PlannedAsk, second: PlannedAsk) -> str:
    """Return why two asks cannot share one chart, or ""."""
    rules = (
        (first.connection != second.connection, "Their data lies in different connections."),
        (not first.measures or not second.measures, "A list of rows cannot be merged with a chart."),
        (not first.dimensions, "Numbers without a split have no axis to share; they stand side by side."),
        (
            [(each.column, each.grain) for each in first.dimensions]
            != [(each.column, each.grain) for each in second.dimensions],
            "They are drawn along different axes.",
        ),
        (len(first.dimensions) > 1, "They are split twice, so one chart has no room for both."),
        (first.window != second.window, "They cover different stretches of time."),
        (set(map(repr, first.filters)) != set(map(repr, second.filters)), "They are filtered differently."),
    )
    return next((reason for applies, reason in rules if applies), "")


CHARTS = r"(?:one|a|separate|individual|several|multiple|\w+)? ?(?:charts?|graphs?|tiles?|components?|plots?|kpis?)"
KINDS = (
    Kind(
        "split into charts",
        "split TITLE into one chart per COLUMN",
        (
            r"(?:split|break|divide|separate|explode|cut)(?: up| apart| down)? (?P<what>.+?) (?:up |apart |"
            rf"out )?(?:into|in) {CHARTS},? (?:per|for each|for every|by|one per) (?P<per>.+)",
            r"(?:make|create|show|draw|give me) (?:one|a separate|a|separate|an own) (?:charts?|graphs?|tiles?) "
            r"(?:per|for each|for every) (?P<per>.+?) (?:from|of|out of|in) (?P<what>.+)",
        ),
        split_apart,
    ),
    Kind(
        "merge",
        "merge TITLE and TITLE",
        (
            r"(?:merge|combine|join|unite|fuse|put together|blend)(?: together)? (?P<what>⟦[\w-]+⟧|.+?) (?:with|"
            r"and|into|&) (?P<other>⟦[\w-]+⟧|.+?)(?: (?:together|in ?to (?:one|a single)(?: chart| graph)?|"
            r"in one(?: chart| graph)?))?",
            r"(?:merge|combine|join|unite) (?P<what>.+?)(?: (?:together|in ?to one(?: chart| graph)?))?",
            r"(?:put|draw|show|plot) (?P<what>.+?) and (?P<other>.+?) (?:in|into|on|together in) (?:one|"
            r"the same|a single|a combined)(?: chart| graph| plot)?",
        ),
        merge,
    ),
)
