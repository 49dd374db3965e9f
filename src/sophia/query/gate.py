"""The gate: one SELECT over catalog tables with known functions, row rules applied, or nothing runs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from sophia.catalog.model import Catalog
from sophia.kernel.errors import QueryRefused
from sophia.kernel.viewer import RowRule, Viewer
from sophia.query.functions import ALLOWED

FORBIDDEN = (
    exp.DDL, exp.DML, exp.Command, exp.Set, exp.Pragma, exp.Copy, exp.Attach, exp.Detach, exp.Into, exp.Lock, exp.Use,
    exp.Transaction, exp.Commit, exp.Rollback, exp.Describe, exp.Show, exp.Kill, exp.Analyze, exp.Pivot,
    exp.SessionParameter, exp.Parameter,
)  # fmt: skip
GENERATORS = {"range", "generate_series", "unnest"}
LONGEST = 20_000
DEEPEST = 400


def prepare() -> None:
    """Load the dialects: sqlglot does it at first use, and two threads doing it at once write wrong placeholders."""
    for dialect in ("duckdb", "postgres"):
        sqlglot.parse_one("SELECT 1 WHERE :p1 > CAST(1 AS INT)", dialect=dialect).sql(dialect=dialect)


@dataclass(frozen=True)
class Gated:
    """A statement that may run: SQL with named placeholders, and their values."""

    sql: str
    bound: Mapping[str, Any]


def admit(text: str, catalog: Catalog, viewer: Viewer, values: Mapping[str, Any], extra: Collection[str] = ()) -> Gated:
    """Parse a person's SQL, refuse what is not one plain SELECT, apply row rules, bind `:name` placeholders.

    `extra` names tables that exist besides the catalog's. Raises QueryRefused with what to change.
    """
    if len(text) > LONGEST:
        raise QueryRefused(f"The query has {len(text)} characters; {LONGEST} is the limit.", field="sql")
    try:
        trees = [tree for tree in sqlglot.parse(text, dialect=catalog.dialect) if tree is not None]
    except (SqlglotError, RecursionError) as error:
        raise QueryRefused(f"The query cannot be read: {str(error).splitlines()[0][:200]}", field="sql") from None
    if len(trees) != 1:
        raise QueryRefused("A query is exactly one statement.", field="sql", remedy="Remove the other statements.")
    return finish(trees[0], catalog, viewer, values, extra)


def finish(
    tree: exp.Expr,
    catalog: Catalog,
    viewer: Viewer,
    values: Mapping[str, Any],
    extra: Collection[str] = (),
) -> Gated:
    """Check a statement, expand models, apply row rules, and write it out."""
    if not isinstance(tree, exp.Select | exp.SetOperation | exp.Values | exp.Subquery):
        raise QueryRefused("Only SELECT can be run here.", field="sql", remedy="Ask for data instead of changing it.")
    inspect(tree, catalog, extra)
    whole = with_models(tree, catalog)
    ruled = with_rules(whole, catalog, viewer.row_rules)
    return _written(ruled, catalog, values)


def inspect(tree: exp.Expr, catalog: Catalog, extra: Collection[str] = ()) -> None:
    """Walk every node; raise QueryRefused at the first that is not allowed."""
    known = {table.name.lower() for table in catalog.tables} | {name.lower() for name in extra}
    count = 0
    for node in tree.walk():
        count += 1
        if isinstance(node, FORBIDDEN):
            raise QueryRefused(
                f"{node.key.upper()} is not allowed in a query.", field="sql", remedy="Use plain SELECT."
            )
        if isinstance(node, exp.Table):
            _check_table(node, known | _ctes_above(node))
        if isinstance(node, exp.Func):
            _check_function(node)
    if count > 20_000 or _depth(tree) > DEEPEST:
        raise QueryRefused("The query is too deeply nested.", field="sql", remedy="Split it into simpler parts.")


def _check_table(node: exp.Table, known: Collection[str]) -> None:
    if isinstance(node.this, exp.Func):
        name = (node.this.name if isinstance(node.this, exp.Anonymous) else node.this.sql_name()).lower()
        if name not in GENERATORS:
            raise QueryRefused(
                f"The table function {name}() is not allowed.", field="sql", remedy="Use catalog tables."
            )
        return
    if node.args.get("db") or node.args.get("catalog"):
        raise QueryRefused(f"{node.sql()!r} names a schema.", field="sql", remedy="Use table names alone.")
    if node.name.lower() not in known:
        raise QueryRefused(f"There is no table {node.name!r} here.", field="sql", remedy="Use a table of the catalog.")


def _ctes_above(node: exp.Expr) -> set[str]:
    """Return the names of CTEs that are visible where `node` stands."""
    found: set[str] = set()
    here: exp.Expr | None = node
    while here is not None:
        scope = here.args.get("with_") or here.args.get("with")
        if scope is not None:
            found |= {cte.alias.lower() for cte in scope.expressions}
        here = here.parent
    return found


def _check_function(node: exp.Func) -> None:
    name = (node.name if isinstance(node, exp.Anonymous | exp.AnonymousAggFunc) else node.sql_name()).lower()
    if name not in ALLOWED:
        raise QueryRefused(
            f"The function {name}() is not allowed.", field="sql", remedy="Use the common SQL functions."
        )


def _depth(tree: exp.Expr) -> int:
    deepest, stack = 0, [(tree, 1)]
    while stack:
        node, level = stack.pop()
        deepest = max(deepest, level)
        stack.extend((child, level + 1) for child in node.iter_expressions())
    return deepest


def with_models(tree: exp.Expr, catalog: Catalog) -> exp.Expr:
    """Put the models that a statement uses in front of it, as CTEs in the order of their dependence."""
    models = {table.name.lower(): table for table in catalog.tables if table.sql}
    ordered: list[str] = []

    def visit(node: exp.Expr) -> None:
        own = {cte.alias.lower() for cte in node.find_all(exp.CTE)}
        for table in node.find_all(exp.Table):
            name = table.name.lower()
            if name in models and name not in ordered and name not in own:
                visit(sqlglot.parse_one(models[name].sql or "", dialect=catalog.dialect))
                ordered.append(name)

    visit(tree)
    whole = tree.copy()
    for name in reversed(ordered):
        body = sqlglot.parse_one(models[name].sql or "", dialect=catalog.dialect)
        cte = exp.CTE(this=body, alias=exp.TableAlias(this=exp.to_identifier(models[name].name, quoted=True)))
        scope = whole.args.get("with_")
        if scope is None:
            whole.set("with_", exp.With(expressions=[cte]))
        else:
            scope.set("expressions", [cte, *scope.expressions])
    return whole


def with_rules(tree: exp.Expr, catalog: Catalog, rules: Sequence[RowRule]) -> exp.Expr:
    """Narrow every physical table that a row rule names, in whatever scope it stands."""
    mine = [rule for rule in rules if rule.connection == catalog.connection]
    if not mine:
        return tree
    whole = tree.copy()
    for node in list(whole.find_all(exp.Table)):
        matching = [rule for rule in mine if rule.table.lower() == node.name.lower()]
        if not matching or node.name.lower() in _ctes_above(node):
            continue
        inner = exp.select("*").from_(exp.Table(this=exp.to_identifier(node.name, quoted=True)))
        for rule in matching:
            listed = [exp.Literal.string(value) for value in rule.values]
            of = exp.cast(exp.column(rule.column, quoted=True), "text")
            inner = inner.where(exp.In(this=of, expressions=listed) if listed else exp.false(), copy=False)
        node.replace(inner.subquery(alias=exp.to_identifier(node.alias or node.name, quoted=True)))
    return whole


def _written(tree: exp.Expr, catalog: Catalog, values: Mapping[str, Any]) -> Gated:
    """Write the statement with its named placeholders, and keep only the values that it uses."""
    used: dict[str, Any] = {}
    for node in tree.find_all(exp.Placeholder):
        if not node.this or node.this not in values:
            raise QueryRefused(
                f"The placeholder :{node.this or '?'} has no value.", field="sql", remedy="Name a param."
            )
        used[node.this] = values[node.this]
    return Gated(tree.sql(dialect=catalog.dialect, comments=False), used)
