"""The table of workspace settings."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from sophia.store.shape import Row


class SettingRow(Row):
    """One setting by its name; `value` is plain text."""

    __tablename__ = "workspace_settings"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(String(400))
