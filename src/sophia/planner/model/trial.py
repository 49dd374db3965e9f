"""The trial: a model's asks are run for the viewer before anything is made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sophia.kernel.errors import BadInput
from sophia.planner.custom import over
from sophia.planner.model.settle import Problem
from sophia.planner.plan import PlannedAsk
from sophia.planner.question import completed, dataset_of
from sophia.planner.verify import Bench
from sophia.query.result import Failure
from sophia.spec.datasets import MetricDataset

OWN_WORDS = {"bad_input", "query_refused", "forbidden", "not_found"}


def faults_of(asks: Sequence[PlannedAsk], bench: Bench) -> list[Problem]:
    """Run `asks` through the gate; return what was refused or failed, in words that hold no data.

    One empty answer among others is no fault: it is said on the page. An engine's own words may quote a
    value and stay out.
    """
    found: list[Problem] = []
    datasets: dict[int, MetricDataset] = {}
    for number, ask in enumerate(asks):
        catalog = bench.catalogs[ask.connection]
        try:
            datasets[number] = dataset_of(completed(ask, catalog), catalog)
        except (BadInput, ValueError) as error:
            said = error.message if isinstance(error, BadInput) else "it makes no valid question"
            found.append(Problem(f"asks[{number}]: {said}", "a part of it makes no valid question"))
    results = bench.run(list(datasets.values()))
    for number, dataset in datasets.items():
        failure = results[dataset.id].failure
        if failure is not None:
            found.append(Problem(f"asks[{number}]: {_said(failure)}", "a query of it was refused or failed"))
    if datasets and not found and not any(results[item.id].rows for item in datasets.values()):
        found.append(Problem("asks: none of them returns a row", "none of its queries returns a row"))
    return found


def refused_components(asks: Sequence[PlannedAsk], bench: Bench) -> list[Problem]:
    """Return why components are refused, drawn over example rows: the words go to the model and hold no data."""
    found: list[Problem] = []
    for number, ask in enumerate(asks):
        if not ask.component or bench.judge is None:
            continue
        catalog = bench.catalogs[ask.connection]
        dataset = dataset_of(completed(ask, catalog), catalog)
        result = bench.run([dataset])[dataset.id]
        emptied = replace(result, data=tuple(() for _ in result.columns), rows=0)
        refused = bench.judge(over(ask.component, dataset.id), dataset.id, emptied)
        if refused:
            found.append(Problem(f"asks[{number}].component: {refused}", "its component does not pass the check"))
    return found


def _said(failure: Failure) -> str:
    return failure.message if failure.code in OWN_WORDS else "its query fails when it is run"
