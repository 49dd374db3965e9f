"""Tables of dashboards: the dashboard, its immutable versions, the names it answers to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sophia.store.shape import Row


class DashboardRow(Row):
    """A dashboard as lists show it; `version` is the current one."""

    __tablename__ = "dashboards"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    type: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    components: Mapped[int]
    connections: Mapped[list[str]]
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class VersionRow(Row):
    """A saved spec; never changed. `parent` is the version that undo goes back to."""

    __tablename__ = "dashboard_versions"

    dashboard_id: Mapped[str] = mapped_column(ForeignKey("dashboards.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    spec: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(120))
    message: Mapped[str] = mapped_column(Text)
    changes: Mapped[list[str]]
    parent: Mapped[int | None]
    created_at: Mapped[datetime]


class AliasRow(Row):
    """Another name of a dashboard: `ceo-dashboard` for the newest one of type ceo."""

    __tablename__ = "dashboard_aliases"

    alias: Mapped[str] = mapped_column(String(100), primary_key=True)
    dashboard_id: Mapped[str] = mapped_column(ForeignKey("dashboards.id"), index=True)
