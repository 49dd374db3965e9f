"""The function takes the database's password from its secret. (Secrets Manager is moto here: its protocol, not its walls.)"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from sophia.cli.function import SECRET_ARN, NoFunction, take_password

pytestmark = pytest.mark.slow


@pytest.fixture
def arn(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("PGPASSWORD", "before")
    with mock_aws():
        text = json.dumps({"username": "sophia", "password": "made-up"})
        secrets = boto3.client("secretsmanager", region_name="eu-central-1")
        yield secrets.create_secret(Name="database", SecretString=text)["ARN"]


def test_the_password_is_taken_from_the_secret_that_the_settings_name(
    arn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET_ARN, arn)
    take_password()
    assert os.environ["PGPASSWORD"] == "made-up"


def test_without_a_secret_the_password_stays_as_it_was_set(arn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SECRET_ARN, raising=False)
    take_password()
    assert os.environ["PGPASSWORD"] == "before"


def test_a_secret_that_cannot_be_read_is_said_with_the_right_that_is_needed(
    arn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET_ARN, arn.replace("database", "another"))
    with pytest.raises(NoFunction, match="cannot be read") as caught:
        take_password()
    assert "secretsmanager:GetSecretValue" in str(caught.value.remedy)
