"""Trials: parts of a catalog that is not saved yet, run on the connection's own data."""

from __future__ import annotations

from dataclasses import dataclass

from sophia.access.audit import SYSTEM
from sophia.catalog.model import Catalog, ColumnType, Metric
from sophia.kernel.errors import QueryFailed
from sophia.query.contract import QueryPath, Question
from sophia.query.result import Result
from sophia.spec.datasets import Dimension, Measure, MetricDataset


@dataclass(frozen=True)
class Trial:
    """Asks the query path as everybody's queries are asked: compiled, through the gate, in a worker, in time."""

    queries: QueryPath

    def fault(self, metric: Metric, catalog: Catalog) -> str:
        """Return why `metric` does not compute over `catalog`, "" when it does."""
        failure = self._run(catalog, [Measure(name="value", metric=metric.name)]).failure
        return failure.message if failure else ""

    def is_key(self, table: str, column: str, catalog: Catalog) -> bool:
        """Whether no two rows of `table` share a value of `column`."""
        of = f"{table}.{column}"
        held = Measure(name="held", aggregate="count", column=of)
        different = Measure(name="different", aggregate="count_distinct", column=of)
        result = self._run(catalog, [held, different])
        return result.failure is None and result.data[0] == result.data[1]

    def types(self, table: str, catalog: Catalog) -> dict[str, ColumnType]:
        """Return the types of a table's columns as the data has them. Raises QueryFailed when it cannot be read."""
        known = catalog.table(table)
        columns = [column.name for column in known.columns] if known else []
        listed = [Dimension(name=name, column=f"{table}.{name}") for name in columns]
        dataset = MetricDataset(id="trial", connection=catalog.connection, table=table, dimensions=listed, limit=1)
        result = self._asked(dataset, catalog)
        if result.failure:
            raise QueryFailed(result.failure.message)
        return {column.name: column.type for column in result.columns}

    def _run(self, catalog: Catalog, measures: list[Measure]) -> Result:
        return self._asked(MetricDataset(id="trial", connection=catalog.connection, measures=measures), catalog)

    def _asked(self, dataset: MetricDataset, catalog: Catalog) -> Result:
        return self.queries.run(Question(SYSTEM, [dataset], fresh=True, catalog=catalog))["trial"]
