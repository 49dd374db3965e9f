"""Drilling: the rows behind a mark, as a row list under the same filters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sophia.catalog.model import Catalog, Table
from sophia.kernel.errors import BadInput
from sophia.query.compile import TRUNCATED
from sophia.query.window import step
from sophia.spec.datasets import Dimension, Filter, MetricDataset

SHOWN = 8


def behind(dataset: MetricDataset, catalog: Catalog, point: Mapping[str, Any]) -> MetricDataset:
    """Return the row list behind `point` (dimension name → value; empty: all rows of the number).

    Raises BadInput when `point` names something that is no dimension of the dataset.
    """
    known = {item.name: item for item in dataset.dimensions}
    for name in point:
        if name not in known:
            raise BadInput(f"{name!r} is no dimension of this dataset.", field="point")
    metric = next((catalog.metric(item.metric) for item in dataset.measures if item.metric), None)
    home = dataset.table or (metric.table if metric else "") or _table_of(dataset)
    base = catalog.table(home)
    if base is None:
        raise BadInput(f"There is no table {home!r} to show rows of.", field="dataset")
    conditions = [*dataset.filters]
    for name, value in point.items():
        conditions += _at(known[name], value, catalog)
    shown = [Dimension(name=name, column=f"{base.name}.{name}") for name in columns_shown(base)]
    extra = [item for item in dataset.dimensions if item.column.rpartition(".")[0] != base.name]
    taken = {item.name for item in shown}
    shown += [Dimension(name=item.name, column=item.column) for item in extra if item.name not in taken]
    return dataset.model_copy(
        update={
            "table": base.name, "measures": [], "dimensions": shown, "filters": conditions, "order": [], "compare": None,
        }
    )  # fmt: skip


def columns_shown(table: Table) -> list[str]:
    """Return the columns of a row list: the table's own choice, else label, time, and the most telling others."""
    if table.drill_columns:
        return table.drill_columns
    rank = {"label": 0, "date": 2, "money": 3, "measure": 3, "duration": 3, "status": 4, "category": 5, "rate": 4}
    visible = [column for column in table.columns if not column.hidden]
    ordered = sorted(visible, key=lambda item: 1 if item.name == table.time_column else rank.get(item.role, 6))
    return [column.name for column in ordered[:SHOWN]]


def _table_of(dataset: MetricDataset) -> str:
    columns = [item.column for item in dataset.measures if item.column]
    columns += [item.column for item in dataset.dimensions]
    return columns[0].rpartition(".")[0] if columns else ""


def _at(item: Dimension, value: Any, catalog: Catalog) -> list[Filter]:
    if value is None:
        return [Filter(column=item.column, op="is_null")]
    if item.grain in TRUNCATED:
        start = datetime.fromisoformat(str(value))
        end = step(start, str(item.grain), 1)
        return [
            Filter(column=item.column, op="gte", values=[start.isoformat()]),
            Filter(column=item.column, op="lt", values=[end.isoformat()]),
        ]
    if item.bins:
        column = catalog.column(item.column)
        low, high = float(column.minimum or 0) if column else 0.0, float(column.maximum or 0) if column else 0.0
        width = (high - low) / item.bins or 1.0
        return [
            Filter(column=item.column, op="gte", values=[float(value)]),
            Filter(column=item.column, op="lt", values=[float(value) + width]),
        ]
    if item.grain:
        raise BadInput("Rows behind a weekday or hour cannot be listed yet.", field="point")
    return [Filter(column=item.column, op="eq", values=[value])]
