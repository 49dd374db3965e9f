"""The check before saving: the spec holds together, and every new dataset could run for the one who saves it."""

from __future__ import annotations

from sophia.kernel.clock import utc_now
from sophia.kernel.errors import BadInput, NotFound, SophiaError
from sophia.kernel.viewer import Viewer
from sophia.query.compile import compile_metric
from sophia.query.contract import Question, Registry
from sophia.query.gate import admit, finish
from sophia.query.path import values_of
from sophia.query.reference import Asked
from sophia.spec.dashboard import Dashboard
from sophia.spec.datasets import Dataset, InsightDataset, MetricDataset, SqlDataset
from sophia.spec.validate import validate

CAP = 100


def check_spec(viewer: Viewer, spec: Dashboard, before: Dashboard | None, registry: Registry) -> Dashboard:
    """Return `spec`. Raises BadInput with the path of the first fault; what `before` already had is not asked again."""
    validate(spec)
    old = {item.id: item for item in before.datasets} if before else {}
    for dataset in spec.datasets:
        if old.get(dataset.id) != dataset or (before is not None and before.params != spec.params):
            _check_dataset(viewer, dataset, spec, registry)
    return spec


def _check_dataset(viewer: Viewer, dataset: Dataset, spec: Dashboard, registry: Registry) -> None:
    path = f"spec.datasets.{dataset.id}"
    if not dataset.connection:
        return
    try:
        catalog = registry.catalog(dataset.connection)
    except NotFound as error:
        raise BadInput(error.message, field=f"{path}.connection", remedy=error.remedy) from None
    now = utc_now().replace(tzinfo=None)
    values = values_of(Question(viewer, [dataset], spec.params), now)
    try:
        if isinstance(dataset, MetricDataset):
            statement = compile_metric(Asked(dataset, catalog, values, now), CAP)
            finish(statement.tree, catalog, viewer, statement.bound)
        elif isinstance(dataset, SqlDataset):
            admit(dataset.sql, catalog, viewer, values)
        elif isinstance(dataset, InsightDataset):
            _check_metrics(dataset, {metric.name for metric in catalog.metrics})
    except SophiaError as error:
        message = f"Dataset {dataset.id!r} cannot run: {error.message}"
        raise BadInput(message, field=path, remedy=error.remedy) from None


def _check_metrics(dataset: InsightDataset, known: set[str]) -> None:
    for name in dataset.metrics:
        if name not in known:
            raise BadInput(f"there is no metric {name!r} on {dataset.connection}.")
