"""Tables of the model: its one setting (the key lies in the vault), and the log of calls."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from sophia.store.shape import Row


class ModelSettingRow(Row):
    """The model that the workspace asks; `provider` "" means that the rules read alone."""

    __tablename__ = "model_setting"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    provider: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    base_url: Mapped[str] = mapped_column(String(400))
    region: Mapped[str] = mapped_column(String(40))
    send_values: Mapped[bool]
    seconds: Mapped[float]
    daily_tokens: Mapped[int]
    prices: Mapped[list[Any]]
    updated_at: Mapped[datetime]


class ModelCallRow(Row):
    """One call: who, for what, which model, how many tokens and milliseconds, and its cost in USD (null: unknown)."""

    __tablename__ = "model_calls"
    __table_args__ = (Index("ix_model_calls_viewer_at", "viewer", "at"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    viewer: Mapped[str] = mapped_column(String(40))
    purpose: Mapped[str] = mapped_column(String(20))
    provider: Mapped[str] = mapped_column(String(20))
    model: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[str] = mapped_column(String(20))
    milliseconds: Mapped[float]
    input_tokens: Mapped[int | None]
    output_tokens: Mapped[int | None]
    cost: Mapped[float | None]
