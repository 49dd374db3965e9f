"""Thrift: nothing that costs much by accident."""

from __future__ import annotations

from collections.abc import Iterator

from sophia_plan.plan import Resource
from sophia_rules.rule import Resources, Rule, each, none, of

FREE = {"cloudwatch.Dashboard": 3, "cloudwatch.MetricAlarm": 10, "cloudtrail.Trail": 1}
PLANS = 6


def _within_free(resources: Resources) -> Iterator[str]:
    for kind, allowed in FREE.items():
        if (count := len(of(resources, kind))) > allowed:
            yield f"{count} {kind}, free are {allowed}"


def _foundation_only(resources: Resources) -> Iterator[str]:
    """Plans of GuardDuty that are not switched off switch themselves on."""
    off = [feature for feature in of(resources, "guardduty.DetectorFeature") if feature.inputs["status"] == "DISABLED"]
    if of(resources, "guardduty.Detector") and len(off) < PLANS:
        yield f"{PLANS - len(off)} plans of GuardDuty are not off"


def _budgets_speak(resources: Resources) -> Iterator[str]:
    budgets = of(resources, "budgets.Budget")
    if not any(budget.inputs["name"] == "sophia-dashboard-budget" for budget in budgets):
        yield "no budget sophia-dashboard-budget"
    for budget in budgets:
        notices = budget.inputs.get("notifications", [])
        if not notices or not all(notice.get("subscriberSnsTopicArns") for notice in notices):
            yield budget.key


def _no_insights(cluster: Resource) -> bool:
    return {"name": "containerInsights", "value": "disabled"} in cluster.inputs.get("settings", [])


RULES: list[Rule] = [
    none("no-nat", ("ec2.NatGateway", "ec2.NatInstance"), "There is no NAT gateway: each costs $394 a year."),
    none("no-idle-addresses", ("ec2.Eip",), "There are no reserved addresses: each costs $44 a year."),
    each(
        "endpoints-free",
        "ec2.VpcEndpoint",
        "Endpoints are gateways: an interface costs $88 a year and zone.",
        lambda found: found.inputs.get("vpcEndpointType") == "Gateway",
    ),
    Rule("within-free-tier", "Dashboards, alarms and trails stay within what AWS gives away.", _within_free),
    each(
        "no-container-insights", "ecs.Cluster", "Container Insights is off: it costs more than the tasks.", _no_insights
    ),
    Rule("guardduty-foundation-only", "GuardDuty's paid plans are off.", _foundation_only),
    each(
        "config-limited",
        "cfg.Recorder",
        "Config records a few named kinds, none that comes and goes with each task.",
        lambda found: (
            found.inputs.get("recordingGroup", {}).get("allSupported") is False
            and "AWS::EC2::NetworkInterface" not in found.inputs["recordingGroup"].get("resourceTypes", [])
        ),
    ),
    each(
        "trail-without-data-events",
        "cloudtrail.Trail",
        "The audit trail records management events, which are free.",
        lambda found: not found.inputs.get("eventSelectors") and not found.inputs.get("advancedEventSelectors"),
    ),
    none("secrets-in-parameters", ("secretsmanager.Secret",), "Further secrets are parameters, which are free."),
    each(
        "storage-gp3",
        "rds.Instance",
        "The database's storage is gp3.",
        lambda found: found.inputs.get("storageType") == "gp3",
    ),
    Rule("budgets-speak", "The guide's budget exists, and every budget tells somebody.", _budgets_speak),
    each(
        "workers-on-spot",
        "ecs.Service",
        "Background workers run on Spot.",
        lambda found: (
            found.name != "worker"
            or [row["capacityProvider"] for row in found.inputs["capacityProviderStrategies"]] == ["FARGATE_SPOT"]
        ),
    ),
    each(
        "workers-from-none",
        "appautoscaling.Target",
        "Without work there are no background workers.",
        lambda found: found.name != "worker" or found.inputs.get("minCapacity") == 0,
    ),
    each(
        "images-few",
        "ecr.LifecyclePolicy",
        "Old images are thrown away.",
        lambda found: '"expire"' in found.inputs.get("policy", ""),
    ),
]
