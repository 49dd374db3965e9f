"""Addition: one more component, described in words, at a place named in words."""

from __future__ import annotations

from collections.abc import Mapping

from sophia.catalog.model import Catalog
from sophia.planner.account import read_as, sentence_of
from sophia.planner.assemble import draw_plan, identify, nothing_to_show, report_placed
from sophia.planner.layout import insert
from sophia.planner.model.reading import Guide, revised
from sophia.planner.outcome import RULES, Evidence, Outcome, Report, Understood, silent
from sophia.planner.plan import Missed, Plan, PlannedAsk
from sophia.planner.understand import understand_ask
from sophia.planner.verify import Bench
from sophia.planner.wire import attach
from sophia.spec.dashboard import Dashboard
from sophia.spec.datasets import Dataset, MetricDataset
from sophia.spec.validate import validate


def add(
    spec: Dashboard,
    description: str,
    bench: Bench,
    *,
    source: str | None = None,
    position: str = "bottom",
    page: str | None = None,
    report: Report = silent,
    guide: Guide | None = None,
) -> Outcome:
    """Return `spec` with the component that `description` asks for at `position`; a `guide`'s model may revise it.

    Raises BadInput when the description cannot be understood or answered, or the position is unknown.
    """
    ask, missed = understand_ask(description, list(bench.catalogs.values()), prefer=source)
    plan, made_by = _plan(ask, missed), RULES
    if guide is not None:
        plan, made_by = revised(plan, description, guide, bench, most=1)
    if not plan.asks:
        raise nothing_to_show(plan.missed)
    notes = plan.assumptions + ((made_by.note,) if made_by.note else ())
    report(Understood(plan.understood, notes, plan.missed, made_by))
    drawn = draw_plan(plan, bench, None, report)
    if not drawn.components:
        raise nothing_to_show(drawn.missed)
    (new,) = identify(drawn.components, taken={item.id for each in spec.pages for item in each.components})
    home = next((item for item in spec.pages if item.id == page), spec.pages[0])
    pages = [
        item.model_copy(update={"components": insert(item.components, new, position)}) if item is home else item
        for item in spec.pages
    ]
    known = {item.id for item in spec.datasets}
    added = [_listening(item, spec, bench.catalogs) for item in drawn.datasets if item.id not in known]
    changed = validate(spec.model_copy(update={"pages": pages, "datasets": [*spec.datasets, *added]}))
    placed = next(item for each in changed.pages for item in each.components if item.id == new.id)
    report_placed([placed], drawn.results, report)
    return Outcome(
        spec=changed,
        understood=plan.understood,
        assumptions=notes + drawn.remarks,
        not_understood=plan.missed + drawn.missed,
        evidence=tuple(Evidence.of(key, result) for key, result in drawn.results.items()),
        changes=(f"Added “{new.title}” ({new.kind.replace('_', ' ')}) at the {position}.",),
        component_ids=(new.id,),
        made_by=made_by,
    )


def _plan(ask: PlannedAsk | None, missed: tuple[Missed, ...]) -> Plan:
    if ask is None:
        return Plan(title="", missed=missed)
    return Plan(title=ask.title, asks=(ask,), understood=(sentence_of(ask),), assumptions=read_as(ask), missed=missed)


def _listening(dataset: Dataset, spec: Dashboard, catalogs: Mapping[str, Catalog]) -> Dataset:
    """Let a new dataset read the dashboard's params that it can reach."""
    return attach(dataset, spec.params, catalogs) if isinstance(dataset, MetricDataset) else dataset
