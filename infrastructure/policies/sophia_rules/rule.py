"""The rule: a sentence that holds for one kind of resource, or for all of them together."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sophia_plan.plan import Resource, short

Resources = Sequence[Resource]


@dataclass(frozen=True)
class Fault:
    """A rule that does not hold, and where."""

    rule: str
    where: str
    about: str


@dataclass(frozen=True)
class Rule:
    """`about` says what holds; `find` names every place where it does not."""

    name: str
    about: str
    find: Callable[[Resources], Iterable[str]]

    def faults(self, resources: Resources) -> Iterator[Fault]:
        """Return every breach among the resources."""
        for where in self.find(resources):
            yield Fault(self.name, where, self.about)


def each(name: str, kind: str, about: str, holds: Callable[[Resource], bool]) -> Rule:
    """Return the rule that `holds` for every resource of a kind, such as `rds.Instance`."""

    def find(resources: Resources) -> Iterator[str]:
        return (resource.key for resource in of(resources, kind) if not holds(resource))

    return Rule(name, about, find)


def some(name: str, kind: str, about: str, holds: Callable[[Resource], bool]) -> Rule:
    """Return the rule that at least one resource of a kind is as `holds` says."""

    def find(resources: Resources) -> Iterator[str]:
        if not any(holds(resource) for resource in of(resources, kind)):
            yield f"no {kind}"

    return Rule(name, about, find)


def none(name: str, kinds: Iterable[str], about: str) -> Rule:
    """Return the rule that there is no resource of these kinds."""
    refused = set(kinds)

    def find(resources: Resources) -> Iterator[str]:
        return (resource.key for resource in resources if short(resource.type) in refused)

    return Rule(name, about, find)


def paired(name: str, kind: str, partner: str, about: str, holds: Callable[[Resource], bool]) -> Rule:
    """Return the rule that every bucket-like `kind` has a `partner` of its own name that is as `holds` says."""

    def find(resources: Resources) -> Iterator[str]:
        partners = {resource.name for resource in of(resources, partner) if holds(resource)}
        return (resource.key for resource in of(resources, kind) if resource.name not in partners)

    return Rule(name, about, find)


def of(resources: Resources, kind: str) -> list[Resource]:
    """Return the resources of a kind, such as `rds.Instance`."""
    return [resource for resource in resources if short(resource.type) == kind]


def statements(resource: Resource, field: str = "policy") -> list[dict[str, Any]]:
    """Return the statements of a policy document that a resource holds as JSON text."""
    found: list[dict[str, Any]] = json.loads(resource.inputs.get(field) or "{}").get("Statement", [])
    return found


def containers(resource: Resource) -> list[dict[str, Any]]:
    """Return the containers of a task definition."""
    found: list[dict[str, Any]] = json.loads(resource.inputs.get("containerDefinitions") or "[]")
    return found


def listed(value: Any) -> list[Any]:
    """Return a value of a policy document as a list, whether it is one or not."""
    return value if isinstance(value, list) else [] if value is None else [value]
