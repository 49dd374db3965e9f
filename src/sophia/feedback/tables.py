"""The table of answers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sophia.store.shape import Row


class FeedbackRow(Row):
    """One person's answer about one dashboard on one day. `viewer` never leaves this table."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("dashboard", "viewer", "day"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    dashboard: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    version: Mapped[int]
    viewer: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(20))
    day: Mapped[date] = mapped_column(Date)
    answered_at: Mapped[datetime]
    score: Mapped[int]
    comment: Mapped[str | None] = mapped_column(Text)
