"""The plan: the resources that the infrastructure's program asks for, as captured from it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from sophia.kernel.errors import NotFound

FOLDER = resources.files("sophia.cost") / "plans"


@dataclass(frozen=True)
class Resource:
    """One resource: its type ("aws:rds/instance:Instance"), its name in the program, and its inputs."""

    type: str
    name: str
    inputs: Mapping[str, Any]

    def number(self, name: str, default: float = 0) -> float:
        """Return an input that is a number, however it is written."""
        return float(self.inputs.get(name, default))

    @property
    def label(self) -> str:
        """How estimates call it."""
        return f"{self.type} {self.name}"


@dataclass(frozen=True)
class Plan:
    """All resources of one profile."""

    profile: str
    resources: Sequence[Resource]

    def of(self, type_: str) -> Iterator[Resource]:
        """Yield the resources of a type."""
        return (item for item in self.resources if item.type == type_)

    def referred(self, type_: str, reference: str) -> Resource | None:
        """Return the resource of a type whose name an address or id such as "arn:…:web" ends with, or None."""
        found = [item for item in self.of(type_) if reference.endswith((f":{item.name}", f"/{item.name}", item.name))]
        return max(found, key=lambda item: len(item.name), default=None)


def profiles() -> list[str]:
    """Return the profiles whose plans travel with the product."""
    return sorted(item.name.removesuffix(".json") for item in FOLDER.iterdir() if item.name.endswith(".json"))


def load_plan(profile: str) -> Plan:
    """Return the plan of a profile as it was captured. Raises NotFound naming the profiles there are."""
    if profile not in profiles():
        raise NotFound(f"There is no profile {profile!r}.", field="profile", remedy=f"Known: {', '.join(profiles())}.")
    return read_plan(profile, json.loads((FOLDER / f"{profile}.json").read_text(encoding="utf-8")))


def read_plan(profile: str, document: Sequence[Mapping[str, Any]]) -> Plan:
    """Return a plan from a list of {type, name, inputs}."""
    return Plan(profile, [Resource(item["type"], item["name"], item["inputs"]) for item in document])


READ = frozenset(
    """
    allocatedStorage assignPublicIp capacityProviderStrategies cpu desiredCount instanceClass internal
    manageMasterUserPassword maxCapacity memory memorySize minCapacity multiAz name networkConfiguration resourceId
    scalableTargetAction schedule subnetIds subnets taskDefinition vpcEndpointType
    """.split()
)
"""The inputs that cost depends on; the others (policies, descriptions, commands) stay out of the plans we ship."""


def reduced(document: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return a captured plan with only what an estimate reads, in the order of type and name."""
    kept = [
        {"type": item["type"], "name": item["name"], "inputs": _known(item["inputs"])}
        for item in document
        if not item["type"].startswith("pulumi:")
    ]
    return sorted(kept, key=lambda item: (item["type"], item["name"]))


def _known(inputs: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in inputs.items() if name in READ}
    if isinstance(network := found.get("networkConfiguration"), Mapping):
        found["networkConfiguration"] = {"assignPublicIp": network.get("assignPublicIp", False)}
    return dict(sorted(found.items()))
