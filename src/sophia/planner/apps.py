"""App components: chat, upload, queue and insights, with an honest state where their service is still to come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sophia.catalog.model import Catalog, Table
from sophia.planner.plan import Plan, PlannedApp
from sophia.planner.question import identified
from sophia.spec.components import Component
from sophia.spec.components.chat_panel import ChatPanel
from sophia.spec.components.insights import Insights
from sophia.spec.components.queue_panel import QueuePanel
from sophia.spec.components.shape import Availability
from sophia.spec.components.table import TableColumn
from sophia.spec.components.text import Text
from sophia.spec.components.upload_panel import UploadPanel
from sophia.spec.datasets import Dataset, Dimension, Filter, InsightDataset, MetricDataset, Order
from sophia.spec.shape import Format

INSIGHT_METRICS = 8
DOCUMENTS = [".pdf", ".docx", ".pptx", ".xlsx", ".html", ".md", ".txt"]
MISSING = {
    "chat_panel": "Answers in words need the chat service, which is not connected yet. "
    "Every number on this page can be drilled into meanwhile.",
    "upload_panel": "Uploading needs the document pipeline, which is not connected yet. "
    "Nothing can be added here today.",
    "queue_panel": "Decisions need the curation service, which is not connected yet. The queue itself is read live.",
}
DECISIONS = ["Accept", "Edit", "Merge", "Reject"]


def app_datasets(app: PlannedApp, catalogs: Mapping[str, Catalog]) -> list[Dataset]:
    """Return the datasets that an app component reads: the queue's rows, or the insights."""
    catalog = catalogs.get(app.connection)
    if catalog is None:
        return []
    if app.kind == "insights":
        made = _insights(catalog)
        return [made] if made is not None else []
    queue = queue_table(catalog) if app.kind == "queue_panel" else None
    return [_queue(catalog, queue)] if queue is not None else []


def app_component(app: PlannedApp, plan: Plan, catalogs: Mapping[str, Catalog]) -> Component:
    """Return the component for `app`; what cannot work yet says so in its availability."""
    datasets = app_datasets(app, catalogs)
    gap = Availability(state="not_connected", missing=MISSING.get(app.kind, ""))
    if app.kind == "insights" and datasets:
        return Insights(id="c", title=app.title or "Insights", dataset=datasets[0].id)
    if app.kind == "queue_panel" and datasets:
        table = queue_table(catalogs[app.connection])
        columns = _queue_columns(table) if table is not None else []
        title = app.title or "Queue"
        return QueuePanel(
            id="c", title=title, dataset=datasets[0].id, columns=columns, decisions=DECISIONS, availability=gap
        )
    if app.kind == "upload_panel":
        return UploadPanel(
            id="c", title=app.title or "Upload", connection=app.connection, accepts=DOCUMENTS, availability=gap
        )
    if app.kind == "chat_panel":
        asked = [f"How did {item.title} change?" for item in plan.asks if item.task == "kpi"]
        return ChatPanel(
            id="c",
            title=app.title or "Chat",
            connections=list(plan.connections),
            suggestions=asked[:3],
            availability=gap,
        )
    return Text(id="c", title=app.title, markdown=f"*{app.title or app.kind}*: no connection holds the data for it.")


def queue_table(catalog: Catalog) -> Table | None:
    """Return the table of a connection whose rows wait for a decision, or None."""
    for table in catalog.tables:
        names = {column.name for column in table.columns}
        if "queue" in table.name and table.sql is None and {"state", "status"} & names:
            return table
    return None


def _insights(catalog: Catalog) -> InsightDataset | None:
    watched = [metric for metric in catalog.metrics if metric.time_column or _timed(catalog, metric.table)]
    if not watched:
        return None
    first = [column for metric in watched[:INSIGHT_METRICS] for column in metric.dimensions[:1]]
    return identified(
        InsightDataset(
            id="ds",
            connection=catalog.connection,
            refresh_interval=catalog.refresh_interval,
            metrics=[metric.name for metric in watched[:INSIGHT_METRICS]],
            by=list(dict.fromkeys(first))[:2],
        )
    )


def _timed(catalog: Catalog, name: str) -> bool:
    table = catalog.table(name)
    return table is not None and table.time_column is not None


def _queue(catalog: Catalog, table: Table) -> MetricDataset:
    state = next(column.name for column in table.columns if column.name in {"state", "status"})
    shown = _queue_names(table)
    waiting = Filter(column=f"{table.name}.{state}", op="in", values=["open", "waiting", "new"])
    known = next(column.values for column in table.columns if column.name == state)
    return identified(
        MetricDataset(
            id="ds",
            connection=catalog.connection,
            refresh_interval=catalog.refresh_interval,
            table=table.name,
            dimensions=[Dimension(name=name, column=f"{table.name}.{name}") for name in shown],
            filters=[waiting] if not known or set(known) & {"open", "waiting", "new"} else [],
            order=[Order(by=_opened(table))] if _opened(table) in shown else [],
            limit=200,
        )
    )


def _opened(table: Table) -> str:
    return table.time_column or table.columns[0].name


def _queue_names(table: Table) -> list[str]:
    preferred = table.drill_columns or [column.name for column in table.columns if column.role not in {"key"}]
    hidden = {column.name for column in table.columns if column.hidden}
    return [name for name in preferred if name not in hidden][:7]


def _queue_columns(table: Table) -> list[TableColumn]:
    by_name = {column.name: column for column in table.columns}
    columns = []
    for name in _queue_names(table):
        column = by_name[name]
        style = "date" if column.type in {"date", "timestamp"} else "text"
        visual: Literal["plain", "badge"] = "badge" if column.role in {"status", "category"} else "plain"
        columns.append(
            TableColumn(
                column=name, label=column.label or name, format=column.format or Format(style=style), visual=visual
            )
        )
    return columns
