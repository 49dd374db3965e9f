"""A busy or full state database is said in words, and what was not acknowledged is not there."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

import sophia.store.engine
from sophia.kernel.errors import StorageBusy, StorageFull
from sophia.store.engine import Store


def test_what_fails_in_the_middle_is_not_kept(store: Store) -> None:
    with pytest.raises(RuntimeError), store.write() as session:
        session.execute(text("INSERT INTO workspace_settings VALUES ('name', 'half')"))
        raise RuntimeError
    with store.read() as session:
        assert session.execute(text("SELECT count(*) FROM workspace_settings")).scalar() == 0


def test_another_writer_makes_us_wait_and_then_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sophia.store.engine, "BUSY_MILLISECONDS", 50)
    store = Store(f"sqlite:///{tmp_path / 'state.db'}")
    with store.write() as session:
        session.execute(text("CREATE TABLE t (n integer)"))
    other = sqlite3.connect(tmp_path / "state.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageBusy), store.write() as session:
        session.execute(text("INSERT INTO t VALUES (1)"))
    other.execute("ROLLBACK")
    with store.write() as session:
        session.execute(text("INSERT INTO t VALUES (2)"))
    assert other.execute("SELECT n FROM t").fetchall() == [(2,)]


def test_a_full_disk_loses_nothing_that_was_there_and_heals(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'state.db'}")
    with store.write() as session:
        session.execute(text("CREATE TABLE t (body text)"))
        session.execute(text("INSERT INTO t VALUES ('kept')"))
    with store.read() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar()
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
        session.commit()
    with pytest.raises(StorageFull) as caught, store.write() as session:
        session.execute(text("INSERT INTO t VALUES (:body)"), {"body": "x" * 100_000})
    assert caught.value.status == 507
    with store.read() as session:
        assert session.execute(text("SELECT body FROM t")).scalars().all() == ["kept"]
        session.execute(text("PRAGMA max_page_count = 1000000"))
    with store.write() as session:
        session.execute(text("INSERT INTO t VALUES (:body)"), {"body": "x" * 100_000})
