"""Assembly: a plan's questions are run, and the answers drawn as components with ids of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sophia.kernel.errors import BadInput
from sophia.kernel.ids import derived_id
from sophia.planner.apps import app_component, app_datasets
from sophia.planner.chart import choose
from sophia.planner.custom import as_written
from sophia.planner.draw import draw
from sophia.planner.offers import with_offers
from sophia.planner.outcome import Evidence, Placed, Queried, Report
from sophia.planner.plan import Missed, Plan
from sophia.planner.question import grain_of, merged, sparkline_of
from sophia.planner.verify import Answer, Bench, verify
from sophia.query.result import Result
from sophia.spec.components import Component
from sophia.spec.components.kpi import Kpi, Sparkline
from sophia.spec.components.shape import Layout
from sophia.spec.datasets import Dataset, MetricDataset
from sophia.spec.validate import datasets_used


@dataclass(frozen=True)
class Drawn:
    """Components with the datasets and results behind them, before they have a place."""

    components: tuple[Component, ...]
    datasets: tuple[Dataset, ...]
    results: Mapping[str, Result]
    remarks: tuple[str, ...]
    missed: tuple[Missed, ...]


def draw_plan(plan: Plan, bench: Bench, refresh: int | None, report: Report) -> Drawn:
    """Run the plan's questions and draw the answers, in order of mention."""
    settled = verify(plan.asks, bench, refresh)
    answers = [item for item in settled if isinstance(item, Answer)]
    missed = [item for item in settled if isinstance(item, Missed)]
    numbers = [item.dataset for item in answers if _is_number(item, bench)]
    shared = merged(numbers)
    lines = {item.id: _sparkline(item, answers, bench) for item in shared.values()}
    extra: list[Dataset] = [*shared.values(), *(line for line in lines.values() if line is not None)]
    extra += [dataset for app in plan.apps for dataset in app_datasets(app, bench.catalogs)]
    results = bench.run(extra)
    components, remarks = _draw_answers(answers, shared, lines, results, bench)
    alone = len(plan.asks) == 1
    components = [
        with_offers(made, answer, bench, refresh, alone=alone) for made, answer in zip(components, answers, strict=True)
    ]
    for app in plan.apps:
        components.append(app_component(app, plan, bench.catalogs))
    used = {key for item in components for key in datasets_used(item)}
    own: dict[str, Dataset] = {item.dataset.id: item.dataset for item in answers}
    datasets = {key: item for key, item in (own | {item.id: item for item in extra}).items() if key in used}
    everything = {item.dataset.id: item.result for item in answers} | results
    kept = {key: everything[key] for key in datasets}
    for key, result in kept.items():
        report(Queried(Evidence.of(key, result)))
    return Drawn(tuple(components), tuple(datasets.values()), kept, tuple(remarks), tuple(missed))


def _draw_answers(
    answers: Sequence[Answer],
    shared: Mapping[str, MetricDataset],
    lines: Mapping[str, MetricDataset | None],
    results: Mapping[str, Result],
    bench: Bench,
) -> tuple[list[Component], list[str]]:
    components: list[Component] = []
    remarks: list[str] = []
    for answer in answers:
        catalog = bench.catalogs[answer.ask.connection]
        kind, objection = choose(answer.ask, answer.shape)
        dataset = shared.get(answer.dataset.id, answer.dataset) if kind == "kpi" else answer.dataset
        made = draw(answer.ask, dataset, kind, answer.shape, catalog)
        line = lines.get(dataset.id)
        if isinstance(made, Kpi) and line is not None and results[line.id].rows > 1:
            made = made.model_copy(update={"sparkline": Sparkline(dataset=line.id, x="period", y=made.value)})
        if answer.ask.component:
            made, remark = as_written(made, answer, bench)
            remarks.append(remark)
        components.append(made)
        remarks += [*answer.remarks, *([objection] if objection else [])]
    return components, remarks


def _is_number(answer: Answer, bench: Bench) -> bool:
    return choose(answer.ask, answer.shape)[0] == "kpi"


def _sparkline(dataset: MetricDataset, answers: Sequence[Answer], bench: Bench) -> MetricDataset | None:
    catalog = bench.catalogs[dataset.connection]
    names = {item.name for item in dataset.measures}
    ask = next(item.ask for item in answers if item.ask.measures and item.ask.measures[0].name in names)
    return sparkline_of(dataset, catalog, grain_of(ask, catalog))


def identify(components: Sequence[Component], taken: set[str] | None = None) -> list[Component]:
    """Give each component an id that depends on what it is, unique within the page."""
    seen = set(taken or ())
    named: list[Component] = []
    for item in components:
        content = item.model_dump_json(exclude={"id", "layout"})
        turn, key = 0, derived_id("c", content)
        while key in seen:
            turn += 1
            key = derived_id("c", content, turn)
        seen.add(key)
        named.append(item.model_copy(update={"id": key, "layout": Layout()}))
    return named


def report_placed(components: Sequence[Component], results: Mapping[str, Result], report: Report) -> None:
    """Report each component with the results that fill it, top to bottom."""
    for item in components:
        report(Placed(item, {key: results[key] for key in datasets_used(item) if key in results}))


def nothing_to_show(missed: Sequence[Missed]) -> BadInput:
    """Return the error for a request of which nothing can be shown, with every reason."""
    reasons = "; ".join(f"“{item.words}”: {item.reason}" for item in missed) or "no words of it were understood"
    nearest = [other for item in missed for other in item.alternatives][:3]
    remedy = (
        f"Nearest that can be answered: {', '.join(nearest)}." if nearest else "Name a metric or table of a connection."
    )
    return BadInput(f"Nothing in this request can be shown. {reasons}", field="description", remedy=remedy)
