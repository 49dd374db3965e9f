"""The platform: the ECS cluster on Fargate and Fargate Spot, and the log of everything that runs on it."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from sophia_infra.keys import Keys
from sophia_infra.place import NAME, Part, Place

LOG_GROUP = f"/{NAME}/app"


class Platform(Part):
    """A cluster with both kinds of capacity and one log group."""

    def __init__(self, place: Place, keys: Keys, options: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("platform", options)
        self.cluster = aws.ecs.Cluster(
            "cluster",
            name=NAME,
            # Container Insights costs more than the tasks; the load balancer and the log say enough.
            settings=[aws.ecs.ClusterSettingArgs(name="containerInsights", value="disabled")],
            opts=self.inside,
        )
        self.capacity = aws.ecs.ClusterCapacityProviders(
            "capacity",
            cluster_name=self.cluster.name,
            capacity_providers=["FARGATE", "FARGATE_SPOT"],
            opts=self.inside,
        )
        self.log = aws.cloudwatch.LogGroup(
            "app",
            name=LOG_GROUP,
            retention_in_days=place.settings.log_days,
            kms_key_id=keys.arn,
            opts=self.inside,
        )
