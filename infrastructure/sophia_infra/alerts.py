"""The alerts: one encrypted topic per region that alarms speak in, and who hears them."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from sophia_infra.keys import Keys
from sophia_infra.place import NAME, Part, Place
from sophia_infra.statements import Statement, document

BILLING_REGION = "us-east-1"
SPEAKERS = ("cloudwatch", "budgets", "events", "costalerts")


class Alerts(Part):
    """`topic` for everything; `billing` where AWS counts money, which is the same topic in us-east-1."""

    def __init__(self, place: Place, keys: Keys, options: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("alerts", options)
        self._place = place
        self.topic = self._topic("alerts", place.region, keys.arn)
        here = place.region == BILLING_REGION
        # The key lives in the stack's region; elsewhere a topic that only says "too dear" has AWS's own key.
        self.billing = self.topic if here else self._topic("billing", BILLING_REGION, "alias/aws/sns")

    def _topic(self, name: str, region: str, key: pulumi.Input[str]) -> aws.sns.Topic:
        topic = aws.sns.Topic(name, name=f"{NAME}-{name}", region=region, kms_master_key_id=key, opts=self.inside)
        speak = Statement(
            "Speak",
            ["sns:Publish"],
            [topic.arn],
            principal={"Service": [f"{speaker}.amazonaws.com" for speaker in SPEAKERS]},
            condition={"StringEquals": {"aws:SourceAccount": self._place.account}},
        )
        aws.sns.TopicPolicy(name, arn=topic.arn, region=region, policy=document([speak]), opts=self.inside)
        if self._place.settings.alert_email:
            aws.sns.TopicSubscription(
                name,
                topic=topic.arn,
                region=region,
                protocol="email",
                endpoint=self._place.settings.alert_email,
                opts=self.inside,
            )
        return topic
