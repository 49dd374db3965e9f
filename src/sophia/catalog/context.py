"""Context: the part of a catalog that one viewer may see and a planner may use."""

from __future__ import annotations

from sophia.catalog.model import Catalog
from sophia.kernel.viewer import Viewer


def catalog_for(viewer: Viewer, catalog: Catalog) -> Catalog:
    """Return `catalog` without hidden columns, and without metrics or row lists that only they could carry.

    Admins see hidden columns; row rules narrow the rows at query time, and their columns' frequent values here.
    """
    if viewer.may("admin") and not viewer.row_rules:
        return catalog
    ruled = {
        (rule.table, rule.column): set(rule.values)
        for rule in viewer.row_rules
        if rule.connection == catalog.connection
    }
    tables = []
    for table in catalog.tables:
        columns = [
            column.model_copy(update={"values": [v for v in column.values if v in ruled[(table.name, column.name)]]})
            if (table.name, column.name) in ruled
            else column
            for column in table.columns
            if viewer.may("admin") or not column.hidden
        ]
        shown = {column.name for column in columns}
        drill = [name for name in table.drill_columns if name in shown]
        tables.append(table.model_copy(update={"columns": columns, "drill_columns": drill}))
    return catalog.model_copy(update={"tables": tables})
