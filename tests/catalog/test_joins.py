"""Names point at tables the way people mean them."""

import pytest

from sophia.catalog.joins import name_rank


@pytest.mark.parametrize(
    ("column", "key", "entity"),
    [
        ("customer_id", "customer_id", "customer"),
        ("customer_id", "id", "customer"),
        ("customerId", "ID", "customer"),
        ("billing_customer_id", "id", "customer"),
        ("customer", "customer_id", "customer"),
        ("StuID", "StuID", "student"),
        ("home_team_id", "team_id", "club"),
        ("dept_code", "dept_code", "department"),
    ],
)
def test_these_names_point_at_the_key(column: str, key: str, entity: str):
    assert name_rank(column, key, entity, primary=True) is not None


@pytest.mark.parametrize(
    ("column", "key", "entity"),
    [
        ("id", "id", "customer"),
        ("name", "name", "customer"),
        ("order_id", "customer_id", "customer"),
        ("status_id", "id", "order status change"),
        ("amount", "id", "customer"),
        ("customer_name", "id", "customer order line"),
    ],
)
def test_these_names_point_nowhere(column: str, key: str, entity: str):
    assert name_rank(column, key, entity, primary=True) is None


def test_the_table_that_a_key_is_named_for_comes_first():
    own = name_rank("customer_id", "customer_id", "customer", primary=True)
    other = name_rank("customer_id", "customer_id", "customer profile", primary=True)
    assert own is not None
    assert other is not None
    assert own < other
