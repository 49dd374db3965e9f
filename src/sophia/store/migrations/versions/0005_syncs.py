"""Synced connections: when they are due, how their cycles went, and what is left of their calls."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "syncs",
        sa.Column("connection", sa.String(60), nullable=False),
        sa.Column("next_due", MOMENT, nullable=False),
        sa.Column("lease_owner", sa.String(40)),
        sa.Column("lease_until", MOMENT),
        sa.Column("private", sa.Boolean, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_ok_at", MOMENT),
        sa.Column("progress", sa.JSON, nullable=False),
        sa.Column("quota", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("connection", name="pk_syncs"),
        sa.ForeignKeyConstraint(["connection"], ["connections.name"], name="fk_syncs_connection", ondelete="CASCADE"),
    )
    op.create_table(
        "sync_runs",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("connection", sa.String(60), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seconds", sa.Double, nullable=False),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("records", sa.BigInteger, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False),
        sa.Column("removed", sa.BigInteger, nullable=False),
        sa.Column("ok", sa.Boolean, nullable=False),
        sa.Column("error", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_sync_runs"),
        sa.ForeignKeyConstraint(
            ["connection"], ["connections.name"], name="fk_sync_runs_connection", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_sync_runs_connection_started_at", "sync_runs", ["connection", "started_at"])
    op.create_table(
        "buckets",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("tokens", sa.Double, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("used", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_buckets"),
    )


def downgrade() -> None:
    op.drop_table("buckets")
    op.drop_table("sync_runs")
    op.drop_table("syncs")
