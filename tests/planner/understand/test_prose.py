"""Requests as people write them: several questions, wishes and conditions in one text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sophia.catalog.model import Catalog
from sophia.kernel.errors import BadInput
from sophia.planner.plan import Plan
from sophia.planner.request import Request
from sophia.planner.understand import understand, understand_ask
from sophia.planner.understand.phrase import PhraseReader
from sophia.planner.understand.segment import segments_of
from tests.planner.understand.conftest import sales_catalog, support_catalog

PIECES = [
    "MRR", "by segment", "and", "top 5", "deals", ",", ".", "\n- ", "1) ", "for enterprise accounts", "tickets", "per topic",
    "over the last 12 months", "?", ":", "as a pie chart", "sorted by", "delete", "all", "chat", "real-time", "\"", "“",
    "between 3 and 5", "with the highest", "unicorns", "export to excel", "thanks", "(", "select", "from", "\u202e", "\ue000",
]  # fmt: skip


def read(description: str, *catalogs: Catalog) -> Plan:
    return understand(Request(description), catalogs)


def titles(plan: Plan) -> list[str]:
    return [ask.title for ask in plan.asks]


def test_two_questions_joined_by_and_are_two_charts(sales: Catalog) -> None:
    assert titles(read("MRR by segment and win rate by month", sales)) == ["MRR by segment", "Win rate by month"]


def test_a_second_split_joined_by_and_is_the_same_chart(sales: Catalog) -> None:
    assert titles(read("MRR by segment and region", sales)) == ["MRR by segment and region"]


def test_numbers_of_a_list_share_the_split_at_its_end(sales: Catalog) -> None:
    plan = read("MRR and win rate by month over the last 12 months", sales)
    measured = [measure.metric for ask in plan.asks for measure in ask.measures]
    assert measured == ["mrr", "win_rate"]
    assert all(ask.task == "trend" and ask.window is not None and ask.window.count == 12 for ask in plan.asks)


def test_by_this_and_by_that_are_two_charts_when_one_cannot_hold_them(sales: Catalog) -> None:
    assert titles(read("win rate by month and by segment", sales)) in (
        ["Win rate by month and segment"],
        ["Win rate by month", "Win rate by segment"],
    )


def test_a_second_list_of_rows_is_a_list_of_its_own(sales: Catalog) -> None:
    plan = read("number of deals by stage and deals with an amount above 1000", sales)
    assert [ask.task for ask in plan.asks] == ["breakdown", "rows"]
    assert [item.values for item in plan.asks[1].filters] == [[1000]]


def test_single_numbers_joined_by_and_get_a_tile_each(sales: Catalog) -> None:
    plan = read("MRR and win rate", sales)
    assert titles(plan) == ["MRR", "Win rate"]
    assert {ask.task for ask in plan.asks} == {"kpi"}


def test_questions_over_several_connections_come_in_order_of_mention(sales: Catalog, support: Catalog) -> None:
    plan = read(
        "A weekly page with number of tickets by topic, MRR by segment, and average hours by topic", sales, support
    )
    assert [ask.connection for ask in plan.asks] == ["support", "sales", "support"]
    assert plan.title == "Weekly page"


def test_how_to_draw_and_sort_is_said_in_a_sentence_of_its_own(support: Catalog) -> None:
    (ask,) = read(
        "How many tickets are there for each topic? Show them in a pie chart, sorted descending.", support
    ).asks
    assert ask.chart == "pie"
    assert [item.column for item in ask.dimensions] == ["ticket.topic"]
    assert [item.descending for item in ask.order] == [True]


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("Refresh it every 5 minutes", "real_time"),
        ("It should update in real-time", "real_time"),
        ("and let people export to Excel", "export"),
        ("let me drill into the details", "drill_down"),
        ("with dark mode", "dark_mode"),
        ("in our brand colours", "brand"),
    ],
)
def test_wishes_about_the_whole_page_are_heard_and_draw_nothing(wish: str, name: str, sales: Catalog) -> None:
    plan = read(f"MRR by segment. {wish}.", sales)
    assert [item.name for item in plan.behaviours] == [name]
    assert titles(plan) == ["MRR by segment"]
    assert plan.missed == ()


def test_a_panel_beside_a_question_is_a_panel_and_a_question(sales: Catalog) -> None:
    plan = read("AI insights and a chat panel next to MRR by segment", sales)
    assert {item.kind for item in plan.apps} == {"insights", "chat_panel"}
    assert titles(plan) == ["MRR by segment"]


def test_a_request_to_delete_is_refused_while_the_rest_is_read(sales: Catalog) -> None:
    plan = read("Delete all old deals, then show MRR by segment", sales)
    assert titles(plan) == ["MRR by segment"]
    assert "never changes" in plan.missed[0].reason


@pytest.mark.parametrize(
    "text", ["Delete all deals", "drop table deal", "remove every account", "SELECT name FROM account"]
)
def test_a_single_ask_never_deletes_either(text: str, sales: Catalog) -> None:
    ask, (missed,) = understand_ask(text, [sales])
    assert ask is None
    assert "never changes" in missed.reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("top 2 segments by MRR", ("account.segment", "mrr", 2, True)),
        ("bottom three regions by win rate", ("account.region", "win_rate", 3, False)),
        ("which segment has the highest MRR", ("account.segment", "mrr", 10, True)),
        ("the 5 regions with the lowest MRR", ("account.region", "mrr", 5, False)),
    ],
)
def test_the_top_of_a_split_is_its_number_summed_and_ordered(
    text: str, expected: tuple[str, str, int, bool], sales: Catalog
) -> None:
    ask, missed = understand_ask(text, [sales])
    assert ask is not None
    assert missed == ()
    assert ask.task == "rank"
    assert (ask.dimensions[0].column, ask.measures[0].metric, ask.limit, ask.order[0].descending) == expected


def test_the_top_of_a_tables_rows_stays_a_list(sales: Catalog) -> None:
    ask, _ = understand_ask("top 5 open deals by amount", [sales])
    assert ask is not None
    assert (ask.task, ask.limit, ask.table) == ("rows", 5, "deal")


@pytest.mark.parametrize(
    "text",
    [
        "passwords of all accounts",
        "MRR above 10000",
        "MRR for Umbrella",
        "deals in the next 90 days",
        "unicorn density by segment",
    ],
)
def test_what_would_mislead_is_refused_rather_than_half_answered(text: str, sales: Catalog) -> None:
    ask, missed = understand_ask(text, [sales])
    assert ask is None
    assert missed


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_no_order_of_words_makes_it_fail(text: str) -> None:
    catalogs = [sales_catalog(), support_catalog()]
    try:
        plan = understand(Request(text), catalogs)
    except BadInput as refused:
        assert refused.field == "description"
        return
    known = {table.name for catalog in catalogs for table in catalog.tables}
    assert {ask.table for ask in plan.asks} <= known
    assert plan == understand(Request(text), catalogs)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_no_characters_make_it_fail(text: str) -> None:
    try:
        understand(Request(text), [sales_catalog()])
    except BadInput as refused:
        assert refused.field == "description"


@pytest.mark.parametrize(
    "unit", ["MRR by segment and ", "top 5 ", "between 3 and ", "MRR by month. ", "MRR, ", "\n- x"]
)
def test_the_longest_description_is_read_in_bounded_work(unit: str, sales: Catalog) -> None:
    segments = segments_of("MRR " + unit * (19_900 // len(unit)))
    reader = PhraseReader([sales])
    for phrase in segments.phrases[:60]:
        reader.read(phrase)
    assert reader.asked <= 250
    plan = understand(Request("MRR " + unit * (19_900 // len(unit))), [sales])
    assert plan.asks or plan.missed
