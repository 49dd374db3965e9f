"""Placing: a draft laid onto a catalog, with a report of every part that was carried over, adapted or left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sophia.catalog.model import Catalog, Column, ColumnType, Join, Metric, Table
from sophia.catalog.names import label_of
from sophia.catalog.semantic.draft import (
    DatasetDraft,
    Draft,
    FieldDraft,
    Item,
    Kind,
    MetricDraft,
    RelationDraft,
    State,
    Unsuitable,
)
from sophia.catalog.semantic.ground import Ground, column_under, typed
from sophia.catalog.semantic.metric import metric_of
from sophia.kernel.errors import SophiaError


class Probe(Protocol):
    """Tries things out on the connection's own data."""

    def fault(self, metric: Metric, catalog: Catalog) -> str:
        """Return why `metric` does not compute over `catalog`, "" when it does."""
        ...

    def is_key(self, table: str, column: str, catalog: Catalog) -> bool:
        """Whether no two rows of `table` share a value of `column`."""
        ...

    def types(self, table: str, catalog: Catalog) -> dict[str, ColumnType]:
        """Return the types of a table's columns as the data has them. Raises SophiaError when it cannot be read."""
        ...


@dataclass(frozen=True)
class Imported:
    """A catalog with a semantic model laid onto it, and what became of each part of that model."""

    catalog: Catalog
    items: tuple[Item, ...]

    def count(self, state: State) -> int:
        """Return how many parts ended in `state`."""
        return Counter(item.state for item in self.items)[state]


def place(draft: Draft, catalog: Catalog, probe: Probe) -> Imported:
    """Return `catalog` with what `draft` says merged on; every metric in it has computed on the connection's data."""
    work = Placing(draft, catalog, probe)
    work.tables()
    work.joins()
    work.metrics()
    return Imported(work.ground.catalog, (*work.items, *draft.items))


