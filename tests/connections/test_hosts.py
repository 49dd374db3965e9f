"""Who may connect a database where: an admin in the own network, a builder outside or where it is trusted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sophia.app import Services
from sophia.kernel.errors import BadInput, SourceUnreachable
from sophia.kernel.http.address import AddressRefused
from sophia.kernel.viewer import Viewer
from tests.app import running

ADMIN, BUILDER = Viewer("u1", "Ann", "admin"), Viewer("u2", "Bob", "builder")
CLOSED = {"port": 1, "database": "d", "user": "u", "password": "c4n4ry"}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with running(tmp_path_factory.mktemp("home")) as started:
        yield started


def add(services: Services, viewer: Viewer, host: str) -> None:
    services.connections.add(viewer, "postgres", {**CLOSED, "host": host})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.7", "::1"])
def test_a_builder_does_not_reach_into_the_network(services: Services, host: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        add(services, BUILDER, host)
    assert refused.value.field == "host"
    assert "SOPHIA_TRUSTED_HOSTS" in (refused.value.remedy or "")


def test_an_admin_does(services: Services) -> None:
    with pytest.raises(SourceUnreachable):
        add(services, ADMIN, "127.0.0.1")


def test_a_builder_reaches_what_is_trusted(tmp_path: Path) -> None:
    with running(tmp_path / "home", trusted_hosts="db.lan, 127.0.0.0/8") as services, pytest.raises(SourceUnreachable):
        add(services, BUILDER, "127.0.0.1")


@pytest.mark.parametrize("host", ["169.254.169.254", "fd00:ec2::254", "metadata.google.internal", "0.0.0.0"])
def test_nobody_reaches_a_metadata_service(services: Services, host: str) -> None:
    with pytest.raises(AddressRefused):
        add(services, ADMIN, host)


@pytest.mark.parametrize("host", ["0x7f000001", "/var/run/postgresql", "a,b", "h/d?host=127.0.0.1", "u@h"])
def test_a_host_that_is_more_than_a_host_is_refused(services: Services, host: str) -> None:
    with pytest.raises(BadInput):
        add(services, ADMIN, host)
