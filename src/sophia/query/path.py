"""The query path: a question's datasets become results, through compilation, gate, cache and workers."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog

from sophia.catalog.model import Catalog
from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.errors import BadInput, SophiaError
from sophia.query.cache import Cache
from sophia.query.compile import Asked, compile_metric
from sophia.query.contract import Question, Registry
from sophia.query.drill import behind
from sophia.query.encode import encode
from sophia.query.gate import Gated, admit, finish, prepare
from sophia.query.insights import find_insights
from sophia.query.key import Keyed, key_of
from sophia.query.live import Live
from sophia.query.pool import Pool
from sophia.query.result import Failure, Result, ResultColumn
from sophia.query.window import end_of
from sophia.sources.contract import Connection
from sophia.spec.datasets import Dataset, InsightDataset, MetricDataset, SqlDataset, TransformDataset
from sophia.spec.params import Window

log = structlog.get_logger("sophia.query")
THREADS = 16


class Queries:
    """Runs datasets for viewers; implements the QueryPath contract."""

    def __init__(
        self, registry: Registry, pool: Pool, cache: Cache, *, clock: Clock = utc_now, live: Live | None = None
    ) -> None:
        prepare()
        self._registry = registry
        self._pool = pool
        self._cache = cache
        self._clock = clock
        self._live = live or Live(pool.limits.seconds)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="query")

    def run(self, question: Question) -> dict[str, Result]:
        """Return one Result per dataset id; a dataset's own failure is in its Result."""
        if len(question.datasets) == 1:
            only = question.datasets[0]
            return {only.id: self._one(only, question)}
        futures = {item.id: self._threads.submit(self._one, item, question) for item in question.datasets}
        return {key: future.result() for key, future in futures.items()}

    def run_encoded(self, question: Question) -> dict[str, bytes]:
        """Return one DatasetReply (JSON bytes) per dataset id."""
        return {key: encode(result) for key, result in self.run(question).items()}

    def rows(self, question: Question, dataset: str, point: Mapping[str, Any], limit: int = 200) -> Result:
        """Return the rows behind `point` of the metric dataset with id `dataset`. Raises BadInput for other kinds."""
        asked = next((item for item in question.datasets if item.id == dataset), None)
        if not isinstance(asked, MetricDataset):
            raise BadInput("Only metric datasets have rows to drill into.", field="dataset")
        listed = behind(asked, self._registry.catalog(asked.connection), point)
        listed = listed.model_copy(update={"limit": limit})
        return self._one(listed, replace(question, datasets=[listed], row_cap=limit))

    def now_for(self, connection: Connection) -> datetime:
        """Return the moment that relative windows end at: the end of the data where it stands still, else the clock."""
        return end_of(connection.as_of) if connection.as_of else self._clock().replace(tzinfo=None)

    def close(self) -> None:
        """End threads, workers and live connections."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._pool.close()
        self._live.close()

    def _one(self, dataset: Dataset, question: Question) -> Result:
        connection: Connection | None = None
        try:
            if isinstance(dataset, TransformDataset):
                return self._transform(dataset, question)
            connection = self._registry.connection(dataset.connection)
            values = values_of(question)
            now = self.now_for(connection)
            key = key_of(Keyed(dataset, connection, question.viewer, now, question.row_cap), values)
            where = connection
            return self._cache.fetch(
                key,
                dataset.refresh_interval,
                lambda: self._compute(dataset, where, question, now),
                fresh=question.fresh,
            )
        except SophiaError as error:
            return _failed(error, dataset, connection)
        except Exception as error:
            log.exception("dataset failed", dataset=dataset.id)
            return _failed(_unexpected(error), dataset, connection)

    def _compute(self, dataset: Dataset, connection: Connection, question: Question, now: datetime) -> Result:
        try:
            catalog = self._registry.catalog(connection.name)
            if isinstance(dataset, InsightDataset):
                return find_insights(
                    dataset, catalog, connection, lambda asked: self._metric(asked, connection, question, now)
                )
            if isinstance(dataset, MetricDataset):
                return self._metric(dataset, connection, question, now)
            if isinstance(dataset, SqlDataset):
                gated = admit(dataset.sql, catalog, question.viewer, values_of(question))
                return self._execute(
                    gated, connection, catalog, min(dataset.limit or question.row_cap, question.row_cap)
                )
            raise BadInput(f"The connection {connection.name!r} takes no requests.", field=f"datasets.{dataset.id}")
        except SophiaError as error:
            return _failed(error, dataset, connection)

    def _metric(self, dataset: MetricDataset, connection: Connection, question: Question, now: datetime) -> Result:
        catalog = self._registry.catalog(connection.name)
        values = values_of(question)
        cap = min(dataset.limit or question.row_cap, question.row_cap)
        statement = compile_metric(Asked(dataset, catalog, values, now), cap)
        gated = finish(statement.tree, catalog, question.viewer, statement.bound)
        result = self._execute(gated, connection, catalog, cap)
        limited = dataset.limit is not None and dataset.limit <= question.row_cap
        return replace(result, partial=statement.partial, truncated=result.truncated and not limited)

    def _execute(self, gated: Gated, connection: Connection, catalog: Catalog, cap: int) -> Result:
        if connection.dsn is not None:
            reply = self._live.run(connection.name, connection.dsn, gated.sql, gated.bound, cap)
        else:
            request = {
                "snapshot": str(connection.snapshot or ""),
                "sql": gated.sql,
                "bound": dict(gated.bound),
                "cap": cap,
            }
            reply = self._pool.run(request)
        return Result(
            columns=tuple(ResultColumn(name, kind) for name, kind in reply["columns"]),
            data=tuple(tuple(column) for column in reply["data"]),
            rows=reply["rows"],
            connection=connection.name,
            sql=gated.sql,
            bound=tuple(gated.bound.values()),
            milliseconds=reply["ms"],
            as_of=connection.as_of or self._clock().replace(tzinfo=None, microsecond=0).isoformat(),
            demo=connection.demo,
            truncated=reply["cut"],
            extra={"milliseconds": reply["ms"]},
        )

    def _transform(self, dataset: TransformDataset, question: Question) -> Result:
        by_id = {item.id: item for item in question.datasets}
        missing = [key for key in dataset.inputs if key not in by_id]
        if missing:
            raise BadInput(f"The dataset {missing[0]!r} is not part of this question.", field="datasets.inputs")
        inputs = {key: self._one(by_id[key], question) for key in dataset.inputs}
        for result in inputs.values():
            if result.status not in {"ok", "stale"}:
                return result
        gated = admit(
            dataset.sql, Catalog(connection="", source="transform"), question.viewer, values_of(question), inputs
        )
        tables = {
            key: {"columns": [(column.name, column.type) for column in result.columns], "data": result.data}
            for key, result in inputs.items()
        }
        reply = self._pool.run(
            {"snapshot": "", "sql": gated.sql, "bound": dict(gated.bound), "cap": question.row_cap, "tables": tables}
        )
        first = next(iter(inputs.values()))
        return replace(
            first,
            columns=tuple(ResultColumn(name, kind) for name, kind in reply["columns"]),
            data=tuple(tuple(column) for column in reply["data"]),
            rows=reply["rows"],
            sql=gated.sql,
            milliseconds=reply["ms"],
            truncated=reply["cut"],
            partial=None,
        )


def values_of(question: Question) -> dict[str, Any]:
    """Return every param's value: the given one, else its default; windows as plain data."""
    found: dict[str, Any] = {}
    for param in question.params:
        default = param.default.model_dump() if isinstance(param.default, Window) else param.default
        found[param.id] = question.values.get(param.id, default)
    return found


def _unexpected(error: Exception) -> SophiaError:
    return SophiaError("Something went wrong while this was computed.", remedy="Quote the id to your administrator.")


def _failed(error: SophiaError, dataset: Dataset, connection: Connection | None) -> Result:
    failure = Failure(error.code, error.message, secrets.token_hex(4), error.remedy)
    log.warning("dataset refused", dataset=dataset.id, code=error.code, id=failure.id)
    return Result(
        columns=(),
        data=(),
        rows=0,
        connection=connection.name if connection else dataset.connection,
        demo=connection.demo if connection else False,
        status="forbidden" if error.status == 403 else "error",
        failure=failure,
    )
