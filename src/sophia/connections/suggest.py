"""Suggestions: three to five sentences about a connection that were tried and work."""

from __future__ import annotations

from collections.abc import Iterator

from sophia.catalog.model import Catalog, Column, Table
from sophia.kernel.errors import SophiaError
from sophia.kernel.viewer import Viewer
from sophia.planner.generate import generate
from sophia.planner.request import Request
from sophia.planner.verify import Bench
from sophia.query.contract import QueryPath

MOST = 5
TRIES = 14
BREAKDOWNS = {"category", "status", "geo", "boolean"}
AMOUNTS = {"money", "measure", "duration"}


def suggest(catalog: Catalog, queries: QueryPath, viewer: Viewer) -> list[str]:
    """Return up to five sentences of different shape; each became a component with data when it was tried."""
    bench = Bench(queries, viewer, {catalog.connection: catalog})
    found: list[str] = []
    for number, sentence in enumerate(dict.fromkeys(candidates(catalog))):
        if len(found) == MOST or number == TRIES:
            break
        if _works(sentence, catalog, bench):
            found.append(sentence)
    return found


def _works(sentence: str, catalog: Catalog, bench: Bench) -> bool:
    try:
        outcome = generate(Request(description=sentence, data_sources=(catalog.connection,)), bench)
    except SophiaError:
        return False
    return not outcome.not_understood and bool(outcome.component_ids)


def candidates(catalog: Catalog) -> Iterator[str]:
    """Yield sentences about the metrics and the largest tables, the most telling first."""
    for metric in catalog.metrics[:3]:
        yield f"{metric.label} by month over the last 12 months" if metric.time_column else metric.label
        for dimension in metric.dimensions[:1]:
            column = catalog.column(dimension)
            if column is not None:
                yield f"{metric.label} by {_words(column)}"
    tables = sorted(catalog.tables, key=lambda table: -(table.rows or 0))
    shapes = [list(_about(table)) for table in tables[:4]]
    for turn in range(max((len(shape) for shape in shapes), default=0)):
        yield from (shape[turn] for shape in shapes if turn < len(shape))


def _about(table: Table) -> Iterator[str]:
    noun = (table.label or table.name).lower().replace("_", " ")
    shown = [column for column in table.columns if not column.hidden]
    amounts = [column for column in shown if column.role in AMOUNTS and column.additive]
    splits = [column for column in shown if column.role in BREAKDOWNS and 2 <= (column.distinct or 0) <= 40]
    splits.sort(key=lambda column: (column.type not in {"text", "boolean"}, _words(column) == "time"))
    labels = [column for column in shown if column.name == table.label_column]
    for amount in amounts[:1]:
        for split in splits[:1]:
            yield f"{_total(amount)} by {_words(split)}"
        if table.time_column:
            yield f"{_total(amount)} by month"
        if labels:
            yield f"Top 10 {noun} by {_words(amount)}"
    for split in splits[:2]:
        yield f"Number of {noun} by {_words(split)}"
    if table.time_column:
        yield f"Number of {noun} by month"
    for amount in amounts[1:2]:
        for split in splits[:1]:
            yield f"Average {_words(amount)} by {_words(split)}"
    yield f"Number of {noun}"


def _total(amount: Column) -> str:
    words = _words(amount)
    return words.capitalize() if words.startswith("total") else f"Total {words}"


def _words(column: Column) -> str:
    return (column.label or column.name).lower().replace("_", " ")
