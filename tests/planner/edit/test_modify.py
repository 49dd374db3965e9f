"""Sentences change what they name and nothing else; what is not understood is said."""

from __future__ import annotations

import pytest

from sophia.kernel.errors import BadInput
from sophia.planner.edit.modify import clauses, modify
from sophia.planner.generate import generate
from sophia.planner.outcome import Outcome
from sophia.planner.request import Request
from sophia.planner.verify import Bench
from sophia.spec.components import Component
from sophia.spec.components.kpi import Kpi
from sophia.spec.dashboard import Dashboard
from sophia.spec.datasets import MetricDataset
from sophia.spec.theme import Theme
from sophia.spec.validate import components_of, problems

BRAND = Theme(primary="#123456", accent="#abcdef")


@pytest.fixture(scope="module")
def spec(bench: Bench) -> Dashboard:
    return generate(Request("shop health"), bench).spec


def titled(spec: Dashboard, title: str) -> Component:
    return next(item for item in components_of(spec) if item.title == title)


def changed(spec: Dashboard, sentence: str, bench: Bench) -> Outcome:
    outcome = modify(spec, sentence, bench, brand=BRAND)
    assert problems(outcome.spec) == []
    assert outcome.changes
    return outcome


def test_the_guides_sentence_touches_the_theme_only(spec: Dashboard, bench: Bench) -> None:
    words = "Change the color scheme to match our brand colors and add a dark mode toggle"
    after = modify(spec, words, bench, preserve=True, brand=BRAND).spec
    assert after.theme == Theme(primary="#123456", accent="#abcdef", mode_toggle=True)
    assert after.model_copy(update={"theme": spec.theme}).model_dump_json() == spec.model_dump_json()


@pytest.mark.parametrize(
    ("sentence", "theme"),
    [
        ("make it dark", {"mode": "dark"}),
        ("switch to light mode", {"mode": "light"}),
        ("use green as the main colour", {"primary": "#15803d"}),
        ("change the color to #336699", {"primary": "#336699"}),
        ("add a toggle for dark mode", {"mode_toggle": True}),
    ],
)
def test_the_look_changes(spec: Dashboard, bench: Bench, sentence: str, theme: dict[str, object]) -> None:
    after = changed(spec, sentence, bench).spec
    assert after.theme == spec.theme.model_copy(update=theme)
    assert after.datasets == spec.datasets


def test_names_change(spec: Dashboard, bench: Bench) -> None:
    assert changed(spec, "rename the dashboard to Corner shop", bench).spec.title == "Corner shop"
    after = changed(spec, 'rename "Latest sales" to "New sales"', bench).spec
    assert titled(after, "New sales").id == titled(spec, "Latest sales").id


def test_a_component_is_removed_with_the_query_that_only_it_used(spec: Dashboard, bench: Bench) -> None:
    gone = titled(spec, "Latest sales")
    after = changed(spec, "remove latest sales", bench).spec
    assert gone.id not in {item.id for item in components_of(after)}
    assert len(after.datasets) == len(spec.datasets) - 1


def test_a_chart_is_drawn_as_another_kind_over_the_same_data(spec: Dashboard, bench: Bench) -> None:
    after = changed(spec, "turn revenue by segment into a pie chart", bench).spec
    assert titled(after, "Revenue by segment").kind == "pie"


def test_a_chart_that_cannot_be_drawn_is_refused_with_the_reason(spec: Dashboard, bench: Bench) -> None:
    with pytest.raises(BadInput, match="two dimensions"):
        modify(spec, "turn revenue by segment into a heat map", bench)


def test_a_window_and_a_grain_change_by_sentence(spec: Dashboard, bench: Bench) -> None:
    trend = next(item for item in components_of(spec) if item.kind == "line")
    after = changed(spec, f"show {trend.title} for the last 6 months", bench).spec
    component = next(item for item in components_of(after) if item.id == trend.id)
    dataset = next(item for item in after.datasets if item.id == component.dataset)  # type: ignore[union-attr]
    assert isinstance(dataset, MetricDataset)
    assert dataset.window is not None
    assert (dataset.window.unit, dataset.window.count) == ("month", 6)


def test_a_component_moves_and_grows(spec: Dashboard, bench: Bench) -> None:
    moved = titled(changed(spec, "move revenue by segment to the top right", bench).spec, "Revenue by segment")
    assert (moved.layout.y, moved.layout.x + moved.layout.w) == (0, 12)
    grown = titled(changed(spec, "make revenue by segment full width", bench).spec, "Revenue by segment")
    assert grown.layout.w == 12


def test_a_target_is_drawn(spec: Dashboard, bench: Bench) -> None:
    after = changed(spec, "add a target of 2k to Margin", bench).spec
    number = titled(after, "Margin")
    assert isinstance(number, Kpi)
    assert number.target == 2000


def test_several_instructions_in_one_sentence_are_all_done(spec: Dashboard, bench: Bench) -> None:
    outcome = changed(spec, "remove latest sales, make it dark and add revenue by name at the bottom", bench)
    assert outcome.spec.theme.mode == "dark"
    assert titled(outcome.spec, "Revenue by customer").layout.y > 0
    assert len(outcome.understood) == 3


def test_with_preserve_a_change_of_data_is_refused_and_the_rest_done(spec: Dashboard, bench: Bench) -> None:
    outcome = modify(spec, "remove latest sales and make it dark", bench, preserve=True)
    assert list(components_of(outcome.spec)) == list(components_of(spec))
    assert outcome.spec.theme.mode == "dark"
    assert "preserve_functionality" in outcome.not_understood[0].reason


def test_what_is_not_understood_is_said_and_changes_nothing(spec: Dashboard, bench: Bench) -> None:
    with pytest.raises(BadInput, match="Nothing was changed") as caught:
        modify(spec, "sing me a song", bench)
    assert caught.value.field == "modification"


def test_an_ambiguous_name_lists_the_candidates(spec: Dashboard, bench: Bench) -> None:
    with pytest.raises(BadInput, match="not clear which"):
        modify(spec, "remove the revenue chart", bench)


def test_sentences_are_cut_where_a_new_instruction_begins() -> None:
    assert clauses("Remove A and B, make C wider; then add D and E") == [
        "Remove A and B",
        "make C wider",
        "add D and E",
    ]
