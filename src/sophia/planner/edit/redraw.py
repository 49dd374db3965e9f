"""Redrawing: a component is read back as the ask it answers, and drawn again when the ask has changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sophia.catalog.model import Catalog
from sophia.planner.chart import choose, profile
from sophia.planner.draw import draw
from sophia.planner.edit.change import Change, Scene
from sophia.planner.edit.target import replace_component
from sophia.planner.measure import label_of
from sophia.planner.plan import Missed, PlannedAsk, Task
from sophia.planner.question import DEFAULT_POINTS, dataset_of, grain_of, identified, sparkline_of, time_column_of
from sophia.planner.understand.title import title_of
from sophia.planner.verify import Answer
from sophia.planner.wire import attach
from sophia.query.contract import Question
from sophia.query.result import Result
from sophia.spec.components import Component
from sophia.spec.components.area import Area
from sophia.spec.components.bar import Bar
from sophia.spec.components.kpi import Kpi, Sparkline
from sophia.spec.components.line import Line
from sophia.spec.components.shape import DataComponent, Series
from sophia.spec.components.table import Table
from sophia.spec.dashboard import Dashboard
from sophia.spec.datasets import Dataset, Dimension, MetricDataset
from sophia.spec.params import Window
from sophia.spec.validate import components_of, datasets_used

MOST_POINTS = 400
OF_THE_DATA = frozenset((
    "id", "title", "subtitle", "definition", "note", "layout", "parent", "slot", "kind", "dataset", "x", "y", "series",
    "label", "value", "columns", "bars", "lines", "stage", "size", "previous", "comparison_label", "format", "good",
    "sparkline", "target", "target_value", "references", "click", "second_axis", "horizontal", "totals",
))  # fmt: skip
BEFORE = {"previous_year": "a year before", "previous_period": "the period before"}


@dataclass(frozen=True)
class Redrawn:
    """A component drawn again: itself, the datasets it needs, their results, and what was assumed."""

    component: Component
    datasets: tuple[Dataset, ...]
    results: dict[str, Result]
    assumptions: tuple[str, ...] = ()


def dataset_behind(scene: Scene, component: Component) -> MetricDataset | None:
    """Return the metric query that a component draws, or None."""
    if not isinstance(component, DataComponent):
        return None
    dataset = next((item for item in scene.spec.datasets if item.id == component.dataset), None)
    known = isinstance(dataset, MetricDataset) and dataset.connection in scene.bench.catalogs
    return dataset if isinstance(dataset, MetricDataset) and known else None


def ask_of(scene: Scene, component: Component) -> PlannedAsk | None:
    """Read a component back as the ask it answers, or None when it draws no metric query."""
    dataset = dataset_behind(scene, component)
    if dataset is None:
        return None
    measures = [
        item for item in dataset.measures if component.kind != "kpi" or item.name == getattr(component, "value", "")
    ]
    return PlannedAsk(
        task=_task(component, dataset),
        connection=dataset.connection,
        table=dataset.table or "",
        title=component.title,
        chart=component.kind,
        measures=tuple(measures),
        dimensions=tuple(dataset.dimensions) if dataset.measures else (),
        columns=() if dataset.measures else tuple(item.column for item in dataset.dimensions),
        time_column=dataset.time_column,
        window=dataset.window,
        filters=tuple(item for item in dataset.filters if item.param is None),
        having=tuple(dataset.having),
        order=tuple(dataset.order),
        limit=dataset.limit,
        compare=dataset.compare,
    )


def asked(scene: Scene, component: Component) -> PlannedAsk | Missed:
    """Return the ask behind a component, or the answer that it has none."""
    ask = ask_of(scene, component)
    if ask is None:
        return Missed(component.title or component.kind, f"“{_called(component)}” draws no metric query.")
    return ask


def _task(component: Component, dataset: MetricDataset) -> Task:
    by_kind: dict[str, Task] = {
        "kpi": "kpi", "pie": "share", "funnel": "funnel", "waterfall": "bridge", "scatter": "correlation"
    }  # fmt: skip
    if component.kind in by_kind:
        return by_kind[component.kind]
    if not dataset.measures:
        return "rows"
    return "trend" if dataset.dimensions and dataset.dimensions[0].grain else "breakdown"


def redraw(
    scene: Scene, component: Component, ask: PlannedAsk, words: str, assumptions: Sequence[str] = ()
) -> Change | Missed:
    """Run `ask` and draw its answer in the component's place, under its id; its look stays where it still fits."""
    drawn = redrawn(scene, component, ask)
    if isinstance(drawn, Missed):
        return drawn
    spec = with_datasets(replace_component(scene.spec, drawn.component), drawn.datasets)
    said = words
    if drawn.component.title != component.title:
        said += f" It is now called “{drawn.component.title}”."
    remarks = (*assumptions, *drawn.assumptions)
    return Change(without_unused(spec, scene.spec), said, remarks, drawn.results, component.id)


