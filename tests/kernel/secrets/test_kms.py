"""Data keys wrapped by KMS open with KMS and in their place only. (KMS is moto here: its protocol, not its walls.)"""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from sophia.kernel.secrets.envelope import KeyUnusable
from sophia.kernel.secrets.keeper import keys_of
from sophia.kernel.secrets.kms import KmsKey
from sophia.kernel.settings import Settings

DATA_KEY = bytes(range(32))
pytestmark = pytest.mark.slow


@pytest.fixture
def arn(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        yield boto3.client("kms", region_name="eu-central-1").create_key()["KeyMetadata"]["Arn"]


def test_a_data_key_comes_back_from_kms(arn: str) -> None:
    name, wrapped = KmsKey(arn).wrap(DATA_KEY, "data_keys/a")
    assert name == f"kms:{arn}" == KmsKey(arn).current()
    assert DATA_KEY not in wrapped
    assert KmsKey(arn).unwrap(name, wrapped, "data_keys/a") == DATA_KEY


def test_another_place_is_refused(arn: str) -> None:
    name, wrapped = KmsKey(arn).wrap(DATA_KEY, "data_keys/a")
    with pytest.raises(KeyUnusable, match="InvalidCiphertext"):
        KmsKey(arn).unwrap(name, wrapped, "data_keys/b")


def test_a_key_that_does_not_exist_is_said_with_what_to_check(arn: str) -> None:
    with pytest.raises(KeyUnusable, match="NotFound") as refused:
        KmsKey(arn[:-4] + "0000").wrap(DATA_KEY, "a")
    assert "policy" in (refused.value.remedy or "")


def test_what_a_file_wrapped_stays_readable_when_kms_takes_over(arn: str, tmp_path: Path) -> None:
    before = keys_of(Settings(home=tmp_path)).first.wrap(DATA_KEY, "a")
    now = keys_of(Settings(home=tmp_path, kms_key=arn))
    assert now.first.kind == "kms"
    assert now.unwrap(*before, "a") == DATA_KEY


def test_secrets_of_kms_are_refused_when_it_is_not_configured(tmp_path: Path) -> None:
    with pytest.raises(KeyUnusable, match="not configured"):
        keys_of(Settings(home=tmp_path)).unwrap("kms:arn", b"", "a")
