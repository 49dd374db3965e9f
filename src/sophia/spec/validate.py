"""Validation across the whole spec: unique ids, references that resolve, a grid without overlap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from sophia.kernel.errors import BadInput
from sophia.spec.actions import OpenPage, SetParam
from sophia.spec.components import Component
from sophia.spec.components.button import Button
from sophia.spec.components.custom import Custom
from sophia.spec.components.filter import FilterInput
from sophia.spec.components.kpi import Kpi
from sophia.spec.components.queue_panel import QueuePanel
from sophia.spec.components.shape import DataComponent
from sophia.spec.components.tabs import Tabs
from sophia.spec.dashboard import Dashboard, Page
from sophia.spec.datasets import Filter, MetricDataset, TransformDataset


def components_of(dashboard: Dashboard) -> Iterator[Component]:
    """Yield every component of every page, in order."""
    for page in dashboard.pages:
        yield from page.components


def datasets_used(component: Component) -> tuple[str, ...]:
    """Return the ids of the datasets that `component` draws."""
    if isinstance(component, Kpi):
        return (component.dataset, component.sparkline.dataset) if component.sparkline else (component.dataset,)
    if isinstance(component, DataComponent | QueuePanel):
        return (component.dataset,)
    if isinstance(component, Custom):
        return tuple(component.datasets)
    return ()


def params_used(dataset: object) -> tuple[str, ...]:
    """Return the ids of the params that a dataset reads."""
    if not isinstance(dataset, MetricDataset):
        return ()
    found = [dataset.window_param] if dataset.window_param else []

    def walk(filters: list[Filter]) -> None:
        for item in filters:
            if item.param:
                found.append(item.param)
            walk(item.any_of)

    walk(dataset.filters)
    for measure in dataset.measures:
        walk(measure.filters + (measure.over.filters if measure.over else []))
    return tuple(dict.fromkeys(found))


def problems(dashboard: Dashboard) -> list[tuple[str, str]]:
    """Return every fault as (path, message); an empty list means the spec holds together."""
    return [*_repeated(dashboard), *_dangling(dashboard), *_overlaps(dashboard)]


def validate(dashboard: Dashboard) -> Dashboard:
    """Return `dashboard` unchanged, or raise BadInput naming the first fault's path."""
    for path, message in problems(dashboard):
        raise BadInput(message, field=f"spec.{path}", remedy="Correct the spec and send it again.")
    return dashboard


def _repeated(dashboard: Dashboard) -> Iterator[tuple[str, str]]:
    groups = {
        "params": [item.id for item in dashboard.params],
        "datasets": [item.id for item in dashboard.datasets],
        "pages": [item.id for item in dashboard.pages],
        "components": [item.id for item in components_of(dashboard)],
    }
    for name, ids in groups.items():
        for key, count in Counter(ids).items():
            if count > 1:
                yield name, f"The id {key!r} is used {count} times in {name}."


def _dangling(dashboard: Dashboard) -> Iterator[tuple[str, str]]:
    datasets = {item.id for item in dashboard.datasets}
    params = {item.id for item in dashboard.params}
    for dataset in dashboard.datasets:
        for param in params_used(dataset):
            if param not in params:
                message = f"Dataset {dataset.id!r} reads the param {param!r}, which does not exist."
                yield f"datasets.{dataset.id}", message
        for needed in dataset.inputs if isinstance(dataset, TransformDataset) else ():
            if needed not in datasets or needed == dataset.id:
                yield f"datasets.{dataset.id}", f"Dataset {dataset.id!r} reads the dataset {needed!r}, which it cannot."
    for page in dashboard.pages:
        yield from _dangling_on(page, datasets, params, dashboard)


def _dangling_on(page: Page, datasets: set[str], params: set[str], dashboard: Dashboard) -> Iterator[tuple[str, str]]:
    parents = {item.id: item for item in page.components if item.kind in {"tabs", "container"}}
    pages = {item.id for item in dashboard.pages}
    for component in page.components:
        path = f"components.{component.id}"
        for dataset in datasets_used(component):
            if dataset not in datasets:
                yield path, f"Component {component.id!r} draws the dataset {dataset!r}, which does not exist."
        if isinstance(component, FilterInput) and component.param not in params:
            yield path, f"Filter {component.id!r} sets the param {component.param!r}, which does not exist."
        if component.parent is not None:
            yield from _misplaced(component, parents, path)
        yield from _dangling_action(component, path, params, pages)


def _dangling_action(component: Component, path: str, params: set[str], pages: set[str]) -> Iterator[tuple[str, str]]:
    action = component.action if isinstance(component, Button) else None
    if isinstance(component, DataComponent):
        action = component.click
    if isinstance(action, SetParam) and action.param not in params:
        yield path, f"The action of {component.id!r} sets the param {action.param!r}, which does not exist."
    if isinstance(action, OpenPage) and action.page not in pages:
        yield path, f"The action of {component.id!r} opens the page {action.page!r}, which does not exist."


def _misplaced(component: Component, parents: Mapping[str, Component], path: str) -> Iterator[tuple[str, str]]:
    parent = parents.get(component.parent or "")
    if parent is None or parent is component:
        yield path, f"Component {component.id!r} lies inside {component.parent!r}, which is no tabs or container here."
    elif isinstance(parent, Tabs) and component.slot not in {tab.id for tab in parent.tabs}:
        yield path, f"Component {component.id!r} lies in the tab {component.slot!r}, which {parent.id!r} does not have."


def _overlaps(dashboard: Dashboard) -> Iterator[tuple[str, str]]:
    for page in dashboard.pages:
        taken: dict[tuple[str | None, str | None, int, int], str] = {}
        for component in page.components:
            place = component.layout
            if place.x + place.w > 12:
                yield f"components.{component.id}", f"Component {component.id!r} reaches past the 12th column."
            for column in range(place.x, place.x + place.w):
                for row in range(place.y, place.y + place.h):
                    cell = (component.parent, component.slot, column, row)
                    other = taken.setdefault(cell, component.id)
                    if other != component.id:
                        yield f"components.{component.id}", f"Components {other!r} and {component.id!r} overlap."
                        break
                else:
                    continue
                break
