"""Expressions of metrics: which columns they read, of their own table and of tables joined to it."""

from __future__ import annotations

import sqlglot
from sqlglot import exp

from sophia.catalog.model import Metric


def columns_read(metric: Metric, dialect: str) -> set[str]:
    """Return the columns that a metric's expression reads as "table.column", in lower case."""
    return columns_in(sqlglot.parse_one(metric.expression, dialect=dialect), metric.table)


def columns_in(tree: exp.Expr, table: str) -> set[str]:
    """Return the columns of a tree as "table.column" in lower case; one without a table belongs to `table`."""
    return {f"{column.table or table}.{column.name}".lower() for column in tree.find_all(exp.Column)}
