"""A whole request becomes a plan: sections, panels, wishes, single asks, and an account of the rest."""

from __future__ import annotations

import pytest

from sophia.catalog.model import Catalog
from sophia.kernel.errors import BadInput
from sophia.planner.request import Request
from sophia.planner.understand import understand


def test_a_topic_named_in_passing_expands_into_its_section(sales: Catalog) -> None:
    plan = understand(Request("Executive dashboard with client health monitoring", "ceo", ("sales",)), [sales])
    assert [item.title for item in plan.asks] == [
        "MRR",
        "Win rate",
        "MRR by segment",
        "MRR by month",
        "Largest open deals",
    ]
    assert {item.section for item in plan.asks} == {"client_health"}
    assert plan.missed == ()
    assert plan.connections == ("sales",)


def test_the_same_section_named_twice_is_shown_once(sales: Catalog) -> None:
    once = understand(Request("Dashboard with client health", features=()), [sales])
    twice = understand(Request("Dashboard with client health, customer health", features=("client-health",)), [sales])
    assert twice.asks == once.asks


def test_panels_and_wishes_are_no_charts(sales: Catalog) -> None:
    request = Request(
        "I need a dashboard that shows our MRR by segment. It should update in real-time and allow me to drill down into "
        "specific deals.",
        features=("strategic-chat", "document-upload", "export-reports"),
    )
    plan = understand(request, [sales])
    assert [item.title for item in plan.asks] == ["MRR by segment"]
    assert {item.kind for item in plan.apps} == {"chat_panel", "upload_panel"}
    assert {item.name for item in plan.behaviours} == {"real_time", "drill_down", "export"}
    assert plan.missed == ()


def test_a_sentence_of_ones_own_is_one_ask_with_its_own_title(sales: Catalog) -> None:
    plan = understand(Request("MRR by segment over the last 12 months"), [sales])
    assert [item.title for item in plan.asks] == ["MRR by segment"]
    assert plan.title == "MRR by segment"
    assert plan.understood == ("MRR by segment, last 12 months, from sales",)


def test_what_cannot_be_answered_stands_beside_what_can(sales: Catalog) -> None:
    plan = understand(Request("MRR by segment, unicorn density"), [sales])
    assert [item.title for item in plan.asks] == ["MRR by segment"]
    assert [item.words for item in plan.missed] == ["unicorn density"]


@pytest.mark.parametrize(
    "text", ["Delete all deals", "drop table deal", "SELECT * FROM deal", "please remove every account"]
)
def test_requests_to_change_data_and_sql_are_refused_with_a_reason(text: str, sales: Catalog) -> None:
    plan = understand(Request(text), [sales])
    assert plan.asks == ()
    assert "never changes" in plan.missed[0].reason


@pytest.mark.parametrize(
    ("request_", "field", "named"),
    [
        (Request(""), "description", "empty"),
        (Request("  \n "), "description", "empty"),
        (Request("x" * 20_001), "description", "20,000"),
        (Request("MRR", data_sources=("sales", "oracle")), "data_sources", "oracle"),
        (Request("MRR", features=("time-travel",)), "features", "time-travel"),
    ],
)
def test_input_that_cannot_be_used_is_named(request_: Request, field: str, named: str, sales: Catalog) -> None:
    with pytest.raises(BadInput) as caught:
        understand(request_, [sales])
    assert caught.value.field == field
    assert named in caught.value.message
    assert caught.value.remedy


def test_only_the_named_sources_are_searched(sales: Catalog, support: Catalog) -> None:
    plan = understand(Request("number of tickets by topic", data_sources=("sales",)), [sales, support])
    assert plan.asks == ()
    assert understand(Request("number of tickets by topic"), [sales, support]).connections == ("support",)
