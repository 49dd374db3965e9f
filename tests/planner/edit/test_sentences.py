"""What people say to change a dashboard, in several wordings a kind; each does it, can be taken back, and leaves the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sophia.planner.edit.kinds import KINDS, PATTERNS
from sophia.planner.edit.modify import modify
from sophia.planner.verify import Bench
from sophia.spec.dashboard import Dashboard
from sophia.spec.diff import apply, diff, invert
from sophia.spec.theme import Theme
from sophia.spec.validate import components_of, datasets_used, problems
from tests.planner.edit.conftest import Seen

Effect = Callable[[Seen], object]
MONTH, SEGMENT, SALES = "Revenue by month", "Revenue by segment", "Latest sales"
BRAND = Theme(primary="#123456", accent="#abcdef")
SOLD, BY = "sale.sold_on", "customer.segment"


def measures(seen: Seen, title: str) -> list[str | None]:
    return [item.metric for item in seen.data(title).measures]


def window(seen: Seen, title: str) -> tuple[str, str, int]:
    found = seen.data(title).window
    assert found is not None
    return found.kind, found.unit, found.count


def order(seen: Seen, title: str) -> list[tuple[str, bool]]:
    return [(item.by, item.descending) for item in seen.data(title).order]


def written(seen: Seen, title: str) -> dict[str, object]:
    item = seen.of(title)
    held = item.format if item.kind == "kpi" else item.y[0].format  # type: ignore[union-attr]
    return held.model_dump()


def above(seen: Seen, upper: str, lower: str) -> bool:
    first, second = seen.of(upper).layout, seen.of(lower).layout
    return first.y + first.h <= second.y


def widths(seen: Seen, *titles: str) -> list[int]:
    return [seen.of(title).layout.w for title in titles]


CASES: tuple[tuple[Effect, tuple[str, ...]], ...] = (
    (lambda s: above(s, SALES, MONTH), ("put the table first", "move the table first")),
    (lambda s: s.data(MONTH).dimensions[-1].column == BY, (
        "Revenue by month should be split by segment too", "Revenue by month should also be broken down by segment",
    )),
    (lambda s: window(s, MONTH)[0] != "all", ("Revenue by month should start in February 2024",)),
    (lambda s: s.data(MONTH).dimensions[0].grain == "quarter", ("show revenue by month by quarter instead of month",)),
    (lambda s: s.after.title == "Corner shop", (
        "rename the dashboard to Corner shop", 'call this dashboard "Corner shop"',
        "change the title of the dashboard to Corner shop", "The dashboard should be called Corner shop",
        "please set the dashboard's title to Corner shop",
    )),
    (lambda s: s.of(MONTH).title == "Turnover and more", (
        'rename Revenue by month to "Turnover and more"', "retitle the line chart to Turnover and more",
        "change the title of revenue by month to Turnover and more", 'call the line chart "Turnover and more"',
        "give revenue by month the title Turnover and more",
    )),
    (lambda s: s.after.pages[0].title == "Start", ("rename the page to Start", "rename this page to Start")),
    (lambda s: s.after.theme.primary == "#15803d", (
        "use green as the main colour", "change the color scheme to green", "make it green", "I want a green theme",
    )),
    (lambda s: (s.after.theme.primary, s.after.theme.accent) == ("#123456", "#abcdef"), (
        "use our brand colours", "change the color scheme to match our corporate identity", "apply the house style",
    )),
    (lambda s: s.after.theme.mode == "dark", (
        "make it dark", "switch to dark mode", "use the dark theme by default", "Dark mode please",
        "could you turn the dashboard dark?",
    )),
    (lambda s: s.after.theme.mode_toggle, (
        "add a dark mode toggle", "let readers switch between light and dark",
    )),
    (lambda s: s.of(SEGMENT).kind == "pie", (
        "turn revenue by segment into a pie chart", "make the bar chart a donut", "show Revenue by segment as a pie",
        "change the chart type of revenue by segment to pie", "use a pie chart for revenue by segment",
        "Revenue by segment should be a pie chart", "I would prefer revenue by segment as a donut",
    )),
    (lambda s: (s.of("Margin").kind, s.splits("Margin")) == ("table", [(BY, None)]), (
        "show Margin by segment as a table",
    )),
    (lambda s: s.of(MONTH).kind == "area", ("turn the line chart into an area chart", "draw revenue by month as an area")),
    (lambda s: s.of(MONTH).kind == "kpi", ("turn revenue by month into a single number",)),
    (lambda s: s.of(SEGMENT).horizontal, ("make revenue by segment horizontal", "draw revenue by segment with horizontal bars")),
    (lambda s: measures(s, SEGMENT) == ["margin"] and s.of(SEGMENT).title == "Margin by segment", (
        "change the measure of Revenue by segment to margin", "show margin instead of revenue in revenue by segment",
        "replace revenue with margin in the bar chart", "in revenue by segment, show margin instead",
        "for the bar chart, change the metric to margin",
    )),
    (lambda s: measures(s, MONTH) == ["revenue", "margin"], (
        "add margin to revenue by month", "also show margin in revenue by month", "include margin in the line chart",
        "add a line for margin to revenue by month", "overlay margin on revenue by month",
    )),
    (lambda s: measures(s, MONTH) == ["margin"], ("add margin to revenue by month, then take the revenue line out of it",)),
    (lambda s: s.splits(SEGMENT) == [("customer.name", None)], (
        "change the dimension of revenue by segment to name", "group revenue by segment by customer",
        "show revenue by segment by name instead", "show Revenue by segment by customer",
    )),
    (lambda s: s.splits(MONTH) == [(SOLD, "month"), (BY, None)], (
        "split revenue by month by segment", "break revenue by month down by segment", "break down the line chart by segment",
        "add a breakdown by segment to revenue by month", "show revenue by month per segment",
    )),
    (lambda s: s.of(SEGMENT).kind == "kpi", ("remove the breakdown by segment from revenue by segment",)),
    (lambda s: s.splits(MONTH) == [(SOLD, "week")] and s.of(MONTH).title == "Revenue by week", (
        "show revenue by month weekly", "make revenue by month weekly", "change the grain of revenue by month to week",
        "group revenue by month by week", "in the line chart, use weeks", "show revenue by month per week",
        "set the granularity of revenue by month to weekly",
    )),
    (lambda s: window(s, MONTH) == ("last", "month", 6), (
        "show revenue by month for the last 6 months", "limit revenue by month to the last six months",
        "change the period of revenue by month to 6 months", "in revenue by month, show only the last 6 months",
        "Show the line chart over the past 6 months",
    )),
    (lambda s: window(s, MONTH)[:2] == ("this", "year"), ("restrict revenue by month to this year", "show revenue by month for this year")),
    (lambda s: order(s, SEGMENT) == [("revenue", False)], (
        "sort revenue by segment from lowest to highest", "sort revenue by segment by revenue ascending",
        "show revenue by segment with the lowest first", "order the bar chart ascending",
    )),
    (lambda s: order(s, SEGMENT) == [("segment", False)], ("sort revenue by segment alphabetically", "sort the bar chart by segment")),
    (lambda s: order(s, SALES) == [("sold_on", False)], ("reverse the order of latest sales",)),
    (lambda s: s.data(SALES).limit == 3, (
        "limit latest sales to 3 rows", "show only the top 3 in latest sales", "show the first 3 rows of latest sales",
        "cut latest sales to 3 entries",
    )),
    (lambda s: s.data(SALES).limit is None, ("show all rows of latest sales", "remove the limit from latest sales")),
    (lambda s: s.kept(MONTH) == [(BY, "eq", ["Big"])], (
        "filter revenue by month to Big", "show revenue by month only for Big", "only show Big in revenue by month",
        "limit revenue by month to segment Big", "show revenue by month where segment is Big",
        "add a filter for Big to the line chart",
    )),
    (lambda s: s.kept(MONTH) == [(BY, "ne", ["Small"])], (
        "exclude Small from revenue by month", "show revenue by month without Small", "leave out Small in revenue by month",
    )),
    (lambda s: s.kept(SALES)[0][:2] == ("sale.amount", "gt"), ("show latest sales where amount is over 30",)),
    (lambda s: s.kept(MONTH) == [], (
        "split revenue by month by segment, filter it to Big and remove the filter on segment from it",
    )),
    (lambda s: s.param("Name").column == "customer.name" and s.data(MONTH).filters, (
        "add a filter for name", "add a customer dropdown", "let people filter by customer",
        "make the dashboard filterable by name",
    )),
    (lambda s: not s.param("Segment").visible, ("remove the segment filter", "hide the filter for segment")),
    (lambda s: "period" not in {item.id for item in s.after.params}, ("remove the period filter", "remove the date filter")),
    (lambda s: s.param("Segment").default == ["Big"], (
        "set the default of the segment filter to Big", "preselect Big in the segment filter",
        "set the segment filter to Big by default",
    )),
    (lambda s: s.param("Period").default.unit == "day", (  # type: ignore[union-attr]
        "set the period filter to last 90 days by default", "change the default period to the last 90 days",
    )),
    (lambda s: (s.of(SALES).layout.y, s.of(SALES).layout.x + s.of(SALES).layout.w) == (0, 12), (
        "move latest sales to the top right", "put latest sales in the top right corner",
        "Latest sales should be at the top right",
    )),
    (lambda s: above(s, SALES, MONTH), ("move latest sales above revenue by month", "put the table over the line chart")),
    (lambda s: above(s, MONTH, "Margin") and above(s, SEGMENT, "Margin"), ("move margin below revenue by segment", "put Margin under the bar chart")),
    (lambda s: s.of(SALES).layout.y == s.of(MONTH).layout.y and s.of(SALES).layout.x < s.of(MONTH).layout.x, (
        "move latest sales to the left of revenue by month",
    )),
    (lambda s: s.of(MONTH).layout.x > s.of(SEGMENT).layout.x, ("swap revenue by month and revenue by segment",)),
    (lambda s: widths(s, MONTH) == [6], ("make revenue by month half width", "resize the line chart to half the width")),
    (lambda s: widths(s, SEGMENT) == [12], ("make revenue by segment full width", "let the bar chart take the full width")),
    (lambda s: s.of(SALES).layout.h == 10, ("make latest sales twice as tall", "make the table double the height")),
    (lambda s: widths(s, SEGMENT)[0] > 4, ("make revenue by segment wider", "make the bar chart a bit bigger")),
    (lambda s: widths(s, MONTH, SEGMENT) == [6, 6], ("make all charts half width",)),
    (lambda s: s.gone(SALES), (
        "remove latest sales", "delete the table", "get rid of latest sales", "take latest sales off the dashboard",
        "we don't need the table any more",
    )),
    (lambda s: s.gone(MONTH) and s.gone(SEGMENT), ("remove all charts", "remove revenue by month and revenue by segment")),
    (lambda s: s.titles().count(SEGMENT) == 2, ("duplicate revenue by segment", "make a copy of the bar chart")),
    (lambda s: {f"{MONTH}: Big", f"{MONTH}: Small"} <= set(s.titles()) and s.gone(MONTH), (
        "split revenue by month into one chart per segment", "break the line chart into separate charts by segment",
    )),
    (lambda s: s.gone(MONTH) and "Margin by month" in s.titles(), (
        "add margin to revenue by month, then split it into one chart per measure",
    )),
    (lambda s: [page.title for page in s.after.pages][1:] == ["Details"], (
        "add a page called Details", "create a new page named Details", 'add a "Details" page', "add a second tab called Details",
    )),
    (lambda s: [item.title for item in s.after.pages[1].components] == [SALES], (
        "add a page called Details and move latest sales to the Details page",
        "move latest sales to a new page called Details",
    )),
    (lambda s: len(s.after.pages) == 1, ("add a page called Details, make it dark and remove the page Details",)),
    (lambda s: written(s, MONTH)["currency"] == "EUR", ("format revenue by month as euros", "show the line chart in EUR")),
    (lambda s: written(s, SEGMENT)["style"] == "percent" and s.data(SEGMENT).measures[0].share, (
        "show revenue by segment as percent of total", "show the shares of the bar chart",
    )),
    (lambda s: written(s, "Revenue")["decimals"] == 2, ("show Revenue with 2 decimals", "use two decimals for Revenue")),
    (lambda s: written(s, "Revenue")["decimals"] == 0, ("show Revenue without decimals", "round Revenue to whole numbers")),
    (lambda s: not written(s, "Revenue")["compact"], ("show full numbers in Revenue", "don't abbreviate Revenue")),
    (lambda s: s.of(MONTH).references[0].value == 2000, (
        "add a target of 2k to revenue by month", "draw a target line at 2,000 for the line chart",
        "set the goal of revenue by month to $2000",
    )),
    (lambda s: s.of("Margin").target == 0.4, ("add a target of 40% to Margin",)),
    (lambda s: s.data("Revenue").compare == "previous_year", (
        "compare Revenue with last year", "compare Revenue to the same period last year", "show Revenue compared with a year ago",
    )),
    (lambda s: s.data(MONTH).compare == "previous_year" and len(s.of(MONTH).y) == 2, (
        "compare revenue by month with last year", "show revenue by month versus last year",
    )),
    (lambda s: s.data("Revenue").compare is None and s.of("Revenue").previous is None, (
        "drop the comparison of Revenue", "show Revenue without comparison", "stop comparing Revenue with last month",
    )),
    (lambda s: s.after.refresh_interval == 300, (
        "refresh every 5 minutes", "set the refresh interval to 5 minutes", "update the dashboard every five minutes",
    )),
    (lambda s: s.after.refresh_interval == 5, ("make it live", "refresh every 5 seconds")),
    (lambda s: s.after.theme.palettes == {s.id(MONTH): ["#15803d"]}, (
        "make revenue by month green", "colour the line chart green", "use green for revenue by month",
        "change the colour of revenue by month to green",
    )),
    (lambda s: s.after.theme.palettes == {s.id(MONTH): [None, "#c2410c"]}, (
        "add margin to revenue by month and make margin in it orange",
    )),
)  # fmt: skip
SAID = [(sentence, effect) for effect, sentences in CASES for sentence in sentences]


def changed(spec: Dashboard, sentence: str, bench: Bench) -> Seen:
    outcome = modify(spec, sentence, bench, brand=BRAND)
    return Seen(spec, outcome.spec, outcome)


@pytest.mark.parametrize(("sentence", "effect"), SAID, ids=[sentence for sentence, _ in SAID])
def test_a_sentence_does_what_it_says_and_can_be_taken_back(
    spec: Dashboard, bench: Bench, sentence: str, effect: Effect
) -> None:
    seen = changed(spec, sentence, bench)
    assert effect(seen), seen.outcome.understood
    assert seen.outcome.not_understood == ()
    assert problems(seen.after) == []
    operations = diff(spec, seen.after)
    assert apply(spec, operations).model_dump_json() == seen.after.model_dump_json()
    assert apply(seen.after, invert(operations)).model_dump_json() == spec.model_dump_json()


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in SAID])
def test_what_is_not_named_stays_as_it_was_and_what_changed_has_run(
    spec: Dashboard, bench: Bench, sentence: str
) -> None:
    seen = changed(spec, sentence, bench)
    before = {item.id: item for item in components_of(spec)}
    named = {item.id for item in components_of(seen.after) if before.get(item.id) != item}
    placed = {"layout": {}}
    for item in components_of(seen.after):
        if (
            item.id in named
            and item.id in before
            and not _said(item.title or item.kind, before[item.id].title, sentence)
        ):
            assert item.model_copy(update=placed) == before[item.id].model_copy(update=placed), item.title
    fresh = {item.id for item in seen.after.datasets} - {item.id for item in spec.datasets}
    assert fresh <= {line.dataset for line in seen.outcome.evidence}
    drawn = {key for item in components_of(seen.after) for key in datasets_used(item)}
    assert {item.id for item in seen.after.datasets} == drawn


def _said(now: str, before: str, sentence: str) -> bool:
    """Whether a sentence names a component: by its title, or by what kind of thing it is."""
    words = sentence.lower()
    pointed = re.search(r"\b(?:line|bar) chart\b|\btable\b|\ball\b", words)
    return before.lower() in words or now.lower() in words or pointed is not None


def test_there_are_at_least_twenty_five_kinds_and_a_hundred_sentences() -> None:
    assert len({kind.name for kind in KINDS if kind.example}) >= 25
    assert len(SAID) >= 100


def test_every_kind_is_said_in_some_sentence_and_every_example_is_a_clause_of_its_kind() -> None:
    for kind, patterns in PATTERNS:
        if kind.example:
            assert any(pattern.fullmatch(kind.example) for pattern in patterns), kind.name


def test_the_table_of_what_can_be_said_holds_every_kind() -> None:
    table = (Path(__file__).parents[3] / "docs/reference/changes.md").read_text(encoding="utf-8")
    for kind in KINDS:
        assert not kind.example or f"| {kind.name} | {kind.example} |" in table
