"""Postgres: a live database, queried where it is, behind the cache."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import quote, unquote, urlsplit

from pydantic import Field, SecretStr

from sophia.kernel.errors import BadInput, SourceUnreachable
from sophia.kernel.http.address import AddressRule, parse_host, resolve
from sophia.sources.contract import Config, Source

if TYPE_CHECKING:
    import psycopg

CONNECT_SECONDS = 5
SSL = Literal["disable", "prefer", "require", "verify-full"]


class PostgresConfig(Config):
    """Where the database is and as whom to read it; use an account that may only read."""

    host: str = Field(min_length=1, max_length=255, description="Host name or address.")
    port: int = Field(5432, ge=1, le=65535, description="Port.")
    database: str = Field(min_length=1, max_length=120, description="Name of the database.")
    user: str = Field(min_length=1, max_length=120, description="Account that may read.")
    password: SecretStr = Field(SecretStr(""), description="Password; stored encrypted, never shown again.")
    sslmode: SSL = Field("prefer", description="Whether the line is encrypted and the server's name checked.")

    @property
    def address(self) -> str:
        """The libpq address, password included; never log it."""
        user, password = quote(self.user, safe=""), quote(self.password.get_secret_value(), safe="")
        secret = f":{password}" if password else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"postgresql://{user}{secret}@{host}:{self.port}/{quote(self.database, safe='')}?sslmode={self.sslmode}"


def config_of_url(url: str) -> PostgresConfig:
    """Return the config that a postgres:// or postgresql:// address stands for. Raises BadInput."""
    parts = urlsplit(url)
    match = re.search(r"(?:^|&)sslmode=([a-z-]+)", parts.query)
    mode = match[1] if match and match[1] in {"disable", "prefer", "require", "verify-full"} else "prefer"
    try:
        port = parts.port or 5432
    except ValueError:
        raise BadInput("The port in the address is no number.", field="url") from None
    database = unquote(parts.path.lstrip("/"))
    if not parts.hostname or not database or not parts.username:
        remedy = "Write it as postgresql://user:password@host:5432/database."
        raise BadInput("The address lacks a host, a user or a database.", field="url", remedy=remedy)
    return PostgresConfig(
        host=parts.hostname,
        port=port,
        database=database,
        user=unquote(parts.username),
        password=SecretStr(unquote(parts.password or "")),
        sslmode=cast(SSL, mode),
    )


def connect_postgres(address: str, rule: AddressRule, **options: Any) -> psycopg.Connection[Any]:
    """Connect to an address of the host that was just checked; the name is kept for TLS, and libpq looks nothing up.

    Raises AddressRefused, SourceUnreachable for an unknown host, psycopg.Error.
    """
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(address)
    name = str(parts.get("host") or "")
    found = resolve(name, int(parts.get("port") or 5432), rule, field="host")
    pinned: dict[str, Any] = {"host": ",".join([name] * len(found)), "hostaddr": ",".join(found)}
    return psycopg.connect(address, connect_timeout=CONNECT_SECONDS, **pinned, **options)


def open_postgres(config: PostgresConfig, rule: AddressRule) -> str:
    """Return the address after one round trip. Raises SourceUnreachable naming host and port, never the password."""
    import psycopg

    parse_host(config.host, "host")
    place = f"{config.host}:{config.port}"
    try:
        with connect_postgres(config.address, rule) as connection:
            connection.execute("SELECT 1")
    except psycopg.OperationalError as error:
        words = _plain(str(error), config)
        if "authentication failed" in words or ("role" in words and "does not exist" in words):
            message = f"Postgres at {place} refused the account {config.user!r}."
            raise SourceUnreachable(message, field="user", remedy="Check user and password.") from None
        if "database" in words and "does not exist" in words:
            message = f"Postgres at {place} has no database {config.database!r}."
            raise SourceUnreachable(message, field="database", remedy="Check the database's name.") from None
        remedy = "Check host and port, that Postgres runs, and that this machine may reach it."
        raise SourceUnreachable(
            f"Postgres at {place} does not answer ({words}).", field="host", remedy=remedy
        ) from None
    return config.address


def _plain(words: str, config: PostgresConfig) -> str:
    """Return the driver's reason in one line and without the password."""
    secret = config.password.get_secret_value()
    reason = re.sub(r"^.*?failed: ", "", words.strip().splitlines()[0])
    return (reason.replace(secret, "…") if secret else reason)[:200].rstrip(".")


SOURCE = Source(
    kind="postgres",
    title="PostgreSQL",
    description="A live database; Sophia reads it where it is and keeps answers for the refresh interval.",
    config=PostgresConfig,
    dialect="postgres",
    open=open_postgres,
    verified="server",
    evidence="A real PostgreSQL server is run by the tests.",
)
