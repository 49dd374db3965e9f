"""What the rest of the house may ask of the query path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sophia.catalog.model import Catalog
from sophia.kernel.viewer import Viewer
from sophia.query.result import Result
from sophia.sources.contract import Connection
from sophia.spec.datasets import Dataset
from sophia.spec.params import Param

ParamValues = Mapping[str, Any]


class Registry(Protocol):
    """Where connections and their catalogs come from; both raise NotFound for an unknown name."""

    def connection(self, name: str) -> Connection:
        """Return the connection called `name`."""
        ...

    def catalog(self, name: str) -> Catalog:
        """Return the catalog of the connection called `name`."""
        ...


@dataclass(frozen=True)
class Question:
    """Datasets to run for one viewer: which ones (ids), out of which spec parts, with which param values.

    A param's value is a scalar, a list, or for date_range {"kind": …} as in spec Window; missing = the param's default.
    `fresh` skips the cache. `row_cap` bounds the rows per dataset. `catalog` stands in for the stored one of its
    connection: a change is tried before it counts.
    """

    viewer: Viewer
    datasets: Sequence[Dataset]
    params: Sequence[Param] = ()
    values: ParamValues = field(default_factory=dict)
    fresh: bool = False
    row_cap: int = 10000
    catalog: Catalog | None = None


class QueryPath(Protocol):
    """Runs datasets. Never raises for a dataset's own failure: that is in its Result (status, failure)."""

    def run(self, question: Question) -> dict[str, Result]:
        """Return one Result per dataset id."""
        ...

    def rows(self, question: Question, dataset: str, point: Mapping[str, Any], limit: int = 200) -> Result:
        """Return the rows behind `point` (dimension name → value) of the metric dataset with id `dataset` (drill)."""
        ...
