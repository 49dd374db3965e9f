"""Formulas: SQL expressions of semantic models parsed, aggregated, filtered and judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from sophia.catalog.semantic.draft import Unsuitable
from sophia.spec.shape import Format

LONGEST = 8000
DEEPEST = 50
HOME = "home"
TEMPLATE = re.compile(r"\{\{|\{%|\{#")
AGGREGATES: dict[str, Callable[[exp.Expr], exp.Expr]] = {
    "sum": lambda value: exp.Sum(this=value),
    "min": lambda value: exp.Min(this=value),
    "max": lambda value: exp.Max(this=value),
    "average": lambda value: exp.Avg(this=value),
    "avg": lambda value: exp.Avg(this=value),
    "median": lambda value: exp.Median(this=value),
    "count": lambda value: exp.Count(this=value),
    "count_distinct": lambda value: exp.Count(this=exp.Distinct(expressions=[value])),
    "sum_boolean": lambda value: exp.Sum(this=exp.cast(value, "int", copy=False)),
}
JOIN_SAFE = (exp.Min, exp.Max)


def parse(text: str, dialect: str) -> exp.Expr:
    """Return one scalar expression. Raises Unsuitable when it holds a template, a query or what cannot be read."""
    if TEMPLATE.search(text):
        raise Unsuitable(f"it holds a template that only its own tool can fill in: {shortened(text)}")
    depth, deepest = 0, 0
    for mark in text:
        depth += (mark == "(") - (mark == ")")
        deepest = max(deepest, depth)
    if len(text) > LONGEST or deepest > DEEPEST:
        raise Unsuitable("its expression is too long or too deeply nested")
    try:
        trees = sqlglot.parse(text, dialect=dialect)
    except (SqlglotError, RecursionError, ValueError) as error:
        reason = (str(error).splitlines() or [""])[0][:160]
        raise Unsuitable(f"its SQL cannot be read ({reason})") from None
    tree = trees[0] if len(trees) == 1 else None
    if isinstance(tree, exp.Command) and text.strip().isidentifier():
        return exp.column(text.strip(), quoted=True)
    if tree is None or isinstance(tree, exp.Query | exp.DDL | exp.DML | exp.Command):
        raise Unsuitable(f"it is not one SQL expression: {shortened(text)}")
    if tree.find(exp.Query):
        raise Unsuitable("its expression holds a query of its own; make a view or a model of it")
    return tree


def parse_query(text: str, dialect: str) -> exp.Query:
    """Return one SELECT. Raises Unsuitable."""
    if TEMPLATE.search(text):
        raise Unsuitable("its SQL holds a template that only its own tool can fill in")
    try:
        trees = sqlglot.parse(text[: LONGEST * 2], dialect=dialect)
    except (SqlglotError, RecursionError, ValueError):
        trees = []
    if len(trees) != 1 or not isinstance(trees[0], exp.Query) or len(text) > LONGEST * 2:
        raise Unsuitable("its SQL is not one SELECT that can be read")
    return trees[0]


def shortened(text: str) -> str:
    """Return a text on one line, 80 characters at most."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else flat[:79] + "…"


def qualified(tree: exp.Expr, dataset: str) -> exp.Expr:
    """Return `tree` with its unqualified columns written dataset.column."""
    for column in tree.find_all(exp.Column):
        if not column.table:
            column.set("table", exp.to_identifier(dataset, quoted=True))
    return tree


def aggregated(kind: str, value: exp.Expr, dataset: str) -> exp.Expr:
    """Return the aggregate `kind` of a value of a dataset; sum(1) and count(1) become count(*)."""
    if kind not in AGGREGATES:
        raise Unsuitable(f"the aggregation {kind!r} is not known here")
    rows = isinstance(value, exp.Literal) and not value.is_string
    counts = kind == "count" or (kind == "sum" and value.name == "1")
    made = exp.Count(this=exp.Star()) if rows and counts else AGGREGATES[kind](qualified(value, dataset))
    made.meta[HOME] = dataset
    return made


def percentile(value: exp.Expr, share: float, *, discrete: bool, dataset: str) -> exp.Expr:
    """Return the value below which `share` (0 to 1) of the values are, as SQL's ordered-set aggregate."""
    level = exp.Literal.number(share)
    kind = exp.PercentileDisc if discrete else exp.PercentileCont
    order = exp.Order(expressions=[exp.Ordered(this=qualified(value, dataset))])
    made = exp.WithinGroup(this=kind(this=level), expression=order)
    made.this.meta[HOME] = dataset
    return made


