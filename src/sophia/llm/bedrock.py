"""The Bedrock client: one attempt, no proxy of the environment, a key as bearer token or the task's own role."""

from __future__ import annotations

from typing import Any

import boto3
from botocore.config import Config
from botocore.session import Session
from botocore.tokens import FrozenAuthToken

from sophia.llm.choice import ModelChoice


class _KeySession(Session):  # type: ignore[misc]  # botocore has no types
    """A session that knows one API key and no other credentials."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key

    def get_auth_token(self, **_: Any) -> FrozenAuthToken:
        return FrozenAuthToken(self._key)

    def get_credentials(self) -> None:
        return None


def bedrock_client(choice: ModelChoice, seconds: float) -> Any:
    """Return a client of Bedrock's runtime; without a key AWS's own chain of credentials counts."""
    config: dict[str, Any] = {
        "read_timeout": seconds,
        "connect_timeout": min(seconds, 5.0),
        "retries": {"total_max_attempts": 1, "mode": "standard"},
        "proxies": {},
    }
    if choice.key:
        config["signature_version"] = "bearer"
    session = boto3.Session(
        botocore_session=_KeySession(choice.key) if choice.key else None, region_name=choice.region or "us-east-1"
    )
    return session.client("bedrock-runtime", config=Config(**config), endpoint_url=choice.address)
