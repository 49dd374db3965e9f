"""The generator: the AI generator's calls answered by a Lambda function from the same image."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from sophia_infra.keys import Keys
from sophia_infra.load_balancer import LoadBalancer
from sophia_infra.place import NAME, Part
from sophia_infra.secrets import Secrets
from sophia_infra.service import Ground
from sophia_infra.statements import Statement, document, trust

CALLS = ("/generate-dashboard", "/add-component", "/modify-dashboard")
COMMAND = "lambda"
MEMORY = 1024
SECONDS = 60


class Generator(Part):
    """A function in the closed subnets; the load balancer leads to it when `generator` is lambda."""

    def __init__(
        self,
        ground: Ground,
        keys: Keys,
        secrets: Secrets,
        variables: Mapping[str, pulumi.Input[str]],
        options: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("generator", options)
        self.log = aws.cloudwatch.LogGroup(
            "generator",
            name=f"/aws/lambda/{NAME}-generator",
            retention_in_days=ground.place.settings.log_days,
            kms_key_id=keys.arn,
            opts=self.inside,
        )
        role = self._role(ground, secrets, keys)
        self.function = aws.lambda_.Function(
            "generator",
            name=f"{NAME}-generator",
            package_type="Image",
            image_uri=ground.image.uri,
            image_config=aws.lambda_.FunctionImageConfigArgs(commands=[COMMAND]),
            architectures=["arm64"],
            role=role.arn,
            memory_size=MEMORY,
            timeout=SECONDS,
            reserved_concurrent_executions=0 if ground.place.settings.paused else -1,
            kms_key_arn=keys.arn,
            environment=aws.lambda_.FunctionEnvironmentArgs(variables=_own(variables, secrets)),
            vpc_config=aws.lambda_.FunctionVpcConfigArgs(
                subnet_ids=ground.network.closed_ids,
                security_group_ids=[ground.firewall.function.id],
                ipv6_allowed_for_dual_stack=True,
            ),
            opts=self.with_(depends_on=[self.log]),
        )

    def answer_calls(self, balancer: LoadBalancer, host: str) -> None:
        """Lead the generator's three calls to the function."""
        group = aws.lb.TargetGroup("generator", name=f"{NAME}-generator", target_type="lambda", opts=self.inside)
        allowed = aws.lambda_.Permission(
            "balancer",
            action="lambda:InvokeFunction",
            function=self.function.name,
            principal="elasticloadbalancing.amazonaws.com",
            source_arn=group.arn,
            opts=self.inside,
        )
        attached = aws.lb.TargetGroupAttachment(
            "generator",
            target_group_arn=group.arn,
            target_id=self.function.arn,
            opts=self.with_(depends_on=[allowed]),
        )
        aws.lb.ListenerRule(
            "generator",
            listener_arn=balancer.listener.arn,
            priority=60,
            conditions=[
                aws.lb.ListenerRuleConditionArgs(host_header=aws.lb.ListenerRuleConditionHostHeaderArgs(values=[host])),
                aws.lb.ListenerRuleConditionArgs(
                    path_pattern=aws.lb.ListenerRuleConditionPathPatternArgs(values=list(CALLS))
                ),
            ],
            actions=[aws.lb.ListenerRuleActionArgs(type="forward", target_group_arn=group.arn)],
            opts=self.with_(depends_on=[attached]),
        )

    def _role(self, ground: Ground, secrets: Secrets, keys: Keys) -> aws.iam.Role:
        trusted = trust("lambda", account=ground.place.account)
        role = aws.iam.Role("generator", name=f"{NAME}-generator", assume_role_policy=trusted, opts=self.inside)
        log = Statement(
            "Log",
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            [pulumi.Output.concat(self.log.arn, ":*")],
        )
        # AWS knows no narrower resource for the network interfaces of functions.
        interfaces = Statement(
            "Network",
            [
                "ec2:CreateNetworkInterface",
                "ec2:DeleteNetworkInterface",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSubnets",
            ],
            ["*"],
        )
        policy = document([log, interfaces, *secrets.reading(), *keys.for_app()])
        aws.iam.RolePolicy("generator", role=role.id, policy=policy, opts=self.inside)
        return role


def _own(variables: Mapping[str, pulumi.Input[str]], secrets: Secrets) -> dict[str, pulumi.Input[str]]:
    """The web task's settings, the only writable folder, and where the password lies: never the password.

    The closed subnets lead outwards by IPv6 only, so AWS's services are asked at addresses that have it.
    """
    own = {"SOPHIA_HOME": "/tmp/sophia", "AWS_USE_DUALSTACK_ENDPOINT": "true"}
    return {**variables, **own, "PGPASSWORD_SECRET_ARN": secrets.database_arn}
