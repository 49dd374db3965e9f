"""A request becomes a dashboard whose every query has run; what cannot be shown is said."""

from __future__ import annotations

import pytest

from sophia.kernel.errors import BadInput
from sophia.planner.add import add
from sophia.planner.generate import generate
from sophia.planner.outcome import Outcome, Placed, Queried, Step, Understood
from sophia.planner.request import Request
from sophia.planner.verify import Bench
from sophia.spec.actions import SetParam
from sophia.spec.components import Component
from sophia.spec.components.bar import Bar
from sophia.spec.components.kpi import Kpi
from sophia.spec.components.line import Line
from sophia.spec.components.table import Table
from sophia.spec.validate import components_of, problems


def drawn(outcome: Outcome) -> list[Component]:
    return list(components_of(outcome.spec))


def test_a_sentence_gives_one_component_and_its_title(bench: Bench) -> None:
    outcome = generate(Request("Revenue by segment"), bench)
    (bar,) = drawn(outcome)
    assert isinstance(bar, Bar)
    assert bar.title == outcome.spec.title == "Revenue by segment"
    assert bar.definition == "Revenue: Sum of the amounts of all sales."
    assert [line.rows for line in outcome.evidence] == [3]
    assert outcome.not_understood == ()


def test_a_section_named_in_words_expands_into_its_parts(bench: Bench) -> None:
    outcome = generate(Request("A dashboard that shows how the shop is doing", features=("shop-health",)), bench)
    kinds = [item.kind for item in drawn(outcome)]
    assert kinds == ["kpi", "kpi", "line", "bar", "table"]
    assert problems(outcome.spec) == []


def test_numbers_share_one_query_and_carry_comparison_and_sparkline(bench: Bench) -> None:
    outcome = generate(Request("shop health"), bench)
    numbers = [item for item in drawn(outcome) if isinstance(item, Kpi)]
    assert len({item.dataset for item in numbers}) == 1
    assert all(item.previous and item.sparkline and item.comparison_label for item in numbers)


def test_filters_reach_everything_but_a_breakdown_does_not_filter_itself(bench: Bench) -> None:
    outcome = generate(Request("shop health"), bench)
    bar = next(item for item in drawn(outcome) if isinstance(item, Bar))
    assert bar.click == SetParam(param="segment", from_column="segment")
    read = {item.id: [part.param for part in item.filters] for item in outcome.spec.datasets}  # type: ignore[union-attr]
    assert "segment" not in read[bar.dataset]
    others = [key for key in read if key != bar.dataset]
    assert all("segment" in read[key] for key in others)


def test_the_same_request_gives_the_same_bytes(bench: Bench) -> None:
    request = Request("shop health and revenue by name", features=("shop-health",))
    first, second = (generate(request, bench).spec.model_dump_json() for _ in range(2))
    assert first == second


def test_progress_is_told_in_order(bench: Bench) -> None:
    steps: list[Step] = []
    generate(Request("shop health"), bench, report=steps.append)
    kinds = [type(step) for step in steps]
    assert kinds[0] is Understood
    assert kinds.index(Queried) < kinds.index(Placed)
    assert all(step.results for step in steps if isinstance(step, Placed))


def test_a_window_without_data_is_widened_and_said(bench: Bench) -> None:
    outcome = generate(Request("Revenue by segment in 2019"), bench)
    assert drawn(outcome)
    assert any("all of time is shown" in line for line in outcome.assumptions)


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (Request(""), "description"),
        (Request("   "), "description"),
        (Request("revenue " * 5000), "description"),
        (Request("the airspeed of an unladen swallow"), "description"),
        (Request("Delete all sales"), "description"),
        (Request("select * from sale"), "description"),
        (Request("Revenue", data_sources=("sybase",)), "data_sources"),
        (Request("Revenue", features=("time-travel",)), "features"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_the_field(bench: Bench, request_: Request, field: str) -> None:
    with pytest.raises(BadInput) as caught:
        generate(request_, bench)
    assert caught.value.field == field
    assert caught.value.remedy


def test_an_unknown_part_is_said_while_the_rest_is_shown(bench: Bench) -> None:
    outcome = generate(Request("Revenue by segment, and flux capacitor temperature"), bench)
    assert [item.title for item in drawn(outcome)] == ["Revenue by segment"]
    assert any("flux" in missed.words for missed in outcome.not_understood)


def test_adding_leaves_every_other_component_as_it_was(bench: Bench) -> None:
    before = generate(Request("shop health"), bench)
    after = add(
        before.spec, "Add a new chart showing margin trends over the last 12 months", bench, position="top-right"
    )
    new = next(item for item in drawn(after) if item.id in after.component_ids)
    assert isinstance(new, Line)
    assert (new.layout.y, new.layout.x + new.layout.w) == (0, 12)
    kept = {item.id: item.model_copy(update={"layout": new.layout}) for item in drawn(after)}
    assert all(kept[item.id] == item.model_copy(update={"layout": new.layout}) for item in drawn(before))
    assert problems(after.spec) == []


def test_top_rows_are_listed_and_ordered(bench: Bench) -> None:
    outcome = generate(Request("top 3 sales by amount"), bench)
    (table,) = drawn(outcome)
    assert isinstance(table, Table)
    (line,) = outcome.evidence
    assert line.rows == 3
    assert "ORDER BY" in line.query
