"""Two hand-made catalogs: a sales connection with metrics and a section, and a support connection with tables only."""

from __future__ import annotations

import pytest

from sophia.catalog.model import Ask, Catalog, Column, Join, Metric, Section, Table
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
