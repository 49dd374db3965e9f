"""The key: one customer-managed key that encrypts logs, records, storage, the database and messages."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from sophia_infra.place import NAME, Part, Place
from sophia_infra.statements import Statement, document

USERS = ("cloudtrail", "cloudwatch", "budgets", "events", "costalerts")


class Keys(Part):
    """A rotated key with the services of this account as its users."""

    def __init__(self, place: Place, options: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("keys", options)
        self._place = place
        self.key = aws.kms.Key(
            "key",
            description="Encrypts what Sophia keeps",
            enable_key_rotation=True,
            deletion_window_in_days=30,
            policy=document(_policy(place)),
            opts=self.with_(protect=True, retain_on_delete=True),
        )
        aws.kms.Alias("key", name=f"alias/{NAME}", target_key_id=self.key.key_id, opts=self.inside)

    @property
    def arn(self) -> pulumi.Output[str]:
        """The key's ARN."""
        return self.key.arn

    def for_app(self) -> list[Statement]:
        """Return what a role needs to keep the app's own secrets: only what the app bound to their place opens."""
        bound = {"StringLike": {"kms:EncryptionContext:sophia": "?*"}}
        return [
            Statement("AppKey", ["kms:Decrypt", "kms:Encrypt"], [self.arn], condition=bound),
            Statement("LookAtKey", ["kms:DescribeKey"], [self.arn]),
        ]

    def through(self, service: str, *actions: str) -> Statement:
        """Return the right to use the key through a service (s3, secretsmanager …) and not beside it."""
        where = {"StringEquals": {"kms:ViaService": f"{service}.{self._place.region}.amazonaws.com"}}
        return Statement(f"Key{service.title()}", [f"kms:{action}" for action in actions], [self.arn], condition=where)


def _policy(place: Place) -> list[Statement]:
    use = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*", "kms:DescribeKey"]
    logs = f"logs.{place.region}.amazonaws.com"
    return [
        Statement("Administer", ["kms:*"], ["*"], principal={"AWS": f"arn:aws:iam::{place.account}:root"}),
        Statement(
            "Services",
            use,
            ["*"],
            principal={"Service": [f"{name}.amazonaws.com" for name in USERS]},
            condition={"StringEquals": {"aws:SourceAccount": place.account}},
        ),
        Statement(
            "Logs",
            use,
            ["*"],
            principal={"Service": logs},
            condition={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": place.arn("logs", "*")}},
        ),
    ]
