"""People: one-time secrets for passwords, when somebody signed in and from where, ends and last uses of tokens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("users", sa.Column("signed_in_at", MOMENT))
    op.add_column("users", sa.Column("reset_hash", sa.String(64)))
    op.add_column("users", sa.Column("reset_until", MOMENT))
    op.create_index("ix_users_reset_hash", "users", ["reset_hash"])
    op.add_column("sessions", sa.Column("place", sa.String(64), nullable=False, server_default=""))
    op.add_column("sessions", sa.Column("agent", sa.String(200), nullable=False, server_default=""))
    op.add_column("tokens", sa.Column("expires_at", MOMENT))
    op.add_column("tokens", sa.Column("used_at", MOMENT))


def downgrade() -> None:
    op.drop_index("ix_users_reset_hash", "users")
    for table, columns in (
        ("tokens", ("used_at", "expires_at")),
        ("sessions", ("agent", "place")),
        ("users", ("reset_until", "reset_hash", "signed_in_at")),
    ):
        for column in columns:
            op.drop_column(table, column)
