"""Meters: what is counted and timed while Sophia works, for Prometheus and, minute by minute, for CloudWatch."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
ACTIVE_SECONDS = 15 * 60
KEPT = 100
"""CloudWatch takes at most 100 values of one metric in one line."""
SOURCE_FAULTS = frozenset({"source_unreachable", "internal"})
NAMESPACE = "Sophia"
UNITS = {
    "Requests": "Count",
    "ServerErrors": "Count",
    "ResponseTime": "Seconds",
    "DashboardOpens": "Count",
    "ActiveViewers": "Count",
    "SourceFailures": "Count",
    "SourceQueryTime": "Seconds",
    "Generations": "Count",
    "GenerationFailures": "Count",
    "ModelCost": "None",
    "JobsWaiting": "Count",
}
WITH_WORKERS = frozenset({"JobsWaiting"})
"""Written only where workers of their own are started by it."""

Change = Literal["generate", "add", "modify"]
Ending = Literal["done", "refused", "failed"]


@dataclass
class Sample:
    """Up to 100 of any number of values, evenly over time: when it is full every second one goes, and fewer come in."""

    values: list[float] = field(default_factory=list)
    _every: int = 1
    _seen: int = 0

    def add(self, value: float) -> None:
        """Take a value, or pass it by."""
        if self._seen % self._every == 0:
            self.values.append(value)
            if len(self.values) > KEPT:
                self.values = self.values[::2]
                self._every *= 2
        self._seen += 1


@dataclass
class Minute:
    """What happened since the last line for CloudWatch."""

    counts: dict[str, float] = field(default_factory=dict)
    samples: dict[str, Sample] = field(default_factory=lambda: {"ResponseTime": Sample(), "SourceQueryTime": Sample()})

    def count(self, name: str, amount: float = 1) -> None:
        """Add to a count."""
        self.counts[name] = self.counts.get(name, 0) + amount


class Meters:
    """Counts and times of one process. Every label has few values; none is a person, a query or a value."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._minute = Minute()
        self._seen: dict[str, float] = {}
        self._registry = CollectorRegistry()
        counter, histogram = self._counter, self._histogram
        self._requests = histogram("http_seconds", "Time to answer a request.", "method", "route", "status")
        self._opens = counter("dashboard_opens", "Dashboards opened.", "dashboard")
        self._viewers = Gauge(
            "sophia_active_viewers", "People seen in the last 15 minutes by this process.", registry=self._registry
        )
        self._viewers.set_function(self._active)
        self._queries = histogram("query_seconds", "Time of a query that no cache answered.", "connection", "outcome")
        self._up = Gauge(
            "sophia_source_up", "1 when the last query reached the source.", ["connection"], registry=self._registry
        )
        self._waiting = Gauge(
            "sophia_jobs_waiting", "Synced connections that wait for a worker.", registry=self._registry
        )
        self._jobs: int | None = None
        self._changes = histogram("change_seconds", "Time from a sentence to its dashboard.", "change", "ending")
        self._calls = histogram("model_call_seconds", "Time of a call of a language model.", "provider", "outcome")
        self._tokens = counter("model_tokens", "Tokens sent to and got from models.", "provider", "direction")
        self._cost = counter("model_cost_dollars", "What calls of models cost, where their price is known.", "provider")

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered; `route` is the pattern of its path, not the path."""
        self._requests.labels(method, route, str(status)).observe(seconds)
        with self._lock:
            self._minute.count("Requests")
            self._minute.count("ServerErrors", status >= 500)
            self._minute.samples["ResponseTime"].add(seconds)

    def opened(self, dashboard: str) -> None:
        """Count a dashboard that somebody opened."""
        self._opens.labels(dashboard).inc()
        with self._lock:
            self._minute.count("DashboardOpens")

    def saw(self, viewer: str) -> None:
        """Remember that a person asked something; only how many there are is shown."""
        with self._lock:
            self._seen[viewer] = self._clock()

    def queried(self, connection: str, outcome: str, seconds: float) -> None:
        """Count a query that ran; `outcome` is "ok" or the code of its failure."""
        self._queries.labels(connection, outcome).observe(seconds)
        fault = outcome in SOURCE_FAULTS
        self._up.labels(connection).set(not fault)
        with self._lock:
            self._minute.count("SourceFailures", fault)
            self._minute.samples["SourceQueryTime"].add(seconds)

    def waiting(self, jobs: int) -> None:
        """Note how many synced connections wait for a worker."""
        self._waiting.set(jobs)
        self._jobs = jobs

    def changed(self, change: Change, ending: Ending, seconds: float) -> None:
        """Count a sentence: done, refused with a reason, or failed."""
        self._changes.labels(change, ending).observe(seconds)
        with self._lock:
            self._minute.count("Generations")
            self._minute.count("GenerationFailures", ending == "failed")

    def called_model(self, provider: str, outcome: str, seconds: float, cost: float | None) -> None:
        """Count a call of a model; `cost` is in dollars, None where the price is not known."""
        self._calls.labels(provider, outcome).observe(seconds)
        self._cost.labels(provider).inc(cost or 0)
        with self._lock:
            self._minute.count("GenerationFailures", outcome != "answered")
            self._minute.count("ModelCost", cost or 0)

    def used_tokens(self, provider: str, sent: int, got: int) -> None:
        """Count the tokens of a call."""
        self._tokens.labels(provider, "sent").inc(sent)
        self._tokens.labels(provider, "got").inc(got)

    def exposition(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self._registry)

    def line(self) -> dict[str, Any]:
        """Return what happened since the last call, in CloudWatch's embedded metric format.

        Ten metrics without dimensions, because each metric with each value of a dimension is billed by itself, and an
        eleventh, JobsWaiting, where workers of their own are started by it.
        """
        with self._lock:
            minute, self._minute = self._minute, Minute()
        values: dict[str, Any] = {name: minute.counts.get(name, 0) for name in UNITS}
        values["ActiveViewers"] = self._active()
        values["JobsWaiting"] = [] if self._jobs is None else self._jobs
        values |= {name: sample.values for name, sample in minute.samples.items()}
        sent = {name: value for name, value in values.items() if value != []}
        described = [{"Name": name, "Unit": UNITS[name]} for name in sent]
        about = {"Namespace": NAMESPACE, "Dimensions": [[]], "Metrics": described}
        return {"_aws": {"Timestamp": int(self._clock() * 1000), "CloudWatchMetrics": [about]}, **sent}

    def _active(self) -> int:
        horizon = self._clock() - ACTIVE_SECONDS
        with self._lock:
            self._seen = {viewer: at for viewer, at in self._seen.items() if at > horizon}
            return len(self._seen)

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(f"sophia_{name}", about, labels, registry=self._registry)

    def _histogram(self, name: str, about: str, *labels: str) -> Histogram:
        return Histogram(f"sophia_{name}", about, labels, registry=self._registry, buckets=SECONDS)
