"""Settings: everything an operator may set, from environment variables that begin with SOPHIA_."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def default_home() -> Path:
    """Return ./.sophia when that folder exists, else ~/.sophia."""
    here = Path.cwd() / ".sophia"
    return here if here.is_dir() else Path.home() / ".sophia"


class Settings(BaseSettings):
    """What an operator may set. Sizes are bytes, times are seconds."""

    model_config = SettingsConfigDict(env_prefix="SOPHIA_", extra="ignore", frozen=True)

    home: Path = Field(default_factory=default_home, description="Folder that holds state, data and the key file.")
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8321, ge=0, le=65535, description="Port to listen on.")
    public_url: str | None = Field(
        None, pattern=r"^https?://[^/\s]+$", description="Address people use, behind a proxy."
    )
    database_url: SecretStr | None = Field(
        None, description="postgresql://… ; left out: a SQLite file in the home folder."
    )
    key_file: Path | None = Field(
        None, description="File of the key that secrets are kept under; left out: secret.key in the home folder."
    )
    kms_key: str = Field(
        "", max_length=400, description="AWS KMS key (ARN, id or alias) to keep secrets under instead of a file."
    )
    trusted_hosts: str = Field(
        "", max_length=4000, description="Hosts and networks of your own that builders may connect: db.lan,10.1.0.0/16"
    )
    mode: Literal["demo", "server"] = Field(
        "demo", description="demo: no login on loopback. server: everybody logs in."
    )
    demo_size: Literal["small", "large"] = Field("small", description="Size of the demo company.")
    demo_data: bool = Field(True, description="Make the demo company and its dashboards at the first start.")
    workers: int = Field(2, ge=1, le=64, description="Query worker processes.")
    query_seconds: float = Field(10.0, gt=0, le=3600, description="Time limit of one query.")
    query_memory: int = Field(1_500_000_000, ge=2**26, description="Memory limit of one query worker.")
    max_body: int = Field(2**20, ge=1024, description="Largest request body.")
    max_upload: int = Field(200 * 2**20, ge=1024, description="Largest uploaded file.")
    session_idle: int = Field(30 * 60, ge=60, description="A session ends after this time without a request.")
    session_absolute: int = Field(12 * 3600, ge=300, description="A session ends after this time in any case.")
    model_provider: Literal["openai", "anthropic", "bedrock"] | None = Field(
        None, description="The language model's provider, until an admin sets one; openai is every compatible server."
    )
    model_name: str = Field("", max_length=200, description="The model's name as the provider knows it.")
    model_base_url: str = Field("", max_length=400, description="Address of the model's server; empty: the provider's.")
    model_region: str = Field("", max_length=40, description="AWS region of Bedrock.")
    model_key: SecretStr = Field(SecretStr(""), description="The model's API key; Bedrock may use the task's role.")
    model_send_values: bool = Field(False, description="Show the model frequent values of columns.")
    model_seconds: float = Field(10.0, ge=1, le=60, description="Time for the model, repairs included.")
    model_daily_tokens: int = Field(500_000, ge=0, description="Tokens that one person may use a day; 0: no limit.")
    drain_seconds: float = Field(
        0.0, ge=0, le=300, description="After SIGTERM: time to say “not ready” and still answer, behind a balancer."
    )
    grace_seconds: int = Field(5, ge=1, le=300, description="Then: time for requests in flight to end.")
    sync: Literal["embedded", "worker", "off"] = Field(
        "embedded",
        description="Who syncs connections that are due: a process that the server starts, `sophia worker`, or nobody.",
    )
    metrics_log: bool = Field(
        False, description="Write what was measured to standard output each minute, as CloudWatch reads it."
    )
    log_level: Literal["debug", "info", "warning", "error"] = "warning"

    @model_validator(mode="after")
    def _demo_only_on_loopback(self) -> Self:
        if self.mode == "demo" and not self.on_loopback:
            message = (
                f"Demo mode needs no login and therefore listens on loopback only, not on {self.host}. "
                "Set SOPHIA_MODE=server, or SOPHIA_HOST=127.0.0.1."
            )
            raise ValueError(message)
        return self

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def state_url(self) -> str:
        """The database's address: as set, or the SQLite file in the home folder. May hold a password."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.home / 'sophia.db'}"

    @property
    def origin(self) -> str:
        """The address that people use, without a trailing slash."""
        if self.public_url:
            return self.public_url
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def trusted(self) -> tuple[str, ...]:
        """The hosts and networks of `trusted_hosts`, one by one."""
        return tuple(item.strip() for item in self.trusted_hosts.split(",") if item.strip())

    @property
    def hosts(self) -> frozenset[str]:
        """The Host headers (with port) that are answered."""
        own = {self.origin.split("://", 1)[1]}
        if self.on_loopback:
            own |= {f"{name}:{self.port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        return frozenset(own)
