"""Where workspace settings are kept."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from sophia.access.audit import Audit
from sophia.kernel.viewer import Viewer
from sophia.store.engine import Store
from sophia.workspace.tables import SettingRow


class SettingStore:
    """Reads and writes settings by name."""

    def __init__(self, store: Store, audit: Audit) -> None:
        self._store = store
        self._audit = audit

    def all(self) -> dict[str, str]:
        """Return every setting that was ever made."""
        with self._store.read() as session:
            return {row.key: row.value for row in session.scalars(select(SettingRow))}

    def put(self, viewer: Viewer, values: Mapping[str, str]) -> None:
        """Keep `values`, all or none."""
        with self._store.write() as session:
            for key, value in values.items():
                session.merge(SettingRow(key=key, value=value))
            self._audit.record(session, viewer, "workspace.edit", "workspace", **values)
