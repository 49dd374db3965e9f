"""Catalog metrics out of drafts: one table to run over, columns resolved, nothing that a join would count twice."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from sophia.catalog.check import reachable
from sophia.catalog.model import Metric, Table
from sophia.catalog.names import label_of, words_of
from sophia.catalog.semantic.draft import MetricDraft, Unsuitable
from sophia.catalog.semantic.formula import (
    format_of,
    home_of,
    is_flow,
    is_join_safe,
    is_scaled_to_hundred,
    outermost,
    tables_of,
)
from sophia.catalog.semantic.ground import Ground
from sophia.catalog.semantic.wording import identifier
from sophia.spec.shape import Format

SHARES = set("rate ratio share percent percentage pct margin".split())
DIMENSION_ROLES = {"category", "status", "geo", "boolean", "label"}
MOST_DIMENSIONS = 8


def metric_of(draft: MetricDraft, ground: Ground) -> Metric:
    """Return a draft as a catalog metric. Raises Unsuitable with the reason when it cannot be one."""
    tree = exp.paren(draft.value.copy())
    if not tree.find(exp.AggFunc):
        raise Unsuitable("it aggregates nothing")
    if tree.find(exp.Window):
        raise Unsuitable("it is computed over a window of rows; put that into a model")
    base = _base(tree, draft, ground)
    table = ground.catalog.table(ground.tables[base])
    assert table is not None
    for column in list(tree.find_all(exp.Column)):
        column.replace(ground.resolve(column))
    for column in tree.find_all(exp.Column):
        if column.table.lower() == table.name.lower():
            column.set("table", None)
    return _metric(draft, tree.unnest(), table, base, ground)


def _base(tree: exp.Expr, draft: MetricDraft, ground: Ground) -> str:
    """Return the dataset whose rows are counted: all others are looked up from it, and nothing of them is added up."""
    read = tables_of(tree) or ({draft.dataset} if draft.dataset else set())
    lost = sorted(name for name in read if name not in ground.tables)
    if lost:
        dataset = ground.draft.dataset(lost[0])
        raise Unsuitable(f"its table {lost[0]!r} is left out: {(dataset and dataset.fault) or 'it is not there'}")
    homes = [(part, home_of(part) or ({draft.dataset} if draft.dataset else set())) for part in outermost(tree)]
    fixed = [home for part, home in homes if home and not is_join_safe(part)]
    if not read:
        raise Unsuitable("it does not say whose rows it counts")
    candidates = [draft.dataset] if draft.dataset else sorted(set().union(*fixed) if fixed else read)
    for base in candidates:
        reach = reachable(ground.catalog, ground.tables[base])
        if {ground.tables[name] for name in read} <= reach and all(base in home for home in fixed):
            return base
    names = ", ".join(sorted(read))
    raise Unsuitable(f"it combines rows of {names}, and no join leads from one of them to a single row of the others")


def _metric(draft: MetricDraft, tree: exp.Expr, table: Table, base: str, ground: Ground) -> Metric:
    catalog = ground.catalog
    known = catalog.metric(draft.name)
    name = draft.name or identifier(draft.words.label)
    label = draft.words.label or label_of(draft.name)
    flow = is_flow(tree) and not draft.last
    fields: dict[str, Any] = {
        "name": name,
        "label": label,
        "table": table.name,
        "expression": tree.sql(dialect=catalog.dialect),
        "synonyms": draft.words.synonyms or (known.synonyms if known else []),
        "description": draft.words.description or (known.description if known else ""),
        "format": draft.format or _format(tree, table, ground, label),
        "time_column": _time(draft, table, base, ground),
        "last": draft.last,
        "flow": flow,
        "good": known.good if known else "neutral",
        "target": known.target if known else None,
        "dimensions": known.dimensions if known else _dimensions(table, base, ground),
    }
    made = Metric.model_validate({**fields, **draft.extra})
    dimensions = [reference for reference in made.dimensions if catalog.column(reference) is not None]
    drill = made.drill_table if made.drill_table and catalog.table(made.drill_table) else None
    return made.model_copy(update={"dimensions": dimensions, "drill_table": drill})


def _time(draft: MetricDraft, table: Table, base: str, ground: Ground) -> str | None:
    """Return the metric's own date where it is not the table's anyway."""
    dataset = ground.draft.dataset(base)
    if draft.time is None or dataset is None or draft.dataset is None:
        return None
    if "." in draft.time and ground.catalog.column(draft.time) is not None:
        return draft.time
    column = ground.column_name(dataset, draft.time)
    if column is None:
        raise Unsuitable(f"its date {draft.time!r} is no column of {table.name}")
    return None if column == table.time_column else column


def _format(tree: exp.Expr, table: Table, ground: Ground, label: str) -> Format:
    def of_column(column: exp.Column) -> Format | None:
        found = ground.catalog.column(f"{column.table or table.name}.{column.name}")
        return found.format if found else None

    if set(words_of(label)) & SHARES and isinstance(tree.find(exp.Div), exp.Div):
        return Format(decimals=1, unit="%") if is_scaled_to_hundred(tree) else Format(style="percent", decimals=1)
    return format_of(tree, of_column) or Format()


def _dimensions(table: Table, base: str, ground: Ground) -> list[str]:
    """Return the columns that the model names for splitting, in its order."""
    dataset = ground.draft.dataset(base)
    found: list[str] = []
    for field in dataset.fields if dataset else ():
        name = ground.column_name(ground.draft.dataset(base), field.name)  # type: ignore[arg-type]  # known above
        column = ground.catalog.column(f"{table.name}.{name}") if name else None
        if column is not None and column.role in DIMENSION_ROLES and not column.hidden and not column.secret:
            found.append(f"{table.name}.{column.name}")
    return list(dict.fromkeys(found))[:MOST_DIMENSIONS]
