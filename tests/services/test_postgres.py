"""The Postgres that the suite starts is a real one, reachable and separate per test."""

import psycopg
import pytest

from tests.services.postgres import Postgres, running_postgres


def test_a_database_of_its_own_starts_empty(postgres_database: str):
    with psycopg.connect(postgres_database) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert tables == (0,)


def test_two_databases_do_not_see_each_other(postgres: Postgres):
    first, second = postgres.create_database(), postgres.create_database()
    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE only_here (id int)")
    with psycopg.connect(second) as connection:
        assert connection.execute("SELECT to_regclass('only_here')").fetchone() == (None,)


def test_a_wrong_password_is_refused(postgres: Postgres):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(postgres.url().replace(postgres.password, "wrong"))


def test_the_server_is_gone_when_its_block_ends():
    with running_postgres() as server:
        psycopg.connect(server.url()).close()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url(), connect_timeout=2)
