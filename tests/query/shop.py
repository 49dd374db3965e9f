"""A small shop whose every number can be recounted by hand, as a DuckDB snapshot with its catalog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from sophia.catalog.discover import discover
from sophia.catalog.model import Catalog, Column, Metric, Table
from sophia.kernel.errors import NotFound
from sophia.query.cache import Cache
from sophia.query.path import Queries
from sophia.query.pool import Limits, Pool
from sophia.sources.contract import Connection

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
TABLES = """
CREATE TABLE customer (customer_id INTEGER PRIMARY KEY, name VARCHAR, segment VARCHAR);
INSERT INTO customer VALUES (1, 'Ada', 'Big'), (2, 'Bo', 'Small'), (3, '=Cy', NULL);
CREATE TABLE sale (sale_id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer, sold_on DATE,
  amount DECIMAL(10,2), cost DOUBLE);
INSERT INTO sale VALUES
  (1, 1, '2026-01-05', 100, 60), (2, 1, '2026-01-20', 50, 20), (3, 2, '2026-02-03', 30, 30),
  (4, 2, '2026-03-02', 20, 5), (5, 3, '2026-03-09', 10, 0), (6, 1, '2025-03-04', 40, 10), (7, 1, '2026-02-20', 70, 0);
CREATE TABLE balance (account VARCHAR, day DATE, amount INTEGER);
INSERT INTO balance VALUES ('x', '2026-01-15', 5), ('x', '2026-01-31', 7), ('y', '2026-01-31', 1),
  ('x', '2026-02-27', 9), ('y', '2026-02-27', 2);
CREATE TABLE refund (refund_id INTEGER PRIMARY KEY, sale_id INTEGER REFERENCES sale, amount INTEGER);
INSERT INTO refund VALUES (1, 1, 3), (2, 1, 4), (3, 3, 5);
"""
METRICS = [
    Metric(name="revenue", label="Revenue", table="sale", expression="sum(amount)", time_column="sold_on"),
    Metric(
        name="margin",
        label="Margin",
        table="sale",
        expression="(sum(amount) - sum(cost)) / nullif(sum(amount), 0)",
        flow=False,
    ),
    Metric(name="held", label="Held", table="balance", expression="sum(amount)", last=True, flow=False),
    Metric(name="refunded", label="Refunded", table="refund", expression="sum(amount)"),
    Metric(name="per_nothing", label="Per nothing", table="sale", expression="sum(amount) / nullif(sum(cost) * 0, 0)"),
]
BIG_SALE = Table(
    name="big_sale",
    sql="select * from sale where amount >= 50",
    columns=[
        Column(name="sold_on", type="date", role="date"),
        Column(name="amount", type="number", role="money"),
        Column(name="customer_id", type="integer", role="id"),
    ],
    time_column="sold_on",
)


@dataclass(frozen=True)
class Shops:
    """A registry over given connections and catalogs."""

    connections: Mapping[str, Connection]
    catalogs: Mapping[str, Catalog]

    def connection(self, name: str) -> Connection:
        if name not in self.connections:
            raise NotFound(f"There is no connection {name!r}.")
        return self.connections[name]

    def catalog(self, name: str) -> Catalog:
        return self.catalogs[name]


def open_shop(folder: Path) -> Shops:
    """Write the shop's snapshot and return a registry with the one connection `shop`."""
    path = folder / "shop.duckdb"
    with duckdb.connect(str(path)) as database:
        database.execute(TABLES)
    connection = Connection(name="shop", source="duckdb", snapshot=path, as_of="2026-03-10")
    found = discover(connection)
    catalog = found.model_copy(update={"metrics": METRICS, "tables": [*found.tables, BIG_SALE]})
    return Shops({"shop": connection}, {"shop": catalog})


def queries_over(shops: Shops, limits: Limits | None = None) -> Queries:
    """Return a query path over `shops` with real workers."""
    return Queries(shops, Pool(limits), Cache(), clock=lambda: NOW)
