"""The alarms: down, slow, sources failing, generation failing, too dear; each on a number that is really written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from sophia_infra.alerts import BILLING_REGION, Alerts
from sophia_infra.load_balancer import LoadBalancer
from sophia_infra.place import NAME, Part, Place
from sophia_infra.workers import NAMESPACE

SLOW_SECONDS = 2.0
BALANCER = "AWS/ApplicationELB"
# What the application writes each minute into its log, in CloudWatch's embedded metric format.
RESPONSE_TIME, SOURCE_FAILURES, GENERATION_FAILURES = "ResponseTime", "SourceFailures", "GenerationFailures"

_Query = aws.cloudwatch.MetricAlarmMetricQueryArgs
_Metric = aws.cloudwatch.MetricAlarmMetricQueryMetricArgs


@dataclass(frozen=True)
class Watched:
    """One number and the bound at which somebody is told."""

    name: str
    meaning: str
    bound: dict[str, Any]


SLOW = Watched(
    "slow",
    "One answer in twenty takes more than two seconds",
    {
        "namespace": NAMESPACE,
        "metric_name": RESPONSE_TIME,
        "extended_statistic": "p95",
        "comparison_operator": "GreaterThanThreshold",
        "threshold": SLOW_SECONDS,
        "period": 60,
        "evaluation_periods": 3,
        "datapoints_to_alarm": 2,
        "treat_missing_data": "notBreaching",
    },
)


class Alarms(Part):
    """The guide's five alarms. The first two also roll a new version back."""

    def __init__(
        self,
        place: Place,
        balancer: LoadBalancer,
        alerts: Alerts,
        options: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("alarms", options)
        self._place, self._alerts = place, alerts
        self.down = self._alarm(_down(balancer))
        self.slow = self._alarm(SLOW)
        self.sources = self._alarm(_counted("source-failures", "Data sources fail", SOURCE_FAILURES, 5))
        self.generation = self._alarm(_counted("generation-errors", "AI generation fails", GENERATION_FAILURES, 1))
        self.cost = self._alarm(_cost(place), billing=True)

    @property
    def all(self) -> list[aws.cloudwatch.MetricAlarm]:
        """The five alarms in the guide's order."""
        return [self.down, self.slow, self.sources, self.generation, self.cost]

    @property
    def rolling_back(self) -> list[pulumi.Output[str]]:
        """The names of the alarms that end a deployment."""
        return [self.down.name, self.slow.name]

    def _alarm(self, watched: Watched, *, billing: bool = False) -> aws.cloudwatch.MetricAlarm:
        topic = self._alerts.billing if billing else self._alerts.topic
        return aws.cloudwatch.MetricAlarm(
            watched.name,
            name=f"{NAME}-{watched.name}",
            alarm_description=f"{watched.meaning}. What to do: docs/operations.md",
            region=BILLING_REGION if billing else self._place.region,
            actions_enabled=billing or not self._place.settings.paused,
            alarm_actions=[topic.arn],
            ok_actions=[topic.arn],
            **watched.bound,
            opts=self.inside,
        )


def _down(balancer: LoadBalancer) -> Watched:
    """Not one task answers, in blue or in green, for a minute; silence counts as down."""
    healthy = [
        _Query(
            id=f"m{number}",
            metric=_Metric(
                namespace=BALANCER,
                metric_name="HealthyHostCount",
                period=60,
                stat="Maximum",
                dimensions={
                    "LoadBalancer": balancer.balancer.arn_suffix,
                    "TargetGroup": group.arn_suffix,
                },
            ),
        )
        for number, group in enumerate(balancer.groups)
    ]
    total = _Query(id="healthy", expression="FILL(m0, 0) + FILL(m1, 0)", label="tasks that answer", return_data=True)
    bound = {
        "metric_queries": [*healthy, total],
        "comparison_operator": "LessThanThreshold",
        "threshold": 1.0,
        "evaluation_periods": 1,
        "treat_missing_data": "breaching",
    }
    return Watched("down", "No task answers for more than a minute", bound)


def _counted(name: str, meaning: str, metric: str, threshold: float) -> Watched:
    bound = {
        "namespace": NAMESPACE,
        "metric_name": metric,
        "statistic": "Sum",
        "comparison_operator": "GreaterThanOrEqualToThreshold",
        "threshold": threshold,
        "period": 300,
        "evaluation_periods": 1,
        "treat_missing_data": "notBreaching",
    }
    return Watched(name, meaning, bound)


def _cost(place: Place) -> Watched:
    bound = {
        "namespace": "AWS/Billing",
        "metric_name": "EstimatedCharges",
        "dimensions": {"Currency": "USD"},
        "statistic": "Maximum",
        "comparison_operator": "GreaterThanThreshold",
        "threshold": float(place.settings.budget),
        "period": 6 * 3600,
        "evaluation_periods": 1,
        "treat_missing_data": "notBreaching",
    }
    return Watched("cost", "This month costs more than the budget", bound)
