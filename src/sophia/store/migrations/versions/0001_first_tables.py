"""The first tables: users, sessions, tokens, audit log, workspace, dashboards, connections."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _access()
    _dashboards()
    _connections()
    _refuse_changes_of_the_audit_log()


def _access() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("email", name="uq_users_email"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sessions_user_id", ondelete="CASCADE"),
    )
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])
    op.create_table(
        "tokens",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_tokens_user_id", ondelete="CASCADE"),
    )
    op.create_index("ix_tokens_user_id", "tokens", ["user_id"])
    op.create_table(
        "audit_log",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False, autoincrement=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("action", sa.String(80), nullable=False),
        sa.Column("object", sa.String(200), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_log"),
    )
    op.create_table(
        "workspace_settings",
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("value", sa.String(400), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_workspace_settings"),
    )


def _dashboards() -> None:
    op.create_table(
        "dashboards",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("type", sa.String(80), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("components", sa.Integer, nullable=False),
        sa.Column("connections", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("deleted_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_dashboards"),
        sa.UniqueConstraint("slug", name="uq_dashboards_slug"),
    )
    op.create_table(
        "dashboard_versions",
        sa.Column("dashboard_id", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("spec", sa.Text, nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("changes", sa.JSON, nullable=False),
        sa.Column("parent", sa.Integer),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("dashboard_id", "version", name="pk_dashboard_versions"),
        sa.ForeignKeyConstraint(["dashboard_id"], ["dashboards.id"], name="fk_dashboard_versions_dashboard_id"),
    )
    op.create_table(
        "dashboard_aliases",
        sa.Column("alias", sa.String(100), nullable=False),
        sa.Column("dashboard_id", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("alias", name="pk_dashboard_aliases"),
        sa.ForeignKeyConstraint(["dashboard_id"], ["dashboards.id"], name="fk_dashboard_aliases_dashboard_id"),
    )
    op.create_index("ix_dashboard_aliases_dashboard_id", "dashboard_aliases", ["dashboard_id"])


def _connections() -> None:
    op.create_table(
        "connections",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.Column("dialect", sa.String(20), nullable=False),
        sa.Column("config", sa.LargeBinary, nullable=False),
        sa.Column("snapshot", sa.String(200)),
        sa.Column("version", sa.String(60), nullable=False),
        sa.Column("as_of", sa.String(40)),
        sa.Column("refresh_interval", sa.Integer, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("notes", sa.JSON, nullable=False),
        sa.Column("tables", sa.Integer, nullable=False),
        sa.Column("rows", sa.BigInteger),
        sa.Column("catalog", sa.Text, nullable=False),
        sa.Column("suggestions", sa.JSON, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_connections"),
    )
    op.create_table(
        "catalog_overrides",
        sa.Column("connection", sa.String(60), nullable=False),
        sa.Column("catalog", sa.Text, nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("connection", name="pk_catalog_overrides"),
        sa.ForeignKeyConstraint(
            ["connection"], ["connections.name"], name="fk_catalog_overrides_connection", ondelete="CASCADE"
        ),
    )


def _refuse_changes_of_the_audit_log() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_log_no_{event.lower()} BEFORE {event} ON audit_log "
                "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_log_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_log_no_change BEFORE UPDATE OR DELETE ON audit_log "
        "FOR EACH ROW EXECUTE FUNCTION audit_log_refuse()"
    )
    op.execute(
        "CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse()"
    )


def downgrade() -> None:
    """Take the tables away, the audit log's guard with them."""
    for table in (
        "catalog_overrides", "connections", "dashboard_aliases", "dashboard_versions", "dashboards",
        "workspace_settings", "audit_log", "tokens", "sessions", "users",
    ):  # fmt: skip
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_log_refuse()")
