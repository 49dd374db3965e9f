"""What runs: Fargate tasks on demand and on Spot, the generator's function, the images."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sophia.cost.plan import Plan, Resource
from sophia.cost.price import Usage
from sophia.cost.use import HOURS, Use, metered

SERVICE = "aws:ecs/service:Service"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
TARGET = "aws:appautoscaling/target:Target"
ACTION = "aws:appautoscaling/scheduledAction:ScheduledAction"
HOUR = re.compile(r"cron\(\d+ (\d+) \? \* (\S+) \*\)")
WEEK = 168


@metered(SERVICE)
def service(resource: Resource, plan: Plan, usage: Usage) -> Iterator[Use]:
    """Tasks by what always runs (the floor, by day and by night), and by what comes with use."""
    task = plan.referred(TASK, str(resource.inputs["taskDefinition"]))
    if task is None:
        return
    vcpu, memory = task.number("cpu") / 1024, task.number("memory") / 1024
    floor = _floor(resource, plan)
    on_demand = min(_base(resource), floor)
    addresses = 1 if _public(resource) else 0
    said = f"{on_demand:.2f} tasks on demand and {floor - on_demand:.2f} on Spot on average"
    yield from _tasks(vcpu, memory, on_demand * HOURS, "", said)
    yield from _tasks(vcpu, memory, (floor - on_demand) * HOURS, "_spot", said)
    yield Use("public_ipv4", floor * HOURS * addresses, note="one address for each task, in place of a NAT gateway")
    hours = usage.worker_hours if floor == 0 else usage.extra_web_hours
    if _most(resource, plan) > floor:
        said = f"{hours:g} task-hours a month above the floor"
        yield from _tasks(vcpu, memory, hours, "_spot", said, varies=True)
        yield Use("public_ipv4", hours * addresses, varies=True, note=said)


def _tasks(vcpu: float, memory: float, hours: float, kind: str, note: str, *, varies: bool = False) -> Iterator[Use]:
    yield Use(f"fargate_arm_vcpu{kind}", vcpu * hours, varies, note)
    yield Use(f"fargate_arm_memory{kind}", memory * hours, varies, note)


def _base(service: Resource) -> float:
    """Return how many tasks are on demand: the base of FARGATE, or all where Spot has no part."""
    strategies = service.inputs.get("capacityProviderStrategies") or [{"capacityProvider": "FARGATE", "weight": 1}]
    by_name = {item["capacityProvider"]: item for item in strategies}
    if "FARGATE_SPOT" not in by_name:
        return float("inf")
    return float(by_name.get("FARGATE", {}).get("base", 0))


def _floor(service: Resource, plan: Plan) -> float:
    """Return the fewest tasks, averaged over the week when they are fewer at night."""
    target = _scaled(TARGET, service, plan)
    if not target:
        return service.number("desiredCount")
    least = target[0].number("minCapacity")
    times = sorted(_time(action) for action in _scaled(ACTION, service, plan))
    if len(times) != 2:
        return least
    (first, by_day), (last, by_night) = times
    day_hours = (last - first) * 5
    return (by_day * day_hours + by_night * (WEEK - day_hours)) / WEEK


def _time(action: Resource) -> tuple[int, float]:
    """Return the hour on working days at which an action sets the floor, and the floor."""
    found = HOUR.fullmatch(str(action.inputs["schedule"]))
    if found is None or found[2] != "MON-FRI":
        raise ValueError(f"The schedule of {action.label} is not one that is understood here.")
    return int(found[1]), float(action.inputs["scalableTargetAction"]["minCapacity"])


def _most(service: Resource, plan: Plan) -> float:
    target = _scaled(TARGET, service, plan)
    return target[0].number("maxCapacity") if target else 0


def _scaled(type_: str, service: Resource, plan: Plan) -> list[Resource]:
    name = str(service.inputs.get("name", service.name))
    return [item for item in plan.of(type_) if str(item.inputs["resourceId"]).endswith(f"/{name}")]


def _public(service: Resource) -> bool:
    return bool((service.inputs.get("networkConfiguration") or {}).get("assignPublicIp"))


@metered("aws:lambda/function:Function")
def function(resource: Resource, _: Plan, usage: Usage) -> Iterator[Use]:
    """Requests and the memory they hold while they run."""
    yield Use("lambda_request", usage.lambda_requests, varies=True)
    seconds = usage.lambda_requests * usage.lambda_seconds
    yield Use("lambda_arm_compute", seconds * resource.number("memorySize") / 1024, varies=True)


@metered("aws:ecr/repository:Repository")
def repository(_: Resource, __: Plan, usage: Usage) -> Iterator[Use]:
    """Stored images."""
    yield Use("ecr_storage", usage.image_gb, varies=True)
