"""Hosts inside the network, metadata services and odd spellings are refused; nothing is looked up twice."""

from __future__ import annotations

import pytest

from sophia.kernel.errors import BadInput, SourceUnreachable
from sophia.kernel.http.address import AddressRefused, AddressRule, resolve

INSIDE = [
    "127.0.0.1",
    "127.255.255.254",
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "100.64.0.1",
    "198.18.0.1",
    "240.0.0.1",
    "::1",
    "fd12:3456::1",
    "fc00::1",
    "2001:db8::1",
]
NEVER = [
    "0.0.0.0",
    "0.1.2.3",
    "169.254.169.254",
    "169.254.170.2",
    "100.100.100.200",
    "192.0.0.192",
    "168.63.129.16",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "fe80::1",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::a9fe:a9fe",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
]
ODD = [
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "127.1",
    "127.0.1",
    "127.0.0.0x1",
    "1.1.1.1.1",
    "fe80::1%eth0",
    "１２７.0.0.1",
    "127。0。0。1",
    "ⓛocalhost",
    "user@host",
    "a,b",
    "/var/run/postgresql",
    "h?host=127.0.0.1",
    "h/../x",
    "a b",
    "a\r\nb",
    "",
    "-x.test",
]


def never_asked(host: str, port: int) -> list[str]:
    raise AssertionError("nothing is looked up")


@pytest.mark.parametrize("address", INSIDE + NEVER)
@pytest.mark.parametrize("written", [True, False])
def test_an_address_inside_is_refused_written_or_looked_up(address: str, written: bool) -> None:
    with pytest.raises(AddressRefused):
        if written:
            resolve(address, 80, AddressRule(), lookup=never_asked)
        else:
            resolve("evil.test", 80, AddressRule(), lookup=lambda *_: ["93.184.216.34", address])


@pytest.mark.parametrize("address", NEVER)
def test_what_hands_out_credentials_is_refused_whatever_is_trusted(address: str) -> None:
    for rule in (AddressRule(private=True), AddressRule(("0.0.0.0/0", "::/0", "evil.test", address))):
        with pytest.raises(AddressRefused):
            resolve("evil.test", 80, rule, lookup=lambda *_: [address])


@pytest.mark.parametrize("host", ODD)
def test_an_odd_spelling_is_refused_before_it_is_looked_up(host: str) -> None:
    with pytest.raises(BadInput):
        resolve(host, 80, AddressRule(private=True), lookup=never_asked)


@pytest.mark.parametrize("host", ["metadata.google.internal", "METADATA.google.internal.", "metadata"])
def test_names_of_metadata_services_are_refused_by_name(host: str) -> None:
    with pytest.raises(AddressRefused):
        resolve(host, 80, AddressRule(private=True), lookup=never_asked)


@pytest.mark.parametrize("trusted", ["db.lan", "10.1.2.3", "10.1.0.0/16"])
def test_a_trusted_host_of_ones_own_is_reached(trusted: str) -> None:
    rule = AddressRule((trusted,))
    assert resolve("DB.lan.", 5432, rule, lookup=lambda *_: ["10.1.2.3"]) == ["10.1.2.3"]
    with pytest.raises(AddressRefused, match="inside a network"):
        resolve("other.lan", 5432, rule, lookup=lambda *_: ["10.9.2.3"])


def test_public_addresses_are_reached_and_unknown_names_said() -> None:
    found = ["93.184.216.34", "2606:2800:220:1::1"]
    assert resolve("example.test", 443, AddressRule(), lookup=lambda *_: found) == found
    with pytest.raises(SourceUnreachable, match=r"example\.test is not known"):
        resolve("example.test", 443, AddressRule(), lookup=lambda *_: [])
