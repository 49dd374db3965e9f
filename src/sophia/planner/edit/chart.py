"""Edits of how a component is drawn: the kind of chart, lying or standing bars, stacking."""

from __future__ import annotations

import re
from dataclasses import replace

from sophia.planner.edit.change import Change, Kind, Scene
from sophia.planner.edit.redraw import asked, redraw
from sophia.planner.edit.target import replace_component, target, targets
from sophia.planner.plan import Missed, PlannedAsk, Task
from sophia.spec.components import Component
from sophia.spec.components.bar import Bar
from sophia.spec.components.pie import Pie
from sophia.spec.components.stacked_bar import StackedBar

CHARTS = {
    "horizontal bar": "bar", "bar": "bar", "bars": "bar", "column": "bar", "columns": "bar", "line": "line",
    "lines": "line", "area": "area", "pie": "pie", "donut": "pie", "doughnut": "pie", "ring": "pie",
    "stacked bar": "stacked_bar", "stacked bars": "stacked_bar", "stacked column": "stacked_bar",
    "stacked": "stacked_bar", "table": "table", "list": "table", "grid": "table", "scatter": "scatter",
    "heat map": "heat_map", "heatmap": "heat_map", "funnel": "funnel", "waterfall": "waterfall", "bullet": "bullet",
    "combo": "combo", "number": "kpi", "kpi": "kpi", "single number": "kpi", "big number": "kpi", "tile": "kpi",
    "single value": "kpi",
}  # fmt: skip
CHART = rf"(?P<chart>{'|'.join(sorted(CHARTS, key=len, reverse=True))})"
NOUN = r"(?: ?(?:chart|graph|plot|diagram|tile)s?)?"


def change_chart(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Draw the same dataset as another kind of chart."""
    items = targets(scene, match.groupdict().get("what"))
    if isinstance(items, Missed):
        return items
    said = re.sub(r"\s+", " ", match["chart"].lower())
    whole: Change | None = None
    for item in items:
        change = _drawn_as(scene if whole is None else replace(scene, spec=whole.spec), item, said)
        if isinstance(change, Missed):
            return change
        whole = change if whole is None else _both(whole, change)
    assert whole is not None
    return whole


def _both(first: Change, second: Change) -> Change:
    return replace(
        second,
        words=f"{first.words} {second.words}",
        assumptions=first.assumptions + second.assumptions,
        results=first.results | second.results,
    )


def _drawn_as(scene: Scene, item: Component, said: str) -> Change | Missed:
    kind = CHARTS[said]
    ask = asked(scene, item)
    if isinstance(ask, Missed):
        return replace(ask, reason=f"{ask.reason.rstrip('.')}, so its kind cannot change.")
    words = f"Show “{item.title}” as {kind.replace('_', ' ')}."
    if kind == item.kind:
        return _variant(scene, item, said) or Missed(item.title, f"It is a {kind.replace('_', ' ')} already.")
    change = redraw(
        scene, item, _as_number(ask) if kind == "kpi" else replace(ask, chart=kind, task=_task(ask, kind)), words
    )
    if isinstance(change, Missed):
        return change
    drawn = next(each for page in change.spec.pages for each in page.components if each.id == item.id)
    turned = _variant(replace(scene, spec=change.spec), drawn, said)
    return replace(change, spec=turned.spec) if turned is not None else change


def _task(ask: PlannedAsk, kind: str) -> Task:
    return (
        ask.task if kind in {"table", "scatter"} or ask.task not in {"funnel", "bridge", "correlation"} else "breakdown"
    )


def _as_number(ask: PlannedAsk) -> PlannedAsk:
    return replace(ask, chart="kpi", task="kpi", dimensions=(), order=(), limit=None, measures=ask.measures[:1])


def _variant(scene: Scene, item: Component, said: str) -> Change | None:
    """Apply what a word says beyond the kind: a pie without a hole, bars that lie."""
    if isinstance(item, Pie) and item.donut == (said == "pie"):
        turned: Component = item.model_copy(update={"donut": said != "pie"})
    elif isinstance(item, Bar) and said in {"column", "columns", "horizontal bar"}:
        turned = item.model_copy(update={"horizontal": said == "horizontal bar"})
    else:
        return None
    return Change(replace_component(scene.spec, turned), f"Draw “{item.title}” as a {said}.", focus=item.id)


def turn_bars(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Let bars lie or stand."""
    item = target(scene, match.groupdict().get("what"), lambda each: isinstance(each, Bar | StackedBar))
    if isinstance(item, Missed):
        return item
    lying = match["way"].lower().startswith(("horizontal", "sideways", "lying"))
    if not isinstance(item, Bar | StackedBar):
        return Missed(match[0].strip(), f"“{item.title}” has no bars to turn.")
    changed = item.model_copy(update={"horizontal": lying})
    way = "horizontal" if lying else "vertical"
    return Change(replace_component(scene.spec, changed), f"Draw “{item.title}” with {way} bars.", focus=item.id)


def normalize(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Show stacked parts as shares of 100 %, or as amounts again."""
    item = target(scene, match.groupdict().get("what"), lambda each: hasattr(each, "normalized"))
    if isinstance(item, Missed):
        return item
    if not hasattr(item, "normalized") or not (getattr(item, "series", None) or len(getattr(item, "y", ())) > 1):
        return Missed(match[0].strip(), f"“{item.title}” is not stacked, so it has no shares of 100 %.")
    changed = item.model_copy(update={"normalized": True})
    return Change(replace_component(scene.spec, changed), f"Show “{item.title}” as shares of 100 %.", focus=item.id)


KINDS = (
    Kind(
        "bars lying or standing",
        "make TITLE horizontal",
        (
            r"(?:make|turn|draw|show) (?:the bars (?:of|in) )?(?P<what>.+?) (?:with )?(?P<way>horizontal|sideways|"
            r"vertical|upright|lying|standing)(?: bars?)?",
        ),
        turn_bars,
    ),
    Kind(
        "shares of 100 %",
        "show TITLE as 100 % stacked",
        (
            r"(?:make|turn|draw|show|stack|display|normali[sz]e) (?P<what>.+?) (?:into |to |as |"
            r"at )?(?:a )?(?:100 ?(?:%|percent)(?: stacked)?|normali[sz]ed)(?: chart| bars?)?",
            r"normali[sz]e (?P<what>.+)",
        ),
        normalize,
    ),
    Kind(
        "chart type",
        "turn TITLE into a bar chart",
        (
            r"(?:turn|change|convert|make|switch|show|draw|display|render|plot|present|redraw|visuali[sz]e|"
            r"transform) (?P<what>.+?) "
            rf"(?:in ?to|to|as|be|using|with)? ?(?:an? )?{CHART}{NOUN}",
            r"(?:change|set|switch) the (?:chart |graph |visual(?:i[sz]ation)? )?(?:type|kind|style|chart|"
            rf"visual(?:i[sz]ation)?) of (?P<what>.+?) (?:to|into) (?:an? )?{CHART}{NOUN}",
            rf"(?:change|switch|set)(?: the (?:chart )?(?:type|kind))? to (?:an? )?{CHART}{NOUN}",
            rf"use (?:an? )?{CHART}{NOUN} (?:for|in) (?P<what>.+)",
            rf"(?P<what>.+?) (?:should be|would be better as|as) (?:an? )?{CHART}{NOUN}",
            rf"i(?: would|'d) (?:like|prefer|rather have|rather see) (?P<what>.+?) (?:as|be) (?:an? )?{CHART}{NOUN}",
        ),
        change_chart,
    ),
)
