"""The roles: what each part may do, and on which resources; nothing may do everything."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from sophia_infra.image import Image
from sophia_infra.keys import Keys
from sophia_infra.place import NAME, Part, Place
from sophia_infra.platform import Platform
from sophia_infra.secrets import Secrets
from sophia_infra.statements import Statement, document, trust
from sophia_infra.storage import Storage

BALANCING = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"


@dataclass(frozen=True)
class Resources:
    """What the roles are about."""

    keys: Keys
    storage: Storage
    secrets: Secrets
    image: Image
    platform: Platform


class Roles(Part):
    """One role per kind of task, one that starts tasks, one that moves traffic, one that deploys."""

    def __init__(self, place: Place, over: Resources, options: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("roles", options)
        self._place, self._over = place, over
        tasks = trust("ecs-tasks", account=place.account)
        self.execution = self._role("execution", tasks, [*self._starting(), *over.secrets.reading()])
        self.web = self._role("web", tasks, self._keeping())
        self.worker = self._role("worker", tasks, self._keeping())
        # Foreign queries run here: whoever breaks out finds a role that may do nothing.
        self.query = self._role("query", tasks, [])
        self.balancing = self._role("balancing", trust("ecs", account=place.account), [])
        aws.iam.RolePolicyAttachment("balancing", role=self.balancing.name, policy_arn=BALANCING, opts=self.inside)
        if place.settings.deploy_principal:
            self._role("deploy", self._deployer(), self._deploying())

    def _role(self, name: str, trusted: pulumi.Output[str], statements: list[Statement]) -> aws.iam.Role:
        role = aws.iam.Role(name, name=f"{NAME}-{name}", assume_role_policy=trusted, opts=self.inside)
        if statements:
            aws.iam.RolePolicy(name, role=role.id, policy=document(statements), opts=self.inside)
        return role

    def _starting(self) -> list[Statement]:
        log = self._over.platform.log.arn
        return [
            # AWS knows no narrower resource for the token; what it opens is in the next statement.
            Statement("RegistryToken", ["ecr:GetAuthorizationToken"], ["*"]),
            Statement(
                "Image",
                ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                [self._over.image.registry.arn],
            ),
            Statement("Log", ["logs:CreateLogStream", "logs:PutLogEvents"], [pulumi.Output.concat(log, ":*")]),
        ]

    def _keeping(self) -> list[Statement]:
        """Files, and the secrets of connections under the stack's key."""
        return [*self._files("uploads", "exports"), *self._over.keys.for_app()]

    def _files(self, *folders: str) -> list[Statement]:
        bucket = self._over.storage.files.arn
        objects = [pulumi.Output.concat(bucket, f"/{folder}/*") for folder in folders]
        return [
            Statement("Objects", ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], objects),
            Statement("List", ["s3:ListBucket"], [bucket]),
            self._over.keys.through("s3", "Decrypt", "GenerateDataKey"),
        ]

    def _deployer(self) -> pulumi.Output[str]:
        principal = {"AWS": self._place.settings.deploy_principal}
        return document([Statement("Assume", ["sts:AssumeRole"], principal=principal)])

    def _deploying(self) -> list[Statement]:
        """Push an image and let ECS run it: no data, no network, no rights."""
        registry = self._over.image.registry.arn
        service = self._place.arn("ecs", f"service/{NAME}/{NAME}-*")
        definition = self._place.arn("ecs", f"task-definition/{NAME}-*:*")
        push = ["BatchCheckLayerAvailability", "CompleteLayerUpload", "InitiateLayerUpload", "PutImage"]
        roles = [self.execution.arn, self.web.arn, self.worker.arn, self.query.arn]
        return [
            Statement("RegistryToken", ["ecr:GetAuthorizationToken"], ["*"]),
            Statement("Push", [f"ecr:{action}" for action in [*push, "UploadLayerPart"]], [registry]),
            Statement("Define", ["ecs:RegisterTaskDefinition"], [definition]),
            Statement("Deploy", ["ecs:DescribeServices", "ecs:UpdateService"], [service]),
            Statement(
                "Pass",
                ["iam:PassRole"],
                roles,
                condition={"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
            ),
        ]
