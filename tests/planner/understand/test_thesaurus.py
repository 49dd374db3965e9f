"""The thesaurus: everyday words find columns that are called otherwise, unless the data has that word itself."""

from sophia.catalog.model import Catalog, Column, Table
from sophia.planner.understand import understand_ask


def shop(*columns: Column) -> Catalog:
    table = Table(
        name="vendor_bill",
        entity="bill",
        label="Bills",
        columns=[Column(name="territory", type="text", role="category", distinct=4), *columns],
    )
    return Catalog(connection="shop", source="csv", tables=[table])


AMOUNT = Column(name="turnover", type="number", role="money", distinct=80)


def test_an_everyday_word_finds_the_column_that_means_it() -> None:
    ask, missed = understand_ask("total sales by region", [shop(AMOUNT)])
    assert ask is not None
    assert missed == ()
    assert [item.column for item in ask.measures] == ["vendor_bill.turnover"]
    assert [item.column for item in ask.dimensions] == ["vendor_bill.territory"]


def test_a_table_is_found_by_an_everyday_word() -> None:
    ask, _ = understand_ask("number of invoices by region", [shop(AMOUNT)])
    assert ask is not None
    assert (ask.table, [item.aggregate for item in ask.measures]) == ("vendor_bill", ["count"])


def test_a_word_that_the_data_uses_itself_is_no_synonym_of_another() -> None:
    own = Column(name="region", type="text", role="category", distinct=3)
    ask, _ = understand_ask("total turnover by region", [shop(AMOUNT, own)])
    assert ask is not None
    assert [item.column for item in ask.dimensions] == ["vendor_bill.region"]
