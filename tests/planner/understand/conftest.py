"""Two hand-made catalogs: a sales connection with metrics and a section, and a support connection with tables only."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from sophia.catalog.discover import discover
from sophia.catalog.model import Ask, Catalog, Column, Join, Metric, Section, Table
from sophia.sources.contract import Connection
from sophia.spec.shape import Format

CLIENT_HEALTH = Section(
    name="client_health",
    title="Client health",
    synonyms=["customer health"],
    features=["client-health"],
    asks=[
        Ask(metrics=["mrr", "win_rate"], visual="kpi"),
        Ask(metrics=["mrr"], by=["account.segment"], visual="bar"),
        Ask(metrics=["mrr"], grain="month", last=12, visual="line"),
        Ask(
            title="Largest open deals",
            table="deal",
            columns=["deal.name", "deal.amount"],
            filters=["deal.is_closed eq false"],
            order="-amount",
            limit=5,
        ),
    ],
)


def sales_catalog() -> Catalog:
    account = Table(
        name="account",
        label="Accounts",
        entity="account",
        columns=[
            Column(name="account_id", type="integer", role="id", distinct=90),
            Column(name="name", type="text", role="label", label="Account", distinct=90),
            Column(
                name="segment", type="text", role="category", values=["Enterprise", "Mid-Market", "SMB"], distinct=3
            ),
            Column(name="region", type="text", role="category", values=["North", "South"], distinct=2),
        ],
        primary_key=["account_id"],
        label_column="name",
    )
    deal = Table(
        name="deal",
        label="Deals",
        entity="deal",
        synonyms=["opportunities"],
        columns=[
            Column(name="deal_id", type="integer", role="id", distinct=500),
            Column(name="account_id", type="integer", role="key", distinct=90),
            Column(name="name", type="text", role="label", label="Deal", distinct=500),
            Column(name="stage", type="text", role="status", values=["Qualified", "Offer", "Won"], distinct=3),
            Column(name="amount", type="number", role="money", label="Amount", distinct=400),
            Column(name="age_days", type="integer", role="duration", label="Age in days", additive=False, distinct=80),
            Column(name="is_closed", type="boolean", role="boolean", label="Closed", synonyms=["closed"]),
            Column(
                name="created_on", type="date", role="date", minimum="2023-11-01", maximum="2026-10-31", distinct=400
            ),
        ],
        primary_key=["deal_id"],
        time_column="created_on",
        label_column="name",
        drill_columns=["name", "stage", "amount", "created_on"],
    )
    return Catalog(
        connection="sales",
        source="sales",
        demo=True,
        tables=[account, deal],
        joins=[Join(from_table="deal", from_column="account_id", to_table="account", to_column="account_id")],
        metrics=[
            Metric(
                name="mrr",
                label="MRR",
                table="deal",
                expression="sum(amount)",
                synonyms=["monthly recurring revenue"],
                time_column="created_on",
                grain="month",
                format=Format(style="currency", currency="USD"),
                dimensions=["account.segment"],
            ),
            Metric(
                name="win_rate", label="Win rate", table="deal", expression="avg(age_days)", time_column="created_on"
            ),
        ],
        sections=[CLIENT_HEALTH],
    )


def support_catalog() -> Catalog:
    ticket = Table(
        name="ticket",
        label="Tickets",
        entity="ticket",
        columns=[
            Column(name="ticket_id", type="integer", role="id", distinct=60),
            Column(name="topic", type="text", role="category", values=["Billing", "Login"], distinct=2),
            Column(name="sex", type="text", role="category", values=["F", "M"], distinct=2),
            Column(name="dept_code", type="text", role="category", distinct=4),
            Column(name="hours", type="number", role="measure", distinct=30),
            Column(name="rating", type="integer", role="measure", additive=False, distinct=5),
            Column(name="opened_on", type="date", role="date", minimum="2020-01-01", maximum="2026-01-01", distinct=60),
            Column(name="built_year", type="integer", role="category", minimum="1990", maximum="2024", distinct=20),
        ],
        primary_key=["ticket_id"],
        time_column="opened_on",
    )
    return Catalog(connection="support", source="csv", tables=[ticket])


@pytest.fixture
def sales() -> Catalog:
    return sales_catalog()


@pytest.fixture
def support() -> Catalog:
    return support_catalog()


LIBRARY = """
CREATE TABLE readers (reader_id INTEGER PRIMARY KEY, town VARCHAR, joined_on DATE);
INSERT INTO readers SELECT i, ['Ash', 'Elm', 'Oak', 'Yew'][1 + i % 4], DATE '2024-01-01' + CAST(i AS INTEGER) FROM range(120) t(i);
CREATE TABLE loans (loan_id INTEGER PRIMARY KEY, reader_id INTEGER REFERENCES readers, branch VARCHAR, status VARCHAR,
  lent_on DATE, returned_on DATE, rating INTEGER);
INSERT INTO loans SELECT i, i % 110, ['North', 'South', 'Harbour'][1 + i % 3], ['open', 'returned', 'lost'][1 + i % 3],
  DATE '2024-01-01' + CAST(i AS INTEGER), CASE WHEN i % 3 = 1 THEN DATE '2024-01-15' + CAST(i AS INTEGER) END, i % 5 + 1
  FROM range(600) t(i);
CREATE TABLE fines (fine_id INTEGER PRIMARY KEY, loan_id INTEGER REFERENCES loans, amount DECIMAL(10, 2), fined_on DATE);
INSERT INTO fines SELECT i, i * 3, 2.5 + i % 4, DATE '2024-02-01' + CAST(i AS INTEGER) FROM range(200) t(i);
CREATE TABLE visits (visit_id INTEGER PRIMARY KEY, reader_id INTEGER REFERENCES readers, entered_at TIMESTAMP);
INSERT INTO visits SELECT i, i % 90, TIMESTAMP '2024-03-01 09:00:00' + INTERVAL (i * 7) HOUR FROM range(1500) t(i);
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    path: Path = tmp_path_factory.mktemp("library") / "library.duckdb"
    with duckdb.connect(str(path)) as database:
        database.execute(LIBRARY)
    return discover(Connection(name="library", source="duckdb", snapshot=path))
