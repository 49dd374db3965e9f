"""The scaling: more web tasks when they are busy or asked often, fewer at night."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from sophia_infra.load_balancer import LoadBalancer
from sophia_infra.place import Part, Place

CPU_PERCENT = 60.0
REQUESTS_A_MINUTE = 600.0
DAY, NIGHT = "cron(0 7 ? * MON-FRI *)", "cron(0 19 ? * MON-FRI *)"

_Scaling = aws.appautoscaling
_Metric = _Scaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricArgs
_Stat = _Scaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricMetricStatArgs
_Source = _Scaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricMetricStatMetricArgs
_Dimension = _Scaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricMetricStatMetricDimensionArgs  # noqa: E501 - the provider's name
_Tracking = aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgs


class Scaling(Part):
    """Between the smallest and the largest number of web tasks: by CPU, by requests, by the clock."""

    def __init__(
        self,
        place: Place,
        cluster: pulumi.Output[str],
        service: pulumi.Output[str],
        balancer: LoadBalancer,
        options: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("scaling", options)
        self._place = place
        wanted = place.settings
        self._target = aws.appautoscaling.Target(
            "web",
            service_namespace="ecs",
            scalable_dimension="ecs:service:DesiredCount",
            resource_id=pulumi.Output.concat("service/", cluster, "/", service),
            min_capacity=wanted.web_min,
            max_capacity=wanted.web_max,
            # By night the schedule has lowered it.
            opts=self.with_(ignore_changes=[] if wanted.paused else ["minCapacity"]),
        )
        if wanted.paused:
            return
        self._policy("cpu", _by_cpu())
        self._policy("requests", _by_requests(balancer))
        self._floor("day", DAY, wanted.web_min)
        self._floor("night", NIGHT, wanted.night_floor)

    def _policy(self, name: str, tracking: _Tracking) -> None:
        aws.appautoscaling.Policy(
            name,
            policy_type="TargetTrackingScaling",
            service_namespace=self._target.service_namespace,
            scalable_dimension=self._target.scalable_dimension,
            resource_id=self._target.resource_id,
            target_tracking_scaling_policy_configuration=tracking,
            opts=self.inside,
        )

    def _floor(self, name: str, schedule: str, fewest: int) -> None:
        aws.appautoscaling.ScheduledAction(
            name,
            schedule=schedule,
            timezone=self._place.settings.timezone,
            service_namespace=self._target.service_namespace,
            scalable_dimension=self._target.scalable_dimension,
            resource_id=self._target.resource_id,
            scalable_target_action=aws.appautoscaling.ScheduledActionScalableTargetActionArgs(min_capacity=fewest),
            opts=self.inside,
        )


def _by_cpu() -> _Tracking:
    metric = aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs(
        predefined_metric_type="ECSServiceAverageCPUUtilization"
    )
    return _Tracking(
        target_value=CPU_PERCENT,
        predefined_metric_specification=metric,
        scale_out_cooldown=60,
        scale_in_cooldown=300,
    )


def _by_requests(balancer: LoadBalancer) -> _Tracking:
    """Requests per task over blue and green together: one of them stands idle, and which one changes."""
    parts = [_requests(f"m{number}", balancer, group) for number, group in enumerate(balancer.groups)]
    total = _Metric(id="total", expression="FILL(m0, 0) + FILL(m1, 0)", label="requests per task", return_data=True)
    specification = aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationArgs(
        metrics=[*parts, total]
    )
    return _Tracking(
        target_value=REQUESTS_A_MINUTE,
        customized_metric_specification=specification,
        scale_out_cooldown=60,
        scale_in_cooldown=300,
    )


def _requests(name: str, balancer: LoadBalancer, group: aws.lb.TargetGroup) -> _Metric:
    dimensions = [
        _Dimension(name="LoadBalancer", value=balancer.balancer.arn_suffix),
        _Dimension(name="TargetGroup", value=group.arn_suffix),
    ]
    source = _Source(namespace="AWS/ApplicationELB", metric_name="RequestCountPerTarget", dimensions=dimensions)
    return _Metric(id=name, metric_stat=_Stat(metric=source, stat="Sum"), return_data=False)
