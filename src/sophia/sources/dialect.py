"""Dialects: how a statement is written for a kind of database; what MySQL lacks is said in words that it has."""

from __future__ import annotations

from typing import Any

from sqlglot import exp
from sqlglot.dialects.mysql import MySQL
from sqlglot.generators.mysql import MySQLGenerator

# The start of the period that a moment lies in; weeks start on Monday.
PERIODS = {
    "hour": "DATE_ADD(CAST(DATE({x}) AS DATETIME), INTERVAL HOUR({x}) HOUR)",
    "day": "DATE({x})",
    "week": "DATE_SUB(DATE({x}), INTERVAL WEEKDAY({x}) DAY)",
    "month": "DATE_SUB(DATE({x}), INTERVAL (DAYOFMONTH({x}) - 1) DAY)",
    "quarter": "DATE_ADD(MAKEDATE(YEAR({x}), 1), INTERVAL (QUARTER({x}) - 1) QUARTER)",
    "year": "MAKEDATE(YEAR({x}), 1)",
}
# The mean of the two values in the middle; MySQL has no aggregate for it.
HALF = "SUBSTRING_INDEX(SUBSTRING_INDEX(GROUP_CONCAT({x} ORDER BY {x} SEPARATOR ','), ',', {place}), ',', -1)"
MEDIAN_PLACES = ("FLOOR((COUNT({x}) + 1) / 2)", "FLOOR(COUNT({x}) / 2) + 1")


def written(tree: exp.Expr, dialect: str) -> str:
    """Return a statement as SQL of `dialect`; placeholders are $1 or, for MySQL, @1."""
    if dialect == "mysql":
        return tree.sql(dialect=LiveMysql, comments=False, copy=True)
    return tree.sql(dialect=dialect, comments=False, copy=False)


def _truncated(self: Any, node: exp.Expr) -> str:
    moment, unit = self.sql(node, "this"), node.text("unit").lower()
    return PERIODS[unit].format(x=moment)


def _extracted(self: Any, node: exp.Expr) -> str:
    part, moment = node.name.lower(), self.sql(node, "expression")
    if part in {"isodow", "dayofweekiso", "dayofweek_iso"}:
        return f"(WEEKDAY({moment}) + 1)"
    return f"EXTRACT({part.upper()} FROM {moment})"


def _filtered(self: Any, node: exp.Expr) -> str:
    """Write AGG(x) FILTER (WHERE c) as AGG(CASE WHEN c THEN x END)."""
    aggregate, kept = node.this.copy(), node.expression.this
    of = aggregate.this
    if isinstance(of, exp.Distinct):
        of.set("expressions", [_when(kept, item) for item in of.expressions])
    else:
        aggregate.set("this", _when(kept, exp.Literal.number(1) if isinstance(of, exp.Star) else of))
    return str(self.sql(aggregate))


def _when(kept: exp.Expr, value: exp.Expr) -> exp.Expr:
    return exp.Case(ifs=[exp.If(this=kept.copy(), true=value.copy())])


def _median(self: Any, node: exp.Expr) -> str:
    of = self.sql(node, "this")
    halves = [HALF.format(x=of, place=place.format(x=of)) for place in MEDIAN_PLACES]
    return f"(({' + '.join(halves)}) / 2)"


def _ordered(self: Any, node: exp.Expr) -> str:
    """Write an order; MySQL puts nulls first going up and last going down, and knows no NULLS LAST."""
    down = " DESC" if node.args.get("desc") else ""
    written_value = self.sql(node, "this")
    if down or node.args.get("nulls_first"):
        return f"{written_value}{down}"
    value = written_value
    if isinstance(node.this, exp.Literal):
        shown = _shown_at(node)
        if shown is None:
            return str(written_value)
        value = self.sql(shown)
    return f"{value} IS NULL, {written_value}"


def _shown_at(node: exp.Expr) -> exp.Expr | None:
    """Return what the place that an order names shows; None for places of a union or a star."""
    query = node.parent.parent if node.parent is not None else None
    place = int(node.name) - 1
    if not isinstance(query, exp.Select) or place >= len(query.selects):
        return None
    shown = query.selects[place].unalias()
    return None if isinstance(shown, exp.Star) else exp.paren(shown)


def _cast(self: Any, node: exp.Cast) -> str:
    """Keep the fraction of a second, which a plain DATETIME rounds to the next second."""
    found = str(MySQLGenerator.cast_sql(self, node))
    return f"{found.removesuffix(' AS DATETIME)')} AS DATETIME(6))" if found.endswith(" AS DATETIME)") else found


def _seconds(self: Any, node: exp.Expr) -> str:
    """Write the time between two moments in whole units; a plain DATEDIFF is in days."""
    return f"TIMESTAMPDIFF({node.text('unit').upper()}, {self.sql(node, 'expression')}, {self.sql(node, 'this')})"


def _matched(self: Any, node: exp.Expr) -> str:
    return f"{self.sql(node, 'this')} RLIKE {self.sql(node, 'expression')}"


class LiveMysql(MySQL):
    """MySQL as MariaDB understands it too."""

    class Generator(MySQLGenerator):
        """Writes what both servers lack in other words."""

        TRANSFORMS = {
            **MySQLGenerator.TRANSFORMS,
            exp.TimestampTrunc: _truncated,
            exp.DateTrunc: _truncated,
            exp.Extract: _extracted,
            exp.Filter: _filtered,
            exp.Median: _median,
            exp.Ordered: _ordered,
            exp.Cast: _cast,
            exp.RegexpLike: _matched,
            exp.DateDiff: _seconds,
        }
