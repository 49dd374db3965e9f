"""Secrets get tables of their own: what connections and the model kept is sealed anew with a wrapped data key."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from sophia.kernel.ids import new_id
from sophia.kernel.secrets.envelope import KEY_BYTES, Envelope, KeyUnusable

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)
KEPT = (  # table, its key, the sealed column, whose secret it becomes, its name
    ("connections", "name", "config", "connection", "config"),
    ("model_setting", "id", "key", "model", "key"),
)


def upgrade() -> None:
    data_keys = op.create_table(
        "data_keys",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("keeper", sa.String(400), nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.Column("current", sa.Boolean, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_data_keys"),
    )
    sealed = op.create_table(
        "secrets",
        sa.Column("owner", sa.String(120), nullable=False),
        sa.Column("field", sa.String(60), nullable=False),
        sa.Column("data_key", sa.String(40), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("owner", "field", name="pk_secrets"),
        sa.ForeignKeyConstraint(["data_key"], ["data_keys.id"], name="fk_secrets_data_key"),
    )
    op.create_index("ix_secrets_data_key", "secrets", ["data_key"])
    found = [row for kept in KEPT for row in _kept(*kept)]
    if found:
        _seal(found, data_keys, sealed)
    for table, _, column, _, _ in KEPT:
        op.drop_column(table, column)


def _kept(table: str, key: str, column: str, owner: str, field: str) -> list[dict[str, Any]]:
    rows: Any = op.get_bind().execute(sa.select(sa.column(key), sa.column(column)).select_from(sa.table(table)))
    return [
        {"owner": f"{owner}/{name}", "field": field, "place": f"{table}.{column}/{name}", "sealed": bytes(sealed)}
        for name, sealed in rows
    ]


def _seal(found: list[dict[str, Any]], data_keys: sa.Table, sealed: sa.Table) -> None:
    keys = context.config.attributes.get("keys")
    if keys is None:
        raise KeyUnusable("The secrets of this database need their key.", remedy="Start Sophia with its home folder.")
    data_key, name, now = secrets.token_bytes(KEY_BYTES), new_id("dk"), datetime.now(UTC)
    keeper, wrapped = keys.first.wrap(data_key, f"data_keys/{name}")
    made = {"id": name, "keeper": keeper, "wrapped": wrapped, "current": True, "created_at": now}
    op.bulk_insert(data_keys, [made])
    cipher = Envelope(data_key)
    for row in found:
        text = keys.file.unseal_directly(row["sealed"], row["place"])
        kept = {"owner": row["owner"], "field": row["field"], "data_key": name, "updated_at": now}
        place = json.dumps([name, row["owner"], row["field"]])
        op.bulk_insert(sealed, [{**kept, "sealed": cipher.seal(text, place)}])
