"""Insights: what moved, by a robust z-score of the newest complete month, in plain sentences with their numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Any

from sophia.catalog.model import Catalog, Metric
from sophia.query.result import Result, ResultColumn
from sophia.sources.contract import Connection
from sophia.spec.datasets import Dimension, InsightDataset, Measure, MetricDataset
from sophia.spec.params import Window
from sophia.spec.shape import Format

MONTHS = 13
SEGMENTS = 8
FEWEST = 6
NOTABLE = 1.5
MAD_TO_SIGMA = 1.4826
COLUMNS = (
    ("title", "text"), ("detail", "text"), ("metric", "text"), ("segment", "text"), ("period", "date"),
    ("value", "number"), ("expected", "number"), ("change", "number"), ("score", "number"), ("direction", "text"),
)  # fmt: skip
Run = Callable[[MetricDataset], Result]


@dataclass(frozen=True)
class Insight:
    """One movement: `value` in `period` against `expected` (the median of the months before), `score` in sigmas."""

    metric: Metric
    segment: str
    period: str
    value: float
    expected: float
    score: float

    @property
    def change(self) -> float:
        """The relative change; 0 when there is nothing to compare with."""
        return (self.value - self.expected) / abs(self.expected) if self.expected else 0.0

    @property
    def direction(self) -> str:
        """good, bad or neutral, by the metric's direction of good."""
        if self.metric.good == "neutral" or self.value == self.expected:
            return "neutral"
        return "good" if (self.value > self.expected) == (self.metric.good == "up") else "bad"


def find_insights(dataset: InsightDataset, catalog: Catalog, connection: Connection, run: Run) -> Result:
    """Return the dataset's insights, the most remarkable first, one per metric and segment (domain.md §3)."""
    found: list[Insight] = []
    statements: list[str] = []
    spent = 0.0
    newest: Result | None = None
    for name in dataset.metrics:
        metric = catalog.metric(name)
        if metric is None:
            continue
        splits = [None, *(column for column in dataset.by if column in metric.dimensions)]
        for split in splits:
            result = run(_question(metric, split, dataset, catalog))
            statements.append(result.sql)
            spent += result.milliseconds
            newest = result
            found += _read(metric, split is not None, result)
    ranked = sorted(found, key=lambda item: (-abs(item.score), item.metric.name, item.segment))
    kept = _distinct([item for item in ranked if abs(item.score) >= NOTABLE])[: dataset.limit]
    rows = [_row(item) for item in kept]
    return Result(
        columns=tuple(ResultColumn(name, kind) for name, kind in COLUMNS),  # type: ignore[arg-type]
        data=tuple(zip(*rows, strict=True)) if rows else tuple(() for _ in COLUMNS),
        rows=len(rows),
        connection=connection.name,
        sql=";\n".join(statement for statement in statements if statement),
        milliseconds=spent,
        as_of=newest.as_of if newest else connection.as_of,
        demo=connection.demo,
        extra={"milliseconds": spent},
    )


def _question(metric: Metric, split: str | None, dataset: InsightDataset, catalog: Catalog) -> MetricDataset:
    table = catalog.table(metric.table)
    time = metric.time_column or (table.time_column if table else None) or ""
    time = time if "." in time else f"{metric.table}.{time}"
    dimensions = [Dimension(name="period", column=time, grain="month")]
    if split:
        dimensions.append(Dimension(name="segment", column=split))
    return MetricDataset(
        id=f"{dataset.id}-part",
        connection=dataset.connection,
        measures=[Measure(name="value", metric=metric.name)],
        dimensions=dimensions,
        window=Window(kind="previous", unit="month", count=MONTHS),
    )


def _read(metric: Metric, split: bool, result: Result) -> list[Insight]:
    if result.status != "ok" or not result.rows:
        return []
    periods, values = result.column("period"), result.column("value")
    segments: Sequence[Any] = result.column("segment") if split else [""] * result.rows
    series: dict[str, dict[str, float]] = {}
    for period, segment, value in zip(periods, segments, values, strict=True):
        if value is not None and period is not None and segment is not None:
            series.setdefault(str(segment), {})[str(period)[:10]] = float(value)
    biggest = sorted(series, key=lambda key: -sum(abs(value) for value in series[key].values()))[:SEGMENTS]
    newest = max((period for each in series.values() for period in each), default="")
    found = (_score(metric, segment, newest, series[segment]) for segment in biggest)
    return [item for item in found if item is not None]


def _score(metric: Metric, segment: str, newest: str, series: dict[str, float]) -> Insight | None:
    """Score the newest month's step against the steps before it: a steady rise is no news."""
    months = sorted(series)
    if newest not in series or len(months) < FEWEST:
        return None
    steps = [series[after] - series[before] for before, after in pairwise(months)]
    usual, last = median(steps[:-1]), steps[-1]
    spread = median(abs(item - usual) for item in steps[:-1]) * MAD_TO_SIGMA
    level = median(abs(value) for value in series.values()) or 1.0
    score = (last - usual) / max(spread, 0.005 * level)
    expected = series[months[-2]] + usual
    return Insight(metric, segment, newest, series[newest], expected, max(-9.9, min(9.9, score)))


def _distinct(items: Sequence[Insight]) -> list[Insight]:
    """Keep the most remarkable of each metric and of each segment's twin metrics."""
    kept: list[Insight] = []
    for item in items:
        same = [other for other in kept if other.metric.name == item.metric.name]
        if len(same) < 2 and not any(other.segment == item.segment for other in same):
            kept.append(item)
    return kept


def _row(item: Insight) -> tuple[Any, ...]:
    where = f" in {item.segment}" if item.segment else ""
    rose = "above" if item.value > item.expected else "below"
    title = f"{item.metric.label}{where} is {rose} what its trend promised"
    detail = (
        f"{_written(item.value, item.metric.format)} in {date.fromisoformat(item.period):%B %Y}, "
        f"{_difference(item)} the expected {_written(item.expected, item.metric.format)}."
    )
    return (
        title, detail, item.metric.name, item.segment, item.period, item.value, item.expected, item.change,
        round(item.score, 2), item.direction,
    )  # fmt: skip


def _difference(item: Insight) -> str:
    word = "above" if item.value > item.expected else "below"
    if item.metric.format.style == "percent":
        return f"{abs(item.value - item.expected) * 100:.1f} points {word}"
    return f"{abs(item.change) * 100:.1f} % {word}"


def _written(value: float, shown: Format) -> str:
    if shown.style == "percent":
        return f"{value * 100:.1f} %"
    sign = "−" if value < 0 else ""
    size = abs(value)
    for limit, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if size >= limit:
            number = f"{size / limit:.3g}{letter}"
            break
    else:
        number = f"{size:.3g}"
    unit = f" {shown.unit}" if shown.unit and shown.style != "currency" else ""
    return f"{sign}{'$' if shown.style == 'currency' and shown.currency == 'USD' else ''}{number}{unit}"