def redrawn(scene: Scene, component: Component, ask: PlannedAsk) -> Redrawn | Missed:
    """Run `ask` and return the component that shows its answer in the place of `component`."""
    before = ask_of(scene, component)
    catalog = scene.bench.catalogs[ask.connection]
    ask, assumptions = _fitted(ask, before)
    settled = _run(scene, ask, dataset_behind(scene, component))
    if isinstance(settled, Answer) and _crowded(settled):
        grain = str(ask.dimensions[0].grain)
        ask = replace(ask, window=Window(kind="last", unit=ask.dimensions[0].grain, count=DEFAULT_POINTS[grain]))
        assumptions += (
            f"The last {DEFAULT_POINTS[grain]} {grain}s are shown, for a point per {grain} to be told apart.",
        )
        settled = _run(scene, ask, dataset_behind(scene, component))
    if isinstance(settled, Missed):
        return settled
    kind, objection = choose(settled.ask, settled.shape)
    if objection and ask.chart and before is not None and ask.chart != before.chart:
        return Missed(component.title, objection)
    if objection:
        assumptions += (f"It is drawn as a {kind.replace('_', ' ')} now.",)
    dataset = settled.dataset
    drawn = _compared(draw(settled.ask, dataset, kind, settled.shape, catalog), settled.ask, catalog)
    drawn = _kept(component, drawn, before, settled.ask)
    title = _title(component.title, before, settled.ask, catalog)
    drawn = drawn.model_copy(update={"id": component.id, "title": title, "layout": component.layout} | {
        "parent": component.parent, "slot": component.slot,
    })  # fmt: skip
    results: dict[str, Result] = {dataset.id: settled.result}
    datasets: tuple[Dataset, ...] = (dataset,)
    line = _sparkline(scene, component, drawn, dataset, settled.ask)
    if line is not None and isinstance(drawn, Kpi):
        results[line.id] = run(scene, [line])[line.id]
        if results[line.id].rows > 1:
            drawn = drawn.model_copy(update={"sparkline": Sparkline(dataset=line.id, x="period", y=drawn.value)})
            datasets = (dataset, line)
    return Redrawn(drawn, datasets, results, assumptions)


def run(scene: Scene, datasets: Sequence[Dataset]) -> dict[str, Result]:
    """Run datasets with the defaults of the dashboard's params."""
    question = Question(viewer=scene.bench.viewer, datasets=list(datasets), params=scene.spec.params)
    return scene.bench.queries.run(question)


def _run(scene: Scene, ask: PlannedAsk, before: MetricDataset | None) -> Answer | Missed:
    catalog = scene.bench.catalogs[ask.connection]
    ask = replace(ask, time_column=time_column_of(ask, catalog)) if ask.measures else ask
    dataset = dataset_of(ask, catalog, before.refresh_interval if before else None)
    if before is None:
        dataset = attach(dataset, scene.spec.params, scene.bench.catalogs)
    else:
        dataset = identified(_listening(scene, dataset, before))
    result = run(scene, [dataset])[dataset.id]
    if result.status not in {"ok", "stale"}:
        return Missed(ask.title, result.failure.message if result.failure else "Its query could not be run.")
    shape = profile(ask, result)
    if shape.empty:
        return Missed(ask.title, "The data holds no rows for that, so it was left as it is.")
    return Answer(ask, dataset, result, shape)


