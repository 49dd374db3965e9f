"""The demo company with its catalogs, made once for all tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sophia.query.path import Queries
from tests.catalog.library import write_library
from tests.demo_company import DemoCompany, make_company, queries_over
from tests.once import made_once


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> DemoCompany:
    return made_once(tmp_path_factory, "company", make_company)


@pytest.fixture(scope="session")
def company_queries(company: DemoCompany) -> Iterator[Queries]:
    path = queries_over(company)
    yield path
    path.close()


@pytest.fixture(scope="session")
def library_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_library(tmp_path_factory.mktemp("library") / "library.duckdb")
