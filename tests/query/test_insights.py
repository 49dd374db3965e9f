"""Insights tell what is out of the ordinary, and nothing else."""

from typing import Any

import pytest

from sophia.catalog.model import Catalog, Column, Metric, Table
from sophia.query.insights import find_insights
from sophia.query.result import Result, ResultColumn
from sophia.query.sentence import number
from sophia.sources.contract import Connection
from sophia.spec.datasets import InsightDataset, MetricDataset
from sophia.spec.shape import Format

MONTHS = [f"2025-{month:02}-01" for month in range(10, 13)] + [f"2026-{month:02}-01" for month in range(1, 11)]
STEADY = [100, 102, 99, 101, 100, 103, 98, 100, 101, 99, 102, 100, 100]


def catalog(**metric: Any) -> Catalog:
    settings = {
        "name": "sales", "label": "Sales", "table": "t", "expression": "sum(n)",
        "format": {"style": "currency", "currency": "USD"}, "dimensions": ["t.kind"], **metric,
    }  # fmt: skip
    columns = [Column(name="day", type="date", role="date"), Column(name="kind", type="text", role="category")]
    return Catalog(
        connection="c", source="s", tables=[Table(name="t", columns=columns, time_column="day")],
        metrics=[Metric.model_validate(settings)],
    )  # fmt: skip


def insights(series: dict[str, list[float]], by: bool = False, **metric: Any) -> list[dict[str, Any]]:
    asked: list[MetricDataset] = []

    def run(dataset: MetricDataset) -> Result:
        asked.append(dataset)
        split = len(dataset.dimensions) == 2
        rows = [
            (month, *([kind] if split else []), value)
            for kind, values in series.items()
            if split == (kind != "")
            for month, value in zip(MONTHS[-len(values) :], values, strict=True)
        ]
        names = ["period", *(["segment"] if split else []), "value"]
        columns = tuple(ResultColumn(name, "text") for name in names)
        data = tuple(zip(*rows, strict=True)) if rows else tuple(() for _ in names)
        return Result(columns, data, len(rows), "c", sql="select 1", milliseconds=2.0)

    dataset = InsightDataset(id="i", connection="c", metrics=["sales"], by=["t.kind"] if by else [])
    found = find_insights(dataset, catalog(**metric), Connection("c", "s"), run)
    assert [item.window and item.window.kind for item in asked] == ["previous"] * len(asked)
    assert found.milliseconds == 2.0 * len(asked)
    names = [column.name for column in found.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*found.data, strict=True)]


def test_an_ordinary_month_is_no_news():
    assert insights({"": [*STEADY]}) == []


def test_a_steady_rise_is_no_news():
    assert insights({"": [float(100 + 10 * index) for index in range(13)]}) == []


def test_an_outlier_is_told_with_its_numbers():
    (found,) = insights({"": [*STEADY[:-1], 150]})
    assert found["title"] == "Sales rose to $150"
    assert found["detail"] == "In October 2026, 50 % above the $100 that the months before suggest."
    assert (found["period"], found["value"], found["expected"], found["direction"]) == ("2026-10-01", 150, 100, "good")
    assert found["score"] > 3


@pytest.mark.parametrize(("good", "direction"), [("up", "bad"), ("down", "good"), ("neutral", "neutral")])
def test_the_direction_follows_what_is_good(good: str, direction: str):
    (found,) = insights({"": [*STEADY[:-1], 40]}, good=good)
    assert found["direction"] == direction
    assert found["title"] == "Sales dropped to $40"


def test_the_segment_behind_a_movement_is_named():
    found = insights({"": STEADY, "A": [*STEADY[:-1], 10], "B": STEADY}, by=True)
    assert [(item["segment"], item["title"]) for item in found] == [("A", "Sales in A dropped to $10")]


def test_one_movement_is_told_once():
    found = insights({"": [*STEADY[:-1], 10], "A": [*STEADY[:-1], 10], "B": STEADY}, by=True)
    assert len(found) == 1


def test_too_few_months_tell_nothing():
    assert insights({"": [100, 100, 100, 100, 900]}) == []
    assert insights({}) == []


def test_percentages_move_by_points():
    rates = [value / 1000 for value in STEADY[:-1]]
    (found,) = insights({"": [*rates, 0.2]}, format={"style": "percent"}, flow=False)
    assert "10 points above the 10 %" in found["detail"]


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (1234567, {"style": "currency", "currency": "USD"}, "$1.23M"), (-1500, {"style": "currency", "currency": "EUR"}, "−€1.5k"),
        (0.1234, {"style": "percent"}, "12.3 %"), (7200, {"style": "duration"}, "2 hours"), (12, {"unit": "calls"}, "12 calls"),
        (0, {}, "0"), (999.96, {}, "1000"), (2.5e12, {}, "2.5T"), (5, {"style": "currency", "currency": "CHF"}, "CHF 5"),
    ],
)  # fmt: skip
def test_numbers_are_written_in_their_format(value: float, style: dict[str, Any], text: str):
    assert number(value, Format.model_validate(style)) == text