def _listening(scene: Scene, dataset: MetricDataset, before: MetricDataset) -> MetricDataset:
    """Let the dataset read the params that the one before it read, and those that its own split kept it from."""
    wired = attach(dataset, scene.spec.params, scene.bench.catalogs)
    heard = {item.param for item in before.filters if item.param}
    own = {item.column for item in before.dimensions} | {item.column for item in before.filters}
    filters = [item for item in wired.filters if item.param is None or item.param in heard or item.column in own]
    kept = [item for item in before.filters if item.param and item.column not in {each.column for each in filters}]
    reached = {item.column for item in wired.filters}
    filters += [item for item in kept if item.column in reached]
    return wired.model_copy(update={"filters": filters, "window_param": before.window_param})


def _fitted(ask: PlannedAsk, before: PlannedAsk | None) -> tuple[PlannedAsk, tuple[str, ...]]:
    """Let what was not named follow what was: a number that becomes a course gets a stretch of time to show it."""
    if before is None:
        return ask, ()
    moved = _sides(ask) != _sides(before)
    if moved and ask.chart == before.chart:
        ask = replace(ask, chart="", task=_task_of(ask))
    grain = ask.dimensions[0].grain if ask.dimensions else None
    if not before.dimensions and ask.dimensions and ask.compare == before.compare:
        ask = replace(ask, compare=None)
    if grain in DEFAULT_POINTS and not before.dimensions and ask.window == before.window:
        ask = replace(ask, window=Window(kind="last", unit=grain, count=DEFAULT_POINTS[str(grain)]))
    names = {item.name for item in ask.measures} | {item.name for item in ask.dimensions}
    names |= {column.rpartition(".")[2] for column in ask.columns}
    return replace(ask, order=tuple(item for item in ask.order if item.by in names)), ()


def _sides(ask: PlannedAsk) -> tuple[bool, ...]:
    return tuple(item.grain is not None for item in ask.dimensions)


def _task_of(ask: PlannedAsk) -> Task:
    if not ask.measures:
        return "rows"
    if not ask.dimensions:
        return "kpi"
    return "trend" if ask.dimensions[0].grain else "breakdown"


def _crowded(answer: Answer) -> bool:
    first = answer.ask.dimensions[0] if answer.ask.dimensions else None
    points = answer.shape.distinct[0] if answer.shape.distinct else 0
    return first is not None and first.grain in DEFAULT_POINTS and (points > MOST_POINTS)


def _compared(drawn: Component, ask: PlannedAsk, catalog: Catalog) -> Component:
    """Draw the earlier stretch beside the numbers of a chart; a number shows it by itself."""
    if ask.compare is None or not isinstance(drawn, Line | Bar | Area) or drawn.series:
        return drawn
    earlier = [
        Series(column=f"{item.column}__previous", label=f"{item.label}, {BEFORE[ask.compare]}", format=item.format)
        for item in drawn.y
    ]
    update: dict[str, object] = {"y": [*drawn.y, *earlier]}
    if isinstance(drawn, Area):
        update["stacked"] = False
    return drawn.model_copy(update=update)


def _kept(old: Component, new: Component, before: PlannedAsk | None, ask: PlannedAsk) -> Component:
    """Take over from the component what has nothing to do with the change: its look, formats, target and click."""
    keep: dict[str, object] = {}
    if type(old) is type(new):
        keep |= {name: getattr(old, name) for name in type(old).model_fields if name not in OF_THE_DATA}
    if before is not None and before.measures == ask.measures:
        same = ("references", "target", "target_value", "good", "definition", "note")
        keep |= {name: getattr(old, name) for name in same if hasattr(old, name) and hasattr(new, name)}
    if before is not None and (before.window, before.dimensions) == (ask.window, ask.dimensions):
        keep["subtitle"] = old.subtitle
    if before is not None and before.dimensions == ask.dimensions and isinstance(old, DataComponent):
        keep["click"] = old.click
        if type(old) is type(new) and hasattr(old, "horizontal"):
            keep["horizontal"] = old.horizontal
    return written_alike(old, new.model_copy(update=keep))


def series_of(component: Component) -> list[Series]:
    """Return the drawn columns of a chart, in order."""
    found: list[Series] = []
    for name in ("y", "bars", "lines", "value", "x"):
        held = getattr(component, name, None)
        found += [item for item in (held if isinstance(held, list) else [held]) if isinstance(item, Series)]
    return found


