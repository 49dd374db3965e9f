"""A pack adds what people know to what discovery found, and only what the data can carry."""

from sophia.catalog.model import Catalog, Column, Table
from sophia.catalog.pack import apply_pack, merge

FOUND = Catalog(
    connection="crm",
    source="csv",
    title="crm",
    tables=[
        Table(
            name="deal",
            columns=[
                Column(name="amount", type="number", role="measure", distinct=7, description="From the database."),
                Column(name="closed", type="date", role="date"),
            ],
            time_column="closed",
        )
    ],
)
PACK = {
    "title": "Sales",
    "tables": [
        {
            "name": "deal",
            "label": "Deals",
            "time_column": None,
            "drill_columns": ["amount", "gone"],
            "columns": [{"name": "amount", "role": "money", "synonyms": ["value"]}, {"name": "gone", "role": "money"}],
        },
        {"name": "lead", "label": "Leads", "columns": [{"name": "x", "role": "id"}]},
        {
            "name": "big_deal",
            "sql": "WITH d AS (SELECT * FROM deal) SELECT amount FROM d WHERE amount > 9",
            "columns": [{"name": "amount", "type": "number", "role": "money"}],
        },
        {
            "name": "lead_month",
            "sql": "SELECT 1 AS n FROM lead",
            "columns": [{"name": "n", "type": "integer", "role": "id"}],
        },
    ],
    "joins": [{"from_table": "deal", "from_column": "lead_id", "to_table": "lead", "to_column": "x"}],
    "metrics": [
        {
            "name": "won",
            "label": "Won",
            "table": "deal",
            "expression": "sum(amount)",
            "dimensions": ["deal.closed", "lead.x"],
        },
        {"name": "gone", "label": "Gone", "table": "deal", "expression": "sum(gone)"},
        {"name": "leads", "label": "Leads", "table": "lead_month", "expression": "sum(n)"},
    ],
    "sections": [
        {"name": "sales", "title": "Sales", "asks": [{"metrics": ["won", "gone"]}, {"metrics": ["leads"]}]},
        {"name": "leads", "title": "Leads", "asks": [{"metrics": ["leads"]}]},
    ],
}


def test_words_are_added_and_what_was_measured_stays():
    merged = merge(FOUND, PACK)
    amount, deal = merged.column("deal.amount"), merged.table("deal")
    assert amount and deal
    assert (amount.role, amount.synonyms, amount.distinct, amount.description) == (
        "money",
        ["value"],
        7,
        "From the database.",
    )
    assert (merged.title, deal.label, deal.time_column, deal.drill_columns) == ("Sales", "Deals", None, ["amount"])


def test_models_are_added_when_their_tables_are_there():
    assert [table.name for table in merge(FOUND, PACK).tables] == ["deal", "big_deal"]
    model = merge(FOUND, PACK).table("big_deal")
    assert model is not None
    assert (model.label, model.columns[0].label) == ("Big deal", "Amount")


def test_what_the_data_cannot_carry_is_left_out_with_all_that_refers_to_it():
    merged = merge(FOUND, PACK)
    assert [(metric.name, metric.dimensions) for metric in merged.metrics] == [("won", ["deal.closed"])]
    assert merged.joins == []
    assert [(section.name, [ask.metrics for ask in section.asks]) for section in merged.sections] == [
        ("sales", [["won"]])
    ]


def test_merging_twice_changes_nothing_more():
    assert merge(merge(FOUND, PACK), PACK) == merge(FOUND, PACK)


def test_a_connection_without_a_pack_stays_as_it_was():
    assert apply_pack(FOUND) == FOUND


def test_a_source_name_cannot_lead_outside_the_packs():
    assert apply_pack(FOUND.model_copy(update={"source": "../packs/gong", "connection": ""})).metrics == []
