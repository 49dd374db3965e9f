"""The gate: one SELECT over catalog tables with known functions, row rules applied, or nothing runs."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from sophia.catalog.model import Catalog
from sophia.kernel.errors import QueryRefused
from sophia.kernel.viewer import Viewer
from sophia.query.functions import FUNCTIONS, GENERATORS, TYPES
from sophia.query.nodes import ALLOWED, ROOTS
from sophia.query.scope import Scope
from sophia.sources.dialect import written

LONGEST = 20_000
DEEPEST = 60
MOST_NODES = 20_000
TABLE_PARTS = {"this", "alias", "db", "joins", "laterals", "sample"}
NESTING = re.compile(r"[(\[{]|[)\]}]|\bcase\b|\bend\b|'(?:[^']|'')*'", re.I)
PLAIN = "Use plain SELECT."
NILADIC = {"user", "system_user", "session_user", "current_role", "current_catalog", "current_schema"}


def prepare() -> None:
    """Load the dialects: sqlglot does it at first use, and two threads doing it at once write wrong placeholders."""
    for dialect in ("duckdb", "postgres", "mysql"):
        sqlglot.parse_one("SELECT 1 WHERE :p1 > CAST(1 AS INT)", dialect=dialect).sql(dialect=dialect)


@dataclass(frozen=True)
class Gated:
    """A statement that may run: SQL with $1, $2 … (MySQL: @1, @2 …) and the values in that order."""

    sql: str
    bound: tuple[Any, ...]


def admit(
    text: str,
    catalog: Catalog,
    viewer: Viewer,
    values: Mapping[str, Any],
    *,
    extra: Collection[str] = (),
    cap: int | None = None,
) -> Gated:
    """Parse a person's SQL, refuse what is not one plain SELECT, apply row rules, bind `:name` placeholders.

    `values` are params by id (a period `p` also gives `p_start` and `p_end`); `extra` names tables that exist besides
    the catalog's; with `cap` at most cap + 1 rows are asked for. Raises QueryRefused with what to change.
    """
    return finish(_bounded(parse(text, catalog.dialect), cap), catalog, viewer, values, extra=extra)


def parse(text: str, dialect: str) -> exp.Query:
    """Return the one query in `text`. Raises QueryRefused when there is none, or more than that."""
    if len(text) > LONGEST:
        raise QueryRefused(f"The query has {len(text)} characters; {LONGEST} is the limit.", field="sql")
    if "\0" in text:
        raise QueryRefused("The query holds a character that no query has.", field="sql")
    _check_nesting(text)
    try:
        trees = [tree for tree in sqlglot.parse(text, dialect=dialect) if tree is not None]
    except (SqlglotError, RecursionError, ValueError) as error:
        reason = (str(error).splitlines() or [""])[0][:200]
        raise QueryRefused(f"The query cannot be read: {reason}", field="sql", remedy="Check its syntax.") from None
    if len(trees) != 1:
        raise QueryRefused("A query is exactly one statement.", field="sql", remedy="Remove the other statements.")
    tree = trees[0]
    while isinstance(tree, exp.Subquery) and not tree.alias:
        tree = tree.this
    if isinstance(tree, exp.Values):
        return exp.select("*").from_(_aliased(tree))
    if not isinstance(tree, ROOTS) or not isinstance(tree, exp.Query):
        raise QueryRefused("Only SELECT can be run here.", field="sql", remedy="Ask for data instead of changing it.")
    return tree


def _aliased(tree: exp.Values) -> exp.Expr:
    tree.set("alias", exp.TableAlias(this=exp.to_identifier("q")))
    return tree


def finish(
    tree: exp.Query,
    catalog: Catalog,
    viewer: Viewer,
    values: Mapping[str, Any],
    *,
    extra: Collection[str] = (),
) -> Gated:
    """Check a statement, write out models, apply row rules, bind values, and write it."""
    try:
        inspect(tree)
        _quote_words(tree)
        scope = Scope(catalog, viewer.row_rules, inspect, extra)
        settled = scope.settle(tree)
        bound = _bind(settled, {**_with_periods(values), **scope.values})
        return Gated(written(settled, catalog.dialect), bound)
    except RecursionError:
        raise QueryRefused("The query is too deeply nested.", field="sql", remedy="Split it up.") from None


def inspect(tree: exp.Expr) -> None:
    """Walk every node; raise QueryRefused at the first that is not allowed."""
    for count, node in enumerate(tree.walk()):
        if count > MOST_NODES:
            raise QueryRefused("The query is too long.", field="sql", remedy="Split it into simpler parts.")
        if isinstance(node, exp.DataType):
            _check_type(node)
        elif isinstance(node, exp.Func):
            _check_function(node)
        elif type(node) not in ALLOWED:
            raise QueryRefused(f"{_words(node)} is not allowed in a query.", field="sql", remedy=PLAIN)
        if isinstance(node, exp.Table):
            _check_table(node)
        elif isinstance(node, exp.CTE) and not isinstance(node.this, ROOTS):
            raise QueryRefused(f"{_words(node.this)} is not allowed in WITH.", field="sql", remedy=PLAIN)


def _quote_words(tree: exp.Expr) -> None:
    """Make columns of the words that engines would answer with something about the server."""
    for column in tree.find_all(exp.Column):
        if column.name.lower() in NILADIC:
            column.this.set("quoted", True)


def _words(node: exp.Expr) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(node).__name__).upper()


def _check_nesting(text: str) -> None:
    """Refuse brackets nested deeper than the parser can follow."""
    depth = 0
    for match in NESTING.finditer(text):
        token = match[0].lower()
        if token in {"(", "[", "{", "case"}:
            depth += 1
        elif token in {")", "]", "}", "end"}:
            depth -= 1
        if depth > DEEPEST:
            raise QueryRefused("The query is too deeply nested.", field="sql", remedy="Split it up.")


def _check_table(node: exp.Table) -> None:
    odd = {key for key, value in node.args.items() if value} - TABLE_PARTS
    if odd:
        raise QueryRefused(f"{sorted(odd)[0].upper()} after a table is not allowed.", field="sql", remedy=PLAIN)
    if isinstance(node.this, exp.Func) and _function_name(node.this) not in GENERATORS:
        name = _function_name(node.this)
        message = f"The table function {name}() is not allowed."
        raise QueryRefused(message, field="sql", remedy="Use tables of the catalog.")
    if not isinstance(node.this, exp.Func | exp.Identifier):
        raise QueryRefused("Tables are called by name.", field="sql", remedy="Use tables of the catalog.")


def _function_name(node: exp.Func) -> str:
    named = isinstance(node, exp.Anonymous | exp.AnonymousAggFunc)
    return (node.name if named else node.sql_name()).lower()


def _check_function(node: exp.Func) -> None:
    name = _function_name(node)
    if type(node) in ALLOWED or name in FUNCTIONS:
        return
    raise QueryRefused(f"The function {name}() is not allowed.", field="sql", remedy="Use the common SQL functions.")


def _check_type(node: exp.DataType) -> None:
    kind = node.this.value.lower() if isinstance(node.this, exp.DataType.Type) else str(node.this).lower()
    if kind not in TYPES:
        raise QueryRefused(f"The type {node.sql()} is not allowed.", field="sql", remedy="Use a common SQL type.")


def _bounded(tree: exp.Query, cap: int | None) -> exp.Query:
    """Return the query with at most `cap` + 1 rows."""
    if cap is None:
        return tree
    plain = isinstance(tree, exp.Select) and not any(tree.args.get(key) for key in ("limit", "offset", "fetch"))
    most = exp.Literal.number(cap + 1)
    if plain:
        return tree.limit(most, copy=False)
    return exp.select("*").from_(exp.Subquery(this=tree, alias=exp.TableAlias(this=exp.to_identifier("q")))).limit(most)


def _with_periods(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values with the ends of every period {start, end} as two of their own."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            found |= {f"{name}_start": value.get("start"), f"{name}_end": value.get("end")}
        else:
            found[name] = value
    return found


def _bind(tree: exp.Query, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Number the placeholders and return their values; a list stands for all its values inside IN (…)."""
    bound: list[Any] = []
    numbers: dict[tuple[str, int], int] = {}
    for node in list(tree.find_all(exp.Placeholder)):
        name = str(node.this or "?")
        if name not in values:
            message = f"The placeholder :{name} has no value."
            raise QueryRefused(message, field="sql", remedy="Name a param of the dashboard.")
        value = values[name]
        if isinstance(value, Sequence) and not isinstance(value, str) and not isinstance(node.parent, exp.In):
            raise QueryRefused(f"The param {name!r} is a list.", field="sql", remedy=f"Write IN (:{name}).")
        several = list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        marks: list[exp.Expr] = []
        for position, item in enumerate(several):
            number = numbers.setdefault((name, position), len(bound) + 1)
            if number > len(bound):
                bound.append(item)
            marks.append(exp.Parameter(this=exp.Literal.number(number)))
        _replace(node, marks)
    return tuple(bound)


def _replace(node: exp.Expr, marks: list[exp.Expr]) -> None:
    if len(marks) == 1:
        node.replace(marks[0])
        return
    listed = node.parent
    assert listed is not None
    others = [item for item in listed.expressions if item is not node]
    listed.set("expressions", [*others, *(marks or [exp.Null()])])
