"""Suggestions: the first sentences about new data."""

from sophia.catalog.model import Catalog, Column, Table
from sophia.connections.suggest import candidates


def orders(*columns: Column) -> Catalog:
    table = Table(name="orders", label="Orders", entity="order", rows=90, columns=list(columns))
    return Catalog(connection="shop", source="csv", tables=[table])


def test_words_are_preferred_to_codes_as_a_split() -> None:
    catalog = orders(
        Column(name="till", type="integer", role="category", distinct=4),
        Column(name="country", type="text", role="geo", distinct=7),
        Column(name="amount", type="number", role="money", additive=True, distinct=80),
    )
    assert next(candidates(catalog)) == "Total amount by country"


def test_a_column_called_total_is_not_totalled_twice() -> None:
    catalog = orders(
        Column(name="country", type="text", role="geo", distinct=7),
        Column(name="total", type="number", role="money", additive=True, distinct=80),
    )
    assert next(candidates(catalog)) == "Total by country"
