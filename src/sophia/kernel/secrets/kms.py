"""AWS KMS: data keys are wrapped by a key that never leaves it; the place is bound as encryption context."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sophia.kernel.secrets.envelope import KeyUnusable


class KmsKey:
    """Wraps data keys with the symmetric KMS key `key` (id, ARN or alias); AWS's own chain of credentials counts."""

    kind = "kms"

    def __init__(self, key: str) -> None:
        self._key = key
        self._made: Any = None

    def current(self) -> str:
        """Return the name of the key that wraps now."""
        return f"kms:{self._asked('describe_key', KeyId=self._key)['KeyMetadata']['Arn']}"

    def wrap(self, data_key: bytes, place: str) -> tuple[str, bytes]:
        """Return the ARN of the key that was used, and the data key wrapped for `place`."""
        reply = self._asked("encrypt", KeyId=self._key, Plaintext=data_key, EncryptionContext={"sophia": place})
        return f"kms:{reply['KeyId']}", bytes(reply["CiphertextBlob"])

    def unwrap(self, name: str, wrapped: bytes, place: str) -> bytes:
        """Return the data key. Raises KeyUnusable when KMS refuses, or the place is another one."""
        key = name.partition(":")[2]
        reply = self._asked("decrypt", KeyId=key, CiphertextBlob=wrapped, EncryptionContext={"sophia": place})
        return bytes(reply["Plaintext"])

    def renew(self) -> None:
        """Do nothing: KMS rotates its own key, or SOPHIA_KMS_KEY names another one."""

    def pending(self) -> bool:
        """Return False: there is no second key."""
        return False

    def settle(self) -> Path | None:
        """Return None: nothing lies about."""

    def _asked(self, action: str, **given: Any) -> dict[str, Any]:
        try:
            from botocore.exceptions import BotoCoreError, ClientError
        except ModuleNotFoundError:
            message = "SOPHIA_KMS_KEY is set, and the AWS library is not installed."
            raise KeyUnusable(message, remedy="Run: pip install 'sophia-dashboards[aws]'") from None
        try:
            reply: dict[str, Any] = getattr(self._client(), action)(**given)
        except ClientError as error:
            reason = error.response.get("Error", {}).get("Code", "error")
        except BotoCoreError as error:
            reason = type(error).__name__
        else:
            return reply
        remedy = "Check the key's name and policy, the region, and this machine's role (kms:Encrypt, kms:Decrypt)."
        raise KeyUnusable(f"KMS does not {action} with the key of the secrets ({reason}).", remedy=remedy)

    def _client(self) -> Any:
        if self._made is None:
            import boto3
            from botocore.config import Config

            config = Config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 3}, proxies={})
            region = self._key.split(":")[3] if self._key.startswith("arn:") else None
            self._made = boto3.client("kms", region_name=region, config=config)
        return self._made
