"""One running Sophia for the whole session of acceptance tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.server import Server


@pytest.fixture(scope="session")
def sophia(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server in demo mode, as `make run` starts it."""
    home: Path = tmp_path_factory.mktemp("sophia") / "home"
    server = Server(home).start()
    yield server
    server.stop()
