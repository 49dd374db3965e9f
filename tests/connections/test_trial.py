"""A catalog that is not saved yet is tried on the connection's own data."""

from __future__ import annotations

from pathlib import Path

from sophia.catalog.model import Metric
from sophia.connections.trial import Trial
from tests.query.shop import open_shop, queries_over


def test_what_does_not_compute_is_told_and_only_unique_columns_are_keys(tmp_path: Path) -> None:
    shops = open_shop(tmp_path)
    queries = queries_over(shops)
    trial = Trial(queries)

    def fault(expression: str) -> str:
        metric = Metric(name="tried", label="Tried", table="sale", expression=expression)
        return trial.fault(metric, shops.catalog("shop").model_copy(update={"metrics": [metric]}))

    assert fault("sum(amount)") == ""
    assert "read_csv" in fault("sum(amount) + max(read_csv('x'))")
    assert fault("sum(nothing)") != ""
    assert fault("sum(sold_on)") != ""
    assert trial.is_key("customer", "customer_id", shops.catalog("shop"))
    assert not trial.is_key("sale", "customer_id", shops.catalog("shop"))
    queries.close()
