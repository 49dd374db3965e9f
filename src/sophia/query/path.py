"""The query path: a question's datasets become results, through compilation, gate, cache and workers."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from sophia.catalog.model import Catalog
from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.errors import BadInput, SophiaError
from sophia.kernel.ids import new_id
from sophia.kernel.log import logger
from sophia.kernel.meters import Meters
from sophia.kernel.settings import Settings
from sophia.query.cache import FOREVER, Cache, Compute
from sophia.query.compile import compile_metric
from sophia.query.contract import Question, Registry
from sophia.query.encode import encode
from sophia.query.gate import admit, finish, prepare
from sophia.query.insights import find_insights
from sophia.query.key import Digests, Keyed, key_of
from sophia.query.live import Live
from sophia.query.pool import Limits, Pool
from sophia.query.reference import Asked
from sophia.query.result import Failure, Result
from sophia.query.route import Route
from sophia.query.rows import compile_drill
from sophia.query.window import end_of, resolve, window_of
from sophia.sources.contract import Connection
from sophia.spec.datasets import Dataset, InsightDataset, MetricDataset, RequestDataset, SqlDataset, TransformDataset
from sophia.spec.params import Window

T = TypeVar("T")
log = logger("query")
THREADS = 16
DEEPEST = 8


@dataclass(frozen=True)
class Job:
    """One dataset ready to run: its key, how long an answer stays fresh (seconds), and the way to compute it."""

    dataset: Dataset
    key: str
    interval: float
    compute: Compute


class Queries:
    """Runs datasets for viewers; implements the QueryPath contract."""

    def __init__(
        self,
        registry: Registry,
        pool: Pool | None = None,
        cache: Cache | None = None,
        clock: Clock = utc_now,
        *,
        settings: Settings | None = None,
        meters: Meters | None = None,
    ) -> None:
        prepare()
        limits = Limits.of(settings) if settings is not None else Limits()
        self._registry = registry
        self._pool = pool or Pool(limits)
        self._cache = cache or Cache(clock=clock)
        self._clock = clock
        self._live = Live(self._pool.limits.seconds)
        self._route = Route(self._pool, self._live, clock)
        self._digests = Digests()
        self._meters = meters or Meters()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="query")

    def prestart(self) -> None:
        """Start the workers before the first question."""
        self._pool.prestart()

    def run(self, question: Question) -> dict[str, Result]:
        """Return one Result per dataset id; a dataset's own failure is in its Result."""

        def fetch(job: Job) -> Result:
            return self._cache.fetch(job.key, job.interval, job.compute, fresh=question.fresh)

        return self._each(question, fetch, lambda result: result)

    def run_encoded(self, question: Question) -> dict[str, bytes]:
        """Return one DatasetReply (JSON bytes) per dataset id; what is cached is neither computed nor encoded again."""

        def fetch(job: Job) -> bytes:
            return self._cache.fetch_body(job.key, job.interval, job.compute, fresh=question.fresh)

        return self._each(question, fetch, encode)

    def rows(self, question: Question, dataset: str, point: Mapping[str, Any], limit: int = 200) -> Result:
        """Return the rows behind `point` (dimension name → value) of the metric dataset with id `dataset`.

        Like `run` it does not raise: a wrong point or dataset is a failure in the Result.
        """
        asked = next((item for item in question.datasets if item.id == dataset), None)
        if not isinstance(asked, MetricDataset):
            error = BadInput("Only metric datasets have rows to drill into.", field="dataset")
            return _failed(error, dataset, asked.connection if asked else "", None)
        plain = asked.model_copy(update={"limit": None})
        found = self._each(
            replace(question, datasets=[plain]),
            lambda job: job.compute(),
            lambda result: result,
            drill=Drill(dict(point), limit),
        )
        return found[plain.id]

    def now_for(self, connection: Connection) -> datetime:
        """Return the moment that relative windows end at: the end of the data where it stands still, else the clock."""
        return end_of(connection.as_of) if connection.as_of else self._clock().replace(tzinfo=None)

    def close(self) -> None:
        """End threads, workers and live connections."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._cache.close()
        self._pool.close()
        self._live.close()

    def _each(
        self,
        question: Question,
        fetch: Callable[[Job], T],
        wrap: Callable[[Result], T],
        *,
        drill: Drill | None = None,
    ) -> dict[str, T]:
        """Prepare all datasets, run each different one once and at the same time, and return them by id."""
        runs: dict[str, Future[T] | T] = {}
        keys: dict[str, str] = {}
        done: dict[str, T] = {}
        jobs: list[Job] = []
        for dataset in question.datasets:
            job = self._prepare(dataset, question, drill)
            if isinstance(job, Result):
                done[dataset.id] = wrap(job)
            else:
                keys[dataset.id] = job.key
                jobs.append(job)
        unique = {job.key: job for job in jobs}
        cached = {key for key in unique if drill is None and not question.fresh and self._cache.peek(key)}
        alone = len(unique) - len(cached) <= 1
        for key, job in unique.items():
            if key not in cached and not alone:
                runs[key] = self._threads.submit(self._guarded, job, fetch, wrap)
        for key, job in unique.items():
            if key not in runs:
                runs[key] = self._guarded(job, fetch, wrap)
        for name, key in keys.items():
            found = runs[key]
            done[name] = found.result() if isinstance(found, Future) else found
        return {dataset.id: done[dataset.id] for dataset in question.datasets}

    def _guarded(self, job: Job, fetch: Callable[[Job], T], wrap: Callable[[Result], T]) -> T:
        try:
            return fetch(job)
        except SophiaError as error:
            return wrap(_failed(error, job.dataset.id, job.dataset.connection, None))
        except Exception as error:
            return wrap(_failed(_unexpected(error, job.dataset), job.dataset.id, job.dataset.connection, None))

    def _prepare(self, dataset: Dataset, question: Question, drill: Drill | None, depth: int = 0) -> Job | Result:
        """Return the dataset's job, or why there is none."""
        try:
            if isinstance(dataset, TransformDataset):
                return self._prepare_transform(dataset, question, depth)
            connection = self._registry.connection(dataset.connection)
            catalog = _catalog(question, dataset.connection) or self._registry.catalog(dataset.connection)
            run = Run(dataset, connection, catalog, question, self.now_for(connection), drill)
            keyed = Keyed(connection, self._digests.of(catalog), question.viewer, run.now, question.row_cap)
            key = key_of(dataset, self._digests.of(dataset), keyed, run.values)
            interval = FOREVER if connection.snapshot is not None else dataset.refresh_interval
            return Job(dataset, key, interval, lambda: self._compute(run))
        except SophiaError as error:
            return _failed(error, dataset.id, dataset.connection, None)
        except Exception as error:
            return _failed(_unexpected(error, dataset), dataset.id, dataset.connection, None)

    def _prepare_transform(self, dataset: TransformDataset, question: Question, depth: int) -> Job | Result:
        by_id = {item.id: item for item in question.datasets}
        if depth >= DEEPEST or dataset.id in dataset.inputs:
            raise BadInput(f"The dataset {dataset.id!r} reads itself.", field=f"datasets.{dataset.id}.inputs")
        jobs: dict[str, Job] = {}
        for name in dataset.inputs:
            if name not in by_id:
                message = f"The dataset {name!r} is not part of this question."
                raise BadInput(message, field=f"datasets.{dataset.id}.inputs")
            job = self._prepare(by_id[name], question, None, depth + 1)
            if isinstance(job, Result):
                return job
            jobs[name] = job
        values = values_of(question, self._clock().replace(tzinfo=None))
        parts = [self._digests.of(dataset), *(f"{name}={job.key}" for name, job in jobs.items()), repr(values)]
        key = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
        interval = min(job.interval for job in jobs.values())
        return Job(dataset, key, interval, lambda: self._transform(dataset, question, jobs, values))

    def _compute(self, run: Run) -> Result:
        """Compute a dataset now; its failure is the Result's."""
        began = time.perf_counter()
        try:
            result = self._computed(run)
        except SophiaError as error:
            result = _failed(error, run.dataset.id, run.connection.name, run.connection)
        except Exception as error:
            unexpected = _unexpected(error, run.dataset)
            result = _failed(unexpected, run.dataset.id, run.connection.name, run.connection)
        outcome = result.failure.code if result.failure is not None else "ok"
        self._meters.queried(run.connection.name, outcome, time.perf_counter() - began)
        return result

    def _computed(self, run: Run) -> Result:
        dataset = run.dataset
        match dataset:
            case MetricDataset():
                return self._metric(dataset, run)
            case SqlDataset():
                cap = _cap(dataset.limit, run.question.row_cap)
                gated = admit(dataset.sql, run.catalog, run.question.viewer, run.values, cap=cap)
                return _within(self._route.run(gated, run.connection, cap), dataset.limit, run.question.row_cap)
            case InsightDataset():
                return find_insights(dataset, run.catalog, run.connection, lambda part: self._metric(part, run))
            case RequestDataset():
                message = f"Requests need a REST connection; {run.connection.name!r} is none."
                raise BadInput(message, field=f"datasets.{dataset.id}", remedy="Ask its tables instead.")
            case _:
                raise BadInput("This kind of dataset cannot be run here.", field=f"datasets.{dataset.id}")

    def _metric(self, dataset: MetricDataset, run: Run) -> Result:
        asked = Asked(dataset, run.catalog, run.values, run.now)
        if run.drill is not None:
            cap = run.drill.limit
            statement = compile_drill(asked, run.drill.point, cap)
        else:
            cap = _cap(dataset.limit, run.question.row_cap)
            statement = compile_metric(asked, cap)
        gated = finish(statement.tree, run.catalog, run.question.viewer, statement.bound)
        result = self._route.run(gated, run.connection, cap, statement)
        return _within(result, dataset.limit, run.question.row_cap)

    def _transform(
        self, dataset: TransformDataset, question: Question, jobs: Mapping[str, Job], values: Mapping[str, Any]
    ) -> Result:
        try:
            inputs: dict[str, Result] = {}
            for name, job in jobs.items():
                result = self._cache.fetch(job.key, job.interval, job.compute, fresh=question.fresh)
                if result.status not in {"ok", "stale"}:
                    return result
                inputs[name] = result
            catalog = Catalog(connection="", source="transform")
            gated = admit(dataset.sql, catalog, question.viewer, values, extra=list(inputs), cap=question.row_cap)
            return self._route.transform(gated, inputs, question.row_cap)
        except SophiaError as error:
            return _failed(error, dataset.id, dataset.connection, None)


