"""One running Sophia for the whole session of acceptance tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.server import Server
from tests.once import made_once


@pytest.fixture(scope="session")
def sophia(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server in demo mode, as `make run` starts it."""
    home = tmp_path_factory.mktemp("sophia") / "home"
    shutil.copytree(made_once(tmp_path_factory, "sophia-home", _started_once), home)
    server = Server(home).start()
    yield server
    server.stop()


def _started_once(folder: Path) -> Path:
    """Return a home that a server has filled with the demo company."""
    home = folder / "home"
    Server(home).start().stop()
    return home
