"""A small bazaar with known numbers: its DuckDB file, its catalog, and its connection."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from sophia.catalog.model import Catalog, Column, Join, Metric, Table
from sophia.kernel.viewer import RowRule, Viewer
from sophia.sources.contract import Connection

AS_OF = "2026-11-15"
NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)
BUILDER = Viewer("u1", "Builder", "builder")

MARGIN = "sum(amount - cost) / sum(cost)"
WIN_RATE = "count(*) filter (where won) / count(*)"
TABLES = """
CREATE TABLE customer (customer_id INTEGER, name TEXT, segment TEXT, region TEXT, signed_on DATE);
INSERT INTO customer VALUES
  (1, 'Ada', 'SMB', 'North', '2026-01-10'), (2, 'Bo', 'SMB', 'South', '2026-02-11'),
  (3, 'Cy', 'Enterprise', 'North', '2025-12-01'), (4, 'Di', NULL, 'South', '2026-11-02');
CREATE TABLE sale (sale_id INTEGER, customer_id INTEGER, sold_at TIMESTAMP, amount DECIMAL(18,2), cost INTEGER,
  won BOOLEAN, price_text TEXT, day_text TEXT);
INSERT INTO sale VALUES
  (1, 1, '2026-11-02 10:00', 100, 40, true, '10.5', '2026-11-02'),
  (2, 1, '2026-10-03 11:00', 50, 20, false, 'n/a', 'soon'),
  (3, 2, '2026-10-20 12:00', 70, 0, true, '7', '2026-10-20'),
  (4, 3, '2026-08-30 09:00', 30, 0, true, NULL, NULL),
  (5, 3, '2025-11-10 09:00', 20, 5, true, '1', '2025-11-10'),
  (6, 4, '2026-11-15 23:30', 5, 0, false, '2', '2026-11-15'),
  (7, NULL, '2026-10-10 00:00', 8, 1, true, '3', '2026-10-10');
CREATE TABLE ticket (ticket_id INTEGER, customer_id INTEGER, opened_at TIMESTAMP, minutes INTEGER);
INSERT INTO ticket VALUES
  (1, 1, '2026-11-01 08:00', 10), (2, 1, '2026-11-03 08:00', 30), (3, 2, '2026-10-05 08:00', 50),
  (4, 4, '2026-11-04 08:00', 20);
CREATE TABLE balance (customer_id INTEGER, day DATE, money DECIMAL(18,2));
INSERT INTO balance VALUES
  (1, '2026-10-01', 10), (2, '2026-10-01', 20), (1, '2026-10-15', 11), (2, '2026-10-15', 21), (3, '2026-10-15', 1),
  (1, '2026-11-01', 12), (2, '2026-11-01', 22), (1, '2026-11-10', 13), (3, '2026-11-10', 5);
"""


def catalog(connection: str = "bazaar", dialect: str = "duckdb", as_of: str | None = AS_OF) -> Catalog:
    return Catalog(
        connection=connection,
        source="duckdb",
        dialect=dialect,
        as_of=as_of,
        tables=[
            Table(
                name="customer",
                entity="customer",
                columns=[
                    Column(name="customer_id", type="integer", role="id"),
                    Column(name="name", type="text", role="label"),
                    Column(name="segment", type="text", role="category"),
                    Column(name="region", type="text", role="category"),
                    Column(name="signed_on", type="date", role="date"),
                ],
                primary_key=["customer_id"],
                time_column="signed_on",
                label_column="name",
            ),
            Table(
                name="sale",
                columns=[
                    Column(name="sale_id", type="integer", role="id"),
                    Column(name="customer_id", type="integer", role="key"),
                    Column(name="sold_at", type="timestamp", role="date", minimum="2025-11-10", maximum="2026-11-15"),
                    Column(name="amount", type="number", role="money", minimum="5", maximum="100"),
                    Column(name="cost", type="integer", role="money"),
                    Column(name="won", type="boolean", role="boolean"),
                    Column(name="price_text", type="text", role="money"),
                    Column(name="day_text", type="text", role="date"),
                ],
                primary_key=["sale_id"],
                time_column="sold_at",
                drill_columns=["sale_id", "sold_at", "amount"],
            ),
            Table(
                name="ticket",
                columns=[
                    Column(name="ticket_id", type="integer", role="id"),
                    Column(name="customer_id", type="integer", role="key"),
                    Column(name="opened_at", type="timestamp", role="date"),
                    Column(name="minutes", type="integer", role="duration"),
                ],
                time_column="opened_at",
            ),
            Table(
                name="balance",
                columns=[
                    Column(name="customer_id", type="integer", role="key"),
                    Column(name="day", type="date", role="date", minimum="2026-10-01", maximum="2026-11-10"),
                    Column(name="money", type="number", role="money"),
                ],
                time_column="day",
            ),
            Table(
                name="won_sale",
                sql="SELECT sale_id, customer_id, sold_at, amount FROM sale WHERE won",
                columns=[
                    Column(name="sale_id", type="integer", role="id"),
                    Column(name="customer_id", type="integer", role="key"),
                    Column(name="sold_at", type="timestamp", role="date"),
                    Column(name="amount", type="number", role="money"),
                ],
                time_column="sold_at",
            ),
        ],
        joins=[
            Join(from_table=name, from_column="customer_id", to_table="customer", to_column="customer_id")
            for name in ("sale", "ticket", "balance", "won_sale")
        ],
        metrics=[
            Metric(name="revenue", label="Revenue", table="sale", expression="sum(amount)", time_column="sold_at"),
            Metric(name="won_revenue", label="Won", table="sale", expression="sum(amount) filter (where won)"),
            Metric(name="margin", label="Margin", table="sale", expression=MARGIN, flow=False),
            Metric(name="win_rate", label="Win rate", table="sale", expression=WIN_RATE, flow=False),
            Metric(name="tickets", label="Tickets", table="ticket", expression="count(*)"),
            Metric(name="minutes", label="Minutes", table="ticket", expression="sum(minutes)"),
            Metric(name="money", label="Money", table="balance", expression="sum(money)", last=True, flow=False),
            Metric(name="model_revenue", label="Won revenue", table="won_sale", expression="sum(amount)"),
            Metric(name="by_customer", label="R", table="sale", expression="sum(amount)", drill_table="customer"),
        ],
    )  # fmt: skip


def bazaar(folder: Path, **changes: object) -> Connection:
    """Write the bazaar's file and return the connection to it."""
    path = folder / "bazaar.duckdb"
    if not path.exists():
        with duckdb.connect(str(path)) as database:
            database.execute(TABLES)
    settings = {"name": "bazaar", "source": "duckdb", "snapshot": path, "as_of": AS_OF, **changes}
    return Connection(**settings)  # type: ignore[arg-type]  # names and values are the test's own


class Registry:
    """Connections and catalogs of a test, by name."""

    def __init__(self, *pairs: tuple[Connection, Catalog]) -> None:
        self.connections = {connection.name: connection for connection, _ in pairs}
        self.catalogs = {connection.name: known for connection, known in pairs}

    def connection(self, name: str) -> Connection:
        return self.connections[name]

    def catalog(self, name: str) -> Catalog:
        return self.catalogs[name]


def narrowed(table: str, column: str, *values: str) -> Viewer:
    """A viewer who sees only the rows of `table` whose `column` is one of `values`."""
    return Viewer("u2", "Narrow", row_rules=(RowRule("bazaar", table, column, values),))
