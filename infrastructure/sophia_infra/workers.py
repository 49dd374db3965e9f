"""The workers: exports, refreshes and long jobs on Spot, from none to some and back to none."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from sophia_infra.place import NAME, Part
from sophia_infra.service import Ground
from sophia_infra.task import Task

# The worker's side of the contract: how many jobs wait, as a metric without dimensions.
NAMESPACE, WAITING = "Sophia", "JobsWaiting"

_Steps = aws.appautoscaling.PolicyStepScalingPolicyConfigurationArgs
_Step = aws.appautoscaling.PolicyStepScalingPolicyConfigurationStepAdjustmentArgs


class Workers(Part):
    """A service on Spot alone: a job that Spot interrupts is taken up again."""

    def __init__(self, ground: Ground, task: Task, options: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("workers", options)
        wanted = ground.place.settings
        service = aws.ecs.Service(
            "worker",
            name=f"{NAME}-worker",
            cluster=ground.platform.cluster.arn,
            task_definition=ground.define(task, self.inside).arn,
            desired_count=0,
            capacity_provider_strategies=[
                aws.ecs.ServiceCapacityProviderStrategyArgs(capacity_provider="FARGATE_SPOT", weight=1)
            ],
            network_configuration=ground.where,
            deployment_circuit_breaker=aws.ecs.ServiceDeploymentCircuitBreakerArgs(enable=True, rollback=True),
            enable_execute_command=False,
            propagate_tags="SERVICE",
            opts=self.with_(
                depends_on=[ground.platform.capacity], ignore_changes=[] if wanted.paused else ["desiredCount"]
            ),
        )
        self._target = aws.appautoscaling.Target(
            "worker",
            service_namespace="ecs",
            scalable_dimension="ecs:service:DesiredCount",
            resource_id=pulumi.Output.concat("service/", ground.platform.cluster.name, "/", service.name),
            min_capacity=0,
            max_capacity=wanted.workers_max,
            opts=self.inside,
        )
        if not wanted.paused:
            self._scale("more", "GreaterThanOrEqualToThreshold", 1, 1)
            self._scale("none", "LessThanThreshold", 10, -wanted.workers_max)

    def _scale(self, name: str, comparison: str, minutes: int, change: int) -> None:
        """Add one task while jobs wait; let all go when none has waited for ten minutes."""
        step = _Step(
            scaling_adjustment=change,
            metric_interval_lower_bound="0" if change > 0 else None,
            metric_interval_upper_bound="0" if change < 0 else None,
        )
        policy = aws.appautoscaling.Policy(
            f"worker-{name}",
            policy_type="StepScaling",
            service_namespace=self._target.service_namespace,
            scalable_dimension=self._target.scalable_dimension,
            resource_id=self._target.resource_id,
            step_scaling_policy_configuration=_Steps(
                adjustment_type="ChangeInCapacity",
                cooldown=60,
                metric_aggregation_type="Maximum",
                step_adjustments=[step],
            ),
            opts=self.inside,
        )
        aws.cloudwatch.MetricAlarm(
            f"worker-{name}",
            name=f"{NAME}-worker-{name}",
            alarm_description="Scales the workers; nobody is told.",
            namespace=NAMESPACE,
            metric_name=WAITING,
            statistic="Maximum",
            comparison_operator=comparison,
            threshold=1,
            period=60,
            evaluation_periods=minutes,
            treat_missing_data="ignore" if change > 0 else "breaching",
            alarm_actions=[policy.arn],
            opts=self.inside,
        )
