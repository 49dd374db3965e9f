"""Offers: what else an ask may have meant, verified like any component and put beside the one that was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sophia.catalog.model import Catalog
from sophia.planner.chart import choose
from sophia.planner.plan import PlannedAsk
from sophia.planner.question import metric_of
from sophia.planner.understand.alternatives import Alternative, alternatives_of
from sophia.planner.understand.gist import Gist, Slot
from sophia.planner.understand.rank import HOW_MANY
from sophia.planner.understand.splits import slug
from sophia.planner.verify import Answer, Bench, verify
from sophia.spec.components import Component
from sophia.spec.components.shape import Note
from sophia.spec.datasets import Dimension

MOST = 3
WIDE = 40
TELLING = {"category", "status", "geo", "boolean"}
UNSPLIT = "A {chart} was asked for, but not what splits it."
UNNUMBERED = "How many was not said; the first {limit} are shown."
OTHER_LIMITS = (5, 50)
UNNAMED = "No chart was named; this one suits the answer."


def with_offers(made: Component, answer: Answer, bench: Bench, refresh: int | None, *, alone: bool) -> Component:
    """Return the component with the other charts that its ask may mean as sentences in its note.

    A chart that lacks what splits it is offered with each column that could. Where the ask stands `alone`, names no
    chart and raises no question, the other kinds that can draw the same answer are. Only what ran is offered.
    """
    if made.kind == "custom":
        return made
    ask, catalog = answer.ask, bench.catalogs[answer.ask.connection]
    kind, objection = choose(ask, answer.shape)
    if objection and ask.measures and not ask.dimensions:
        name = _called(ask.chart)
        sentences = [
            f"Split “{made.title}” by {label} and show it as a {name}" for label in _sides(ask, bench, refresh, catalog)
        ]
        return _noted(made, UNSPLIT.format(chart=name), sentences, unsure=True)
    if _is_cut_unasked(answer):
        sentences = [f"Show the top {count} in “{made.title}”" for count in OTHER_LIMITS]
        return _noted(made, UNNUMBERED.format(limit=ask.limit), sentences, unsure=False)
    if alone and made.note is None and not ask.chart and ask.measures and ask.dimensions:
        sentences = [f"Show “{made.title}” as a {_called(other)}" for other in _kinds(answer, kind, catalog)]
        return _noted(made, UNNAMED, sentences, unsure=False)
    return made


def _is_cut_unasked(answer: Answer) -> bool:
    """Whether a ranking leaves things out and nobody said how many there should be."""
    assumed = any(choice.words == HOW_MANY for choice in answer.ask.choices)
    return assumed and answer.ask.limit is not None and answer.result.rows >= answer.ask.limit


def _called(chart: str) -> str:
    plain = chart.replace("_", " ")
    return plain if chart == "heat_map" else f"{plain} chart"


def _noted(made: Component, text: str, sentences: Sequence[str], *, unsure: bool) -> Component:
    if not sentences:
        return made
    before = made.note or Note(text="")
    note = Note(
        text=f"{before.text} {text}".strip(),
        kind="question" if unsure else before.kind,
        alternatives=[*before.alternatives, *sentences],
    )
    return made.model_copy(update={"note": note})


def gist_of_ask(ask: PlannedAsk, chart: str) -> Gist:
    """Return the gist of an ask that is understood: its numbers are settled, as is what splits it."""
    sides = tuple(Slot((item.column,), split=True) for item in ask.dimensions)
    return Gist(ask.table, chart, sides, counted=True, filters=ask.filters)


def _sides(ask: PlannedAsk, bench: Bench, refresh: int | None, catalog: Catalog) -> list[str]:
    """Return the labels of the columns by which the chart that was asked for can be drawn."""
    metric = metric_of(ask, catalog)
    open_ones = [
        column for item in alternatives_of(gist_of_ask(ask, ask.chart), catalog, WIDE) for column in _columns(item)
    ]
    usual = [*(metric.dimensions if metric is not None else ()), *open_ones]
    known = {name: catalog.column(name) for name in dict.fromkeys(usual)}
    fitting = [name for name, column in known.items() if column is not None and column.role in TELLING][: 2 * MOST]
    asks = [replace(ask, dimensions=(Dimension(name=slug(name), column=name),)) for name in fitting]
    labels = []
    for name, settled in zip(fitting, verify(asks, bench, refresh), strict=True):
        column = known[name]
        drawn = isinstance(settled, Answer) and choose(settled.ask, settled.shape) == (ask.chart, "")
        if drawn and column is not None:
            labels.append((column.label or column.name.replace("_", " ")).lower())
    return list(dict.fromkeys(labels))[:MOST]


def _columns(item: Alternative) -> list[str]:
    """Return the columns that an alternative is split by."""
    found = [channel.column for channel in (item.x, item.color, item.y) if channel is not None]
    return [column for column in dict.fromkeys(found) if column]


def _kinds(answer: Answer, kind: str, catalog: Catalog) -> list[str]:
    """Return the other kinds that can draw the same answer; a line needs time to run along."""
    ask = answer.ask
    sides = {item.column for item in ask.dimensions}
    timed = ask.dimensions[0].grain is not None
    same = [item.chart for item in alternatives_of(gist_of_ask(ask, ""), catalog, WIDE) if set(_columns(item)) == sides]
    return [
        chart
        for chart in dict.fromkeys(same)
        if chart != kind
        and (timed or chart != "line")
        and choose(replace(ask, chart=chart), answer.shape) == (chart, "")
    ][:MOST]
