"""The plan: what the planner understood of a request, before it becomes a spec."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from sophia.spec.datasets import Dimension, Filter, Having, Measure, Order
from sophia.spec.params import Window

Task = Literal[
    "kpi", "trend", "breakdown", "rank", "share", "compare", "distribution", "correlation", "rows", "target", "funnel",
    "matrix", "bridge",
]  # fmt: skip
App = Literal["chat_panel", "upload_panel", "queue_panel", "insights", "text"]


@dataclass(frozen=True)
class Choice:
    """A decision the planner took for some words, with what else it could have been.

    `words` are the asker's; `meaning` says in plain words what was taken (metric or column label, table, connection);
    `confidence` 0–1 is the margin to the second best; `alternatives` are other meanings, best first (labels).
    """

    words: str
    meaning: str
    confidence: float = 1.0
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlannedAsk:
    """One component to be: a question about one table of one connection, free of any layout.

    `chart` is a component kind the asker named (or a section prescribes), "" lets the rules choose.
    `measures`, `dimensions`, `filters`, `having`, `order`, `window` have the meaning of spec.datasets.MetricDataset.
    `columns` are the "table.column" of a row list (task rows). `component` is the TSX that a model wrote to draw it.
    """

    task: Task
    connection: str
    table: str
    text: str = ""
    title: str = ""
    chart: str = ""
    measures: tuple[Measure, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    columns: tuple[str, ...] = ()
    time_column: str | None = None
    window: Window | None = None
    filters: tuple[Filter, ...] = ()
    having: tuple[Having, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None
    compare: Literal["previous_period", "previous_year"] | None = None
    choices: tuple[Choice, ...] = ()
    confidence: float = 1.0
    section: str = ""
    component: str = ""


@dataclass(frozen=True)
class PlannedApp:
    """A component that is not a chart: chat, upload, queue, insights. `connection` is where its data lives, or ""."""

    kind: App
    text: str = ""
    title: str = ""
    connection: str = ""
    section: str = ""


@dataclass(frozen=True)
class Behaviour:
    """A wish about the whole dashboard: real_time (refresh), drill_down, export, filters, dark_mode."""

    name: Literal["real_time", "drill_down", "export", "filters", "dark_mode", "brand"]
    text: str = ""


@dataclass(frozen=True)
class Missed:
    """Words that were not understood, or cannot be answered from the data, and the nearest that can."""

    words: str
    reason: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Everything understood of one request, in order of mention."""

    title: str
    asks: tuple[PlannedAsk, ...] = ()
    apps: tuple[PlannedApp, ...] = ()
    behaviours: tuple[Behaviour, ...] = ()
    understood: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    missed: tuple[Missed, ...] = ()
    connections: tuple[str, ...] = field(default=())
