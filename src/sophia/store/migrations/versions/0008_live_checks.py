"""Which kinds of source a person saw work on the real service."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "live_checks",
        sa.Column("source", sa.String(40), primary_key=True),
        sa.Column("connection", sa.String(60), nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("live_checks")
