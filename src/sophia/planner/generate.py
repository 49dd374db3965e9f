"""Generation: a request becomes a verified dashboard; every query in it has run before anybody sees it."""

from __future__ import annotations

from sophia.kernel.ids import derived_id, slugify
from sophia.planner.assemble import Drawn, draw_plan, identify, nothing_to_show, report_placed
from sophia.planner.layout import arrange
from sophia.planner.model.reading import Guide, revised
from sophia.planner.outcome import RULES, Evidence, Outcome, Report, Understood, silent
from sophia.planner.plan import Plan
from sophia.planner.request import Request
from sophia.planner.understand import understand
from sophia.planner.verify import Bench
from sophia.planner.wire import wire
from sophia.spec.actions import Export
from sophia.spec.components import Component
from sophia.spec.components.button import Button
from sophia.spec.dashboard import Dashboard, Page
from sophia.spec.datasets import MetricDataset
from sophia.spec.theme import Theme
from sophia.spec.validate import validate

REAL_TIME = 60
TITLES = {
    "ceo": "CEO dashboard",
    "knowledge": "Knowledge dashboard",
    "project": "Project dashboard",
    "sales-performance": "Sales performance",
    "migration-metrics": "Migration metrics",
}


def generate(
    request: Request,
    bench: Bench,
    theme: Theme | None = None,
    report: Report = silent,
    guide: Guide | None = None,
) -> Outcome:
    """Return a verified dashboard for `request`, with the account of what was read, assumed, missed and run.

    With `guide` a model revises the rules' reading; without one, the same request over the same catalogs gives the same
    spec, byte for byte. Raises BadInput when nothing in the
    request can be shown; its message says why.
    """
    plan, made_by = understand(request, list(bench.catalogs.values())), RULES
    if guide is not None:
        plan, made_by = revised(plan, request.description, guide, bench)
    assumptions = plan.assumptions + ((made_by.note,) if made_by.note else ())
    report(Understood(plan.understood, assumptions, plan.missed, made_by))
    refresh = REAL_TIME if _wants(plan, "real_time") else None
    drawn = draw_plan(plan, bench, refresh, report)
    if not drawn.components:
        raise nothing_to_show(plan.missed + drawn.missed)
    components = [*drawn.components, *_export_button(plan, drawn)]
    metric_sets = [item for item in drawn.datasets if isinstance(item, MetricDataset)]
    others = [item for item in drawn.datasets if not isinstance(item, MetricDataset)]
    wired = wire(metric_sets, components, bench.catalogs)
    placed = arrange(identify(wired.components))
    base = theme or Theme()
    spec = Dashboard(
        id=derived_id("dash", request.type, request.description, *request.data_sources, "/", *request.features),
        slug=_slug(request, plan),
        title=_title(request, plan),
        description=request.description,
        type=request.type or "custom",
        theme=base.model_copy(update={"mode_toggle": base.mode_toggle or _wants(plan, "dark_mode")}),
        params=wired.params,
        datasets=[*wired.datasets, *others],
        pages=[Page(id="main", title="Overview", components=placed)],
        refresh_interval=refresh,
    )
    validate(spec)
    report_placed(placed, drawn.results, report)
    return Outcome(
        spec=spec,
        understood=plan.understood,
        assumptions=assumptions + drawn.remarks,
        not_understood=plan.missed + drawn.missed,
        evidence=tuple(Evidence.of(key, result) for key, result in drawn.results.items()),
        changes=(f"Made the dashboard with {len(placed)} components.",),
        component_ids=tuple(item.id for item in placed),
        made_by=made_by,
    )


def _wants(plan: Plan, name: str) -> bool:
    return any(item.name == name for item in plan.behaviours)


def _export_button(plan: Plan, drawn: Drawn) -> list[Component]:
    """Give the page an export button when exporting was asked for and there is something to export."""
    if not _wants(plan, "export") or not drawn.datasets:
        return []
    return [Button(id="c", title="Export this page as XLSX", action=Export(format="xlsx"))]


def _slug(request: Request, plan: Plan) -> str:
    if request.type in TITLES:
        return f"{request.type}-dashboard"
    return slugify(_title(request, plan))


def _title(request: Request, plan: Plan) -> str:
    return TITLES.get(request.type) or plan.title[:120] or "Dashboard"
