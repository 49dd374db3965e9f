"""Policy documents: statements become the JSON that IAM and resource policies are written in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi

Text = pulumi.Input[str]


@dataclass(frozen=True)
class Statement:
    """What is allowed (or, with `effect` Deny, forbidden) on which resources, to whom and when."""

    name: str
    actions: Sequence[str]
    resources: Sequence[Text] = ()
    principal: Mapping[str, Any] | str | None = None
    condition: Mapping[str, Any] = field(default_factory=dict)
    effect: str = "Allow"

    def as_dict(self) -> dict[str, Any]:
        """Return the statement in the words of IAM."""
        parts: dict[str, Any] = {"Sid": self.name, "Effect": self.effect, "Action": list(self.actions)}
        if self.principal is not None:
            parts["Principal"] = self.principal
        if self.resources:
            parts["Resource"] = list(self.resources)
        if self.condition:
            parts["Condition"] = dict(self.condition)
        return parts


def document(statements: Sequence[Statement]) -> pulumi.Output[str]:
    """Return the policy document as JSON, its resources resolved and its keys in one order."""
    whole = {"Version": "2012-10-17", "Statement": [statement.as_dict() for statement in statements]}
    return pulumi.Output.json_dumps(whole, sort_keys=True)


def trust(*services: str, account: str | None = None) -> pulumi.Output[str]:
    """Return who may take a role: these services, on behalf of `account` only when it is given."""
    condition = {"StringEquals": {"aws:SourceAccount": account}} if account else {}
    principal = {"Service": [f"{service}.amazonaws.com" for service in services]}
    return document([Statement("Assume", ["sts:AssumeRole"], principal=principal, condition=condition)])
