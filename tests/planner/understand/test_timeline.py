"""A date that was named without a grain is cut so that the chart says something."""

from __future__ import annotations

import pytest

from sophia.catalog.model import Catalog, Column, Table
from sophia.planner.understand import understand_ask


def voyages(*, distinct: int, last: str = "2024-12-31") -> Catalog:
    """Return a table of 100 voyages between 2010 and `last` with `distinct` different sailing dates."""
    sailed = Column(
        name="sailing_date", type="date", role="date", minimum="2010-01-01", maximum=last, distinct=distinct
    )
    port = Column(name="port", type="text", role="category", values=["Genoa", "Oslo"], distinct=2)
    cargo = Column(name="cargo_tons", type="number", role="measure", distinct=80)
    table = Table(name="voyage", entity="voyage", columns=[sailed, port, cargo], rows=100, time_column="sailing_date")
    return Catalog(connection="harbour", source="csv", tables=[table])


def cut(text: str, catalog: Catalog) -> tuple[str, str | None]:
    """Return the chart and the grain of the one split."""
    found, _ = understand_ask(text, [catalog])
    assert found is not None
    (split,) = found.dimensions
    assert split.column == "voyage.sailing_date"
    return found.chart, split.grain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("line chart of the number of voyages by sailing date", ("line", "year")),
        ("how many sailing dates by sailing date as a line chart", ("line", "year")),
        ("bar chart of the number of voyages by sailing date", ("bar", "year")),
        ("bar chart of how many sailing dates by sailing date", ("bar", "weekday")),
        ("number of voyages by sailing date, sorted by the y axis descending", ("bar", "year")),
    ],
)
def test_counting_dates_that_never_repeat_cuts_them_coarser(text: str, expected: tuple[str, str]) -> None:
    assert cut(text, voyages(distinct=99)) == expected


def test_days_with_many_rows_stay_days_on_a_line() -> None:
    assert cut("line chart of the number of voyages by sailing date", voyages(distinct=30)) == ("line", None)


def test_amounts_keep_their_few_days() -> None:
    assert cut("bar chart of total cargo tons by sailing date", voyages(distinct=50)) == ("bar", None)


def test_a_grain_that_was_said_wins() -> None:
    text = "bar chart of how many sailing dates by sailing date, bin by month"
    assert cut(text, voyages(distinct=99)) == ("bar", "month")


def test_what_is_called_a_trend_is_a_line_even_when_sorted_by_its_height() -> None:
    text = "trend of the number of voyages by sailing date, sorted by the y axis descending"
    assert cut(text, voyages(distinct=99)) == ("line", "year")


def test_a_cut_that_was_guessed_offers_the_others() -> None:
    found, _ = understand_ask("bar chart of how many sailing dates by sailing date", [voyages(distinct=99)])
    assert found is not None
    assert [(item.meaning, item.alternatives) for item in found.choices] == [("by weekday", ("by month", "by year"))]
