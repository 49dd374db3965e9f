"""Drawing: a planned ask, its dataset and its result become a component."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from sophia.catalog.model import Catalog, Metric
from sophia.catalog.personal import personal_kind
from sophia.planner.chart import LONG_LABEL, Profile
from sophia.planner.measure import format_of, label_of
from sophia.planner.plan import PlannedAsk
from sophia.spec.components import Component
from sophia.spec.components.area import Area
from sophia.spec.components.bar import Bar
from sophia.spec.components.bullet import Bullet
from sophia.spec.components.combo import Combo
from sophia.spec.components.funnel import Funnel
from sophia.spec.components.heat_map import HeatMap
from sophia.spec.components.kpi import Kpi
from sophia.spec.components.line import Line
from sophia.spec.components.pie import Pie
from sophia.spec.components.scatter import Scatter
from sophia.spec.components.shape import Note, Reference, Series
from sophia.spec.components.stacked_bar import StackedBar
from sophia.spec.components.table import Table, TableColumn
from sophia.spec.components.waterfall import Waterfall
from sophia.spec.datasets import Dimension, Measure, MetricDataset
from sophia.spec.params import Window
from sophia.spec.shape import Format

ID = "c"


def draw(ask: PlannedAsk, dataset: MetricDataset, kind: str, shape: Profile, catalog: Catalog) -> Component:
    """Return the component of `kind` that shows `dataset`; its id and place are given later."""
    builders = {
        "line": _line, "area": _area, "bar": _bar, "stacked_bar": _stacked, "combo": _combo, "pie": _pie,
        "scatter": _scatter, "heat_map": _heat_map, "funnel": _funnel, "waterfall": _waterfall, "bullet": _bullet,
        "kpi": _kpi,
    }  # fmt: skip
    builder = builders.get(kind)
    made = builder(ask, dataset, shape, catalog) if builder else _table(ask, dataset, catalog)
    return made.model_copy(
        update={
            "title": ask.title,
            "definition": definition(ask, catalog),
            "note": _note(ask, catalog),
            "subtitle": _span(ask),
        }
    )


def definition(ask: PlannedAsk, catalog: Catalog) -> str:
    """Return what the numbers mean: the metrics' own definitions, one sentence each."""
    metrics = [catalog.metric(item.metric) for item in ask.measures if item.metric]
    return " ".join(
        f"{metric.label}: {metric.description}" for metric in metrics if metric is not None and metric.description
    )


def _span(ask: PlannedAsk) -> str:
    """Say the window in words, for the line under the title."""
    return window_words(ask.window) if (ask.dimensions or not ask.measures) and ask.window else ""


def window_words(window: Window) -> str:
    """Return a window in words: "last 12 months", "previous quarter", "1 Jan 2026 to 31 Mar 2026"."""
    units = window.unit if window.count == 1 else f"{window.count} {window.unit}s"
    match window.kind:
        case "last":
            return f"Last {units}"
        case "previous":
            return f"Previous {units}"
        case "this":
            return f"This {window.unit} to date"
        case "between":
            return _between_words(window.start, window.end)
        case _:
            return ""


def _between_words(start: str | None, end: str | None) -> str:
    """Return "2010", "2009 to 2010", "Since 2000", "Until 31 Mar 2020", "1 Mar 2020 to 31 Mar 2020".

    `end` is the first day that is not in it.
    """
    first = date.fromisoformat(start[:10]) if start else None
    last = date.fromisoformat(end[:10]) - timedelta(days=1) if end else None
    years = (first is None or first.strftime("%m%d") == "0101") and (last is None or last.strftime("%m%d") == "1231")
    begin, until = (_day_words(day, years) for day in (first, last))
    if begin and until:
        return begin if begin == until else f"{begin} to {until}"
    return f"Since {begin}" if begin else f"Until {until}" if until else ""


def _day_words(day: date | None, years: bool) -> str:
    if day is None:
        return ""
    return str(day.year) if years else f"{day.day} {day:%b %Y}"


def _note(ask: PlannedAsk, catalog: Catalog) -> Note | None:
    doubts = [choice for choice in ask.choices if choice.alternatives and choice.confidence < 0.75]
    personal = _personal(ask, catalog)
    if not doubts and not personal:
        return None
    texts = [personal] if personal else []
    if doubts:
        texts.append("; ".join(f"“{choice.words}” was read as {choice.meaning}" for choice in doubts) + ".")
    alternatives = [
        f"Use {other} instead of {choice.meaning} in “{ask.title}”"
        for choice in doubts
        for other in choice.alternatives[:3]
    ]
    unsure = any(choice.confidence < 0.5 for choice in doubts)
    return Note(text=" ".join(texts), kind="question" if unsure else "assumption", alternatives=alternatives)


