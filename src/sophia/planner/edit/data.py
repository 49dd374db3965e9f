"""Edits of the data: chart kind, split, grain, window, filter, limit, target; each is run before it is shown."""

from __future__ import annotations

import re
from dataclasses import replace

from sophia.planner.chart import choose
from sophia.planner.draw import draw, label_of
from sophia.planner.edit.change import Change, Scene, unknown_target
from sophia.planner.edit.place import without_unused
from sophia.planner.edit.target import find, replace_component, unmark
from sophia.planner.plan import Missed, PlannedAsk, Task
from sophia.planner.understand import understand_ask
from sophia.planner.verify import Answer, verify
from sophia.planner.wire import attach
from sophia.spec.components import Component
from sophia.spec.components.area import Area
from sophia.spec.components.bar import Bar
from sophia.spec.components.line import Line
from sophia.spec.components.shape import DataComponent, Reference
from sophia.spec.datasets import MetricDataset

CHARTS = {
    "bar": "bar", "column": "bar", "line": "line", "area": "area", "pie": "pie", "donut": "pie", "doughnut": "pie",
    "stacked bar": "stacked_bar", "stacked": "stacked_bar", "table": "table", "list": "table", "scatter": "scatter",
    "heat map": "heat_map", "heatmap": "heat_map", "funnel": "funnel", "waterfall": "waterfall", "bullet": "bullet",
    "combo": "combo", "number": "kpi", "kpi": "kpi",
}  # fmt: skip


