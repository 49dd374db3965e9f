"""Measures: what a number is called, and how it is written."""

from __future__ import annotations

from sophia.catalog.model import Catalog
from sophia.spec.datasets import Measure
from sophia.spec.shape import Format

COUNTS = {"count", "count_distinct"}
WORDS = {"sum": "Total", "mean": "Average", "min": "Lowest", "max": "Highest", "median": "Median"}
TIMES = {
    "sum": "Total time",
    "mean": "Average time",
    "min": "Shortest time",
    "max": "Longest time",
    "median": "Median time",
}


def format_of(measure: Measure, catalog: Catalog) -> Format:
    """Return how a measure is written: its metric's format, its column's, or a plain number."""
    if measure.share or is_part(measure, catalog):
        return Format(style="percent", decimals=1)
    if measure.since and measure.over is None:
        return Format(style="duration")
    if measure.over is not None and measure.aggregate in COUNTS:
        return Format(style="number", decimals=2)
    metric = catalog.metric(measure.metric) if measure.metric else None
    if metric is not None:
        return metric.format
    column = catalog.column(measure.column) if measure.column else None
    if column is not None and column.format is not None and measure.aggregate not in COUNTS:
        return column.format
    return Format()


def is_part(measure: Measure, catalog: Catalog) -> bool:
    """Whether a quotient is written as percent: a count by a count, or money by money."""
    over = measure.over
    if over is None:
        return False
    if measure.aggregate == over.aggregate and (measure.aggregate == "count" or measure.column == over.column):
        return True
    return _is_money(measure, catalog) and _is_money(over, catalog)


def _is_money(measure: Measure, catalog: Catalog) -> bool:
    metric = catalog.metric(measure.metric) if measure.metric else None
    if metric is not None:
        return metric.flow and metric.format.style == "currency"
    column = catalog.column(measure.column) if measure.column else None
    return measure.aggregate == "sum" and column is not None and column.role == "money"


def label_of(measure: Measure, catalog: Catalog) -> str:
    """Return what a measure is called: its metric's label, "Average amount", "Share", "Total amount per order"."""
    if measure.over is not None:
        return _divided(measure, measure.over, catalog)
    metric = catalog.metric(measure.metric) if measure.metric else None
    if metric is not None:
        return metric.label
    if measure.since:
        return _elapsed(measure, measure.since, catalog)
    name = _name(measure.column, catalog) if measure.column else "records"
    if measure.aggregate == "sum" and name.lower().startswith("total"):
        return name
    if measure.aggregate in COUNTS and measure.column and (things := things_of(measure.column, catalog)):
        return f"Number of {plural(things)}" if measure.aggregate == "count" else f"Distinct {plural(things)}"
    if measure.aggregate == "count":
        return "Count" if not measure.column else f"Number of {name.lower()}"
    if measure.aggregate == "count_distinct":
        return f"Distinct {name.lower()}"
    return f"{WORDS.get(measure.aggregate or '', '')} {name.lower()}".strip()


def _divided(measure: Measure, over: Measure, catalog: Catalog) -> str:
    plain = measure.model_copy(update={"filters": [], "over": None, "name": over.name})
    if measure.filters and plain == over:
        return "Share"
    above = label_of(measure.model_copy(update={"over": None}), catalog)
    if is_part(measure, catalog):
        below = label_of(over, catalog)
        return f"{above} as a share of {below[:1].lower()}{below[1:]}"
    things = things_of(over.column, catalog) if over.column and over.aggregate in COUNTS else ""
    below = things or label_of(over, catalog)
    return f"{above} per {below[:1].lower()}{below[1:]}"


def _elapsed(measure: Measure, since: str, catalog: Catalog) -> str:
    how = TIMES.get(measure.aggregate or "", "Time")
    begun = _name(since, catalog).lower()
    return f"{how} from {begun} to {_name(measure.column, catalog).lower() if measure.column else 'today'}"


def _name(reference: str, catalog: Catalog) -> str:
    column = catalog.column(reference)
    return (column.label or column.name) if column is not None else reference.rpartition(".")[2].replace("_", " ")


def things_of(reference: str, catalog: Catalog) -> str:
    """Return the noun of what a key identifies: "member" for members.member_id or sessions.member_id, "" for others."""
    joined = (item for item in catalog.joins if f"{item.from_table}.{item.from_column}" == reference)
    home, _, name = reference.rpartition(".")
    found = next((catalog.table(item.to_table) for item in joined), catalog.table(home))
    key = next((item.to_column for item in catalog.joins if f"{item.from_table}.{item.from_column}" == reference), name)
    return found.entity or found.name if found is not None and found.primary_key == [key] else ""


def plural(noun: str) -> str:
    """Return the plural of a noun in its regular form."""
    if noun.endswith("y") and noun[-2:-1] not in set("aeiou"):
        return f"{noun[:-1]}ies"
    return noun if noun.endswith("s") else f"{noun}{'es' if noun.endswith(('x', 'ch', 'sh')) else 's'}"
