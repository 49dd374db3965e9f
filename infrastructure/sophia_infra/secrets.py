"""Secrets: when the database's password changes, and the key of the language model."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from sophia_infra.database import Database
from sophia_infra.keys import Keys
from sophia_infra.place import NAME, Part
from sophia_infra.statements import Statement

ROTATION = "cron(0 3 ? 1,4,7,10 SUN#1 *)"


class Secrets(Part):
    """The secrets of the tasks: one in Secrets Manager, which rotates, one free of charge in Parameter Store."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        model_key: pulumi.Output[str] | None,
        options: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("secrets", options)
        self.database_arn, self._keys = database.secret_arn, keys
        aws.secretsmanager.SecretRotation(
            "database",
            secret_id=self.database_arn,
            rotate_immediately=False,
            rotation_rules=aws.secretsmanager.SecretRotationRotationRulesArgs(
                schedule_expression=ROTATION, duration="1h"
            ),
            opts=self.inside,
        )
        self.model_key = None
        if model_key is not None:
            self.model_key = aws.ssm.Parameter(
                "model-key",
                name=f"/{NAME}/model-key",
                type="SecureString",
                key_id=keys.key.key_id,
                value=model_key,
                opts=self.inside,
            )

    def injected(self) -> dict[str, pulumi.Output[str]]:
        """Return the variables that ECS fills at the start of a task, each with where its value lies."""
        found = {"PGPASSWORD": pulumi.Output.concat(self.database_arn, ":password::")}
        if self.model_key is not None:
            found["SOPHIA_MODEL_KEY"] = self.model_key.arn
        return found

    def reading(self) -> list[Statement]:
        """Return what a role needs to read these secrets and nothing else."""
        statements = [
            Statement("Secret", ["secretsmanager:GetSecretValue"], [self.database_arn]),
            self._keys.through("secretsmanager", "Decrypt"),
        ]
        if self.model_key is not None:
            statements.append(Statement("Parameter", ["ssm:GetParameters"], [self.model_key.arn]))
            statements.append(self._keys.through("ssm", "Decrypt"))
        return statements
