"""State databases for tests: each test that asks runs on SQLite and on Postgres."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sophia.store.engine import Store
from sophia.store.migrate import migrate


@pytest.fixture(params=["sqlite", "postgres"])
def state_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty state database."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_database"))
    return f"sqlite:///{tmp_path / 'state.db'}"


@pytest.fixture
def store(state_url: str) -> Iterator[Store]:
    """A migrated state database."""
    opened = Store(state_url)
    migrate(opened)
    yield opened
    opened.close()
