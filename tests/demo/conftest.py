"""The small demo company, made once for all tests of this folder."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.demo_company import make_company
from tests.once import made_once

Query = Callable[[str, str], list[tuple]]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    company = made_once(tmp_path_factory, "company", make_company)
    return {name: item.snapshot for name, item in company.connections.items() if item.snapshot is not None}


@pytest.fixture(scope="session")
def query(demo: dict[str, Path]) -> Query:
    """Return a function that runs SQL on a demo connection, opened read-only as the product does."""

    def run(connection: str, sql: str) -> list[tuple]:
        with duckdb.connect(str(demo[connection]), read_only=True) as database:
            return database.execute(sql).fetchall()

    return run
