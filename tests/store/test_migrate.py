"""The tables of the migrations are the tables of the models, on both databases."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text

import sophia.access.tables
import sophia.connections.sync.tables
import sophia.connections.tables
import sophia.dashboards.tables
import sophia.feedback.tables
import sophia.models.tables
import sophia.store.vault_tables
import sophia.workspace.tables  # noqa: F401
from sophia.access.audit import Audit
from sophia.connections.store import ConnectionStore
from sophia.kernel.errors import StorageBusy
from sophia.kernel.secrets.envelope import Envelope, KeyUnusable
from sophia.kernel.secrets.keeper import keys_of
from sophia.kernel.settings import Settings
from sophia.models.store import ModelStore
from sophia.store.engine import Store
from sophia.store.migrate import HERE, StoreUnusable, migrate
from sophia.store.shape import Row
from sophia.store.vault import Vault

OLD_CONNECTION = """INSERT INTO connections (name, source, title, demo, dialect, config, version, refresh_interval,
    status, notes, tables, catalog, suggestions, updated_at) VALUES ('shop', 'postgres', 'Shop', false, 'postgres',
    :config, 'live_1', 300, 'ok', '[]', 1, '{}', '[]', '2026-11-23 00:00:00')"""
OLD_MODEL = """INSERT INTO model_setting (id, provider, name, base_url, region, key, send_values, seconds, daily_tokens,
    prices, updated_at) VALUES ('workspace', 'openai', 'tiny', '', '', :key, false, 5, 0, '[]', '2026-11-23 00:00:00')"""


def to_revision(store: Store, revision: str) -> None:
    """Bring the database to an earlier version's tables."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    with store.engine.connect().execution_options(sophia_write=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def differences(store: Store) -> list[object]:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Row.metadata))


def test_a_migrated_database_has_the_tables_of_the_models(store: Store) -> None:
    assert differences(store) == []


def test_migrating_twice_changes_nothing(store: Store) -> None:
    migrate(store)
    assert differences(store) == []


def test_secrets_of_the_first_version_are_sealed_anew(state_url: str, tmp_path: Path) -> None:
    store, keys = Store(state_url), keys_of(Settings(home=tmp_path))
    keys.first.wrap(bytes(range(32)), "")
    old = Envelope(keys.file.path.read_bytes())
    to_revision(store, "0003")
    with store.write() as session:
        config = old.seal('{"password": "c4n4ry"}', "connections.config/shop")
        session.execute(text(OLD_CONNECTION), {"config": config})
        session.execute(text(OLD_MODEL), {"key": old.seal("sk-c4n4ry", "model_setting.key/workspace")})
    with pytest.raises(KeyUnusable, match="need their key"):
        migrate(store)
    migrate(store, keys)
    vault = Vault(store, keys)
    assert vault.check().opened == 2
    assert ConnectionStore(store, Audit(store), vault).get("shop").config == '{"password": "c4n4ry"}'
    kept = ModelStore(store, Audit(store), vault).setting()
    assert kept is not None
    assert kept.key == "sk-c4n4ry"
    assert differences(store) == []
    store.close()


def test_a_newer_database_is_refused(store: Store) -> None:
    with store.engine.connect().execution_options(sophia_write=True) as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnusable, match="newer"):
        migrate(store)


def test_a_migration_that_is_cut_leaves_nothing_behind(tmp_path, monkeypatch) -> None:
    store = Store(f"sqlite:///{tmp_path / 'cut.db'}")
    monkeypatch.setattr("alembic.op.create_index", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        migrate(store)
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar() == 0


def test_a_corrupt_file_is_refused_with_the_way_back(tmp_path) -> None:
    path = tmp_path / "sophia.db"
    path.write_bytes(b"this is no database at all" * 400)
    with pytest.raises(StoreUnusable, match="cannot be read") as caught:
        migrate(Store(f"sqlite:///{path}"))
    assert "backup" in (caught.value.remedy or "")


def test_sqlite_writes_every_commit_to_disk(tmp_path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'state.db'}")
    with store.engine.connect() as connection:
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"


def test_an_unreachable_postgres_is_said_without_its_password() -> None:
    store = Store("postgresql://sophia:hunter2secret@127.0.0.1:1/nothing")
    with pytest.raises(StorageBusy) as caught, store.read() as session:
        session.execute(text("SELECT 1"))
    assert "hunter2secret" not in str(caught.value)
