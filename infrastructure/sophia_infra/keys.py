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
