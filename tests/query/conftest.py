"""The shop and its query path, shared by the query tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sophia.query.path import Queries
from tests.query.shop import Shops, open_shop, queries_over


@pytest.fixture(scope="session")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Shops:
    return open_shop(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="session")
def queries(shops: Shops) -> Iterator[Queries]:
    path = queries_over(shops)
    yield path
    path.close()
