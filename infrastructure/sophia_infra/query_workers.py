"""The query workers: foreign queries in tasks of their own whose role may do nothing."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from sophia_infra.place import NAME, Part
from sophia_infra.service import Ground
from sophia_infra.task import Task


class QueryWorkers(Part):
    """A service apart from the web tasks: no secrets, no role, no way in."""

    def __init__(self, ground: Ground, task: Task, options: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("query-workers", options)
        aws.ecs.Service(
            "query",
            name=f"{NAME}-query",
            cluster=ground.platform.cluster.arn,
            task_definition=ground.define(task, self.inside).arn,
            desired_count=ground.place.settings.query_workers,
            capacity_provider_strategies=[
                aws.ecs.ServiceCapacityProviderStrategyArgs(capacity_provider="FARGATE", base=1, weight=0),
                aws.ecs.ServiceCapacityProviderStrategyArgs(capacity_provider="FARGATE_SPOT", weight=1),
            ],
            network_configuration=ground.where,
            deployment_circuit_breaker=aws.ecs.ServiceDeploymentCircuitBreakerArgs(enable=True, rollback=True),
            enable_execute_command=False,
            propagate_tags="SERVICE",
            opts=self.with_(depends_on=[ground.platform.capacity]),
        )
