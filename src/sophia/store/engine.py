"""The state database: SQLite (WAL, every commit on disk) by default, Postgres when its address is given."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from sophia.kernel.errors import SophiaError, StorageBusy, StorageFull

BUSY_MILLISECONDS = 5000
WRITE_LOCK = 0x50F1A


class Store:
    """Sessions on the state database. A value written inside `write()` is on disk when the block has ended."""

    def __init__(self, url: str) -> None:
        self.engine = _sqlite(url) if url.startswith("sqlite") else _postgres(url)

    @property
    def is_sqlite(self) -> bool:
        """Whether the state lives in a SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Yield a session to read with. Raises StorageBusy when the database is out of reach."""
        with _translated(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Yield a session whose work is committed at the end of the block, or not at all.

        Raises StorageBusy when another writer holds the database for over five seconds, StorageFull on a full disk.
        """
        with _translated(), self.engine.connect().execution_options(sophia_write=True) as connection:
            with Session(connection, expire_on_commit=False) as session, session.begin():
                yield session
            connection.commit()

    def serialize(self, session: Session) -> None:
        """Let one writer at a time past this point until it commits (SQLite writers already are)."""
        if not self.is_sqlite:
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _sqlite(url: str) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_MILLISECONDS / 1000, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN is too late for a read before a write
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MILLISECONDS}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("sophia_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres(url: str) -> Engine:
    address = make_url(url).set(drivername="postgresql+psycopg")
    return create_engine(
        address, pool_size=8, max_overflow=4, pool_timeout=5, pool_pre_ping=True, connect_args={"connect_timeout": 5}
    )


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise _public(str(error.orig)) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise _public(str(error.orig)) from error
        raise


def _public(words: str) -> SophiaError:
    if "disk is full" in words or "No space left" in words or "disk I/O error" in words:
        remedy = "Free space on the disk of the home folder; no restart is needed."
        return StorageFull("Nothing was saved: the disk is full.", remedy=remedy)
    return StorageBusy("The state database is busy or out of reach.", remedy="Try again in a few seconds.")
