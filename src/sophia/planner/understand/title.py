"""Titles: what an ask is called, as a person would write it."""

from __future__ import annotations

from sophia.catalog.model import Catalog, Column, Table
from sophia.planner.condition import filter_words
from sophia.planner.measure import label_of, plural
from sophia.planner.plan import PlannedAsk
from sophia.planner.understand.words import PARTICIPLES


def title_of(ask: PlannedAsk, catalog: Catalog) -> str:
    """Return "MRR by segment", "Top 10 deals by amount", "Number of tickets by month"."""
    if ask.task == "correlation" and ask.columns:
        sides = [_split_name(column, None, catalog) for column in ask.columns[:2]]
        return f"{sides[1][:1].upper()}{sides[1][1:]} against {sides[0]}"
    what = _subject(ask, catalog)
    splits = [_split_name(item.column, item.grain, catalog) for item in ask.dimensions]
    title = what + (f" by {' and '.join(splits)}" if splits else "")
    if ask.limit and not ask.measures:
        return (
            f"{'Bottom' if ask.order and not ask.order[0].descending else 'Top'} {ask.limit} {_lower(title)}{_by(ask)}"
        )
    if ask.limit and ask.dimensions:
        word = "Bottom" if ask.order and not ask.order[0].descending else "Top"
        return f"{word} {ask.limit} {plural(splits[0])} by {_lower(what)}"
    return title[:1].upper() + title[1:]


def _subject(ask: PlannedAsk, catalog: Catalog) -> str:
    values = [
        str(item.values[0])
        for item in ask.filters
        if item.op == "eq" and item.values and isinstance(item.values[0], str)
    ]
    prefix = f"{' '.join(values[:2])} " if values else ""
    if ask.measures and ask.measures[0].over is not None and label_of(ask.measures[0], catalog) == "Share":
        return _part(ask, prefix.lower(), catalog)
    if ask.measures:
        names = [label_of(item, catalog) for item in ask.measures[:3]]
        if ask.measures[0].aggregate == "count" and ask.measures[0].over is None:
            table = catalog.table(ask.table)
            names = [f"number of {prefix.lower()}{plural((table.entity or table.name) if table else 'records')}"]
            return names[0][:1].upper() + names[0][1:]
        joined = " and ".join([names[0], *(_lower(name) for name in names[1:])])
        return f"{joined}{f', {prefix.strip()}' if prefix else ''}"
    table = catalog.table(ask.table)
    flags = [item.column.rpartition(".")[2].removeprefix("is_") for item in ask.filters if item.values[:1] == [True]]
    flags += ["open" for item in ask.filters if item.values[:1] == [False] and "clos" in item.column]
    name = plural((table.entity or table.name) if table else "rows")
    joined = " ".join([*flags, *values[:2], name])
    return joined[:1].upper() + joined[1:]


def _part(ask: PlannedAsk, prefix: str, catalog: Catalog) -> str:
    """Return "Share of returned shipments", or "Share of tickets where csat is 5"."""
    table = catalog.table(ask.table)
    things = f"{prefix}{plural((table.entity or table.name) if table else 'record')}"
    met = ask.measures[0].filters
    named = [str(item.values[0]) for item in met if item.op == "eq" and item.values and isinstance(item.values[0], str)]
    if len(named) == len(met) == 1:
        return f"Share of {named[0].lower()} {things}"
    return f"Share of {things} {' and '.join(filter_words(item, catalog) for item in met)}"


def _by(ask: PlannedAsk) -> str:
    return f" by {ask.order[0].by.replace('_usd', '').replace('_', ' ')}" if ask.order else ""


def _split_name(reference: str, grain: str | None, catalog: Catalog) -> str:
    column = catalog.column(reference)
    table = catalog.table(reference.rpartition(".")[0])
    if grain:
        return f"{grain.replace('_', ' ')}{_happening(column, table, catalog)}"
    if column is not None and table is not None and table.entity and _names_rows(column, table):
        return table.entity
    return _lower((column.label if column is not None else "") or reference.rpartition(".")[2].replace("_", " "))


def _happening(column: Column | None, table: Table | None, catalog: Catalog) -> str:
    """Return " closed" for a date that is not the one by which the rows usually come, "" for that one."""
    if column is None or table is None or len(catalog.tables) < 2 or table.time_column in {None, column.name}:
        return ""
    said = _lower(column.label or column.name.replace("_", " "))
    return f" {said}" if said.endswith("ed") or said in PARTICIPLES else f" of {said}"


def _names_rows(column: Column, table: Table) -> bool:
    """Whether a column's values tell the rows apart, so that a split by it is one by the things themselves."""
    few = bool(column.distinct and table.rows and column.distinct * 2 < table.rows)
    return column.role == "label" and not few


def _lower(text: str) -> str:
    first = text.split(" ", 1)[0]
    return text if first.isupper() or any(letter.isupper() for letter in first[1:]) else text[:1].lower() + text[1:]
