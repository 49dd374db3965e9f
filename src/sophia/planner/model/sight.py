"""Sight: the part of the catalogs that a model may see, and the stand-ins for values it may not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp

from sophia.catalog.model import Catalog, Column, Metric, Table
from sophia.planner.plan import PlannedAsk
from sophia.spec.datasets import Filter, Measure
from sophia.spec.shape import Scalar


@dataclass
class Sight:
    """What one request shows a model. `values` says whether an admin allows values of the data.

    A value that the rules found in the data stands as `$1`, `$2` … unless the request says it in these words.
    """

    request: str
    catalogs: Mapping[str, Catalog]
    values: bool = False
    _tokens: dict[str, Scalar] = field(default_factory=dict)

    @staticmethod
    def of(request: str, catalogs: Mapping[str, Catalog], *, values: bool) -> Sight:
        """Return the sight over what is left of `catalogs` without secret and hidden parts, even for an admin."""
        return Sight(request, {name: public(catalog) for name, catalog in catalogs.items()}, values)

    def shown(self, value: Scalar) -> Scalar:
        """Return `value` as the model sees it."""
        if self.values or value is None or isinstance(value, bool) or self.said(value):
            return value
        token = f"${len(self._tokens) + 1}"
        known = next((key for key, other in self._tokens.items() if other == value), token)
        self._tokens[known] = value
        return known

    def meant(self, value: Scalar) -> Scalar:
        """Return the value that the model's word stands for."""
        return self._tokens.get(value, value) if isinstance(value, str) else value

    def stands_in(self, value: Scalar) -> bool:
        """Whether the model's word is one of the stand-ins."""
        return isinstance(value, str) and value in self._tokens

    def said(self, value: Scalar) -> bool:
        """Whether the request holds `value` in these words, whatever the case."""
        pattern = rf"(?<!\w){re.escape(plain(str(value)))}(?!\w)"
        return bool(plain(str(value))) and re.search(pattern, plain(self.request)) is not None

    def may_show(self, ask: PlannedAsk) -> bool:
        """Whether every name in `ask` may be seen."""
        catalog = self.catalogs.get(ask.connection)
        if catalog is None or (ask.table and catalog.table(ask.table) is None):
            return False
        numbers = [*ask.measures, *(item.over for item in ask.measures if item.over is not None)]
        metrics = [item.metric for item in numbers if item.metric]
        return all(catalog.metric(name) for name in metrics) and all(catalog.column(name) for name in references(ask))


def plain(text: str) -> str:
    """Return `text` in lower case with single spaces."""
    return " ".join(text.lower().split())


def fenced(text: str) -> str:
    """Return `text` without closing marks, so that data cannot end its own fence."""
    return text.replace("</", "<∕")


def references(ask: PlannedAsk) -> Iterator[str]:
    """Yield every table.column that `ask` names."""
    for item in ask.measures:
        yield from _measured(item)
    yield from (item.column for item in ask.dimensions)
    yield from ask.columns
    yield from _filtered(ask.filters)
    if ask.time_column:
        yield ask.time_column


def _measured(item: Measure) -> Iterator[str]:
    yield from (name for name in (item.column, item.since) if name)
    yield from _filtered(item.filters)
    if item.over is not None:
        yield from _measured(item.over)


def _filtered(filters: Sequence[Filter]) -> Iterator[str]:
    for item in filters:
        if item.column:
            yield item.column
        yield from _filtered(item.any_of)


def public(catalog: Catalog) -> Catalog:
    """Return `catalog` without hidden tables, secret columns, and the metrics that read them."""
    tables = [_open(table) for table in catalog.tables if not table.hidden]
    known = {table.name: {column.name.lower() for column in table.columns} for table in tables}
    secret = {column.name.lower() for table in catalog.tables for column in table.columns if column.secret}
    metrics = [item for item in catalog.metrics if item.table in known and not _reads(item, catalog, secret)]
    joins = [item for item in catalog.joins if item.from_table in known and item.to_table in known]
    return catalog.model_copy(update={"tables": tables, "metrics": metrics, "joins": joins, "sections": []})


def _open(table: Table) -> Table:
    kept: list[Column] = [column for column in table.columns if not column.secret]
    return table.model_copy(update={"columns": kept})


def _reads(metric: Metric, catalog: Catalog, secret: set[str]) -> bool:
    tree = sqlglot.parse_one(metric.expression, dialect=catalog.dialect)
    return any(column.name.lower() in secret for column in tree.find_all(exp.Column))
