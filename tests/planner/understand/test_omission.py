"""Nothing that was named is left out in silence: it gets a chart of its own, a question, or a word about it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from sophia.catalog.discover import discover
from sophia.catalog.model import Catalog, Column, Table
from sophia.planner.plan import Plan, PlannedAsk
from sophia.planner.request import Request
from sophia.planner.understand import understand_ask
from sophia.planner.understand.omission import LEFT_OUT, NO_ABSENCE, ONES, UNDATED
from sophia.planner.understand.request_reading import understand
from sophia.sources.contract import Connection

NURSERY = """
CREATE TABLE growers (grower_id INTEGER PRIMARY KEY, grower VARCHAR, region VARCHAR);
CREATE TABLE units (unit_id INTEGER PRIMARY KEY, unit VARCHAR);
CREATE TABLE contracts (contract_no INTEGER PRIMARY KEY, grower_id INTEGER REFERENCES growers, unit_id INTEGER REFERENCES units,
  agreed_on DATE, ended_on DATE, state VARCHAR, urgency VARCHAR, fee DOUBLE, waiting_days DOUBLE);
CREATE TABLE plants (plant_id INTEGER PRIMARY KEY, species VARCHAR, genus VARCHAR);
CREATE TABLE contract_lines (line_id INTEGER PRIMARY KEY, contract_no INTEGER REFERENCES contracts,
  plant_id INTEGER REFERENCES plants, pots INTEGER, revenue DOUBLE);
