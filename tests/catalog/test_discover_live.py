"""A live Postgres is described from its own catalog and its values."""

import psycopg
import pytest

from sophia.catalog.discover import discover
from sophia.catalog.model import Catalog
from sophia.kernel.errors import SourceUnreachable
from sophia.sources.contract import Connection

STATEMENTS = """
CREATE TABLE customer (customer_id serial PRIMARY KEY, name text NOT NULL, profile jsonb, token uuid, tags text[]);
CREATE TABLE purchase (purchase_id serial PRIMARY KEY, customer_id int REFERENCES customer, agent_id int,
  bought_at timestamptz, amount numeric(10,2), note json, price_text text, day_text text);
CREATE TABLE agents (id int, agent_name varchar(40));
CREATE VIEW big_purchase AS SELECT * FROM purchase WHERE amount > 50;
COMMENT ON TABLE purchase IS 'What was bought.';
COMMENT ON COLUMN purchase.amount IS 'In euro.';
INSERT INTO customer (name, profile, token, tags)
  SELECT 'Customer ' || i, '{"a": 1}', gen_random_uuid(), ARRAY['x'] FROM generate_series(1, 20) i;
INSERT INTO agents SELECT i, 'Agent ' || i FROM generate_series(1, 4) i;
INSERT INTO purchase (customer_id, agent_id, bought_at, amount, note, price_text, day_text)
  SELECT i % 20 + 1, i % 4 + 1, timestamptz '2025-01-01' + i * interval '1 day', i, '{}', (i * 1.5)::text,
    (date '2025-01-01' + i)::text FROM generate_series(1, 100) i;
"""


@pytest.fixture
def live(postgres_database: str) -> Catalog:
    with psycopg.connect(postgres_database, autocommit=True) as database:
        database.execute(STATEMENTS.encode())
    return discover(Connection(name="shop", source="postgres", dialect="postgres", dsn=postgres_database))


def test_tables_views_keys_and_comments_are_read(live: Catalog):
    assert [table.name for table in live.tables] == ["agents", "big_purchase", "customer", "purchase"]
    purchase = live.table("purchase")
    assert purchase is not None
    assert (purchase.primary_key, purchase.time_column, purchase.rows) == (["purchase_id"], "bought_at", 100)
    amount = live.column("purchase.amount")
    assert amount is not None
    assert (purchase.description, amount.description, amount.role) == ("What was bought.", "In euro.", "money")


def test_declared_and_inferred_joins_stand_side_by_side(live: Catalog):
    found = {(join.from_table, join.from_column, join.to_table, join.to_column) for join in live.joins}
    assert ("purchase", "customer_id", "customer", "customer_id") in found
    assert ("purchase", "agent_id", "agents", "id") in found


def test_text_that_holds_numbers_or_dates_is_known_as_such(live: Catalog):
    roles = {name: column.role for name in ("price_text", "day_text") if (column := live.column(f"purchase.{name}"))}
    assert roles == {"price_text": "money", "day_text": "date"}


def test_live_data_has_no_frozen_end(live: Catalog):
    assert live.as_of is None


def test_a_large_table_is_sampled_and_keeps_its_declared_key(postgres_database: str):
    with psycopg.connect(postgres_database, autocommit=True) as database:
        database.execute(
            b"""CREATE TABLE hit AS SELECT i AS hit_id, i % 5 AS page_id, 'kind ' || i % 4 AS kind
            FROM generate_series(1, 150000) i; ALTER TABLE hit ADD PRIMARY KEY (hit_id); ANALYZE hit"""
        )
    found = discover(Connection(name="web", source="postgres", dialect="postgres", dsn=postgres_database))
    hit, kind = found.table("hit"), found.column("hit.kind")
    assert hit and kind and hit.rows
    assert hit.primary_key == ["hit_id"]
    assert hit.rows == pytest.approx(150_000, rel=0.05)
    assert sorted(kind.values) == ["kind 0", "kind 1", "kind 2", "kind 3"]


def test_a_database_that_does_not_answer_is_named_without_its_address():
    dsn = "postgresql://nobody:hunter2@127.0.0.1:1/none"
    with pytest.raises(SourceUnreachable) as caught:
        discover(Connection(name="shop", source="postgres", dialect="postgres", dsn=dsn))
    assert "hunter2" not in str(caught.value)
