"""Insights: what moved, by a robust z-score of the newest complete month, in plain sentences with their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from sophia.catalog.model import Catalog, Metric
from sophia.query.result import Result, ResultColumn
from sophia.query.sentence import detail_of, title_of
from sophia.sources.contract import Connection
from sophia.spec.datasets import Dimension, InsightDataset, Measure, MetricDataset
from sophia.spec.params import Window

MONTHS = 13
SEGMENTS = 8
FEWEST = 6
NOTABLE = 2.0
FARTHEST = 9.9
MAD_TO_SIGMA = 1.4826
QUIET = 0.02
COLUMNS = (
    ResultColumn("title", "text"), ResultColumn("detail", "text"), ResultColumn("metric", "text"),
    ResultColumn("segment", "text"), ResultColumn("period", "date"), ResultColumn("value", "number"),
    ResultColumn("expected", "number"), ResultColumn("change", "number"), ResultColumn("score", "number"),
    ResultColumn("direction", "text"),
)  # fmt: skip
Run = Callable[[MetricDataset], Result]
Series = dict[str, float]


@dataclass(frozen=True)
class Insight:
    """One movement: `value` in `period` against `expected`, `score` in sigmas, `weight` its part of the whole (0–1)."""

    metric: Metric
    segment: str
    period: str
    value: float
    expected: float
    score: float
    weight: float

    @property
    def change(self) -> float | None:
        """The relative change; None when there is nothing to compare with."""
        return (self.value - self.expected) / abs(self.expected) if self.expected else None

    @property
    def direction(self) -> str:
        """good, bad or neutral, by the metric's direction of good."""
        if self.metric.good == "neutral" or self.value == self.expected:
            return "neutral"
        return "good" if (self.value > self.expected) == (self.metric.good == "up") else "bad"

    @property
    def rank(self) -> tuple[float, str, str]:
        """Sorts what is both unusual and heavy first; ties by name."""
        return (-abs(self.score) * self.weight**0.5, self.metric.name, self.segment)


def find_insights(dataset: InsightDataset, catalog: Catalog, connection: Connection, run: Run) -> Result:
    """Return what moved in the newest complete month, the most remarkable first (formula: domain reference §3).

    Each metric is looked at as a whole and by each column of `by` that it is usually split by, its biggest segments
    only. One movement is told once: the whole or its most telling segment.
    """
    found: list[Insight] = []
    results: list[Result] = []
    for name in dict.fromkeys(dataset.metrics):
        metric = catalog.metric(name)
        time = _time(metric, catalog) if metric else None
        if metric is None or time is None:
            continue
        for split in (None, *(column for column in dataset.by if column in metric.dimensions)):
            result = run(_question(metric, time, split, dataset))
            results.append(result)
            found += _movements(metric, split is not None, result)
    kept = _distinct(sorted(found, key=lambda item: item.rank))[: dataset.limit]
    return _result([_row(item) for item in kept], results, connection)


def _time(metric: Metric, catalog: Catalog) -> str | None:
    table = catalog.table(metric.table)
    name = metric.time_column or (table.time_column if table else None)
    return name if name is None or "." in name else f"{metric.table}.{name}"


def _question(metric: Metric, time: str, split: str | None, dataset: InsightDataset) -> MetricDataset:
    dimensions = [Dimension(name="period", column=time, grain="month")]
    if split:
        dimensions.append(Dimension(name="segment", column=split))
    return MetricDataset(
        id=f"{dataset.id}-part",
        connection=dataset.connection,
        measures=[Measure(name="value", metric=metric.name)],
        dimensions=dimensions,
        time_column=time,
        window=Window(kind="previous", unit="month", count=MONTHS),
    )


def _movements(metric: Metric, split: bool, result: Result) -> Iterator[Insight]:
    """Yield the notable movements of the biggest segments."""
    if result.status != "ok" or not result.rows:
        return
    segments: Sequence[Any] = result.column("segment") if split else [""] * result.rows
    months = sorted({str(period)[:10] for period in result.column("period") if period is not None})
    series: dict[str, Series] = {}
    for period, segment, value in zip(result.column("period"), segments, result.column("value"), strict=True):
        if value is not None and period is not None and segment is not None:
            series.setdefault(str(segment), {})[str(period)[:10]] = float(value)
    if metric.flow and not metric.last:
        series = {name: {month: each.get(month, 0.0) for month in months} for name, each in series.items()}
    biggest = sorted(series, key=lambda key: -sum(abs(value) for value in series[key].values()))[:SEGMENTS]
    whole = sum(abs(each.get(months[-1], 0.0)) for each in series.values()) if metric.flow or metric.last else None
    for segment in biggest:
        insight = _movement(metric, segment, series[segment], months[-1], whole)
        if insight is not None and abs(insight.score) >= NOTABLE:
            yield insight


def _movement(metric: Metric, segment: str, series: Series, newest: str, whole: float | None) -> Insight | None:
    months = sorted(series)
    level = median(abs(value) for value in series.values()) if series else 0.0
    if newest not in series or len(months) < FEWEST or not level:
        return None
    expected, spread = _expected([series[month] for month in months[:-1]])
    value = series[newest]
    score = (value - expected) / max(spread, QUIET * level)
    moved = abs(value - expected)
    weight = min(1.0, moved / whole if whole else moved / level)
    return Insight(metric, segment, newest, value, expected, max(-FARTHEST, min(FARTHEST, score)), weight)


def _expected(before: Sequence[float]) -> tuple[float, float]:
    """Return what to expect after these values, and the spread around it (MAD as sigma).

    Either their median, or the last value and the usual step: whichever was nearer so far. A steady rise is no news.
    """
    level = median(before)
    around = median(abs(value - level) for value in before) * MAD_TO_SIGMA
    steps = [after - value for value, after in pairwise(before)]
    usual = median(steps)
    astray = median(abs(item - usual) for item in steps) * MAD_TO_SIGMA
    return (before[-1] + usual, astray) if astray < around else (level, around)


def _distinct(items: Sequence[Insight]) -> list[Insight]:
    """Keep the most remarkable movement of each metric in either direction."""
    kept: dict[tuple[str, bool], Insight] = {}
    for item in items:
        kept.setdefault((item.metric.name, item.value > item.expected), item)
    return list(kept.values())


def _row(item: Insight) -> tuple[Any, ...]:
    return (
        title_of(item.metric, item.segment, item.value, item.expected),
        detail_of(item.metric, item.period, item.value, item.expected),
        item.metric.name,
        item.segment,
        item.period,
        item.value,
        item.expected,
        item.change,
        round(item.score, 2),
        item.direction,
    )


def _result(rows: Sequence[tuple[Any, ...]], parts: Sequence[Result], connection: Connection) -> Result:
    spent = sum(part.milliseconds for part in parts)
    return Result(
        columns=COLUMNS,
        data=tuple(zip(*rows, strict=True)) if rows else tuple(() for _ in COLUMNS),
        rows=len(rows),
        connection=connection.name,
        sql=";\n".join(dict.fromkeys(part.sql for part in parts)),
        milliseconds=spent,
        as_of=min((part.as_of for part in parts if part.as_of), default=connection.as_of),
        demo=connection.demo,
        extra={"milliseconds": spent},
    )
