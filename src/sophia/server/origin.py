"""Where a request comes from: the Host it names, the page that sent it, the machine it was sent from."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from sophia.kernel.errors import Forbidden, SophiaError
from sophia.kernel.settings import LOOPBACK, Settings


class WrongHost(SophiaError):
    """The Host header names another server: a rebound name, or a wrong proxy setting."""

    status = 421
    code = "wrong_host"


def check_host(headers: Mapping[str, str], settings: Settings) -> None:
    """Raise WrongHost unless the Host header is one that this server answers to."""
    host = headers.get("host", "").lower()
    if host not in settings.hosts:
        remedy = f"Open {settings.origin}, or set SOPHIA_PUBLIC_URL to the address that people use."
        raise WrongHost("This server does not answer to that host name.", remedy=remedy)


def check_origin(method: str, headers: Mapping[str, str], settings: Settings) -> None:
    """Raise Forbidden when another site's page sent the request (CSRF); a plain link to a page is allowed."""
    origin = headers.get("origin")
    if origin is not None and origin.lower() not in _own_origins(settings):
        raise Forbidden("This request comes from the page of another site.", remedy="Send it from Sophia's own page.")
    site = headers.get("sec-fetch-site")
    if site in {None, "same-origin", "none"}:
        return
    if method in {"GET", "HEAD"} and headers.get("sec-fetch-mode") == "navigate":
        return
    raise Forbidden("This request comes from the page of another site.", remedy="Send it from Sophia's own page.")


def from_this_machine(client: tuple[str, int] | None, headers: Mapping[str, str]) -> bool:
    """Whether the request was sent on this machine and names it by a loopback name, with no proxy between."""
    if client is None or any(name in headers for name in ("x-forwarded-for", "forwarded", "x-forwarded-host")):
        return False
    host = headers.get("host", "").rsplit(":", 1)[0].strip("[]").lower()
    try:
        return ipaddress.ip_address(client[0]).is_loopback and host in LOOPBACK
    except ValueError:
        return False


def _own_origins(settings: Settings) -> set[str]:
    scheme = settings.origin.split("://", 1)[0]
    return {f"{scheme}://{host}" for host in settings.hosts}