def _personal(ask: PlannedAsk, catalog: Catalog) -> str:
    """Return the remark that single people's data is shown, "" where none is: counted or averaged data is nobody's."""
    shown = [*ask.columns, *(item.column for item in ask.dimensions if not item.grain)]
    found = []
    for reference in shown:
        table, column = catalog.table(reference.rpartition(".")[0]), catalog.column(reference)
        if table is not None and column is not None and (kind := personal_kind(column, table)):
            found.append(kind)
    kinds = " and ".join(dict.fromkeys(found))
    return f"This shows personal data ({kinds}): share it only with those who may see it." if kinds else ""


def _series(measures: Sequence[Measure], catalog: Catalog) -> list[Series]:
    return [
        Series(column=item.name, label=label_of(item, catalog), format=format_of(item, catalog)) for item in measures
    ]


def _split(ask: PlannedAsk) -> str | None:
    return ask.dimensions[1].name if len(ask.dimensions) > 1 else None


def _metric(ask: PlannedAsk, catalog: Catalog) -> Metric | None:
    name = ask.measures[0].metric if ask.measures else None
    return catalog.metric(name) if name else None


def _references(ask: PlannedAsk, catalog: Catalog) -> list[Reference]:
    metric = _metric(ask, catalog)
    if metric is None or metric.target is None or len(ask.measures) != 1 or _split(ask) is not None:
        return []
    return [Reference(value=metric.target, label="Target")]


def _y(ask: PlannedAsk, catalog: Catalog) -> list[Series]:
    return _series(ask.measures[:1] if _split(ask) else ask.measures, catalog)


def _line(ask: PlannedAsk, dataset: MetricDataset, shape: Profile, catalog: Catalog) -> Component:
    return Line(
        id=ID, dataset=dataset.id, x=ask.dimensions[0].name, y=_y(ask, catalog), series=_split(ask),
        references=_references(ask, catalog),
    )  # fmt: skip


def _area(ask: PlannedAsk, dataset: MetricDataset, shape: Profile, catalog: Catalog) -> Component:
    return Area(
        id=ID, dataset=dataset.id, x=ask.dimensions[0].name, y=_y(ask, catalog), series=_split(ask),
        references=_references(ask, catalog), normalized=ask.task == "share" and _split(ask) is not None,
    )  # fmt: skip


def _bar(ask: PlannedAsk, dataset: MetricDataset, shape: Profile, catalog: Catalog) -> Component:
    timed = ask.dimensions[0].grain is not None
    return Bar(
        id=ID, dataset=dataset.id, x=ask.dimensions[0].name, y=_y(ask, catalog), series=_split(ask),
        horizontal=not timed and shape.longest > LONG_LABEL, references=_references(ask, catalog),
    )  # fmt: skip


def _stacked(ask: PlannedAsk, dataset: MetricDataset, shape: Profile, catalog: Catalog) -> Component:
    timed = ask.dimensions[0].grain is not None
    return StackedBar(
        id=ID, dataset=dataset.id, x=ask.dimensions[0].name, y=_y(ask, catalog), series=_split(ask),
        horizontal=not timed and shape.longest > LONG_LABEL, normalized=ask.task == "share",
    )  # fmt: skip


def _combo(ask: PlannedAsk, dataset: MetricDataset, shape: Profile, catalog: Catalog) -> Component:
    drawn = _series(ask.measures, catalog)
    units = {(item.format.style, item.format.currency) for item in drawn}
    return Combo(
        id=ID, dataset=dataset.id, x=ask.dimensions[0].name, bars=drawn[:-1], lines=drawn[-1:],
        second_axis=len(units) > 1,
    )  # fmt: skip


def _pie(ask: PlannedAsk, dataset: MetricDataset, shape: Profile, catalog: Catalog) -> Component:
    return Pie(id=ID, dataset=dataset.id, label=ask.dimensions[0].name, value=_series(ask.measures, catalog)[0])