def change_chart(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Draw the same dataset as another kind of chart."""
    found = find(scene.spec, match["what"])
    kind = CHARTS[re.sub(r"\s+", " ", match["chart"].lower())]
    if found.component is None:
        return unknown_target(match["what"], found.candidates)
    ask = ask_of(scene, found.component)
    if ask is None:
        return Missed(
            unmark(scene.spec, match[0]).strip(),
            f"“{found.component.title}” draws no metric query, so its kind cannot change.",
        )
    return redraw(scene, found.component, replace(ask, chart=kind), f"Show “{found.component.title}” as {kind}.")


def change_question(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Change what a component asks: split, grain, window, filters, limit, in the words of a new question."""
    found = find(scene.spec, match["what"])
    if found.component is None:
        return unknown_target(match["what"], found.candidates)
    ask = ask_of(scene, found.component)
    if ask is None or not ask.measures:
        return Missed(unmark(scene.spec, match[0]).strip(), f"“{found.component.title}” draws no metric query.")
    catalogs = [scene.bench.catalogs[ask.connection]]
    how = unmark(scene.spec, match["how"]).strip()
    subject = _subject(scene, ask)
    read, missed = understand_ask(f"{subject} {how}", catalogs, prefer=ask.connection)
    changed = _merge(ask, read) if read is not None else None
    if changed is None or changed == ask:
        reason = missed[0].reason if missed else "It names no split, period, filter or limit of this data."
        return Missed(how, reason, missed[0].alternatives if missed else ())
    words = f"Change “{found.component.title}”: {how}."
    return redraw(scene, found.component, changed, words)


def compare(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Compare a number with the period or the year before."""
    found = find(scene.spec, match["what"])
    if found.component is None:
        return unknown_target(match["what"], found.candidates)
    ask = ask_of(scene, found.component)
    if ask is None:
        return Missed(unmark(scene.spec, match[0]).strip(), f"“{found.component.title}” draws no metric query.")
    yearly = "year" in match["with"].lower()
    changed = replace(ask, compare="previous_year" if yearly else "previous_period")
    return redraw(scene, found.component, changed, f"Compare “{found.component.title}” with {match['with'].strip()}.")


def add_target(scene: Scene, match: re.Match[str]) -> Change | Missed:
    """Draw a target line across a chart."""
    found = find(scene.spec, match["what"])
    if found.component is None:
        return unknown_target(match["what"], found.candidates)
    item = found.component
    value = float(match["value"].replace(",", "")) * {"k": 1e3, "m": 1e6}.get((match["scale"] or "").lower(), 1)
    if item.kind == "kpi":
        changed: Component = item.model_copy(update={"target": value})
    elif isinstance(item, Line | Area | Bar):
        changed = item.model_copy(update={"references": [Reference(value=value, label="Target")]})
    else:
        return Missed(
            unmark(scene.spec, match[0]).strip(), f"A {item.kind.replace('_', ' ')} cannot carry a target line."
        )
    return Change(replace_component(scene.spec, changed), f"Add a target of {value:g} to “{item.title}”.")


def ask_of(scene: Scene, component: Component) -> PlannedAsk | None:
    """Read a component back as the ask it answers, or None when it draws no metric query."""
    if not isinstance(component, DataComponent):
        return None
    dataset = next((item for item in scene.spec.datasets if item.id == component.dataset), None)
    if not isinstance(dataset, MetricDataset) or dataset.connection not in scene.bench.catalogs:
        return None
    measures = [
        item for item in dataset.measures if component.kind != "kpi" or item.name == getattr(component, "value", "")
    ]
    return PlannedAsk(
        task=_task(component, dataset),
        connection=dataset.connection,
        table=dataset.table or "",
        title=component.title,
        measures=tuple(measures),
        dimensions=tuple(dataset.dimensions) if dataset.measures else (),
        columns=() if dataset.measures else tuple(item.column for item in dataset.dimensions),
        time_column=dataset.time_column,
        window=dataset.window,
        filters=tuple(item for item in dataset.filters if item.param is None),
        order=tuple(dataset.order),
        limit=dataset.limit,
        compare=dataset.compare,
    )


def _task(component: Component, dataset: MetricDataset) -> Task:
    by_kind: dict[str, Task] = {"kpi": "kpi", "pie": "share", "funnel": "funnel", "waterfall": "bridge"}
    if component.kind in by_kind:
        return by_kind[component.kind]
    if not dataset.measures:
        return "rows"
    return "trend" if dataset.dimensions and dataset.dimensions[0].grain else "breakdown"


def redraw(scene: Scene, component: Component, ask: PlannedAsk, words: str) -> Change | Missed:
    """Run `ask` and draw its answer in the component's place, under its id and title."""
    (settled,) = verify([ask], scene.bench, None)
    if isinstance(settled, Missed):
        return settled
    answer: Answer = settled
    kind, objection = choose(answer.ask, answer.shape)
    if objection:
        return Missed(words.rstrip("."), objection)
    dataset = attach(answer.dataset, scene.spec.params, scene.bench.catalogs)
    drawn = draw(answer.ask, dataset, kind, answer.shape, scene.bench.catalogs[ask.connection])
    kept = {"id": component.id, "title": component.title, "layout": component.layout}
    kept |= {"parent": component.parent, "slot": component.slot}
    spec = replace_component(scene.spec, drawn.model_copy(update=kept))
    if dataset.id not in {item.id for item in spec.datasets}:
        spec = spec.model_copy(update={"datasets": [*spec.datasets, dataset]})
    return Change(without_unused(spec), words, answer.remarks, {dataset.id: answer.result})


def _subject(scene: Scene, ask: PlannedAsk) -> str:
    return label_of(ask.measures[0], scene.bench.catalogs[ask.connection])


def _merge(ask: PlannedAsk, read: PlannedAsk) -> PlannedAsk:
    """Take from `read` what it says and keep the rest of `ask`."""
    dimensions = read.dimensions or ask.dimensions
    grained = [item for item in read.dimensions if item.grain]
    if grained and ask.dimensions and len(read.dimensions) == 1 and not ask.dimensions[0].grain:
        dimensions = (grained[0], *ask.dimensions[:1])
    elif grained and ask.dimensions and ask.dimensions[0].grain and len(read.dimensions) == 1:
        dimensions = (grained[0], *ask.dimensions[1:])
    return replace(
        ask,
        dimensions=dimensions,
        filters=(*ask.filters, *(item for item in read.filters if item not in ask.filters)),
        window=read.window or ask.window,
        order=read.order or ask.order,
        limit=read.limit or ask.limit,
        chart=read.chart,
        task=read.task if read.dimensions else ask.task,
    )
