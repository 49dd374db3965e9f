"""Addition: one more component, described in words, at a place named in words."""

from __future__ import annotations

from collections.abc import Mapping

from sophia.catalog.model import Catalog
from sophia.planner.assemble import draw_plan, identify, nothing_to_show, report_placed
from sophia.planner.draw import window_words
from sophia.planner.layout import insert
from sophia.planner.outcome import Evidence, Outcome, Report, Understood, silent
from sophia.planner.plan import Plan, PlannedAsk
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
) -> Outcome:
    """Return `spec` with the component that `description` asks for at `position`.

    Raises BadInput when the description cannot be understood or answered, or the position is unknown.
    """
    ask, missed = understand_ask(description, list(bench.catalogs.values()), prefer=source)
    if ask is None:
        raise nothing_to_show(missed)
    plan = Plan(title=ask.title, asks=(ask,), understood=(_sentence(ask),), missed=missed)
    report(Understood(plan.understood, (), missed))
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
        assumptions=drawn.remarks,
        not_understood=missed + drawn.missed,
        evidence=tuple(Evidence.of(key, result) for key, result in drawn.results.items()),
        changes=(f"Added “{new.title}” ({new.kind.replace('_', ' ')}) at the {position}.",),
        component_ids=(new.id,),
    )


def _listening(dataset: Dataset, spec: Dashboard, catalogs: Mapping[str, Catalog]) -> Dataset:
    """Let a new dataset read the dashboard's params that it can reach."""
    return attach(dataset, spec.params, catalogs) if isinstance(dataset, MetricDataset) else dataset


def _sentence(ask: PlannedAsk) -> str:
    span = window_words(ask.window).lower() if ask.window else ""
    return f"{ask.title}{', ' + span if span else ''}, from {ask.connection}"
