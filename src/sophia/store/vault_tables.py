"""Tables of secrets: data keys as wrapped, and secrets as sealed with one of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from sophia.store.shape import Row


class DataKeyRow(Row):
    """A data key, wrapped by the key-encryption key called `keeper`; new secrets take the `current` one."""

    __tablename__ = "data_keys"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    keeper: Mapped[str] = mapped_column(String(400))
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    current: Mapped[bool]
    created_at: Mapped[datetime]


class SecretRow(Row):
    """One secret: whose (`connection/NAME`), which field, sealed. A data key in use cannot be deleted."""

    __tablename__ = "secrets"

    owner: Mapped[str] = mapped_column(String(120), primary_key=True)
    field: Mapped[str] = mapped_column(String(60), primary_key=True)
    data_key: Mapped[str] = mapped_column(ForeignKey("data_keys.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    updated_at: Mapped[datetime]