def written_alike(old: Component, new: Component) -> Component:
    """Write the columns of `new` as `old` wrote those of the same name: label, format, place in a table."""
    if isinstance(old, Kpi) and isinstance(new, Kpi) and old.value == new.value:
        return new.model_copy(update={"format": old.format})
    if isinstance(old, Table) and isinstance(new, Table):
        known = {item.column: item for item in old.columns}
        return new.model_copy(update={"columns": [known.get(item.column, item) for item in new.columns]})
    known_series = {item.column: item for item in series_of(old)}
    if isinstance(old, Kpi):
        known_series = {old.value: Series(column=old.value, format=old.format)}
    return with_series(new, lambda item: _like(item, known_series.get(item.column)))


def _like(item: Series, known: Series | None) -> Series:
    if known is None:
        return item
    return item.model_copy(update={"format": known.format, "label": known.label or item.label})


def with_series(component: Component, change: Callable[[Series], Series]) -> Component:
    """Return `component` with every drawn column replaced by what `change` makes of it."""
    update: dict[str, object] = {}
    for name in ("y", "bars", "lines", "value", "x"):
        held = getattr(component, name, None)
        if isinstance(held, Series):
            update[name] = change(held)
        elif isinstance(held, list) and held and isinstance(held[0], Series):
            update[name] = [change(item) for item in held]
    return component.model_copy(update=update) if update else component


def _title(title: str, before: PlannedAsk | None, ask: PlannedAsk, catalog: Catalog) -> str:
    """Return the title that fits the changed ask: a title made by rule is made again, a person's own is kept."""
    if before is None or not title:
        return title
    if title.casefold() == title_of(before, catalog).casefold():
        return title_of(ask, catalog)
    changed = title
    pairs = zip(_spoken(before, catalog), _spoken(ask, catalog), strict=False)
    for was, now in pairs:
        if was != now and re.search(rf"\b{re.escape(was)}\b", changed, re.I):
            changed = re.sub(rf"\b{re.escape(was)}\b", now, changed, count=1, flags=re.I)
    return changed[:1].upper() + changed[1:] if changed != title else title


def _spoken(ask: PlannedAsk, catalog: Catalog) -> list[str]:
    """Return the words of the first measure and of each split, in order."""
    names = [label_of(ask.measures[0], catalog)] if ask.measures else []
    return names + [split_words(item, catalog) for item in ask.dimensions]


def split_words(dimension: Dimension, catalog: Catalog) -> str:
    """Return what a split is called: "month", "segment"."""
    if dimension.grain:
        return dimension.grain.replace("_", " ")
    column = catalog.column(dimension.column)
    return ((column.label if column else "") or dimension.column.rpartition(".")[2].replace("_", " ")).lower()


def _sparkline(
    scene: Scene, old: Component, new: Component, dataset: MetricDataset, ask: PlannedAsk
) -> MetricDataset | None:
    if not isinstance(old, Kpi) or not isinstance(new, Kpi) or old.sparkline is None:
        return None
    catalog = scene.bench.catalogs[ask.connection]
    return sparkline_of(dataset, catalog, grain_of(ask, catalog))


def with_datasets(spec: Dashboard, datasets: Sequence[Dataset]) -> Dashboard:
    """Return `spec` with those of `datasets` added that it does not hold yet."""
    known = {item.id for item in spec.datasets}
    fresh = [item for item in datasets if item.id not in known]
    return spec.model_copy(update={"datasets": [*spec.datasets, *fresh]}) if fresh else spec


def without_unused(spec: Dashboard, before: Dashboard) -> Dashboard:
    """Return `spec` without the datasets that a component of `before` drew and nothing draws or reads any more."""
    drawn = {key for item in components_of(before) for key in datasets_used(item)}
    used = {key for item in components_of(spec) for key in datasets_used(item)}
    used |= {key for item in spec.datasets for key in getattr(item, "inputs", [])}
    kept = [item for item in spec.datasets if item.id in used or item.id not in drawn]
    return spec if len(kept) == len(spec.datasets) else spec.model_copy(update={"datasets": kept})


def _called(component: Component) -> str:
    return component.title or component.kind.replace("_", " ")
