"""Migrations: bring the state database to this version's tables, all or nothing, at every start."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, OperationalError

from sophia.kernel.errors import SophiaError
from sophia.kernel.secrets.keeper import Keys
from sophia.store.engine import WRITE_LOCK, Store

HERE = Path(__file__).parent / "migrations"


class StoreUnusable(SophiaError):
    """The state database cannot be used: corrupt, or made by a newer Sophia."""

    status = 500
    code = "store_unusable"


def migrate(store: Store, keys: Keys | None = None) -> None:
    """Run the missing migrations in one transaction; a kill in the middle leaves the old tables.

    `keys` are needed where secrets of an earlier version have to be sealed anew.

    Raises StoreUnusable when the database is corrupt or newer than this Sophia.
    """
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    try:
        with store.engine.connect().execution_options(sophia_write=True) as connection, connection.begin():
            if not store.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})
            config.attributes.update(connection=connection, keys=keys)
            command.upgrade(config, "head")
    except CommandError:
        remedy = "Start the newer Sophia again, or restore the backup made before the upgrade."
        raise StoreUnusable("The state database was written by a newer Sophia.", remedy=remedy) from None
    except OperationalError:
        raise
    except DatabaseError as error:
        remedy = "Restore a backup: put the copy of sophia.db back in the home folder and start again."
        raise StoreUnusable(f"The state database cannot be read: {error.orig}.", remedy=remedy) from None
