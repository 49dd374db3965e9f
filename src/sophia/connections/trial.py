"""Trials: parts of a catalog that is not saved yet, run on the connection's own data."""

from __future__ import annotations

from dataclasses import dataclass

from sophia.access.audit import SYSTEM
from sophia.catalog.model import Catalog, Metric
from sophia.query.contract import QueryPath, Question
from sophia.query.result import Result
from sophia.spec.datasets import Measure, MetricDataset


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

    def _run(self, catalog: Catalog, measures: list[Measure]) -> Result:
        dataset = MetricDataset(id="trial", connection=catalog.connection, measures=measures)
        return self.queries.run(Question(SYSTEM, [dataset], fresh=True, catalog=catalog))["trial"]