@dataclass(frozen=True)
class Drill:
    """A wish for the rows behind a point, `limit` of them."""

    point: Mapping[str, Any]
    limit: int


@dataclass(frozen=True)
class Run:
    """A dataset on its connection for one question, at one moment."""

    dataset: Dataset
    connection: Connection
    catalog: Catalog
    question: Question
    now: datetime
    drill: Drill | None = None

    @property
    def values(self) -> dict[str, Any]:
        """Every param's value at this run's moment."""
        return values_of(self.question, self.now)


def values_of(question: Question, now: datetime | None = None) -> dict[str, Any]:
    """Return every param's value: the given one, else its default; periods with the dates they mean at `now`."""
    found: dict[str, Any] = {}
    now = now or utc_now().replace(tzinfo=None)
    for param in question.params:
        value = question.values.get(param.id, param.default)
        if param.type == "date_range" or isinstance(value, Window):
            window = window_of(value)
            span = resolve(window, now) if window else None
            found[param.id] = window and {
                **window.model_dump(),
                "start": span and span.start and span.start.isoformat(),
                "end": span and span.end and span.end.isoformat(),
            }
        else:
            found[param.id] = value
    return found


def _catalog(question: Question, connection: str) -> Catalog | None:
    """Return the catalog that the question brings for a connection."""
    given = question.catalog
    return given if given is not None and given.connection == connection else None


def _cap(limit: int | None, cap: int) -> int:
    return cap if limit is None else min(limit, cap)


def _within(result: Result, limit: int | None, cap: int) -> Result:
    """Return the result, not called truncated when the dataset's own limit cut it."""
    wanted = limit is not None and limit <= cap
    return replace(result, truncated=False) if wanted and result.truncated else result


def _unexpected(error: Exception, dataset: Dataset) -> SophiaError:
    log.error("dataset failed", dataset=dataset.id, error=type(error).__name__, exc_info=error)
    return SophiaError("Something went wrong while this was computed.", remedy="Quote the id to your administrator.")


def _failed(error: SophiaError, dataset: str, name: str, connection: Connection | None) -> Result:
    failure = Failure(error.code, error.message, new_id("err"), error.remedy)
    log.info("dataset refused", dataset=dataset, code=error.code, id=failure.id, message=error.message)
    return Result(
        columns=(),
        data=(),
        rows=0,
        connection=name,
        demo=connection.demo if connection else False,
        as_of=connection.as_of if connection else None,
        status="forbidden" if error.status == 403 else "error",
        failure=failure,
    )
