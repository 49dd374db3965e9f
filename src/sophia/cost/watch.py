"""What looks on: logs, alarms, dashboards, metrics, and the three services that guard."""

from __future__ import annotations

from collections.abc import Iterator

from sophia.cost.plan import Plan, Resource
from sophia.cost.price import Usage
from sophia.cost.use import Use, metered
from sophia.kernel.meters import UNITS, WITH_WORKERS

LOGS = "aws:cloudwatch/logGroup:LogGroup"


@metered(LOGS)
def log_group(resource: Resource, plan: Plan, usage: Usage) -> Iterator[Use]:
    """What is written, and the ten metrics that the app writes into its first log."""
    groups = list(plan.of(LOGS))
    yield Use("log_ingestion", usage.log_gb / len(groups), varies=True, note=f"a share of {usage.log_gb:g} GB")
    if resource == groups[0]:
        yield Use("custom_metric", len(set(UNITS) - WITH_WORKERS), note="the metrics that Sophia itself measures")


@metered("aws:cloudwatch/logMetricFilter:LogMetricFilter")
def log_metric(_: Resource, __: Plan, ___: Usage) -> Iterator[Use]:
    """A metric that is counted out of a log."""
    yield Use("custom_metric", 1)


@metered("aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm")
def alarm(_: Resource, __: Plan, ___: Usage) -> Iterator[Use]:
    """An alarm on one metric."""
    yield Use("alarm", 1)


@metered("aws:cloudwatch/dashboard:Dashboard")
def dashboard(_: Resource, __: Plan, ___: Usage) -> Iterator[Use]:
    """A dashboard of at most 50 metrics."""
    yield Use("cloudwatch_dashboard", 1)


@metered("aws:cfg/recorder:Recorder")
def recorder(_: Resource, __: Plan, usage: Usage) -> Iterator[Use]:
    """Recorded changes of the types that the recorder is limited to."""
    yield Use("config_item", usage.config_items, varies=True)


@metered("aws:cfg/rule:Rule")
def rule(resource: Resource, plan: Plan, usage: Usage) -> Iterator[Use]:
    """Evaluations, evenly over the rules."""
    rules = len(list(plan.of(resource.type)))
    yield Use("config_evaluation", usage.config_evaluations / rules, varies=True)


@metered("aws:guardduty/detector:Detector")
def detector(_: Resource, __: Plan, usage: Usage) -> Iterator[Use]:
    """The foundational sources only; the optional plans are off."""
    yield Use("guardduty_events", usage.guardduty_million_events, varies=True)
    yield Use("guardduty_flow", usage.guardduty_flow_gb, varies=True)
