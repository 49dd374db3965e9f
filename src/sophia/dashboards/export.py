"""Export: a component, or every component of a dashboard, as CSV or XLSX with the filters of the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sophia.access.policy import authorize
from sophia.dashboards.data import Asked, DashboardData
from sophia.kernel.errors import BadInput, NotFound, QueryFailed
from sophia.kernel.viewer import Viewer
from sophia.query.result import Result
from sophia.render.csv import write_csv
from sophia.render.table import Sheet, sheet_of
from sophia.render.xlsx import write_xlsx
from sophia.spec.components import Component
from sophia.spec.dashboard import Dashboard
from sophia.spec.validate import components_of, datasets_used

CAP = 50_000


def export_component(
    data: DashboardData, viewer: Viewer, key: str, component_id: str, asked: Asked
) -> tuple[Sheet, str]:
    """Return one component as a sheet and a file name without ending. Raises NotFound, BadInput, QueryFailed."""
    authorize(viewer, "dashboard.export")
    opened, _ = data.results(viewer, key, Asked(asked.values, datasets=()))
    component = next((item for item in components_of(opened.spec) if item.id == component_id), None)
    if component is None:
        raise NotFound(f"There is no component {component_id[:80]!r} here.", field="component")
    used = datasets_used(component)[:1]
    if not used:
        raise BadInput("This component shows no data that could be exported.", field="component")
    _, results = data.results(viewer, key, Asked(asked.values, datasets=used), CAP)
    result = results[used[0]]
    if result.failure is not None:
        raise QueryFailed(result.failure.message, remedy=result.failure.remedy)
    sheet = sheet_of(component, result, filter_words(opened.spec, asked.values))
    return sheet, f"{opened.saved.slug}-{component_id}"


def export_dashboard(data: DashboardData, viewer: Viewer, key: str, asked: Asked) -> tuple[bytes, str]:
    """Return a workbook with one worksheet per component that has data, and a file name without ending."""
    authorize(viewer, "dashboard.export")
    opened, results = data.results(viewer, key, asked, CAP)
    words = filter_words(opened.spec, asked.values)
    sheets = [
        sheet_of(component, result, words)
        for component in components_of(opened.spec)
        for result in _first(component, results)
    ]
    if not sheets:
        raise BadInput("This dashboard shows no data that could be exported.", field="dashboard_id")
    return write_xlsx(sheets), opened.saved.slug


def as_file(sheet: Sheet, ending: str) -> tuple[bytes, str]:
    """Return a sheet as the bytes of a file and its media type."""
    if ending == "csv":
        return write_csv(sheet), "text/csv; charset=utf-8"
    return write_xlsx([sheet]), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def filter_words(spec: Dashboard, values: Mapping[str, Any]) -> list[str]:
    """Return the set filters as people read them: "Segment: Enterprise, SMB"."""
    words = []
    for param in spec.params:
        value = values.get(param.id)
        if value in (None, [], ""):
            continue
        if isinstance(value, dict):
            shown = " ".join(str(item) for item in value.values() if item is not None)
        else:
            shown = ", ".join(str(item) for item in value) if isinstance(value, list) else str(value)
        words.append(f"{param.label}: {shown}")
    return words


def _first(component: Component, results: Mapping[str, Result]) -> list[Result]:
    used = datasets_used(component)
    result = results.get(used[0]) if used else None
    return [result] if result is not None and result.failure is None and result.columns else []
