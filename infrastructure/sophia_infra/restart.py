"""The restart: after the database's password has changed, the web tasks start anew and read it."""

from __future__ import annotations

import json

import pulumi
import pulumi_aws as aws

from sophia_infra.place import NAME, Part, Place
from sophia_infra.statements import Statement, document, trust

AFTER_ROTATION = "cron(10 4 ? 1,4,7,10 SUN#1 *)"


class Restart(Part):
    """A schedule that deploys the same version again, task by task, without a gap."""

    def __init__(
        self,
        place: Place,
        cluster: pulumi.Output[str],
        service: pulumi.Output[str],
        options: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("restart", options)
        trusted = trust("scheduler", account=place.account)
        role = aws.iam.Role("restart", name=f"{NAME}-restart", assume_role_policy=trusted, opts=self.inside)
        web = place.arn("ecs", f"service/{NAME}/{NAME}-web")
        policy = document([Statement("Restart", ["ecs:UpdateService"], [web])])
        aws.iam.RolePolicy("restart", role=role.id, policy=policy, opts=self.inside)
        order = pulumi.Output.all(cluster=cluster, service=service).apply(_order)
        aws.scheduler.Schedule(
            "restart",
            name=f"{NAME}-restart",
            schedule_expression=AFTER_ROTATION,
            flexible_time_window=aws.scheduler.ScheduleFlexibleTimeWindowArgs(mode="OFF"),
            state="DISABLED" if place.settings.paused else "ENABLED",
            target=aws.scheduler.ScheduleTargetArgs(
                arn="arn:aws:scheduler:::aws-sdk:ecs:updateService", role_arn=role.arn, input=order
            ),
            opts=self.inside,
        )


def _order(names: dict[str, str]) -> str:
    order = {"Cluster": names["cluster"], "Service": names["service"], "ForceNewDeployment": True}
    return json.dumps(order, sort_keys=True)
