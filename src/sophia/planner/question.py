"""Questions: the datasets that answer a planned ask, with windows and comparisons filled in by rule."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from sophia.catalog.model import Catalog, Metric
from sophia.kernel.ids import derived_id
from sophia.planner.plan import PlannedAsk
from sophia.spec.datasets import DatasetCommon, Dimension, MetricDataset
from sophia.spec.params import Unit, Window

SPARKLINE_POINTS = 12
ROW_LIMIT = 500
DEFAULT_POINTS: dict[str, int] = {"hour": 48, "day": 30, "week": 26, "month": 12, "quarter": 8, "year": 5}


Asked = TypeVar("Asked", bound=DatasetCommon)


def identified(dataset: Asked) -> Asked:
    """Return `dataset` with the id that its content gives it: equal questions share one id, hence one query."""
    content = dataset.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
    return dataset.model_copy(update={"id": derived_id("ds", json.dumps(content, sort_keys=True))})


def metric_of(ask: PlannedAsk, catalog: Catalog) -> Metric | None:
    """Return the catalog metric of the ask's first measure, or None for a plain aggregate."""
    name = ask.measures[0].metric if ask.measures else None
    return catalog.metric(name) if name else None


def time_column_of(ask: PlannedAsk, catalog: Catalog) -> str | None:
    """Return the table.column that places the ask in time: its own, its metric's, or its table's."""
    metric = metric_of(ask, catalog)
    table = catalog.table(ask.table)
    own = f"{table.name}.{table.time_column}" if table is not None and table.time_column else None
    named = metric.time_column if metric is not None else None
    if named and "." not in named:
        named = f"{metric.table}.{named}" if metric is not None else None
    return ask.time_column or named or own


def grain_of(ask: PlannedAsk, catalog: Catalog) -> Unit:
    """Return the finest grain that makes sense for the ask's metric (default: month)."""
    metric = metric_of(ask, catalog)
    return metric.grain if metric is not None and metric.grain else "month"


def completed(ask: PlannedAsk, catalog: Catalog) -> PlannedAsk:
    """Return `ask` with what was left open filled in: window, comparison, limit of a row list."""
    if not ask.measures:
        return replace(ask, limit=ask.limit or ROW_LIMIT)
    timed = time_column_of(ask, catalog)
    if timed is None:
        return ask
    ask = replace(ask, time_column=timed)
    if not ask.dimensions:
        grain = grain_of(ask, catalog)
        window = ask.window or Window(kind="previous", unit=grain if grain != "day" else "month", count=1)
        compare = ask.compare or (None if window.kind == "all" else "previous_period")
        return replace(ask, window=window, compare=compare)
    grained = next((item.grain for item in ask.dimensions if item.grain in DEFAULT_POINTS), None)
    if ask.window is None and grained is not None and catalog.demo:
        return replace(ask, window=Window(kind="last", unit=grained, count=DEFAULT_POINTS[grained]))
    return ask


def dataset_of(ask: PlannedAsk, catalog: Catalog, refresh: int | None = None) -> MetricDataset:
    """Return the one dataset that answers `ask`. Row lists carry their columns as plain dimensions."""
    dimensions = list(ask.dimensions)
    if not ask.measures:
        dimensions = [Dimension(name=_plain_name(column, ask.columns), column=column) for column in ask.columns]
    made = MetricDataset(
        id="ds",
        connection=ask.connection,
        refresh_interval=refresh or catalog.refresh_interval,
        table=ask.table or None,
        measures=list(ask.measures),
        dimensions=dimensions,
        time_column=ask.time_column,
        window=ask.window,
        filters=list(ask.filters),
        having=list(ask.having),
        order=list(ask.order),
        limit=ask.limit,
        compare=ask.compare,
    )
    return identified(made)


def _plain_name(column: str, all_columns: Sequence[str]) -> str:
    short = column.rpartition(".")[2]
    clash = sum(1 for other in all_columns if other.rpartition(".")[2] == short) > 1
    return column.replace(".", "_") if clash else short


def sparkline_of(dataset: MetricDataset, catalog: Catalog, grain: Unit) -> MetricDataset | None:
    """Return the same measures over time, for the small line under a KPI; None when there is no time to draw."""
    if dataset.time_column is None:
        return None
    made = dataset.model_copy(
        update={
            "dimensions": [Dimension(name="period", column=dataset.time_column, grain=grain)],
            "window": Window(kind="previous", unit=grain, count=SPARKLINE_POINTS),
            "compare": None,
            "having": [],
            "order": [],
            "limit": None,
        }
    )
    return identified(made)


def merged(datasets: Sequence[MetricDataset]) -> dict[str, MetricDataset]:
    """Merge datasets that differ in their measures only; return old id → the dataset that now answers it."""
    groups: dict[str, list[MetricDataset]] = {}
    for item in datasets:
        groups.setdefault(item.model_dump_json(exclude={"id", "measures"}), []).append(item)
    answer: dict[str, MetricDataset] = {}
    for group in groups.values():
        measures = {measure.name: measure for item in group for measure in item.measures}
        consistent = all(measures[measure.name] == measure for item in group for measure in item.measures)
        if len(group) == 1 or not consistent:
            answer.update({item.id: item for item in group})
            continue
        whole = identified(group[0].model_copy(update={"measures": list(measures.values())}))
        answer.update({item.id: whole for item in group})
    return answer
