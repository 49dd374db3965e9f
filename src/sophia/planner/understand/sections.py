"""Sections: topics that people ask for by name expand into their ready asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sophia.catalog.model import Ask, Catalog, Section
from sophia.kernel.ids import slugify
from sophia.planner.plan import PlannedAsk, Task
from sophia.planner.understand.title import title_of
from sophia.planner.understand.words import content, stem, stems_of, tokens_of
from sophia.spec.datasets import Dimension, Filter, Measure, Operator, Order
from sophia.spec.params import Window
from sophia.spec.shape import Scalar

TASKS: dict[str, Task] = {
    "kpi": "kpi", "line": "trend", "area": "trend", "pie": "share", "funnel": "funnel", "waterfall": "bridge",
    "bullet": "target", "heat_map": "matrix", "scatter": "correlation", "table": "rows",
}  # fmt: skip
DULL = frozenset(
    stems_of("the our a of and with dashboard overview monitoring tracking analytics analysis performance")
)


def section_match(phrase: str, section: Section) -> float:
    """Return how well a phrase names a section, 0–1: the share of the words that both have in common."""
    said = set(stems_of(phrase))
    best = 0.0
    for name in (section.title, section.name, *section.synonyms, *section.features):
        words = set(stems_of(name))
        common = said & words
        if not common or not common - DULL:
            continue
        best = max(best, len(common) / len(said | words), 0.99 * (words <= said) * len(words) / max(len(said), 1))
    return best


def covered_by(phrase: str, section: Section) -> bool:
    """Whether a phrase says nothing beyond one of the section's names."""
    said = {stem(token.lower) for token in content(tokens_of(phrase))} - DULL
    names = (section.title, section.name, *section.synonyms, *section.features)
    return any(said <= set(stems_of(name)) for name in names)


def matching(phrase: str, catalogs: Sequence[Catalog], least: float) -> list[tuple[Catalog, Section]]:
    """Return the sections that a phrase names, one per connection at most, in the order of the connections."""
    found = []
    for catalog in catalogs:
        scored = [(section_match(phrase, item), index, item) for index, item in enumerate(catalog.sections)]
        scored = [item for item in scored if item[0] >= least]
        if scored:
            found.append((catalog, max(scored, key=lambda item: (item[0], -item[1]))[2]))
    return found


def expand(section: Section, catalog: Catalog, text: str) -> list[PlannedAsk]:
    """Return the asks of a section as the planner's own; several numbers asked for at once become one tile each."""
    asks: list[PlannedAsk] = []
    for ask in section.asks:
        if ask.visual == "kpi" and not ask.by:
            for name in ask.metrics:
                metric = catalog.metric(name)
                title = ask.title if len(ask.metrics) == 1 and ask.title else (metric.label if metric else name)
                single = ask.model_copy(update={"metrics": [name], "title": title})
                asks.append(planned(single, section, catalog, text))
        else:
            asks.append(planned(ask, section, catalog, text))
    return asks


def planned(ask: Ask, section: Section, catalog: Catalog, text: str) -> PlannedAsk:
    """Return one ask of a section as the planner's own."""
    metric = catalog.metric(ask.metrics[0]) if ask.metrics else None
    table = ask.table or (
        metric.table if metric is not None else ask.columns[0].rpartition(".")[0] if ask.columns else ""
    )
    drawn = bool(ask.columns) and not ask.metrics and ask.visual not in {"", "table"}
    splits = [*ask.by, *(column for column in ask.columns if drawn and not _numeric(column, catalog))]
    dimensions = [Dimension(name=_short(column, splits), column=column) for column in splits]
    measures = [Measure(name=name, metric=name) for name in ask.metrics]
    if drawn:
        measures = [_summed(column) for column in ask.columns if _numeric(column, catalog)]
    time = _time_column(ask, catalog, table)
    if ask.grain and ask.metrics and time and ask.visual != "kpi":
        dimensions.insert(0, Dimension(name="period", column=time, grain=ask.grain))
    by = (ask.order or "").lstrip("-")
    named = {item.name for item in dimensions} | {item.name for item in measures}
    if by and by not in named and measures and catalog.column(f"{table}.{by}") is not None:
        dimensions.append(Dimension(name=by, column=f"{table}.{by}"))
    window = Window(kind="last", unit=ask.grain, count=ask.last) if ask.grain and ask.last else None
    made = PlannedAsk(
        task=_task(ask, dimensions),
        connection=catalog.connection,
        table=table,
        text=text,
        title=ask.title,
        chart=ask.visual,
        measures=tuple(measures),
        dimensions=tuple(dimensions),
        columns=() if drawn else tuple(ask.columns),
        time_column=time,
        window=window,
        filters=tuple(_filter(item) for item in ask.filters),
        order=(Order(by=ask.order.lstrip("-"), descending=ask.order.startswith("-")),) if ask.order else (),
        limit=ask.limit,
        section=section.name,
    )
    return made if made.title else replace(made, title=title_of(made, catalog))


def _numeric(reference: str, catalog: Catalog) -> bool:
    column = catalog.column(reference)
    return column is not None and column.role in {"measure", "money", "rate", "duration"}


def _summed(reference: str) -> Measure:
    return Measure(name=slugify(reference.rpartition(".")[2]).replace("-", "_"), aggregate="sum", column=reference)


def _short(column: str, others: Sequence[str]) -> str:
    name = column.rpartition(".")[2]
    clash = sum(1 for other in others if other.rpartition(".")[2] == name) > 1
    return slugify(column if clash else name).replace("-", "_")


def _task(ask: Ask, dimensions: Sequence[Dimension]) -> Task:
    if not ask.metrics and ask.visual in {"", "table"}:
        return "rows"
    if ask.visual in TASKS and ask.visual != "table":
        return TASKS[ask.visual]
    if not dimensions:
        return "kpi"
    return "trend" if dimensions[0].grain else ("rank" if ask.limit else "breakdown")


def _time_column(ask: Ask, catalog: Catalog, table_name: str) -> str | None:
    metric = catalog.metric(ask.metrics[0]) if ask.metrics else None
    if metric is not None and metric.time_column:
        return metric.time_column if "." in metric.time_column else f"{metric.table}.{metric.time_column}"
    table = catalog.table(table_name)
    return f"{table.name}.{table.time_column}" if table is not None and table.time_column else None


def _filter(text: str) -> Filter:
    """Read a pack's "table.column op value" triple; `in` takes values separated by commas."""
    column, op, *value = text.split(" ", 2)
    operators: dict[str, Operator] = {
        "eq": "eq", "ne": "ne", "gt": "gt", "gte": "gte", "lt": "lt", "lte": "lte", "in": "in", "not_in": "not_in",
        "is_null": "is_null", "not_null": "not_null", "like": "like", "=": "eq", "!=": "ne", ">": "gt", ">=": "gte",
        "<": "lt", "<=": "lte",
    }  # fmt: skip
    values = [item.strip() for item in value[0].split(",")] if value and op in {"in", "not_in"} else value
    return Filter(column=column, op=operators[op], values=[_scalar(item) for item in values])


def _scalar(text: str) -> Scalar:
    plain = text.strip().strip("'\"")
    if plain.lower() in {"true", "false"}:
        return plain.lower() == "true"
    try:
        return int(plain)
    except ValueError:
        pass
    try:
        return float(plain)
    except ValueError:
        return plain
