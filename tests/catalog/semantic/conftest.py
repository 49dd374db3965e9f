"""The small shop as the ground that semantic models are laid onto, its numbers recounted by hand-written SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from sophia.access.audit import SYSTEM
from sophia.catalog.model import Catalog
from sophia.catalog.semantic.document import Document, read_files
from sophia.catalog.semantic.model import import_model
from sophia.catalog.semantic.place import Imported
from sophia.connections.trial import Trial
from sophia.query.contract import Question
from sophia.query.path import Queries
from sophia.spec.datasets import Dimension, Measure, MetricDataset
from tests.query.shop import open_shop, queries_over


@dataclass(frozen=True)
class Shop:
    """The shop's bare catalog, a query path over it, and its file."""

    catalog: Catalog
    queries: Queries
    file: Path

    def take(self, model: str | Sequence[Document], **options: Any) -> Imported:
        """Lay a model (YAML text or documents) onto the shop's catalog."""
        documents = read_files([("model.yml", model.encode())]) if isinstance(model, str) else model
        return import_model(documents, self.catalog, Trial(self.queries), **options)

    def values(self, catalog: Catalog, metric: str, by: str = "", grain: Any = None) -> list[tuple[Any, ...]]:
        """Return a metric's rows as the query path answers them, in the order of the split."""
        dimensions = [Dimension(name="split", column=by, grain=grain)] if by else []
        dataset = MetricDataset(
            id="asked",
            connection="shop",
            measures=[Measure(name="value", metric=metric)],
            dimensions=dimensions,
            order=[{"by": "split"}] if by else [],
        )
        result = self.queries.run(Question(SYSTEM, [dataset], catalog=catalog))["asked"]
        assert result.failure is None, result.failure
        return list(zip(*result.data, strict=True))

    def sql(self, text: str) -> list[tuple[Any, ...]]:
        """Return the rows of hand-written SQL over the shop's file."""
        with duckdb.connect(str(self.file), read_only=True) as database:
            return database.execute(text).fetchall()


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("semantic")
    shops = open_shop(folder)
    found = shops.catalog("shop")
    bare = found.model_copy(update={"metrics": [], "tables": [table for table in found.tables if not table.sql]})
    queries = queries_over(shops)
    yield Shop(bare, queries, folder / "shop.duckdb")
    queries.close()


def report(done: Imported) -> dict[str, str]:
    """Return what became of each part by name: its state, with the reason behind a colon."""
    return {item.name: f"{item.state}: {item.why}" if item.why else item.state for item in done.items}


def as_yaml(value: Any) -> str:
    """Return plain data as YAML text."""
    return yaml.safe_dump(value, sort_keys=False)
