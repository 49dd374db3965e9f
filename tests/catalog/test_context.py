"""What a viewer may not read, he does not even see in the catalog."""

from sophia.catalog.context import catalog_for
from sophia.catalog.model import Ask, Catalog, Column, Join, Metric, Section, Table
from sophia.kernel.viewer import RowRule, Viewer

CATALOG = Catalog(
    connection="crm",
    source="duckdb",
    tables=[
        Table(
            name="person",
            columns=[
                Column(name="person_id", type="integer", role="key"),
                Column(
                    name="region", type="text", role="geo", values=["North", "South"], minimum="North", maximum="South"
                ),
                Column(name="ssn", type="text", role="text", hidden=True, secret=True),
                Column(name="position", type="integer", role="id", hidden=True),
            ],
            drill_columns=["region", "ssn"],
            primary_key=["person_id"],
        ),
        Table(name="payroll", columns=[Column(name="person_id", type="integer", role="id")], hidden=True),
    ],
    joins=[Join(from_table="payroll", from_column="person_id", to_table="person", to_column="person_id")],
    metrics=[
        Metric(name="people", label="People", table="person", expression="count(*)"),
        Metric(name="known", label="Known", table="person", expression="count(ssn)"),
        Metric(name="paid", label="Paid", table="payroll", expression="count(*)"),
    ],
    sections=[
        Section(name="team", title="Team", asks=[Ask(metrics=["people", "known"]), Ask(metrics=["paid"])]),
        Section(name="pay", title="Pay", asks=[Ask(metrics=["paid"])]),
    ],
)
READER = Viewer(id="v", name="Vi")


def test_secret_columns_and_hidden_tables_are_gone_with_all_that_needs_them():
    seen = catalog_for(READER, CATALOG)
    assert [table.name for table in seen.tables] == ["person"]
    assert seen.column("person.ssn") is None
    assert seen.tables[0].drill_columns == ["region"]
    assert [metric.name for metric in seen.metrics] == ["people"]
    assert seen.joins == []
    assert [(section.name, [ask.metrics for ask in section.asks]) for section in seen.sections] == [
        ("team", [["people"]])
    ]


def test_columns_that_are_only_not_offered_stay_usable():
    assert catalog_for(READER, CATALOG).column("person.position") is not None


def test_an_admin_sees_hidden_tables_and_no_secrets():
    seen = catalog_for(Viewer(id="a", name="Ada", role="admin"), CATALOG)
    assert [table.name for table in seen.tables] == [table.name for table in CATALOG.tables]
    assert not any(column.secret for table in seen.tables for column in table.columns)


def test_row_rules_narrow_the_values_that_a_column_is_said_to_have():
    rule = RowRule(connection="crm", table="person", column="region", values=("South",))
    region = catalog_for(Viewer(id="v", name="Vi", row_rules=(rule,)), CATALOG).column("person.region")
    assert region is not None
    assert (region.values, region.minimum, region.maximum) == (["South"], "South", "South")


def test_row_rules_of_another_connection_change_nothing_here():
    rule = RowRule(connection="other", table="person", column="region", values=("South",))
    region = catalog_for(Viewer(id="v", name="Vi", row_rules=(rule,)), CATALOG).column("person.region")
    assert region is not None
    assert region.values == ["North", "South"]