class Placing:
    """One placement under way: the catalog as it grows, and the report."""

    def __init__(self, draft: Draft, catalog: Catalog, probe: Probe) -> None:
        self.draft = draft
        self.ground = Ground(catalog, draft)
        self.items: list[Item] = []
        self._probe = probe

    def tables(self) -> None:
        """Find each dataset's table and put the model's words on it and its columns."""
        for dataset in self.draft.datasets:
            try:
                table = self._settled(dataset)
            except Unsuitable as reason:
                dataset.fault = str(reason)
                self._left("table", dataset.name, reason)
                continue
            why = f"is the table {table.name}" if table.name.lower() != dataset.name.lower() else ""
            self.items.append(Item("table", dataset.name, "adapted" if why else "carried", why))
            columns = {column.name: column for column in table.columns}
            for field in dataset.fields:
                self._field(field, dataset, columns)
            self.ground.put(self._described(table, dataset, list(columns.values())))

    def _settled(self, dataset: DatasetDraft) -> Table:
        """Return a dataset's table; a new model has run, and its columns have the types that came out."""
        table = self.ground.settle(dataset)
        if self.ground.catalog.table(table.name) == table:
            return table
        try:
            types = self._probe.types(table.name, self.ground.with_table(table))
        except SophiaError as error:
            del self.ground.tables[dataset.name]
            raise Unsuitable(f"its SQL does not run: {error.message}") from None
        roles = {field.name: field.role for field in dataset.fields if field.role}
        columns = [typed(column, types[column.name], roles.get(column.name)) for column in table.columns]
        return table.model_copy(update={"columns": columns})

    def _field(self, field: FieldDraft, dataset: DatasetDraft, columns: dict[str, Column]) -> None:
        name = f"{dataset.name}.{field.name}"
        under = column_under(field.value)
        if under is None:
            why = "it is computed; metrics and filters that name it carry its formula, but nothing can be split by it"
            self.items.append(Item("field", name, "adapted", why))
            return
        column = next((item for item in columns.values() if item.name.lower() == under.name.lower()), None)
        if column is None:
            self._left("field", name, Unsuitable(f"the table has no column {under.name!r}"))
            return
        columns[column.name] = _worded(column, field)
        why = field.why or (
            "" if under is field.value else f"is the column {column.name}; its values are cut when drawn"
        )
        self.items.append(Item("field", name, "adapted" if why else "carried", why))

    def _described(self, table: Table, dataset: DatasetDraft, columns: list[Column]) -> Table:
        said = dataset.words
        other = [] if dataset.name.lower() == table.name.lower() else [label_of(dataset.name).lower()]
        keys = [self.ground.column_name(dataset, name) for name in dataset.keys]
        time = self.ground.column_name(dataset, dataset.time) if dataset.time else None
        dated = {column.name for column in columns if column.type in {"date", "timestamp"} or column.role == "date"}
        return table.model_copy(
            update={
                "columns": columns,
                "label": said.label or table.label,
                "entity": dataset.entity or table.entity,
                "description": said.description or table.description,
                "synonyms": _union(table.synonyms, [*said.synonyms, *other], (table.name, table.label)),
                "primary_key": table.primary_key or [key for key in keys if key],
                "time_column": time if time in dated else table.time_column,
            }
        )

    def joins(self) -> None:
        """Add the relations whose one side is proven to be unique."""
        for relation in self.draft.relations:
            try:
                join = self._join(relation)
            except Unsuitable as reason:
                self._left("join", relation.name, reason)
                continue
            self.ground.join(join)
            self.items.append(Item("join", relation.name))

    def _join(self, relation: RelationDraft) -> Join:
        if len(relation.many_columns) != 1 or len(relation.one_columns) != 1:
            raise Unsuitable("it takes several columns; a join here takes one")
        ends = []
        for name, columns in ((relation.many, relation.many_columns), (relation.one, relation.one_columns)):
            dataset = self.draft.dataset(name)
            if dataset is None or dataset.name not in self.ground.tables:
                raise Unsuitable(f"there is no table for {name!r}")
            column = self.ground.column_name(dataset, columns[0])
            if column is None:
                raise Unsuitable(f"{name}.{columns[0]} is no column of its table")
            ends.append((self.ground.tables[dataset.name], column))
        (many, from_column), (one, to_column) = ends
        if not self._probe.is_key(one, to_column, self.ground.catalog):
            raise Unsuitable(f"several rows of {one} share a value of {to_column}: the join would count rows twice")
        return Join(from_table=many, from_column=from_column, to_table=one, to_column=to_column)

    def metrics(self) -> None:
        """Add each metric that computes; one of the same name is replaced."""
        for metric in self.draft.metrics:
            try:
                made = self._metric(metric)
            except Unsuitable as reason:
                self._left("metric", metric.name, reason)
                continue
            replaced = self.ground.catalog.metric(made.name) is not None
            self.ground.metric(made)
            why = metric.why or ("replaces the metric of the same name" if replaced else "")
            self.items.append(Item("metric", metric.name, "adapted" if metric.why else "carried", why))

    def _metric(self, draft: MetricDraft) -> Metric:
        if not draft.name:
            raise Unsuitable("it has no name")
        made = metric_of(draft, self.ground)
        fault = self._probe.fault(made, self.ground.catalog.model_copy(update={"metrics": [made]}))
        if fault:
            raise Unsuitable(f"it does not compute: {fault}")
        return made

    def _left(self, kind: Kind, name: str, reason: Unsuitable) -> None:
        self.items.append(Item(kind, name, "left_out", str(reason)))


def _worded(column: Column, field: FieldDraft) -> Column:
    said = field.words
    other = [] if field.name.lower() == column.name.lower() else [label_of(field.name).lower()]
    return column.model_copy(
        update={
            "label": said.label or column.label,
            "description": said.description or column.description,
            "synonyms": _union(column.synonyms, [*said.synonyms, *other], (column.name, said.label or column.label)),
            "format": field.format or column.format,
            "hidden": column.hidden or field.hidden,
        }
    )


def _union(known: Sequence[str], more: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return the known synonyms and those of `more` that say something new: neither known, nor the name or label."""
    taken = {name.lower() for name in (*names, *known)}
    return [*known, *{text.lower(): text for text in more if text.lower() not in taken}.values()]
