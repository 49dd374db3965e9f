"""What is not understood, ambiguous or impossible is said with what comes nearest; nothing is dropped or guessed."""

from __future__ import annotations

import pytest

from sophia.kernel.errors import BadInput
from sophia.planner.edit.modify import modify
from sophia.planner.verify import Bench
from sophia.spec.dashboard import Dashboard
from sophia.spec.validate import components_of


@pytest.mark.parametrize(
    ("sentence", "reason", "nearest"),
    [
        ("remove the revenue chart", "not clear which", "Revenue by segment"),
        ("remove profit by segment", "not clear which", "Revenue by segment"),
        ("remove the flux capacitor", "not clear which", "Nearest"),
        ("make it a bar chart", "not said which", "Revenue by month"),
        ("remove margin from revenue by month", "not clear which", "Revenue by month"),
        ("change the measure of revenue by month to happiness", "no number called that", "Margin"),
        ("split revenue by month by shoe size", "", "Nearest"),
        ("filter revenue by month to Gigantic", "", "Nearest"),
        ("set the default of the segment filter to Huge", "no such value", "Big"),
        ("remove the colour filter", "no filter called that", "Segment"),
        ("merge revenue by month and revenue by segment", "different axes", ""),
        ("merge Revenue and Margin", "no axis to share", ""),
        ("show Revenue as a percentage", "percent of what", ""),
        ("use puce as the main colour", "not known", "blue"),
        ("move latest sales to the Nowhere page", "No page", "Overview"),
        ("remove the page", "at least one page", ""),
        ("sort revenue by segment by weather", "what it shows only", "segment"),
        ("refresh every second", "shortest interval", "refresh every 5 seconds"),
        ("add a target of 5 to latest sales", "cannot carry a target", ""),
        ("compare latest sales with last year", "cannot show an earlier period", ""),
        ("show the top 3 unicorns", "", ""),
        ("split revenue by segment into one chart per measure", "one number only", ""),
        ("format margin as percent", "written so already", ""),
    ],
)
def test_nothing_is_changed_and_the_reason_is_given(
    spec: Dashboard, bench: Bench, sentence: str, reason: str, nearest: str
) -> None:
    with pytest.raises(BadInput, match="Nothing was changed") as caught:
        modify(spec, sentence, bench)
    assert reason in caught.value.message
    assert nearest in f"{caught.value.remedy} {spec.pages[0].title}"


def test_the_part_that_is_not_understood_is_said_and_the_rest_is_done(spec: Dashboard, bench: Bench) -> None:
    outcome = modify(spec, "make it dark, remove the flux capacitor and rename the dashboard to Shop", bench)
    assert (outcome.spec.theme.mode, outcome.spec.title) == ("dark", "Shop")
    (missed,) = outcome.not_understood
    assert missed.words == "the flux capacitor"
    assert list(components_of(outcome.spec)) == list(components_of(spec))


def test_what_is_so_already_is_said_and_is_no_mistake(spec: Dashboard, bench: Bench) -> None:
    once = modify(spec, "make it dark", bench)
    again = modify(once.spec, "make it dark", bench)
    assert again.spec == once.spec
    assert (again.understood, again.not_understood, again.changes) == ((), (), ())
    assert again.assumptions == ("“make it dark”: It is like that already.",)


def test_what_is_so_already_does_not_hide_what_is_not_understood(spec: Dashboard, bench: Bench) -> None:
    dark = modify(spec, "make it dark", bench).spec
    outcome = modify(dark, "make it dark and remove the flux capacitor", bench)
    assert [item.words for item in outcome.not_understood] == ["the flux capacitor"]
    assert outcome.spec == dark


def test_a_title_with_an_instruction_in_it_stays_a_title(spec: Dashboard, bench: Bench) -> None:
    outcome = modify(spec, 'rename latest sales to "Remove dust, add shine and make it dark"', bench)
    assert "Remove dust, add shine and make it dark" in {item.title for item in components_of(outcome.spec)}
    assert outcome.spec.theme == spec.theme


def test_it_means_the_component_named_last(spec: Dashboard, bench: Bench) -> None:
    words = "rename revenue by month to Turnover, make it a bar chart and move it to the top"
    outcome = modify(spec, words, bench)
    item = next(each for each in components_of(outcome.spec) if each.title == "Turnover")
    assert (item.kind, item.layout.y) == ("bar", 0)
    assert len(outcome.understood) == 3
