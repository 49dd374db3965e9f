"""The shop and the bazaar behind real query paths, shared by the query tests."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sophia.query.cache import Cache
from sophia.query.contract import Question
from sophia.query.path import Queries
from sophia.query.pool import Limits, Pool
from sophia.query.result import Result
from sophia.spec.datasets import MetricDataset
from tests.query.bazaar import BUILDER, NOW, Registry, bazaar, catalog
from tests.query.shop import Shops, open_shop, queries_over

Ask = Callable[..., Result]


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """Two real workers for all tests that do not stop them."""
    workers = Pool(Limits(seconds=20))
    yield workers
    workers.close()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the bazaar's file."""
    return tmp_path_factory.mktemp("files")


@pytest.fixture
def registry(files: Path) -> Registry:
    """The bazaar by name."""
    return Registry((bazaar(files), catalog()))


@pytest.fixture
def stall(pool: Pool, registry: Registry) -> Queries:
    """A query path over the bazaar, its cache empty."""
    return Queries(registry, pool, Cache(clock=lambda: NOW), clock=lambda: NOW)


@pytest.fixture
def ask(stall: Queries) -> Ask:
    """Ask one metric dataset of the bazaar, given by its parts."""

    def run(*, viewer: Any = BUILDER, params: Any = (), values: Any = None, **parts: Any) -> Result:
        dataset = MetricDataset.model_validate({"id": "d", "connection": "bazaar", **parts})
        return stall.run(Question(viewer, [dataset], params, values or {}))["d"]

    return run


def rows(result: Result) -> list[tuple[Any, ...]]:
    """The result's rows; a failure fails the test with its words."""
    assert result.failure is None, result.failure
    return list(zip(*result.data, strict=True))


@pytest.fixture(scope="session")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Shops:
    """The shop, its catalog discovered."""
    return open_shop(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="session")
def queries(shops: Shops) -> Iterator[Queries]:
    """A query path over the shop."""
    path = queries_over(shops)
    yield path
    path.close()
