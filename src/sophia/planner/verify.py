"""Verification: every question is run before anybody sees it; what comes back empty is repaired, or said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sophia.catalog.model import Catalog
from sophia.kernel.viewer import Viewer
from sophia.planner.chart import MANY_CATEGORIES, Profile, profile
from sophia.planner.draw import window_words
from sophia.planner.plan import Missed, PlannedAsk
from sophia.planner.question import completed, dataset_of
from sophia.query.contract import QueryPath, Question
from sophia.query.result import Result
from sophia.spec.datasets import Dataset, MetricDataset
from sophia.spec.params import Window

TOP = 20


@dataclass(frozen=True)
class Answer:
    """An ask whose dataset ran and returned something to show. `remarks` say what was changed to get there."""

    ask: PlannedAsk
    dataset: MetricDataset
    result: Result
    shape: Profile
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bench:
    """What verification needs: where to run, for whom, over which catalogs.

    `judge` takes the source of a custom component, its dataset (id) and result, and returns why it is refused, or "".
    """

    queries: QueryPath
    viewer: Viewer
    catalogs: Mapping[str, Catalog]
    judge: Callable[[str, str, Result], str] | None = None

    def run(self, datasets: Sequence[Dataset]) -> dict[str, Result]:
        """Run `datasets`; identical ones once."""
        unique = list({item.id: item for item in datasets}.values())
        return self.queries.run(Question(viewer=self.viewer, datasets=unique)) if unique else {}


def verify(asks: Sequence[PlannedAsk], bench: Bench, refresh: int | None) -> list[Answer | Missed]:
    """Run every ask; return an Answer, or Missed with the reason, in the same order."""
    first = [_ask_once(ask, bench, refresh) for ask in asks]
    results = bench.run([dataset for _, dataset in first])
    return [_settle(ask, dataset, results[dataset.id], bench, refresh) for ask, dataset in first]


def _ask_once(ask: PlannedAsk, bench: Bench, refresh: int | None) -> tuple[PlannedAsk, MetricDataset]:
    catalog = bench.catalogs[ask.connection]
    full = completed(ask, catalog)
    return full, dataset_of(full, catalog, refresh)


def _settle(
    ask: PlannedAsk, dataset: MetricDataset, result: Result, bench: Bench, refresh: int | None
) -> Answer | Missed:
    """Accept the result, or try the repairs in order: each must give a better answer and says what it did."""
    if result.status not in {"ok", "stale"}:
        reason = result.failure.message if result.failure else "Its query could not be run."
        return Missed(ask.text or ask.title, reason)
    shape = profile(ask, result)
    if not shape.empty and not _one_point(ask, shape) and not _too_many(ask, shape):
        return Answer(ask, dataset, result, shape)
    for changed, remark in _repairs(ask, shape):
        again = dataset_of(changed, bench.catalogs[ask.connection], refresh)
        retried = bench.run([again])[again.id]
        better = profile(changed, retried)
        if retried.status == "ok" and not better.empty and (shape.empty or better.rows > 1):
            return Answer(changed, again, retried, better, (remark,))
    if shape.empty:
        return Missed(ask.text or ask.title, _why_empty(ask))
    return Answer(ask, dataset, result, shape)


def _one_point(ask: PlannedAsk, shape: Profile) -> bool:
    return ask.task == "trend" and shape.rows == 1


def _too_many(ask: PlannedAsk, shape: Profile) -> bool:
    single = len(ask.dimensions) == 1 and ask.dimensions[0].grain is None and bool(ask.measures)
    return single and ask.limit is None and ask.task not in {"distribution", "correlation"} and not ask.chart and (
        shape.distinct[0] > MANY_CATEGORIES
    )  # fmt: skip


def _repairs(ask: PlannedAsk, shape: Profile) -> list[tuple[PlannedAsk, str]]:
    found: list[tuple[PlannedAsk, str]] = []
    name = ask.title or ask.text
    if _too_many(ask, shape):
        found.append((replace(ask, limit=TOP), f"{name}: the top {TOP} of {shape.distinct[0]} are shown."))
        return found
    if ask.window is not None and ask.window.kind != "all":
        words = window_words(ask.window).lower()
        wider = replace(ask, window=Window(kind="all"), compare=None)
        found.append((wider, f"{name}: there is no data for {words}, so all of time is shown."))
    if _one_point(ask, shape):
        finer = {"year": "month", "quarter": "month", "month": "day", "week": "day"}
        grain = finer.get(str(ask.dimensions[0].grain))
        if grain:
            split = ask.dimensions[0].model_copy(update={"grain": grain})
            title = re.sub(rf"\bby {ask.dimensions[0].grain}\b", f"by {grain}", ask.title)
            finer_ask = replace(ask, dimensions=(split, *ask.dimensions[1:]), title=title)
            found.append((finer_ask, f"{name}: shown by {grain}, for there is one {ask.dimensions[0].grain} only."))
    return found


def _why_empty(ask: PlannedAsk) -> str:
    if ask.filters:
        named = ", ".join(
            sorted({item.column.rpartition(".")[2].replace("_", " ") for item in ask.filters if item.column})
        )
        return f"No rows match the filter on {named}."
    return "Nothing meets the condition." if ask.having else "The data holds no rows for it."
