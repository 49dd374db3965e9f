"""Sophia's own planner behind the protocol: rules, real query path, results as a reader of the page gets them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.dash.protocol import Part, Reply, Shown

from sophia.catalog.discover import discover
from sophia.catalog.model import Catalog
from sophia.kernel.errors import SophiaError
from sophia.kernel.viewer import Viewer
from sophia.planner.assemble import draw_plan, identify
from sophia.planner.edit.change import History, Past, Restore, Restored
from sophia.planner.edit.modify import modify
from sophia.planner.generate import generate
from sophia.planner.layout import arrange
from sophia.planner.outcome import Outcome, silent
from sophia.planner.plan import Missed, Plan, PlannedAsk
from sophia.planner.request import Request
from sophia.planner.verify import Bench
from sophia.planner.wire import wire
from sophia.query.cache import Cache
from sophia.query.contract import Question
from sophia.query.path import Queries
from sophia.query.pool import Pool
from sophia.query.result import Result
from sophia.sources.contract import Connection
from sophia.spec.components import Component
from sophia.spec.components.kpi import Kpi
from sophia.spec.components.shape import DataComponent, Reference, Series
from sophia.spec.components.table import TableColumn
from sophia.spec.dashboard import Dashboard, Page
from sophia.spec.datasets import Dimension, Filter, Measure, MetricDataset
from sophia.spec.validate import components_of, params_used, validate

TASKS = {0: "kpi", 1: "breakdown", 2: "matrix"}


@dataclass(frozen=True)
class Shelf:
    """The one connection and its catalog, as the query path looks them up."""

    connections: Mapping[str, Connection]
    catalogs: Mapping[str, Catalog]

    def connection(self, name: str) -> Connection:
        """Return the connection called `name`."""
        return self.connections[name]

    def catalog(self, name: str) -> Catalog:
        """Return its catalog."""
        return self.catalogs[name]


class Sophia:
    """Answers with the rules planner; nothing in it knows a benchmark."""

    name = "sophia-rules"

    def __init__(self) -> None:
        self._parents: dict[str, Dashboard] = {}
        self._bench: Bench | None = None
        self._queries: Queries | None = None
        self._domain = ""

    def open(self, domain: str, database: Path, as_of: str) -> None:
        """Discover the database as any connection is."""
        self.close()
        connection = Connection(name=domain, source="duckdb", snapshot=database, as_of=as_of)
        catalog = discover(connection)
        now = datetime.fromisoformat(as_of).replace(hour=12, tzinfo=UTC)
        shelf = Shelf({domain: connection}, {domain: catalog})
        self._queries = Queries(shelf, Pool(), Cache(), clock=lambda: now)
        self._bench = Bench(self._queries, Viewer("u1", "Builder", "builder"), {domain: catalog})
        self._domain = domain

    def close(self) -> None:
        """End the query path's workers."""
        if self._queries is not None:
            self._queries.close()

    @property
    def bench(self) -> Bench:
        """Where queries run. Raises RuntimeError before a database was opened."""
        if self._bench is None:
            raise RuntimeError("open a database first")
        return self._bench

    def ask(self, description: str) -> Reply:
        """Generate."""
        started = time.perf_counter()
        try:
            outcome = generate(Request(description), self.bench)
        except SophiaError as error:
            return _refusal(error, started)
        return self._reply(outcome.spec, outcome, started)

    def start(self, parts: Sequence[Part]) -> Reply:
        """Build the dashboard as generation does once the words are understood."""
        asks = tuple(_planned(part, self._domain) for part in parts)
        drawn = draw_plan(Plan(title="Start", asks=asks), self.bench, None, silent)
        metric_sets = [item for item in drawn.datasets if isinstance(item, MetricDataset)]
        wired = wire(metric_sets, list(drawn.components), self.bench.catalogs)
        page = Page(id="main", title="Overview", components=arrange(identify(wired.components)))
        spec = Dashboard(
            id="start", slug="start", title="Start", params=wired.params, datasets=list(wired.datasets), pages=[page]
        )
        return self._reply(validate(spec), None, time.perf_counter())

    def edit(self, reply: Reply, instruction: str) -> Reply:
        """Modify."""
        started = time.perf_counter()
        try:
            outcome = modify(reply.handle, instruction, self.bench, history=History(self._past(reply.handle)))
        except SophiaError as error:
            refused = _refusal(error, started)
            return Reply(
                reply.shown, refused.refused, (), reply.looks, refused.milliseconds, reply.content, reply.handle
            )
        self._parents[outcome.spec.model_dump_json()] = reply.handle
        return self._reply(outcome.spec, outcome, started)

    def _past(self, spec: Dashboard) -> Past:
        """Return the way to the state before `spec`, as the product's store of versions knows it."""

        def past(wanted: Restore) -> Restored | Missed:
            parent = self._parents.get(spec.model_dump_json())
            if wanted.steps >= 0 or parent is None:
                return Missed(wanted.words, "There is nothing to undo.")
            return Restored(parent, "Undo")

        return past

    def _reply(self, spec: Dashboard, outcome: Outcome | None, started: float) -> Reply:
        took = 1000 * (time.perf_counter() - started)
        results = self.bench.queries.run(Question(viewer=self.bench.viewer, datasets=spec.datasets, params=spec.params))
        datasets = {item.id: item for item in spec.datasets}
        titles = {item.id: page.title for page in spec.pages for item in page.components}
        shown = tuple(
            _shown(item, titles[item.id], datasets, results)
            for item in components_of(spec)
        )  # fmt: skip
        theme = spec.theme
        return Reply(
            shown=shown,
            refused=tuple((item.words, item.reason, item.alternatives) for item in outcome.not_understood)
            if outcome
            else (),
            said=outcome.assumptions if outcome else (),
            looks={
                "title": spec.title, "mode": theme.mode, "toggle": theme.mode_toggle, "primary": theme.primary,
                "palette": theme.palette, "pages": tuple(page.title for page in spec.pages),
            },
            milliseconds=took,
            content=spec.model_dump_json(),
            handle=spec,
        )  # fmt: skip


