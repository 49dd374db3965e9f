"""Availability: two of everything that people wait for, and a way back from every change."""

from __future__ import annotations

from collections.abc import Iterator

from sophia_plan.plan import Resource
from sophia_rules.rule import Resources, Rule, each, of

WEB = "web"
ALARMS = ("down", "slow", "source-failures", "generation-errors", "cost")
SCALING = ("cpu", "requests")


def _web(resources: Resources) -> list[Resource]:
    return [service for service in of(resources, "ecs.Service") if service.name == WEB]


def _paused(resources: Resources) -> bool:
    """Whether the stack stands still on purpose."""
    return all(target.inputs.get("maxCapacity") == 0 for target in of(resources, "appautoscaling.Target"))


def _two_zones(resources: Resources) -> Iterator[str]:
    zones: dict[str, set[str]] = {}
    for subnet in of(resources, "ec2.Subnet"):
        zones.setdefault(subnet.name.rpartition("-")[0], set()).add(subnet.inputs["availabilityZone"])
    yield from (f"subnets {kind}" for kind in ("public", "closed") if len(zones.get(kind, ())) < 2)


def _services_spread(resources: Resources) -> Iterator[str]:
    """Tasks and the load balancer lie in two subnets."""
    for service in of(resources, "ecs.Service"):
        if len(set(service.inputs["networkConfiguration"]["subnets"])) < 2:
            yield service.key
    for kind in ("lb.LoadBalancer", "rds.SubnetGroup"):
        for found in of(resources, kind):
            if len(set(found.inputs.get("subnets", found.inputs.get("subnetIds", [])))) < 2:
                yield found.key


def _web_never_on_spot_alone(resources: Resources) -> Iterator[str]:
    if _paused(resources):
        return
    for service in _web(resources):
        rows = {row["capacityProvider"]: row for row in service.inputs.get("capacityProviderStrategies", [])}
        if rows.get("FARGATE", {}).get("base", 0) < 1:
            yield service.key


def _standby(resources: Resources) -> Iterator[str]:
    """Whoever runs two web tasks has a second database as well."""
    two = any(
        target.inputs.get("minCapacity", 0) >= 2
        for target in of(resources, "appautoscaling.Target")
        if target.name == WEB
    )
    for database in of(resources, "rds.Instance"):
        if two and database.inputs.get("multiAz") is not True:
            yield database.key


def _rolls_back(service: Resource) -> bool:
    breaker = service.inputs.get("deploymentCircuitBreaker", {})
    return breaker.get("enable") is True and breaker.get("rollback") is True


def _alarms_roll_back(resources: Resources) -> Iterator[str]:
    for service in _web(resources):
        alarms = service.inputs.get("alarms", {})
        wanted = {"sophia-down", "sophia-slow"} <= set(alarms.get("alarmNames", []))
        if not wanted or not alarms.get("rollback") or not (alarms.get("enable") or _paused(resources)):
            yield service.key


def _no_gap(resources: Resources) -> Iterator[str]:
    for service in _web(resources):
        if service.inputs.get("deploymentMinimumHealthyPercent", 100) < 100:
            yield service.key


def _production_left_alone(resources: Resources) -> Iterator[str]:
    """What ECS and the scaling move, a later `up` does not move back."""
    for rule in of(resources, "lb.ListenerRule"):
        if rule.name == "production" and "actions" not in rule.ignored:
            yield rule.key
    for service in of(resources, "ecs.Service"):
        scaled = service.name in {target.name for target in of(resources, "appautoscaling.Target")}
        if scaled and not _paused(resources) and "desiredCount" not in service.ignored:
            yield service.key


def _scales(resources: Resources) -> Iterator[str]:
    if _paused(resources):
        return
    names = {policy.name for policy in of(resources, "appautoscaling.Policy")}
    yield from (f"no scaling by {name}" for name in SCALING if name not in names)
    floors = {action.name for action in of(resources, "appautoscaling.ScheduledAction")}
    yield from (f"no floor by {name}" for name in ("day", "night") if name not in floors)


def _speaks(alarm: Resource) -> bool:
    return bool(alarm.inputs.get("alarmActions"))


def _five_alarms(resources: Resources) -> Iterator[str]:
    ringing = {
        alarm.name
        for alarm in of(resources, "cloudwatch.MetricAlarm")
        if _speaks(alarm) and (alarm.inputs.get("actionsEnabled") is not False or _paused(resources))
    }
    yield from (f"no alarm {name}" for name in ALARMS if name not in ringing)


def _silence_is_down(resources: Resources) -> Iterator[str]:
    for alarm in of(resources, "cloudwatch.MetricAlarm"):
        if alarm.name == "down" and alarm.inputs.get("treatMissingData") != "breaching":
            yield alarm.key


def _bounds(resources: Resources) -> Iterator[str]:
    """The guide's bounds: a minute of downtime, two seconds of waiting."""
    for alarm in of(resources, "cloudwatch.MetricAlarm"):
        if alarm.name == "slow" and not 0 < alarm.inputs.get("threshold", 0) <= 2:
            yield alarm.key
        if alarm.name == "down":
            periods = [query.get("metric", {}).get("period", 0) for query in alarm.inputs.get("metricQueries", [])]
            if max(periods, default=61) * alarm.inputs.get("evaluationPeriods", 1) > 60:
                yield alarm.key


def _asked_if_ready(group: Resource) -> bool:
    return group.inputs.get("targetType") == "lambda" or group.inputs.get("healthCheck", {}).get("path") == (
        "/api/health/ready"
    )


RULES: list[Rule] = [
    Rule("two-zones", "Public and closed subnets lie in two zones.", _two_zones),
    Rule("spread-over-zones", "Tasks, load balancer and database reach over both zones.", _services_spread),
    Rule("web-never-on-spot-alone", "One web task at least does not run on Spot.", _web_never_on_spot_alone),
    Rule("standby-database", "Whoever runs two web tasks has a standby database.", _standby),
    each("bad-start-rolls-back", "ecs.Service", "A version that does not start is taken back.", _rolls_back),
    Rule("alarms-roll-back", "A version that is down or slow is taken back.", _alarms_roll_back),
    Rule("no-gap", "A new version comes before the old one goes.", _no_gap),
    Rule("moved-by-aws-left-alone", "What ECS and the scaling move, `up` leaves alone.", _production_left_alone),
    Rule("web-scales", "Web tasks follow CPU, requests and the clock.", _scales),
    each("asked-if-ready", "lb.TargetGroup", "A task gets requests only when it says it is ready.", _asked_if_ready),
    Rule("five-alarms", "The guide's five alarms ring somewhere.", _five_alarms),
    Rule("silence-is-down", "When nothing is heard of the tasks, they count as down.", _silence_is_down),
    Rule("alarm-bounds", "Down is a minute, slow is two seconds.", _bounds),
]
