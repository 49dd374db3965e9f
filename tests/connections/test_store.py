"""Connections are kept with their secrets sealed, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from sophia.access.audit import SYSTEM, Audit
from sophia.connections.store import ConnectionStore, Saved
from sophia.kernel.errors import NotFound
from sophia.kernel.secrets.keeper import keys_of
from sophia.kernel.settings import Settings
from sophia.store.engine import Store
from sophia.store.vault import Vault

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
    return ConnectionStore(store, Audit(store), Vault(store, keys_of(Settings(home=tmp_path))))


def test_a_connection_comes_back_as_it_was(connections: ConnectionStore) -> None:
    connections.put(SYSTEM, SAVED)
    found = connections.get("shop")
    assert (found.config, found.version, found.dialect) == (SAVED.config, "live_1", "postgres")


def test_no_column_of_any_table_holds_the_secret(connections: ConnectionStore, store: Store) -> None:
    connections.put(SYSTEM, SAVED)
    with store.read() as session:
        for table in ("connections", "secrets", "data_keys", "audit_log"):
            for row in session.execute(text(f"SELECT * FROM {table}")):
                assert not [cell for cell in row if "c4n4ry" in str(cell) or b"c4n4ry" in _bytes(cell)]
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
    assert connections._vault.check().opened == 0
    connections.put(SYSTEM, SAVED)
    assert connections.get("shop").edited is None


def _bytes(cell: object) -> bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else b""
