"""A bench over the small shop, with a section and metrics, for planner tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sophia.catalog.model import Ask, Metric, Section
from sophia.kernel.viewer import Viewer
from sophia.planner.verify import Bench
from sophia.spec.shape import Format
from tests.query.shop import Shops, open_shop, queries_over

SPLITS = ["customer.segment", "customer.name"]
METRICS = [
    Metric(
        name="revenue",
        label="Revenue",
        table="sale",
        expression="sum(amount)",
        time_column="sold_on",
        synonyms=["turnover", "income"],
        description="Sum of the amounts of all sales.",
        format=Format(style="currency", currency="USD"),
        dimensions=SPLITS,
    ),
    Metric(
        name="margin",
        label="Margin",
        table="sale",
        expression="(sum(amount) - sum(cost)) / nullif(sum(amount), 0)",
        format=Format(style="percent"),
        dimensions=SPLITS,
        flow=False,
    ),
]
SECTION = Section(
    name="shop_health",
    title="Shop health",
    synonyms=["how the shop is doing"],
    features=["shop-health"],
    asks=[
        Ask(metrics=["revenue", "margin"], visual="kpi"),
        Ask(metrics=["revenue"], grain="month", last=12, visual="line"),
        Ask(metrics=["revenue"], by=["customer.segment"], visual="bar"),
        Ask(title="Latest sales", table="sale", columns=["sale.sold_on", "sale.amount"], order="-sold_on", limit=5),
    ],
)


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    shops = open_shop(tmp_path_factory.mktemp("planned"))
    catalog = shops.catalog("shop").model_copy(update={"metrics": METRICS, "sections": [SECTION], "demo": True})
    known = Shops(shops.connections, {"shop": catalog})
    queries = queries_over(known)
    yield Bench(queries, Viewer("u1", "Builder", "builder"), {"shop": catalog})
    queries.close()
