"""Edits of a captured plan: one thing changed, everything else as it was."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sophia_plan.plan import Plan, Resource, short

Resources = list[Resource]
Edit = Callable[[Resources], Resources]
GONE = object()


def put(kind: str, name: str, path: str, value: Any) -> Edit:
    """Set an input by its dotted path (numbers count list items; `policy!` reads JSON text on the way)."""

    def edit(resource: Resource) -> Resource:
        inputs = copy.deepcopy(resource.inputs)
        _set(inputs, path.split("."), value)
        return replace(resource, inputs=inputs)

    return _on(kind, name, edit)


def flag(kind: str, name: str, **fields: Any) -> Edit:
    """Change what the program says about a resource: protect, retain, ignored."""
    return _on(kind, name, lambda resource: replace(resource, **fields))


def drop(kind: str, name: str) -> Edit:
    """Leave a resource out."""

    def edit(resources: Resources) -> Resources:
        kept = [resource for resource in resources if (short(resource.type), resource.name) != (kind, name)]
        assert len(kept) == len(resources) - 1, f"no {kind} {name}"
        return kept

    return edit


def add(token: str, name: str, **inputs: Any) -> Edit:
    """Put a resource in."""
    return lambda resources: [*resources, Resource(token, name, "test", inputs)]


def edited(plan: Plan, *edits: Edit) -> Resources:
    """Return the plan's resources with the edits made."""
    resources = list(plan)
    for edit in edits:
        resources = edit(resources)
    return resources


def _on(kind: str, name: str, edit: Callable[[Resource], Resource]) -> Edit:
    def whole(resources: Resources) -> Resources:
        hit = [(short(resource.type), resource.name) == (kind, name) for resource in resources]
        assert sum(hit) == 1, f"{sum(hit)} of {kind} {name}"
        return [edit(resource) if mine else resource for resource, mine in zip(resources, hit, strict=True)]

    return whole


def _set(inside: Any, path: list[str], value: Any) -> None:
    first, *rest = path
    text = first.endswith("!")
    key: Any = int(first) if first.isdigit() else first.removesuffix("!")
    if text:
        content = json.loads(inside[key])
        _set(content, rest, value)
        inside[key] = json.dumps(content)
    elif rest:
        _set(inside[key], rest, value)
    elif value is GONE:
        del inside[key]
    else:
        inside[key] = value
