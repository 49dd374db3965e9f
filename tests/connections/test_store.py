"""Connections are kept with their secrets sealed, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from sophia.access.audit import SYSTEM, Audit
from sophia.connections.store import ConnectionStore, Saved
from sophia.kernel.envelope import load_envelope
from sophia.kernel.errors import NotFound
from sophia.store.engine import Store

SAVED = Saved(
    name="shop",
    source="postgres",
    title="Shop",
    config='{"password": "c4n4ry"}',
    catalog="{}",
    version="live_1",
    dialect="postgres",
)


@pytest.fixture
def connections(store: Store, tmp_path) -> ConnectionStore:
    return ConnectionStore(store, Audit(store), load_envelope(tmp_path / "secret.key"))


def test_a_connection_comes_back_as_it_was(connections: ConnectionStore) -> None:
    connections.put(SYSTEM, SAVED)
    found = connections.get("shop")
    assert (found.config, found.version, found.dialect) == (SAVED.config, "live_1", "postgres")


def test_no_column_of_any_table_holds_the_secret(connections: ConnectionStore, store: Store) -> None:
    connections.put(SYSTEM, SAVED)
    with store.read() as session:
        for table in ("connections", "audit_log"):
            assert "c4n4ry" not in str(session.execute(text(f"SELECT * FROM {table}")).fetchall())
    assert "c4n4ry" not in repr(SAVED)


def test_an_edited_catalog_goes_with_its_connection(connections: ConnectionStore) -> None:
    connections.put(SYSTEM, SAVED)
    before = connections.stamps()
    connections.put_catalog(SYSTEM, "shop", '{"connection": "shop"}')
    assert connections.get("shop").edited == '{"connection": "shop"}'
    assert connections.stamps() != before
    connections.remove(SYSTEM, "shop")
    with pytest.raises(NotFound):
        connections.get("shop")
    connections.put(SYSTEM, SAVED)
    assert connections.get("shop").edited is None
