"""Which hosts may be reached: names are looked up once, every address is checked, and only a checked one is used."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sophia.kernel.errors import BadInput, SophiaError, SourceUnreachable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Lookup = Callable[[str, int], Sequence[str]]

NAME = re.compile(r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*")
NUMBERS = re.compile(r"(.*\.)?(\d+|0x[0-9a-f]*)")
METADATA_NAMES = frozenset({"metadata", "metadata.google.internal", "instance-data"})
# Where clouds hand out credentials to the machine: AWS, Alibaba, Oracle, Azure; and what is no machine at all.
NEVER = tuple(
    ipaddress.ip_network(text)
    for text in (
        "169.254.0.0/16",
        "fe80::/10",
        "fd00:ec2::/32",
        "100.100.100.200/32",
        "192.0.0.192/32",
        "168.63.129.16/32",
        "224.0.0.0/4",
        "ff00::/8",
        "0.0.0.0/8",
        "255.255.255.255/32",
        "::/128",
    )
)
# IPv6 addresses that carry an IPv4 address: compatible, mapped, translated (NAT64), 6to4, Teredo, ISATAP is link-local.
CARRIERS = tuple(
    ipaddress.IPv6Network(text)
    for text in ("::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)


class AddressRefused(SophiaError):
    """The host is one that Sophia does not connect to: inside the network, or where clouds hand out credentials."""

    status = 422
    code = "address_refused"


@dataclass(frozen=True)
class AddressRule:
    """What may be reached: public addresses; with `private` also one's own network; hosts and networks in `trusted`.

    Link-local, metadata, multicast and unspecified addresses are never reached, whatever is trusted.
    """

    trusted: tuple[str, ...] = ()
    private: bool = False

    def refusal(self, host: str, address: Address) -> str:
        """Return why `address`, which `host` leads to, may not be reached; "" when it may."""
        if any(address in network for network in NEVER if network.version == address.version):
            return "a link-local, metadata or multicast address"
        if isinstance(address, ipaddress.IPv6Address) and _carries(address):
            return "an IPv6 address that stands for an IPv4 address"
        if self.private or self._trusts(host, address):
            return ""
        return "" if address.is_global and not address.is_reserved else "an address inside a network"

    def _trusts(self, host: str, address: Address) -> bool:
        return any(item.lower() == host or _within(address, item) for item in self.trusted)


def parse_host(text: str, field: str = "url") -> str:
    """Return a host name or address in its plain form. Raises BadInput for every spelling that resolvers read anew.

    Refused are decimal, octal, hexadecimal and shortened IPv4 addresses, zones, full-width letters, sockets and lists.
    """
    host = text.strip("[]").lower().removesuffix(".")
    try:
        return str(_strict(host))
    except ValueError:
        pass
    if not NAME.fullmatch(host) or NUMBERS.fullmatch(host):
        remedy = "Write a plain host name (punycode for other alphabets) or a plain IP address."
        raise BadInput("The host cannot be used as it is written.", field=field, remedy=remedy)
    return host


def resolve(host: str, port: int, rule: AddressRule, *, field: str = "url", lookup: Lookup | None = None) -> list[str]:
    """Return the addresses of `host` that may be connected to; connect to these and look nothing up again.

    Raises BadInput for an odd spelling, AddressRefused when any address is refused, SourceUnreachable when none exists.
    """
    name = parse_host(host, field)
    if name in METADATA_NAMES:
        raise _refused(name, "a metadata service", field)
    try:
        found = [str(_strict(name))]
    except ValueError:
        try:
            found = list((lookup or system_lookup)(name, port))
        except (OSError, UnicodeError):
            found = []
    if not found:
        remedy = "Check the spelling, and that this machine's name server knows it."
        raise SourceUnreachable(f"The host {name} is not known.", field=field, remedy=remedy)
    for text in found:
        try:
            reason = rule.refusal(name, _strict(text))
        except ValueError:
            reason = "an address of a zone"
        if reason:
            raise _refused(name, reason, field)
    return list(dict.fromkeys(found))


def system_lookup(host: str, port: int) -> list[str]:
    """Return what this machine's resolver says."""
    return [str(item[4][0]) for item in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _strict(text: str) -> Address:
    if "%" in text:
        raise ValueError(text)
    return ipaddress.ip_address(text)


def _carries(address: ipaddress.IPv6Address) -> bool:
    return any(address in network for network in CARRIERS) or 1 < int(address) < 2**32


def _within(address: Address, item: str) -> bool:
    try:
        return address in ipaddress.ip_network(item, strict=False)
    except (ValueError, TypeError):
        return False


def _refused(host: str, reason: str, field: str) -> AddressRefused:
    remedy = "An admin can trust a host or network of your own with SOPHIA_TRUSTED_HOSTS; metadata addresses never."
    return AddressRefused(f"{host} leads to {reason}; Sophia does not connect there.", field=field, remedy=remedy)
