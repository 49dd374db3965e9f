"""Health of a dashboard: each dataset's status, age and last error."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from sophia.dashboards.data import Asked, DashboardData
from sophia.dashboards.schemas import DashboardHealth, DatasetHealth
from sophia.kernel.viewer import Viewer
from sophia.query.result import Result
from sophia.spec.datasets import Dataset


def health_of(data: DashboardData, viewer: Viewer, key: str, clock: Callable[[], float] = time.time) -> DashboardHealth:
    """Ask every dataset (the cache may answer) and return how each is doing. Raises NotFound."""
    opened, results = data.results(viewer, key, Asked())
    lines = [_line(dataset, results[dataset.id], clock()) for dataset in opened.spec.datasets]
    good = all(line.status in {"ok", "stale"} and line.last_error is None for line in lines)
    return DashboardHealth(
        status="ok" if good else "degraded",
        dashboard_id=opened.saved.dashboard_id,
        version=opened.saved.version,
        datasets=lines,
    )


def _line(dataset: Dataset, result: Result, now: float) -> DatasetHealth:
    return DatasetHealth(
        id=dataset.id,
        connection=dataset.connection,
        status=result.status,
        as_of=result.as_of,
        age_seconds=_age(result, now),
        refresh_interval=dataset.refresh_interval,
        last_error=result.failure.message if result.failure else None,
    )


def _age(result: Result, now: float) -> float | None:
    """Return the seconds since the data held; None for demo data, whose clock stands still."""
    if result.demo or not result.as_of:
        return None
    try:
        moment = datetime.fromisoformat(result.as_of)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, round(now - moment.timestamp(), 1))
