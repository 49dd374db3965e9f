"""References: names of the spec looked up in the catalog and turned into expressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlglot import exp

from sophia.catalog.model import Catalog, Column, Metric, Table
from sophia.kernel.errors import BadInput
from sophia.spec.datasets import MetricDataset

NUMBERS = {"measure", "money", "rate", "duration"}
LOOKS_LIKE_DATE = r"^\s*\d{4}-\d{2}-\d{2}([ T].*)?$"
LOOKS_LIKE_NUMBER = r"^\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\s*$"


@dataclass
class Bound:
    """Collects values that the statement must not contain: each becomes a named placeholder."""

    values: dict[str, Any] = field(default_factory=dict)

    def add(self, value: Any) -> exp.Expr:
        """Return a placeholder for `value`."""
        name = f"p{len(self.values) + 1}"
        self.values[name] = value
        return exp.Placeholder(this=name)


@dataclass(frozen=True)
class Asked:
    """A dataset with everything that decides its statement: catalog, param values, and the moment taken as now."""

    dataset: MetricDataset
    catalog: Catalog
    values: Mapping[str, Any]
    now: datetime
    bound: Bound = field(default_factory=Bound)


def table_of(reference: str) -> str:
    """Return the table's part of "table.column"."""
    return reference.rpartition(".")[0]


def table_named(name: str, catalog: Catalog) -> Table:
    """Return a catalog table. Raises BadInput when there is none of that name."""
    table = catalog.table(name)
    if table is None:
        raise BadInput(
            f"There is no table {name!r} on {catalog.connection!r}.",
            field="table",
            remedy="Choose a table of the catalog.",
        )
    return table


def column_named(reference: str, catalog: Catalog) -> tuple[Table, Column]:
    """Return the table and column of "table.column". Raises BadInput when either is unknown, or the column secret."""
    table = table_named(table_of(reference), catalog)
    column = catalog.column(reference)
    if column is None:
        name = reference.rpartition(".")[2]
        raise BadInput(
            f"The table {table.name!r} has no column {name!r}.",
            field="column",
            remedy="Choose a column of the catalog.",
        )
    if column.secret:
        raise BadInput(f"The column {reference!r} is secret; nobody reads it here.", field="column")
    return table, column


def metric_named(name: str, catalog: Catalog) -> Metric:
    """Return a catalog metric. Raises BadInput when there is none of that name."""
    metric = catalog.metric(name)
    if metric is None:
        raise BadInput(
            f"There is no metric {name!r} on {catalog.connection!r}.",
            field="measures",
            remedy="Choose a metric of the catalog.",
        )
    return metric


def plain_column(table: Table, column: Column) -> exp.Expr:
    """Return a column as it is, quoted and qualified."""
    return exp.column(column.name, table=table.name, quoted=True)


def column_value(reference: str, catalog: Catalog) -> exp.Expr:
    """Return a column's value; text that holds dates or numbers is read as such, and what cannot be is null."""
    table, column = column_named(reference, catalog)
    plain = plain_column(table, column)
    if column.type != "text":
        return plain
    if column.role == "date":
        return _read(plain, "timestamp", LOOKS_LIKE_DATE, catalog)
    if column.role in NUMBERS:
        return _read(plain, "double", LOOKS_LIKE_NUMBER, catalog)
    return plain


def moment_of(reference: str, catalog: Catalog) -> exp.Expr:
    """Return a column as a date or timestamp; one that is a date already is not cast, so that blocks can be skipped."""
    table, column = column_named(reference, catalog)
    if column.type == "text":
        return _read(plain_column(table, column), "timestamp", LOOKS_LIKE_DATE, catalog)
    plain = plain_column(table, column)
    return plain if column.type in {"date", "timestamp"} else exp.cast(plain, "timestamp", copy=False)


def _read(plain: exp.Expr, kind: str, pattern: str, catalog: Catalog) -> exp.Expr:
    """Cast text where it can be cast; Postgres has no TRY_CAST, so there the text's shape decides."""
    if catalog.dialect == "duckdb":
        return exp.TryCast(this=plain, to=exp.DataType.build(kind))
    fits = exp.RegexpLike(this=plain.copy(), expression=exp.Literal.string(pattern))
    return exp.Case(ifs=[exp.If(this=fits, true=exp.cast(plain, kind, copy=False))])


def same(left: exp.Expr, right: exp.Expr, catalog: Catalog) -> exp.Expr:
    """Return "equal, or both missing" in a form that the engine can hash."""
    if catalog.dialect != "postgres":
        return exp.NullSafeEQ(this=left, expression=right)
    missing = exp.Literal.string("\x01")
    sides = [
        exp.Coalesce(this=exp.cast(side, "text", copy=False), expressions=[missing.copy()]) for side in (left, right)
    ]
    return exp.EQ(this=sides[0], expression=sides[1])
