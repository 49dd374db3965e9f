"""Custom components of a spec: accepted when they compile, declare what they read, and can be drawn over their data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sophia.kernel.errors import BadInput, NotFound, SophiaError
from sophia.kernel.viewer import Viewer
from sophia.query.contract import Question
from sophia.query.path import Queries
from sophia.query.result import Result
from sophia.render.custom.compile import Compiled, Sample, check_component, compile_component
from sophia.spec.components.custom import Custom
from sophia.spec.dashboard import Dashboard
from sophia.spec.datasets import Dataset, TransformDataset
from sophia.spec.validate import components_of

ROWS = 200
EXAMPLES = {"text": "A", "integer": 1, "number": 1.5, "boolean": True, "date": "2026-01-31"}
"""Stands in one row for a dataset that has none today: the viewer draws no component over nothing."""


def check_customs(viewer: Viewer, spec: Dashboard, before: Dashboard | None, queries: Queries) -> None:
    """Raise BadInput, naming `spec.components.<id>.source` and the reason, for the first component to be refused.

    What `before` had, over the same datasets, is not asked again.
    """
    known = {item.id: _seen(item, before) for item in customs_of(before)} if before else {}
    for component in customs_of(spec):
        if known.get(component.id) != _seen(component, spec):
            _check(viewer, component, spec, queries)


def customs_of(spec: Dashboard) -> Iterator[Custom]:
    """Yield the custom components of `spec` that have a source."""
    return (item for item in components_of(spec) if isinstance(item, Custom) and item.source)


def code_of(spec: Dashboard, component_id: str) -> Compiled:
    """Return the code that the frame runs for a component. Raises NotFound."""
    for component in customs_of(spec):
        if component.id == component_id:
            return compile_component(component.source)
    raise NotFound(f"There is no custom component {component_id[:80]!r} here.", field="component")


def _seen(component: Custom, spec: Dashboard) -> object:
    return component.source, component.datasets, _needed(component.datasets, spec)


def _check(viewer: Viewer, component: Custom, spec: Dashboard, queries: Queries) -> None:
    field = f"spec.components.{component.id}.source"
    try:
        _check_declared(component.source, component.datasets)
        check_component(component.source, _samples(viewer, component, spec, queries))
    except BadInput as error:
        message = f"The component {component.id!r} is refused. {error.message}"
        raise BadInput(message, field=field, remedy=error.remedy) from None


def refusal_of(source: str, dataset: str, result: Result) -> str:
    """Return why a component over one dataset (id) would be refused, or "" when it would be saved."""
    try:
        _check_declared(source, [dataset])
        check_component(source, {dataset: _sample(dataset, {dataset: result})})
    except SophiaError as error:
        return error.message
    return ""


def _check_declared(source: str, declared: Sequence[str]) -> None:
    known = ", ".join(declared) or "none"
    for name in compile_component(source).datasets:
        if name not in declared:
            raise BadInput(
                f"It reads the dataset {name!r}, which it does not declare (declared: {known}).",
                remedy="Name the dataset in the component's `datasets`, and have the dashboard define it.",
            )


def _samples(viewer: Viewer, component: Custom, spec: Dashboard, queries: Queries) -> dict[str, Sample]:
    needed = _needed(component.datasets, spec)
    results = queries.run(Question(viewer, needed, spec.params, row_cap=ROWS)) if needed else {}
    return {name: _sample(name, results) for name in component.datasets}


def _sample(name: str, results: Mapping[str, Result]) -> Sample:
    result = results[name]
    if result.failure is not None:
        raise BadInput(f"Its dataset {name!r} cannot be read: {result.failure.message}", remedy=result.failure.remedy)
    rows = tuple(zip(*result.data, strict=True))[:ROWS] if result.rows else ()
    example = tuple(EXAMPLES.get(column.type, "2026-01-31T00:00:00") for column in result.columns)
    return Sample(tuple((column.name, column.type) for column in result.columns), rows or (example,))


def _needed(names: list[str], spec: Dashboard) -> list[Dataset]:
    """Return the datasets `names` with those that they are computed from, in the spec's order."""
    by_id = {item.id: item for item in spec.datasets}
    wanted, left = set[str](), list(names)
    while left:
        name = left.pop()
        if name not in wanted and name in by_id:
            wanted.add(name)
            found = by_id[name]
            left += found.inputs if isinstance(found, TransformDataset) else []
    return [item for item in spec.datasets if item.id in wanted]
