"""Context: the part of a catalog that one viewer may see and a planner may use."""

from __future__ import annotations

from sophia.catalog.expression import columns_read
from sophia.catalog.model import Catalog, Column, Metric, Table
from sophia.catalog.pack import possible
from sophia.kernel.viewer import Viewer


def catalog_for(viewer: Viewer, catalog: Catalog) -> Catalog:
    """Return `catalog` without secret columns and hidden tables, and without what only they could carry.

    Admins see hidden tables as well; a secret column is nobody's to read. Row rules narrow the rows at query time; here
    they narrow the values that a column is said to have, so that nobody reads in a filter what he may not read in a
    table.
    """
    shown = [table for table in catalog.tables if not table.hidden or viewer.may("admin")]
    tables = [_open_part(_ruled(table, viewer, catalog)) for table in shown]
    known = {table.name: {column.name for column in table.columns} for table in tables}
    metrics = [metric for metric in catalog.metrics if metric.table in known and _readable(metric, catalog, known)]
    sections = [possible(section, known, {metric.name for metric in metrics}) for section in catalog.sections]
    joins = [
        join
        for join in catalog.joins
        if join.from_column in known.get(join.from_table, set()) and join.to_column in known.get(join.to_table, set())
    ]
    return catalog.model_copy(
        update={
            "tables": tables,
            "joins": joins,
            "metrics": metrics,
            "sections": [section for section in sections if section.asks],
        }
    )


def _open_part(table: Table) -> Table:
    """Return `table` without its secret columns."""
    columns = [column for column in table.columns if not column.secret]
    names = {column.name for column in columns}
    return table.model_copy(
        update={
            "columns": columns,
            "drill_columns": [name for name in table.drill_columns if name in names],
            "primary_key": table.primary_key if names.issuperset(table.primary_key) else [],
            "label_column": table.label_column if table.label_column in names else None,
            "time_column": table.time_column if table.time_column in names else None,
        }
    )


def _ruled(table: Table, viewer: Viewer, catalog: Catalog) -> Table:
    """Return `table` whose ruled columns name the allowed values only."""
    allowed = {
        rule.column: set(rule.values)
        for rule in viewer.row_rules
        if rule.connection == catalog.connection and rule.table == table.name
    }
    if not allowed:
        return table
    return table.model_copy(
        update={"columns": [_narrowed(column, allowed.get(column.name)) for column in table.columns]}
    )


def _narrowed(column: Column, allowed: set[str] | None) -> Column:
    if allowed is None:
        return column
    kept = [value for value in column.values if value in allowed]
    shown = sorted(allowed) if column.type == "text" else []
    low, high = (shown[0], shown[-1]) if shown else (None, None)
    return column.model_copy(update={"values": kept, "minimum": low, "maximum": high})


def _readable(metric: Metric, catalog: Catalog, known: dict[str, set[str]]) -> bool:
    open_names = {f"{table}.{name}".lower() for table, names in known.items() for name in names}
    return columns_read(metric, catalog.dialect) <= open_names