def _refusal(error: SophiaError, started: float) -> Reply:
    took = 1000 * (time.perf_counter() - started)
    nearest = (error.remedy,) if error.remedy and "Nearest" in error.remedy else ()
    return Reply(refused=(("", error.message, nearest),), milliseconds=took, content=error.message)


def _planned(part: Part, connection: str) -> PlannedAsk:
    aggregate, _, what = part.measure.partition(" ")
    table = what.rpartition(".")[0] or what
    column = what if "." in what else None
    name = f"{aggregate}_{what.rpartition('.')[2]}" if column else aggregate
    measure = Measure(name=name, aggregate=aggregate, column=column)  # type: ignore[arg-type]
    first = [Dimension(name="period", column=part.by[0], grain=part.grain)] if part.grain else []  # type: ignore[arg-type]
    rest = part.by[1:] if part.grain else part.by
    sides = [*first, *(Dimension(name=item.rpartition(".")[2], column=item) for item in rest)]
    return PlannedAsk(
        task="trend" if part.grain else TASKS[len(sides)],  # type: ignore[arg-type]
        connection=connection,
        table=table,
        text=part.title,
        title=part.title,
        chart=part.chart,
        measures=(measure,),
        dimensions=tuple(sides),
        time_column=part.by[0] if part.grain else None,
        filters=tuple(Filter(column=column, op=op, values=[value]) for column, op, value in part.filters),  # type: ignore[arg-type]
    )


def _shown(item: Component, page: str, datasets: Mapping[str, Any], results: Mapping[str, Result]) -> Shown:
    place = item.layout
    result = results.get(item.dataset) if isinstance(item, DataComponent) else None
    dataset = datasets.get(item.dataset) if isinstance(item, DataComponent) else None
    names, rows = _drawn(item, result)
    spans = [item.subtitle, item.comparison_label if isinstance(item, Kpi) else "", _window(dataset)]
    return Shown(
        id=item.id,
        kind=item.kind,
        title=item.title,
        columns=names,
        rows=rows,
        span="; ".join(text for text in spans if text),
        note=item.note.text if item.note else "",
        provenance=result.sql if result is not None else "",
        place=(place.x, place.y, place.w, place.h),
        page=page,
        phone=place.phone,
        filtered=bool(params_used(dataset)),
        look=_look(item, dataset),
    )


def _window(dataset: Any) -> str:
    """Return the stretch that a page writes beside a component whose dataset has a window."""
    window = dataset.window if isinstance(dataset, MetricDataset) else None
    return f"{window.kind} {window.count} {window.unit}" if window is not None and window.kind != "all" else ""


def _drawn(item: Component, result: Result | None) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
    """Return the columns that the component draws, with their values."""
    if result is None or result.status not in {"ok", "stale"}:
        return (), ()
    if isinstance(item, Kpi):
        values = result.column(item.value)
        return (item.value,), ((values[0],),) if values else ()
    names = tuple(column.name for column in result.columns)
    return names, tuple(zip(*result.data, strict=True))


def _look(item: Component, dataset: Any) -> dict[str, Any]:
    series = [each for value in dict(item).values() for each in (value if isinstance(value, list) else [value])]
    formats = [item.format] if isinstance(item, Kpi) else []
    formats += [each.format for each in series if isinstance(each, Series | TableColumn)]
    lines = [each.value for each in series if isinstance(each, Reference)]
    fixed = getattr(item, "target", None) or getattr(item, "target_value", None)
    return {
        "references": (*lines, *([fixed] if isinstance(fixed, float) else [])),
        "formats": tuple(each.model_dump() for each in formats),
        "compared": bool(getattr(dataset, "compare", None)),
    }
