"""A catalog is checked before anybody relies on it."""

from sophia.catalog.check import Problem, check
from sophia.catalog.model import Ask, Catalog, Column, Join, Metric, Section, Table

DEAL = Table(
    name="deal",
    columns=[Column(name="amount", type="number", role="money"), Column(name="stage", type="text", role="status")],
)
OWNER = Table(name="owner", columns=[Column(name="name", type="text", role="label")])
WON = Metric(
    name="won",
    label="Won",
    table="deal",
    expression="sum(amount) FILTER (WHERE stage = 'won')",
    dimensions=["deal.stage"],
)


def catalog(**parts: object) -> Catalog:
    whole = {"connection": "crm", "source": "csv", "tables": [DEAL, OWNER], "metrics": [WON], **parts}
    return Catalog.model_validate(whole)


def paths(found: list[Problem]) -> list[str]:
    return [problem.path for problem in found]


def test_a_sound_catalog_has_no_faults():
    section = Section(name="sales", title="Sales", asks=[Ask(metrics=["won"], by=["deal.stage"], visual="bar")])
    assert check(catalog(sections=[section])) == []


def test_a_metric_may_use_the_columns_of_its_table_only():
    other = WON.model_copy(update={"expression": "sum(profit)"})
    assert check(catalog(metrics=[other])) == [
        Problem("metrics.won.expression", "The table 'deal' has no column 'profit'.")
    ]


def test_an_expression_must_be_sql_and_aggregate_something():
    broken = WON.model_copy(update={"name": "broken", "expression": "sum(amount"})
    plain = WON.model_copy(update={"name": "plain", "expression": "amount"})
    nested = WON.model_copy(update={"name": "nested", "expression": "sum((SELECT max(amount) FROM deal))"})
    found = check(catalog(metrics=[broken, plain, nested]))
    assert paths(found) == [f"metrics.{name}.expression" for name in ("broken", "plain", "nested")]


def test_a_dimension_needs_a_join_that_leads_to_it():
    astray = WON.model_copy(update={"dimensions": ["owner.name", "owner.age"]})
    assert paths(check(catalog(metrics=[astray]))) == ["metrics.won.dimensions", "metrics.won.dimensions"]


def test_a_model_is_one_select_over_known_tables():
    def model(sql: str) -> Table:
        return Table(name="model", sql=sql, columns=[])

    assert check(catalog(tables=[DEAL, OWNER, model("WITH d AS (SELECT * FROM deal) SELECT * FROM d")])) == []
    for sql in ("SELECT * FROM elsewhere", "DROP TABLE deal", "SELECT FROM WHERE"):
        assert paths(check(catalog(tables=[DEAL, OWNER, model(sql)]))) == ["tables.model.sql"]


def test_references_of_tables_joins_and_sections_must_resolve():
    astray = Table(name="lost", columns=[], time_column="day", drill_columns=["x"])
    join = Join(from_table="deal", from_column="owner", to_table="owner", to_column="name")
    asks = [Ask(metrics=["lost"]), Ask(), Ask(metrics=["won"], by=["deal.age"], visual="cake")]
    found = check(
        catalog(tables=[DEAL, OWNER, astray], joins=[join], sections=[Section(name="s", title="S", asks=asks)])
    )
    assert paths(found) == [
        "tables.lost", "tables.lost", "joins.deal",
        "sections.s.asks.1", "sections.s.asks.2", "sections.s.asks.3", "sections.s.asks.3",
    ]  # fmt: skip


def test_names_are_unique():
    assert paths(check(catalog(metrics=[WON, WON]))) == ["metrics.won"]


def test_sound_metrics_are_run_and_their_errors_reported():
    broken = WON.model_copy(update={"name": "broken", "expression": "sum(profit)"})
    run: list[str] = []

    def fail(metric: Metric) -> str:
        run.append(metric.name)
        return "It took too long."

    found = check(catalog(metrics=[WON, broken]), fail)
    assert run == ["won"]
    assert Problem("metrics.won", "It took too long.") in found
