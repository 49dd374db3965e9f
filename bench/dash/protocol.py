"""The protocol of DashBench: a planner gets requests about a database in words and hands dashboards with results back.

A planner of any make can be scored: implement `Planner`, and give it to `bench.dash.run.score`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True)
class Shown:
    """One component as its reader sees it.

    `kind`: kpi, bar, line, area, stacked_bar, combo, pie, scatter, heat_map, funnel, waterfall, bullet, table, or
    anything else for what draws no data. `columns` and `rows` are what is drawn, a kpi has one row. `span` says which
    stretch of time is shown, `note` what was assumed or asked beside it, `provenance` where the numbers come from (the
    query). `place` is (x, y, width, height) on 12 columns, `phone` the order on a phone. `filtered`: a filter of the
    dashboard reaches it. `look` holds what else can be edited: references (numbers), formats, compared (yes or no).
    """

    id: str
    kind: str
    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    span: str = ""
    note: str = ""
    provenance: str = ""
    place: tuple[int, int, int, int] = (0, 0, 12, 4)
    page: str = ""
    phone: int = 0
    filtered: bool = False
    look: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """What came back: components, and what was refused (words, reason, nearest things that can be answered).

    `looks` holds the dashboard's own settings: title, mode, toggle, primary, palette, pages (titles). `said` are
    assumptions that were stated for the whole. `handle` is the planner's own state, needed to edit; `content` is what
    the hash is made of.
    """

    shown: tuple[Shown, ...] = ()
    refused: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    said: tuple[str, ...] = ()
    looks: Mapping[str, Any] = field(default_factory=dict)
    milliseconds: float = 0.0
    content: str = ""
    handle: Any = None


@dataclass(frozen=True)
class Part:
    """One component of a dashboard that edits start from.

    `measure` is "sum table.column" or "count table"; `by` are table.column names, of which a date takes `grain`;
    `filters` are (table.column, operator, value). Each part's `key` names it in the edits' gold.
    """

    key: str
    title: str
    measure: str
    by: tuple[str, ...] = ()
    grain: str = ""
    chart: str = ""
    filters: tuple[tuple[str, str, Any], ...] = ()


class Planner(Protocol):
    """Language in, dashboards out."""

    name: str

    def open(self, domain: str, database: Path, as_of: str) -> None:
        """Take the DuckDB file `database` as the one source; its data ends on `as_of` (ISO), which is today."""
        ...

    def ask(self, description: str) -> Reply:
        """Return the dashboard for `description`; a refusal is a reply without components, never an exception."""
        ...

    def start(self, parts: Sequence[Part]) -> Reply:
        """Return the dashboard made of `parts`, in their order, to be edited."""
        ...

    def edit(self, reply: Reply, instruction: str) -> Reply:
        """Return `reply` changed; what was not done stands in `refused`."""
        ...
