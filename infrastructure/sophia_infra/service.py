"""The web service: tasks on demand and on Spot behind the load balancer; a bad version rolls itself back."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from sophia_infra.config import Settings
from sophia_infra.firewall import PORT, Firewall
from sophia_infra.image import Image
from sophia_infra.load_balancer import LoadBalancer
from sophia_infra.network import Network
from sophia_infra.place import NAME, Part, Place
from sophia_infra.platform import Platform
from sophia_infra.roles import Roles
from sophia_infra.scaling import Scaling
from sophia_infra.task import Task, define

BAKE_MINUTES = "5"
CANARY_PERCENT = 10.0

_Capacity = aws.ecs.ServiceCapacityProviderStrategyArgs


@dataclass(frozen=True)
class Ground:
    """What every service stands on."""

    place: Place
    network: Network
    firewall: Firewall
    platform: Platform
    image: Image
    roles: Roles

    @property
    def where(self) -> aws.ecs.ServiceNetworkConfigurationArgs:
        """Public subnets, for the way out without a NAT gateway; the firewall lets nobody in but the balancer."""
        return aws.ecs.ServiceNetworkConfigurationArgs(
            subnets=self.network.public_ids, security_groups=[self.firewall.tasks.id], assign_public_ip=True
        )

    def define(self, task: Task, options: pulumi.ResourceOptions) -> aws.ecs.TaskDefinition:
        """Register a task of this ground."""
        return define(task, self.place, self.image.uri, self.roles.execution, self.platform.log, options=options)


class Service(Part):
    """Sophia's web tasks. How many there are is the scaling's business, not that of `up`."""

    def __init__(
        self,
        ground: Ground,
        task: Task,
        balancer: LoadBalancer,
        rollback_alarms: list[pulumi.Output[str]],
        options: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("service", options)
        wanted = ground.place.settings
        self.service = aws.ecs.Service(
            "web",
            name=f"{NAME}-web",
            cluster=ground.platform.cluster.arn,
            task_definition=ground.define(task, self.inside).arn,
            desired_count=wanted.web_min,
            capacity_provider_strategies=_capacity(wanted),
            network_configuration=ground.where,
            load_balancers=[_traffic(wanted, balancer, ground.roles)],
            health_check_grace_period_seconds=90,
            deployment_configuration=_strategy(wanted),
            deployment_circuit_breaker=aws.ecs.ServiceDeploymentCircuitBreakerArgs(enable=True, rollback=True),
            deployment_minimum_healthy_percent=100,
            deployment_maximum_percent=200,
            alarms=aws.ecs.ServiceAlarmsArgs(enable=not wanted.paused, rollback=True, alarm_names=rollback_alarms),
            availability_zone_rebalancing="ENABLED",
            enable_execute_command=False,
            propagate_tags="SERVICE",
            opts=self.with_(
                depends_on=[balancer.rule, ground.platform.capacity],
                ignore_changes=[] if wanted.paused else ["desiredCount"],
            ),
        )
        Scaling(ground.place, ground.platform.cluster.name, self.service.name, balancer, self.inside)


def _capacity(wanted: Settings) -> list[_Capacity]:
    """The first tasks on demand, the others on Spot: when Spot is taken away, somebody still answers."""
    on_demand = _Capacity(capacity_provider="FARGATE", base=wanted.web_on_demand, weight=0 if wanted.web_spot else 1)
    return [on_demand, _Capacity(capacity_provider="FARGATE_SPOT", weight=1)] if wanted.web_spot else [on_demand]


def _traffic(wanted: Settings, balancer: LoadBalancer, roles: Roles) -> aws.ecs.ServiceLoadBalancerArgs:
    blue, green = balancer.groups
    advanced = aws.ecs.ServiceLoadBalancerAdvancedConfigurationArgs(
        alternate_target_group_arn=green.arn,
        production_listener_rule=balancer.rule.arn,
        role_arn=roles.balancing.arn,
    )
    return aws.ecs.ServiceLoadBalancerArgs(
        container_name=NAME,
        container_port=PORT,
        target_group_arn=blue.arn,
        advanced_configuration=None if wanted.deployment == "rolling" else advanced,
    )


def _strategy(wanted: Settings) -> aws.ecs.ServiceDeploymentConfigurationArgs:
    canary = aws.ecs.ServiceDeploymentConfigurationCanaryConfigurationArgs(
        canary_percent=CANARY_PERCENT, canary_bake_time_in_minutes=BAKE_MINUTES
    )
    rolling = wanted.deployment == "rolling"
    return aws.ecs.ServiceDeploymentConfigurationArgs(
        strategy=wanted.deployment.upper(),
        bake_time_in_minutes=None if rolling else BAKE_MINUTES,
        canary_configuration=canary if wanted.deployment == "canary" else None,
    )
