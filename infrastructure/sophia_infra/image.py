"""The image: built for ARM from this repository and kept in a registry of the stack, or taken from elsewhere."""

from __future__ import annotations

import json

import pulumi
import pulumi_aws as aws
import pulumi_docker_build as docker

from sophia_infra.place import NAME, Part, Place

KEPT = 10
REPOSITORY = ".."


class Image(Part):
    """The container image that all tasks and the function run."""

    def __init__(self, place: Place, options: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("image", options)
        self.registry = aws.ecr.Repository(
            "registry",
            name=NAME,
            image_tag_mutability="MUTABLE",
            image_scanning_configuration=aws.ecr.RepositoryImageScanningConfigurationArgs(scan_on_push=True),
            encryption_configurations=[aws.ecr.RepositoryEncryptionConfigurationArgs(encryption_type="AES256")],
            opts=self.inside,
        )
        aws.ecr.LifecyclePolicy("registry", repository=self.registry.name, policy=_keep_newest(), opts=self.inside)
        self.uri = pulumi.Output.from_input(place.settings.image) if place.settings.image else self._built()

    def _built(self) -> pulumi.Output[str]:
        access = aws.ecr.get_authorization_token_output(opts=pulumi.InvokeOutputOptions(parent=self))
        image = docker.Image(
            "image",
            context=docker.BuildContextArgs(location=REPOSITORY),
            dockerfile=docker.DockerfileArgs(location=f"{REPOSITORY}/Dockerfile"),
            platforms=[docker.Platform.LINUX_ARM64],
            tags=[pulumi.Output.concat(self.registry.repository_url, ":stack")],
            push=True,
            registries=[
                docker.RegistryArgs(
                    address=self.registry.repository_url,
                    username=access.user_name,
                    password=pulumi.Output.secret(access.password),
                )
            ],
            opts=self.inside,
        )
        return image.ref


def _keep_newest() -> str:
    selection = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": KEPT}
    rule = {"rulePriority": 1, "description": "Keep the newest", "selection": selection, "action": {"type": "expire"}}
    return json.dumps({"rules": [rule]}, sort_keys=True)