def filtered(tree: exp.Expr, condition: exp.Expr) -> exp.Expr:
    """Return `tree` with every aggregate in it counting only the rows where `condition` holds."""
    root = exp.paren(tree)
    for place in list(outermost(root)):
        if isinstance(place.parent, exp.Filter):
            where = place.parent.expression
            where.set("this", exp.and_(where.this.copy(), condition.copy(), copy=False))
        else:
            kept = exp.Filter(this=place.copy(), expression=exp.Where(this=condition.copy()))
            place.replace(kept)
    return root.unnest()


def outermost(tree: exp.Expr) -> Iterator[exp.Expr]:
    """Yield the aggregates of a tree that are in no other aggregate, WITHIN GROUP included."""
    for node in tree.find_all(exp.AggFunc):
        if node.find_ancestor(exp.AggFunc) is None:
            parent = node.parent
            yield parent if isinstance(parent, exp.WithinGroup) and parent.this is node else node


def tables_of(tree: exp.Expr) -> set[str]:
    """Return the datasets that a tree reads, those of aggregates without columns included."""
    homes = {str(node.meta[HOME]) for node in tree.find_all(exp.AggFunc) if HOME in node.meta}
    return {column.table for column in tree.find_all(exp.Column) if column.table} | homes


def home_of(aggregate: exp.Expr) -> set[str]:
    """Return the datasets whose rows an aggregate runs over."""
    inner = aggregate.this if isinstance(aggregate, exp.WithinGroup) else aggregate
    return {str(inner.meta[HOME])} if HOME in inner.meta else tables_of(aggregate)


def is_join_safe(aggregate: exp.Expr) -> bool:
    """Whether an aggregate gives the same number when a join repeats rows: extremes and distinct counts."""
    distinct = isinstance(aggregate, exp.Count) and isinstance(aggregate.this, exp.Distinct)
    return distinct or isinstance(aggregate, JOIN_SAFE)


def is_flow(tree: exp.Expr) -> bool:
    """Whether the parts of a number add up to its whole: sums and counts, and sums and multiples of such."""
    if isinstance(tree, exp.Paren | exp.Filter | exp.Cast | exp.Round | exp.Neg):
        return is_flow(tree.this)
    if isinstance(tree, exp.Coalesce):
        return is_flow(tree.this)
    if isinstance(tree, exp.Add | exp.Sub):
        return is_flow(tree.this) and is_flow(tree.expression)
    if isinstance(tree, exp.Mul | exp.Div):
        left, right = tree.this, tree.expression
        scaled = isinstance(left, exp.Literal) and isinstance(tree, exp.Mul) and is_flow(right)
        return scaled or (isinstance(right.unnest(), exp.Literal) and is_flow(left))
    return isinstance(tree, exp.Sum | exp.CountIf) or (
        isinstance(tree, exp.Count) and not isinstance(tree.this, exp.Distinct)
    )


def is_scaled_to_hundred(tree: exp.Expr) -> bool:
    """Whether a share is multiplied by 100, so that it is a percentage already."""
    return any(
        isinstance(side, exp.Literal) and not side.is_string and float(side.name) == 100
        for product in tree.find_all(exp.Mul)
        for side in (product.this.unnest(), product.expression.unnest())
    )


def format_of(tree: exp.Expr, column_format: Callable[[exp.Column], Format | None]) -> Format | None:
    """Return how a number is written, read off its columns: a sum of money is money, money per count is money."""
    if isinstance(tree, exp.Column):
        return column_format(tree)
    if isinstance(tree, exp.Count | exp.CountIf):
        return Format(style="number", decimals=0)
    if isinstance(tree, exp.Add | exp.Sub):
        left, right = format_of(tree.this, column_format), format_of(tree.expression, column_format)
        return left if left == right else None
    if isinstance(tree, exp.Div | exp.Mul):
        left, right = format_of(tree.this, column_format), format_of(tree.expression, column_format)
        plain = right is None or right.style == "number"
        return left if left is not None and left.style != "number" and plain else None
    single = exp.AggFunc | exp.Filter | exp.Paren | exp.Coalesce | exp.Nullif | exp.Cast | exp.Round | exp.WithinGroup
    if isinstance(tree, single) and isinstance(tree.this, exp.Expr):
        return format_of(tree.this, column_format)
    return None
