"""Where everything is put: the account, the zones and the names that all components share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from sophia_infra.config import Settings

NAME = "sophia"


@dataclass(frozen=True)
class Place:
    """The settings with what the account says about itself."""

    settings: Settings
    account: str
    zones: tuple[str, str]

    @property
    def region(self) -> str:
        """The region of everything but the CDN's certificate and the billing alarm."""
        return self.settings.region

    def arn(self, service: str, resource: str) -> str:
        """Return the ARN of a resource of this account and region whose name is known beforehand."""
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"


def find_place(settings: Settings, options: pulumi.InvokeOptions) -> Place:
    """Ask AWS which account this is and which zones it may use."""
    account = aws.get_caller_identity(opts=options).account_id
    zones = aws.get_availability_zones(state="available", opts=options).names
    return Place(settings, account, (zones[0], zones[1]))


def tags(settings: Settings) -> dict[str, str]:
    """Return the tags that the provider puts on everything."""
    return {
        "app": NAME,
        "environment": settings.environment,
        "managed-by": "pulumi",
        "stack": pulumi.get_stack(),
    }


class Part(pulumi.ComponentResource):
    """A component of the platform: its resources are its children and carry its name."""

    def __init__(self, name: str, options: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(f"sophia:infra:{type(self).__name__}", name, None, options)
        self.inside = pulumi.ResourceOptions(parent=self)

    def with_(self, **options: Any) -> pulumi.ResourceOptions:
        """Return the options of a child that needs more than its parent."""
        return pulumi.ResourceOptions.merge(self.inside, pulumi.ResourceOptions(**options))
