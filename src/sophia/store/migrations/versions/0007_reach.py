"""Whether a connection may lead into the own network; those of before were checked when they were added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    # A node of before, which runs beside this one for a moment, writes rows without the column.
    op.add_column("connections", sa.Column("private", sa.Boolean, nullable=False, server_default=sa.true()))


def downgrade() -> None:
    op.drop_column("connections", "private")
