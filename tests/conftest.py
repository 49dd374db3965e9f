"""Services shared by all tests; each is started when the first test asks for it."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from sophia.access import passwords
from tests.services.mariadb import Mariadb, MariadbMissing, running_mariadb
from tests.services.postgres import Postgres, running_postgres

# Time never decides a test: a busy machine is no failure.
settings.register_profile("sophia", deadline=None)
settings.load_profile("sophia")


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[PasswordHasher]:
    """Passwords are hashed with little memory and one turn here; yields the product's own hasher."""
    strong = passwords.HASHER
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    yield strong
    passwords.HASHER = strong


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real Postgres server on loopback, one per test process."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres: Postgres) -> str:
    """The URL of that server's own database; tests that write take `postgres_database`."""
    return postgres.url()


@pytest.fixture
def postgres_database(postgres: Postgres) -> Iterator[str]:
    """The URL of an empty Postgres database that only this test sees."""
    url = postgres.create_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture(scope="session")
def mariadb() -> Iterator[Mariadb]:
    """A real MariaDB server on loopback, one per test process; skipped where none is installed."""
    try:
        with running_mariadb() as server:
            yield server
    except MariadbMissing as missing:
        pytest.skip(str(missing))
