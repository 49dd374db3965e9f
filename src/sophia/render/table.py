"""What an exported component says: its context lines, its header, and its rows as on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sophia.query.result import Result
from sophia.spec.components import Component
from sophia.spec.components.shape import Series
from sophia.spec.components.table import Table, TableColumn
from sophia.spec.shape import Format

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Sheet:
    """One component ready for export: title, context lines (filters, as-of, definition), columns, formats and rows."""

    title: str
    context: tuple[str, ...]
    header: tuple[str, ...]
    formats: tuple[Format, ...]
    rows: tuple[tuple[Any, ...], ...]


def sheet_of(component: Component, result: Result, filters: Sequence[str] = (), as_of: str = "") -> Sheet:
    """Return `component` over `result` as a sheet: the shown columns, in order, with full values."""
    labels = _labels(component)
    shown = [column.name for column in result.columns if not isinstance(component, Table) or column.name in labels]
    if isinstance(component, Table) and component.columns:
        shown = [item.column for item in component.columns if item.column in shown]
    names = [labels[name][0] if name in labels else _readable(name) for name in shown or []]
    formats = tuple(labels[name][1] if name in labels else Format(style="text") for name in shown)
    columns = [result.column(name) for name in shown]
    context = (
        *(f"Filter: {item}" for item in filters),
        f"As of: {as_of or result.as_of or 'now'} (UTC)",
        f"Connection: {result.connection}{' (demo data)' if result.demo else ''}",
        *([f"Definition: {component.definition}"] if component.definition else []),
        *(["Truncated: more rows exist than were exported."] if result.truncated else []),
    )
    title = component.title or component.kind.replace("_", " ").capitalize()
    return Sheet(title, context, tuple(names), formats, tuple(zip(*columns, strict=True)) if columns else ())


def safe_cell(value: Any) -> Any:
    """Return `value` so that no spreadsheet takes text for a formula (a leading apostrophe quotes it)."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return value


def _labels(component: Component) -> dict[str, tuple[str, Format]]:
    """Return result column → (label, format) as the component shows them."""
    found: dict[str, tuple[str, Format]] = {}
    for value in dict(component).values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, Series | TableColumn):
                found[item.column] = (item.label or _readable(item.column), item.format)
    if component.kind == "kpi":
        found[component.value] = (component.title or _readable(component.value), component.format)
        if component.previous:
            found[component.previous] = (component.comparison_label or "Previous", component.format)
    return found


def _readable(name: str) -> str:
    return name.replace("__previous", " (previous)").replace("_", " ").capitalize()
