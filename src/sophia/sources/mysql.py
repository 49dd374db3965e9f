"""MySQL and MariaDB: a live database, queried where it is, behind the cache."""

from __future__ import annotations

import re
import socket
import ssl
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qs, quote, unquote, urlsplit

from pydantic import Field, SecretStr

from sophia.kernel.errors import BadInput, SourceUnreachable
from sophia.kernel.http.address import AddressRule, parse_host, resolve
from sophia.sources.contract import Config, Source

if TYPE_CHECKING:
    import pymysql

CONNECT_SECONDS = 5
TLS = Literal["disable", "require", "verify-full"]
ACCESS_DENIED, NO_DATABASE, NO_RIGHT = 1045, 1049, 1044
TIMED_OUT = frozenset({1969, 3024, 1317})
"""MariaDB's and MySQL's codes for a statement that ran too long, or was ended by somebody."""
# ANSI_QUOTES lets "name" be a name; a cut off GROUP_CONCAT would make a median wrong, so it may be long.
SETTINGS = (
    "SET SESSION sql_mode = 'ANSI_QUOTES,STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', "
    "group_concat_max_len = 67108864, div_precision_increment = 12"
)


class MysqlConfig(Config):
    """Where the database is and as whom to read it; use an account that may only read."""

    host: str = Field(min_length=1, max_length=255, description="Host name or address.")
    port: int = Field(3306, ge=1, le=65535, description="Port.")
    database: str = Field(min_length=1, max_length=64, description="Name of the database.")
    user: str = Field(min_length=1, max_length=80, description="Account that may read.")
    password: SecretStr = Field(SecretStr(""), description="Password; stored encrypted, never shown again.")
    tls: TLS = Field("disable", description="Whether the line is encrypted and the server's name checked.")

    @property
    def address(self) -> str:
        """The address as one text, password included; never log it."""
        user, password = quote(self.user, safe=""), quote(self.password.get_secret_value(), safe="")
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"mysql://{user}:{password}@{host}:{self.port}/{quote(self.database, safe='')}?tls={self.tls}"


def config_of_url(url: str) -> MysqlConfig:
    """Return the config that a mysql:// or mariadb:// address stands for. Raises BadInput."""
    parts = urlsplit(url)
    mode = parse_qs(parts.query).get("tls", ["disable"])[0]
    try:
        port = parts.port or 3306
    except ValueError:
        raise BadInput("The port in the address is no number.", field="url") from None
    database = unquote(parts.path.lstrip("/"))
    if not parts.hostname or not database or not parts.username or mode not in {"disable", "require", "verify-full"}:
        remedy = "Write it as mysql://user:password@host:3306/database?tls=require."
        raise BadInput(
            "The address lacks a host, a user or a database, or its tls is unknown.", field="url", remedy=remedy
        )
    return MysqlConfig.model_validate(
        {
            "host": parts.hostname,
            "port": port,
            "database": database,
            "user": unquote(parts.username),
            "password": unquote(parts.password or ""),
            "tls": mode,
        }
    )


def connect_mysql(address: str, rule: AddressRule, seconds: float) -> pymysql.Connection[Any]:
    """Return a read-only session whose statements run at most `seconds`, over a line to an address just checked.

    Raises AddressRefused, SourceUnreachable for an unknown host or a line that cannot be encrypted, pymysql.MySQLError.
    """
    import pymysql

    config = config_of_url(address)
    found = resolve(config.host, config.port, rule, field="host")
    session = pymysql.connect(
        host=config.host,
        port=config.port,
        user=config.user,
        password=config.password.get_secret_value(),
        database=config.database,
        charset="utf8mb4",
        connect_timeout=CONNECT_SECONDS,
        read_timeout=int(seconds) + CONNECT_SECONDS,
        ssl=_context(config.tls),
        ssl_disabled=config.tls == "disable",
        local_infile=False,
        autocommit=True,
        program_name="sophia",
        defer_connect=True,
    )
    session.connect(_line(found, config.port))
    if config.tls != "disable" and not getattr(session, "_secure", False):
        session.close()
        raise SourceUnreachable("The database does not encrypt the line.", field="tls", remedy="Let it offer TLS.")
    with session.cursor() as cursor:
        cursor.execute(SETTINGS)
        cursor.execute("SET SESSION TRANSACTION READ ONLY")
        cursor.execute("SELECT version()")
        cursor.execute(_limit(str((cursor.fetchone() or ("",))[0]), seconds))
    return session


def _limit(version: str, seconds: float) -> str:
    """Return the statement that ends statements after their time: each of the two kinds has a word of its own."""
    if "mariadb" in version.lower():
        return f"SET SESSION max_statement_time = {seconds:.3f}"
    return f"SET SESSION max_execution_time = {int(seconds * 1000)}"


def _line(addresses: list[str], port: int) -> socket.socket:
    """Return a line to the first address that answers. Raises OSError."""
    for position, address in enumerate(addresses):
        try:
            return socket.create_connection((address, port), CONNECT_SECONDS)
        except OSError:
            if position == len(addresses) - 1:
                raise
    raise OSError("no address")


def _context(mode: str) -> ssl.SSLContext | None:
    if mode == "disable":
        return None
    context = ssl.create_default_context()
    if mode == "require":
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def open_mysql(config: MysqlConfig, rule: AddressRule) -> str:
    """Return the address after one round trip. Raises SourceUnreachable naming host and port, never the password."""
    import pymysql

    parse_host(config.host, "host")
    place = f"{config.host}:{config.port}"
    try:
        connect_mysql(config.address, rule, CONNECT_SECONDS).close()
    except (pymysql.MySQLError, OSError) as error:
        code = error.args[0] if error.args else 0
        if code == ACCESS_DENIED:
            message = f"The database at {place} refused the account {config.user!r}."
            raise SourceUnreachable(message, field="user", remedy="Check user and password.") from None
        if code in {NO_DATABASE, NO_RIGHT}:
            message = f"The server at {place} has no database {config.database!r} for this account."
            raise SourceUnreachable(message, field="database", remedy="Check the database's name.") from None
        remedy = "Check host and port, that the database runs, and that this machine may reach it."
        words = f"The database at {place} does not answer ({_plain(error, config)})."
        raise SourceUnreachable(words, field="host", remedy=remedy) from None
    return config.address


def _plain(error: Exception, config: MysqlConfig) -> str:
    """Return the driver's reason in one line and without the password."""
    secret = config.password.get_secret_value()
    reason = re.sub(r"\s+", " ", str(error.args[-1] if error.args else error))
    return (reason.replace(secret, "…") if secret else reason)[:200].rstrip(".")


SOURCE = Source(
    kind="mysql",
    title="MySQL or MariaDB",
    description="A live database; Sophia reads it where it is and keeps answers for the refresh interval.",
    config=MysqlConfig,
    dialect="mysql",
    open=open_mysql,
    verified="server",
    evidence="A real MariaDB server is run by the tests where one is installed; MySQL itself was not.",
)