def _scatter(ask: PlannedAsk, dataset: MetricDataset, shape: Profile, catalog: Catalog) -> Component:
    drawn = _series(ask.measures, catalog)
    if not drawn:
        x, y = (_plain_series(item, catalog) for item in dataset.dimensions[:2])
        return Scatter(id=ID, dataset=dataset.id, x=x, y=y)
    if len(drawn) >= 2:
        label = ask.dimensions[0].name if ask.dimensions else None
        return Scatter(id=ID, dataset=dataset.id, x=drawn[0], y=drawn[1], label=label, series=_split(ask))
    first = ask.dimensions[0]
    return Scatter(id=ID, dataset=dataset.id, x=_plain_series(first, catalog), y=drawn[0], series=_split(ask))


def _plain_series(dimension: Dimension, catalog: Catalog) -> Series:
    """Return a dimension's numbers as they are, written as their column is."""
    column = catalog.column(dimension.column)
    label = (column.label if column else "") or dimension.name
    return Series(column=dimension.name, label=label, format=(column.format if column else None) or Format())


def _heat_map(ask: PlannedAsk, dataset: MetricDataset, shape: Profile, catalog: Catalog) -> Component:
    first, second = ask.dimensions[:2]
    return HeatMap(id=ID, dataset=dataset.id, x=first.name, y=second.name, value=_series(ask.measures, catalog)[0])


def _funnel(ask: PlannedAsk, dataset: MetricDataset, shape: Profile, catalog: Catalog) -> Component:
    return Funnel(id=ID, dataset=dataset.id, stage=ask.dimensions[0].name, value=_series(ask.measures, catalog)[0])


def _waterfall(ask: PlannedAsk, dataset: MetricDataset, shape: Profile, catalog: Catalog) -> Component:
    totals = ["Start", "End", "Total", "Start MRR", "End MRR", "Start ARR", "End ARR"]
    return Waterfall(
        id=ID, dataset=dataset.id, label=ask.dimensions[0].name, value=_series(ask.measures, catalog)[0], totals=totals
    )


def _bullet(ask: PlannedAsk, dataset: MetricDataset, shape: Profile, catalog: Catalog) -> Component:
    drawn = _series(ask.measures, catalog)
    metric = _metric(ask, catalog)
    return Bullet(
        id=ID, dataset=dataset.id, label=ask.dimensions[0].name if ask.dimensions else None, value=drawn[0],
        target=drawn[1].column if len(drawn) > 1 else None, target_value=metric.target if metric else None,
    )  # fmt: skip


def _kpi(ask: PlannedAsk, dataset: MetricDataset, shape: Profile, catalog: Catalog) -> Component:
    metric = _metric(ask, catalog)
    measure = ask.measures[0]
    good: Literal["up", "down", "neutral"] = metric.good if metric else "neutral"
    return Kpi(
        id=ID, dataset=dataset.id, value=measure.name, format=format_of(measure, catalog), good=good,
        target=metric.target if metric else None, previous=f"{measure.name}__previous" if dataset.compare else None,
        comparison_label=_comparison_words(dataset),
    )  # fmt: skip


def _comparison_words(dataset: MetricDataset) -> str:
    if dataset.compare is None:
        return ""
    if dataset.compare == "previous_year":
        return "vs a year before"
    window = dataset.window
    if window is None or window.kind == "between":
        return "vs the period before"
    return f"vs {window.unit} before" if window.count == 1 else f"vs {window.count} {window.unit}s before"


def _table(ask: PlannedAsk, dataset: MetricDataset, catalog: Catalog) -> Component:
    columns = [_plain_column(item.name, item.column, catalog) for item in dataset.dimensions]
    for measure in dataset.measures:
        drawn = Series(column=measure.name, label=label_of(measure, catalog), format=format_of(measure, catalog))
        columns.append(TableColumn(column=drawn.column, label=drawn.label, format=drawn.format))
    return Table(id=ID, dataset=dataset.id, columns=columns)


def _plain_column(name: str, reference: str, catalog: Catalog) -> TableColumn:
    column = catalog.column(reference)
    if column is None:
        return TableColumn(column=name)
    styles = {"money": "currency", "measure": "number", "duration": "duration", "rate": "number", "date": "date"}
    shown = column.format or Format(style=styles.get(column.role, "text"))
    if column.role == "money" and column.format is None:
        shown = Format(style="currency", currency="USD")
    visual: Literal["plain", "badge", "health"] = "badge" if column.role == "status" else "plain"
    if shown.style == "score":
        visual = "health"
    return TableColumn(column=name, label=column.label or column.name, format=shown, visual=visual)
