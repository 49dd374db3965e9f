"""The plan: what the program asked for, as plain data in one order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Resource:
    """One registration: type token, logical name, component it belongs to, inputs in the provider's camel case."""

    type: str
    name: str
    component: str
    inputs: dict[str, Any]
    protect: bool = False
    retain: bool = False
    ignored: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The resource's address in the plan: component, type and name."""
        return f"{self.component}/{self.type}/{self.name}"


@dataclass(frozen=True)
class Plan:
    """Every resource in the order of its key, the components' type tokens by name, and the stack's outputs."""

    resources: tuple[Resource, ...]
    outputs: dict[str, Any]
    components: dict[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> list[Resource]:
        """Return the resources of a type, named as `ecs.Service` or by its whole token."""
        return [resource for resource in self.resources if kind in {resource.type, short(resource.type)}]

    def one(self, kind: str, name: str) -> Resource:
        """Return the resource of that type and name. Raises LookupError unless there is exactly one."""
        found = [resource for resource in self.of(kind) if resource.name == name]
        if len(found) != 1:
            raise LookupError(f"The plan has {len(found)} resources {kind} named {name}.")
        return found[0]

    def as_json(self) -> str:
        """Return the plan as JSON text, the same byte for byte whenever the program asks for the same."""
        return json.dumps(asdict(self), indent=1, sort_keys=True)

    def __iter__(self) -> Iterator[Resource]:
        return iter(self.resources)


def short(token: str) -> str:
    """Return a type token the way Python names its class: aws:ecs/service:Service is ecs.Service."""
    module, _, name = token.partition(":")[2].partition(":")
    return f"{module.partition('/')[0]}.{name}"
