"""Tables of connections: the connection with its catalog (its config lies in the vault), and edited catalogs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, Text, true
from sqlalchemy.orm import Mapped, mapped_column

from sophia.store.shape import Row


class ConnectionRow(Row):
    """A configured source. `snapshot` is a file name in the home's data folder.

    `private` says that its host may lie in the own network.
    """

    __tablename__ = "connections"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    source: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(120))
    demo: Mapped[bool]
    dialect: Mapped[str] = mapped_column(String(20))
    snapshot: Mapped[str | None] = mapped_column(String(200))
    version: Mapped[str] = mapped_column(String(60))
    as_of: Mapped[str | None] = mapped_column(String(40))
    refresh_interval: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    error: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[list[Any]]
    tables: Mapped[int]
    rows: Mapped[int | None] = mapped_column(BigInteger)
    catalog: Mapped[str] = mapped_column(Text)
    suggestions: Mapped[list[str]]
    updated_at: Mapped[datetime]
    private: Mapped[bool] = mapped_column(server_default=true())


class CatalogOverrideRow(Row):
    """A catalog as somebody edited it; it stands in for the discovered one."""

    __tablename__ = "catalog_overrides"

    connection: Mapped[str] = mapped_column(ForeignKey("connections.name", ondelete="CASCADE"), primary_key=True)
    catalog: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(120))
    updated_at: Mapped[datetime]


class LiveCheckRow(Row):
    """A kind of source that a person saw work on the real service, with the connection that it was seen on."""

    __tablename__ = "live_checks"

    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    connection: Mapped[str] = mapped_column(String(60))
    author: Mapped[str] = mapped_column(String(120))
    checked_at: Mapped[datetime]


Note = dict[str, Any]