INSERT INTO growers SELECT i, 'Grower ' || i, ['Coast', 'Valley'][1 + i % 2] FROM range(1, 13) t(i);
INSERT INTO units VALUES (1, 'IT'), (2, 'Design'), (3, 'Legal');
INSERT INTO contracts SELECT i, 1 + i % 12, 1 + i % 3, DATE '2024-01-02' + (i % 700)::INTEGER,
  CASE WHEN i % 4 > 0 THEN DATE '2024-01-09' + (i % 700)::INTEGER END, ['running', 'paused', 'cancelled'][1 + i % 3],
  ['low', 'normal', 'high'][1 + (i // 3) % 3], 10.5 + i % 37, 1.5 + i % 11 FROM range(1, 601) t(i);
INSERT INTO plants SELECT i, 'Species ' || i, ['Rosa', 'Acer', 'Salix'][1 + i % 3] FROM range(1, 16) t(i);
INSERT INTO contract_lines SELECT i, 1 + i % 600, 1 + i % 15, 1 + i % 9, 3.5 * (1 + i % 23) FROM range(1, 1401) t(i);
"""


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    folder: Path = tmp_path_factory.mktemp("nursery")
    with duckdb.connect(str(folder / "nursery.duckdb")) as database:
        database.execute(NURSERY)
    return discover(Connection(name="nursery", source="duckdb", snapshot=folder / "nursery.duckdb"))


def planned(description: str, catalog: Catalog) -> Plan:
    return understand(Request(description), [catalog])


def splits(ask: PlannedAsk) -> list[str]:
    return [item.grain or item.column for item in ask.dimensions]


def numbers(ask: PlannedAsk) -> list[str]:
    return [item.column or item.aggregate or "" for item in ask.measures]


@pytest.mark.parametrize(
    "text",
    [
        "contracts agreed vs ended per month",
        "contracts agreed and ended by month",
        "contracts agreed versus ended monthly",
    ],
)
def test_two_things_that_happened_are_two_charts_each_by_its_own_date(text: str, nursery: Catalog) -> None:
    plan = planned(text, nursery)
    assert [ask.dimensions[0].column for ask in plan.asks] == ["contracts.agreed_on", "contracts.ended_on"]
    assert [splits(ask) for ask in plan.asks] == [["month"], ["month"]]
    assert not plan.missed


def test_as_one_question_the_second_date_is_said_to_be_left_out(nursery: Catalog) -> None:
    ask, missed = understand_ask("contracts agreed vs ended per month", [nursery])
    assert ask is not None
    assert [(item.words, item.reason) for item in missed] == [("ended", LEFT_OUT)]


def test_things_without_other_things_are_not_shown_as_if_the_others_had_not_been_said(nursery: Catalog) -> None:
    ask, missed = understand_ask("growers without a contract", [nursery])
    assert ask is None
    assert [(item.words, item.reason) for item in missed] == [("without a contract", NO_ABSENCE)]


def test_a_stretch_of_time_that_nothing_can_be_held_to_is_said(nursery: Catalog) -> None:
    _, missed = understand_ask("number of growers in 2025", [nursery])
    assert [item.reason for item in missed] == [UNDATED]


def test_the_time_until_something_that_no_date_tells_is_no_other_duration(nursery: Catalog) -> None:
    ask, missed = understand_ask("how long until contracts are shipped", [nursery])
    assert ask is None
    assert missed


@pytest.mark.parametrize(
    ("text", "number", "side", "others"),
    [
        ("top 10 growers", "sum_revenue", "growers.grower", {"total fee", "number of contracts"}),
        ("best plants", "sum_revenue", "plants.species", {"number of contract lines"}),
    ],
)
def test_a_ranking_without_a_number_is_ranked_and_asked_about(
    text: str, number: str, side: str, others: set[str], nursery: Catalog
) -> None:
    (ask,) = planned(text, nursery).asks
    assert (ask.task, ask.limit, ask.order[0].by, splits(ask)) == ("rank", 10, number, [side])
    (doubt,) = [item for item in ask.choices if item.alternatives]
    assert doubt.confidence < 0.5
    assert others <= set(doubt.alternatives)


def test_the_biggest_rows_come_by_their_main_number_and_are_asked_about(nursery: Catalog) -> None:
    (ask,) = planned("the biggest contract lines", nursery).asks
    assert (ask.task, ask.limit, ask.order[0].by, ask.order[0].descending) == ("rows", 10, "revenue", True)
    assert [item.alternatives for item in ask.choices] == [("pots",)]


def test_a_ranking_that_says_its_number_is_not_asked_about(nursery: Catalog) -> None:
    (ask,) = planned("growers ranked by fee", nursery).asks
    assert (ask.task, numbers(ask), splits(ask)) == ("rank", ["contracts.fee"], ["growers.grower"])
    assert not any(item.alternatives for item in ask.choices)


def test_a_state_said_after_the_things_asks_how_many_there_are(nursery: Catalog) -> None:
    (ask,) = planned("contracts cancelled", nursery).asks
    assert (ask.task, numbers(ask)) == ("kpi", ["count"])
    assert planned("list of cancelled contracts", nursery).asks[0].task == "rows"


@pytest.mark.parametrize(
    "text",
    [
        "Compare the units. For each one I need the number of contracts and their average fee.",
        "For each unit: number of contracts, average fee",
        "Look at the units: for each of them show the number of contracts, and the average fee",
    ],
)
def test_what_is_asked_for_each_one_is_asked_by_it(text: str, nursery: Catalog) -> None:
    plan = planned(text, nursery)
    assert [(numbers(ask), splits(ask)) for ask in plan.asks] == [
        (["count"], ["units.unit"]),
        (["contracts.fee"], ["units.unit"]),
    ]
    assert not plan.missed


def test_what_one_cares_about_holds_for_its_numbers_and_its_parts(nursery: Catalog) -> None:
    plan = planned("I only care about Rosa. Show its revenue by month and its plants ranked by pots.", nursery)
    assert [splits(ask) for ask in plan.asks] == [["month"], ["plants.species"]]
    assert plan.asks[0].time_column == "contracts.agreed_on"
    assert all([item.values for item in ask.filters] == [["Rosa"]] for ask in plan.asks)
    assert not plan.missed


def test_a_value_in_capitals_is_no_small_word(nursery: Catalog) -> None:
    plan = planned("I only care about IT. Show its fee by month.", nursery)
    assert [(item.column, item.values) for item in plan.asks[0].filters] == [("units.unit", ["IT"])]


def test_values_set_against_each_other_are_lines_of_their_own(nursery: Catalog) -> None:
    (ask,) = planned("fee per month for IT and Design, two lines in one chart", nursery).asks
    assert splits(ask) == ["month", "units.unit"]
    assert [item.values for item in ask.filters] == [["IT", "Design"]]


def test_whether_two_numbers_are_related_is_a_point_for_each_row(nursery: Catalog) -> None:
    plan = planned("Is fee related to waiting days? Plot one against the other.", nursery)
    assert [ask.chart for ask in plan.asks] == ["scatter"]
    assert set(plan.asks[0].columns) == {"contracts.fee", "contracts.waiting_days"}


def test_the_distribution_of_a_number_counts_rows_by_its_size(nursery: Catalog) -> None:
    (ask,) = planned("the distribution of fees", nursery).asks
    assert (numbers(ask), [(item.column, item.bins) for item in ask.dimensions]) == (["count"], [("contracts.fee", 10)])


def test_the_last_so_many_are_the_newest_rows(nursery: Catalog) -> None:
    (ask,) = planned("list of the last 20 contracts", nursery).asks
    assert (ask.task, ask.limit, ask.order[0].by, ask.order[0].descending) == ("rows", 20, "agreed_on", True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("contracts by month and by unit", [["month"], ["units.unit"]]),
        ("fee per unit and over time", [["units.unit"], ["month"]]),
        ("We need the fee per month and the same per unit", [["month"], ["units.unit"]]),
        ("contracts by unit and state", [["units.unit", "contracts.state"]]),
        ("contracts by month and by unit in one chart", [["month", "units.unit"]]),
        ("contracts by unit and growers by region", [["units.unit"], ["growers.region"]]),
        ("contracts and growers by region", [["growers.region"], ["growers.region"]]),
        ("how many contracts were agreed in 2025, in total and per unit", [[], ["units.unit"]]),
    ],
)
def test_a_course_and_a_comparison_are_two_charts(text: str, expected: list[list[str]], nursery: Catalog) -> None:
    plan = planned(text, nursery)
    assert [splits(ask) for ask in plan.asks] == expected
    assert not plan.missed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("top 5 growers by fee and by number of contracts", [("contracts.fee", True), ("count", True)]),
        ("growers ranked by fee and by number of contracts", [("contracts.fee", True), ("count", True)]),
        ("which growers have the most contracts and the highest fee", [("count", True), ("contracts.fee", True)]),
        ("the 5 best and the 5 worst growers by fee", [("contracts.fee", True), ("contracts.fee", False)]),
        ("top 5 growers by fee and bottom 5 by number of contracts", [("contracts.fee", True), ("count", False)]),
        ("top 5 growers by fee, worst 5 by waiting days", [("contracts.fee", True), ("contracts.waiting_days", True)]),
        (
            "the five best growers by fee; 5 best growers by waiting days",
            [("contracts.fee", True), ("contracts.waiting_days", False)],
        ),
    ],
)
def test_two_rankings_are_two_charts(text: str, expected: list[tuple[str, bool]], nursery: Catalog) -> None:
    plan = planned(text, nursery)
    assert [(numbers(ask)[0], ask.order[0].descending) for ask in plan.asks] == expected
    assert [splits(ask) for ask in plan.asks] == [["growers.grower"]] * 2


def test_the_top_of_what_many_rows_share_is_the_most_frequent_and_no_list_of_rows(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "tool.duckdb")) as database:
        database.execute(
            "CREATE TABLE tool_uses AS SELECT i AS use_id, ['cut', 'bend', 'weld', 'saw'][1 + i % 4] AS tool, "
            "DATE '2025-01-01' + i::INTEGER AS used_on FROM range(400) t(i);"
            "CREATE TABLE sites AS SELECT i AS site_id, 'Site ' || i AS site FROM range(5) t(i)"
        )
    shop = discover(Connection(name="shop", source="duckdb", snapshot=tmp_path / "tool.duckdb"))
    ask, _ = understand_ask("top 3 tools", [shop])
    assert ask is not None
    assert (ask.task, splits(ask), ask.measures[0].aggregate, ask.limit) == ("rank", ["tool_uses.tool"], "count", 3)


def test_the_same_after_a_comma_is_the_number_before_it(nursery: Catalog) -> None:
    plan = planned("contracts per unit, same by region", nursery)
    assert [(numbers(ask), splits(ask)) for ask in plan.asks] == [
        (["count"], ["units.unit"]),
        (["count"], ["growers.region"]),
    ]


def test_a_value_that_sounds_like_its_column_is_one_beside_another_value(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "bills.duckdb")) as database:
        database.execute(
            "CREATE TABLE bills AS SELECT i AS bill_no, ['approved', 'disputed', 'draft'][1 + i % 3] AS approval, "
            "i * 1.5 AS amount FROM range(90) t(i); CREATE TABLE payers AS SELECT i AS payer_id FROM range(5) t(i)"
        )
    office = discover(Connection(name="office", source="duckdb", snapshot=tmp_path / "bills.duckdb"))
    for text in ("pie of bills, disputed vs approved", "a pie of disputed vs approved bills"):
        ask, _ = understand_ask(text, [office])
        assert ask is not None, text
        assert [set(item.values) for item in ask.filters] == [{"disputed", "approved"}], text


def test_the_number_before_the_best_is_how_many_are_shown(nursery: Catalog) -> None:
    for text in ("4 best growers by fee", "the four biggest growers by fee", "top 4 growers by fee"):
        (ask,) = planned(text, nursery).asks
        assert (splits(ask), ask.limit, ask.order[0].descending) == (["growers.grower"], 4, True), text


def test_a_ranking_by_the_lowest_begins_with_the_lowest(nursery: Catalog) -> None:
    (ask,) = planned("top 4 growers by lowest fee", nursery).asks
    assert (ask.measures[0].aggregate, ask.order[0].descending, ask.limit) == ("sum", False, 4)


def test_each_of_two_counts_has_its_own_condition(nursery: Catalog) -> None:
    plan = planned("number of high contracts and number of contracts from the Coast", nursery)
    assert [[item.column for item in ask.filters] for ask in plan.asks] == [["contracts.urgency"], ["growers.region"]]


def test_two_numbers_share_the_condition_after_them(nursery: Catalog) -> None:
    plan = planned("average fee and waiting days for high contracts", nursery)
    assert [numbers(ask) for ask in plan.asks] == [["contracts.fee"], ["contracts.waiting_days"]]
    assert all([item.values for item in ask.filters] == [["high"]] for ask in plan.asks)


def test_how_many_of_them_stay_within_the_time_that_was_said(nursery: Catalog) -> None:
    first, second = planned("number of contracts in 2025, and how many of them per unit", nursery).asks
    assert first.window is not None
    assert first.window == second.window


@pytest.mark.parametrize("text", ["how many contracts did we end", "how many contracts ended"])
def test_how_many_things_somebody_did_is_a_number(text: str, nursery: Catalog) -> None:
    (ask,) = planned(text, nursery).asks
    assert (ask.task, [item.op for item in ask.filters]) == ("kpi", ["not_null"])


@pytest.mark.parametrize("text", ["number of unended contracts", "number of contracts without an ended date"])
def test_what_has_not_happened_yet_is_what_lacks_its_date(text: str, nursery: Catalog) -> None:
    (ask,) = planned(text, nursery).asks
    assert [(item.column, item.op) for item in ask.filters] == [("contracts.ended_on", "is_null")]


def test_things_counted_by_themselves_are_refused(nursery: Catalog) -> None:
    plan = planned("number of growers by grower", nursery)
    assert (plan.asks, [item.reason for item in plan.missed]) == ((), [ONES])


def test_a_number_called_as_its_rows_is_what_is_meant(nursery: Catalog) -> None:
    budget = Table(
        name="budgets",
        entity="budget",
        columns=[
            Column(name="budget_id", type="integer", role="key"),
            Column(name="month", type="date", role="date", minimum="2024-01-01", maximum="2025-12-01"),
            Column(name="budget", type="number", role="money", distinct=50),
        ],
        primary_key=["budget_id"],
        time_column="month",
    )
    both = nursery.model_copy(update={"tables": [*nursery.tables, budget]})
    assert numbers(planned("budget by quarter", both).asks[0]) == ["budgets.budget"]
    assert numbers(planned("number of budgets by quarter", both).asks[0]) == ["count"]


def test_a_rate_of_another_kind_is_no_price(nursery: Catalog) -> None:
    ask, missed = understand_ask("renewal rate by unit", [nursery])
    assert ask is None or missed


def test_a_part_of_the_rows_is_seen_beside_the_others(nursery: Catalog) -> None:
    (ask,) = planned("share of high contracts", nursery).asks
    assert (numbers(ask), splits(ask), ask.filters) == (["count"], ["contracts.urgency"], ())


def test_a_value_with_a_capital_inside_is_one_word(nursery: Catalog) -> None:
    columns = [
        Column(name="shop_id", type="integer", role="key"),
        Column(name="via", type="text", role="category", values=["eBay", "iOS"]),
    ]
    shop = Table(name="shops", entity="shop", columns=columns, primary_key=["shop_id"])
    found, _ = understand_ask("number of shops via ebay", [nursery.model_copy(update={"tables": [shop]})])
    assert found is not None
    assert [item.values for item in found.filters] == [["eBay"]]


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("fee and waiting days in the last 30 days", 2),
        ("fee and contracts in the last 30 days", 2),
    ],
)
def test_numbers_side_by_side_share_the_stretch_of_time_after_them(text: str, windows: int, nursery: Catalog) -> None:
    asks = planned(text, nursery).asks
    assert [ask.task for ask in asks] == ["kpi"] * windows
    assert [ask.window.count if ask.window else 0 for ask in asks] == [30] * windows


def test_how_many_and_of_which_kind_are_a_number_and_a_chart(nursery: Catalog) -> None:
    plan = planned("how many contracts ended, and in which units?", nursery)
    assert [(ask.task, splits(ask)) for ask in plan.asks] == [("kpi", []), ("breakdown", ["units.unit"])]


def test_how_many_are_ranked_is_said_where_nobody_said_it(nursery: Catalog) -> None:
    assumed = planned("which growers have the most contracts", nursery).asks[0]
    said = planned("the 5 growers with the most contracts", nursery).asks[0]
    assert [(item.words, item.meaning) for item in assumed.choices] == [("how many", "the first 10")]
    assert not [item for item in said.choices if item.words == "how many"]


def test_a_value_beside_another_of_its_column_is_no_date(nursery: Catalog) -> None:
    states = [
        column.model_copy(update={"values": ["agreed", "ended"], "distinct": 3}) if column.name == "state" else column
        for column in nursery.table("contracts").columns  # type: ignore[union-attr]
    ]
    tables = [
        item.model_copy(update={"columns": states}) if item.name == "contracts" else item for item in nursery.tables
    ]
    (ask,) = planned("agreed versus ended contracts by month", nursery.model_copy(update={"tables": tables})).asks
    assert splits(ask) == ["month", "contracts.state"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("which growers have the longest contracts", "longest"),
        ("number of contracts over fee by grower", "over fee"),
        ("fee per kg by region", "kg"),
    ],
)
def test_a_word_that_the_answer_takes_no_notice_of_is_said(nursery: Catalog, text: str, words: str) -> None:
    ask, missed = understand_ask(text, [nursery])
    assert ask is None or words in [item.words for item in missed]
    assert missed


@pytest.mark.parametrize("text", ["how long does a contract take, by region", "how long do we keep plants by genus"])
def test_how_long_is_not_answered_by_what_is_no_time(nursery: Catalog, text: str) -> None:
    ask, missed = understand_ask(text, [nursery])
    assert ask is None or ask.measures[0].column == "contracts.waiting_days"
    assert ask is not None or missed


def test_contracts_that_have_not_ended_yet_are_those_without_an_end(nursery: Catalog) -> None:
    for text in (
        "number of contracts not yet ended by region",
        "number of contracts that have not been ended by region",
    ):
        ask, _ = understand_ask(text, [nursery])
        assert ask is not None
        assert [(item.column, item.op) for item in ask.filters] == [("contracts.ended_on", "is_null")], text


def test_a_unit_behind_a_number_says_which_column_is_meant(nursery: Catalog) -> None:
    ask, missed = understand_ask("number of contracts over 5 days by region", [nursery])
    assert ask is not None
    assert [(item.column, item.op, item.values) for item in ask.filters] == [("contracts.waiting_days", "gt", [5])]
    assert missed == ()


def test_a_condition_that_names_no_column_says_which_one_was_taken(nursery: Catalog) -> None:
    ask, _ = understand_ask("contracts over 40", [nursery])
    assert ask is not None
    assert ("over 40", "Fee over 40") in [(item.words, item.meaning) for item in ask.choices]


def test_a_share_of_one_value_in_the_whole_is_a_split_and_no_bare_number(nursery: Catalog) -> None:
    ask, _ = understand_ask("share of Rosa in total revenue", [nursery])
    assert ask is not None
    assert (ask.task, splits(ask)) == ("share", ["plants.genus"])
