"""Members of cubes: dimensions and measures with their references to other members worked out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from sophia.catalog.semantic.draft import Unsuitable
from sophia.catalog.semantic.formula import aggregated, filtered, parse
from sophia.catalog.semantic.wording import items, line, mapping

Plain = Mapping[str, Any]
REFERENCE = re.compile(r"\$?\{\s*([A-Za-z_][\w.]*)\s*\}")
ASKER = ("SECURITY_CONTEXT", "FILTER_PARAMS", "COMPILE_CONTEXT", "FILTER_GROUP")
OWN = {"CUBE", "TABLE"}
OVER_TIME = "it runs over a moving or growing stretch of time; a chart here shows each period by itself"
STAGES = ("multi_stage", "post_aggregate", "time_shift", "group_by", "reduce_by", "add_group_by")
NO_NUMBER = {"string", "time", "boolean"}
DEEPEST = 20


@dataclass(frozen=True)
class Cube:
    """A cube as written, and its members by kind and name."""

    name: str
    plain: Plain
    members: Mapping[str, Mapping[str, Plain]]


class Members:
    """Works out the SQL of members, each reference replaced by what it stands for."""

    def __init__(self, cubes: Mapping[str, Cube], dialect: str) -> None:
        self._cubes = cubes
        self._dialect = dialect

    def dimension(self, cube: str, name: str, depth: int = 0) -> exp.Expr:
        """Return a dimension as an expression over its cube's own columns. Raises Unsuitable."""
        item = self._cubes[cube].members["dimensions"][name]
        if item.get("sub_query"):
            raise Unsuitable("it is computed by a query of its own; make a column of it")
        if line(item.get("type")) == "geo":
            raise Unsuitable("a place of two numbers is split into its latitude and longitude columns")
        tree = self._case(cube, mapping(item["case"]), depth) if item.get("case") else None
        if tree is None:
            tree = self._tree(cube, str(item.get("sql") or name), depth)
        if tree.find(exp.AggFunc):
            raise Unsuitable("it aggregates; make a measure of it")
        for column in tree.find_all(exp.Column):
            if column.table != cube:
                raise Unsuitable(f"it reads another cube, {column.table!r}")
            column.set("table", None)
        return tree

    def measure(self, cube: str, name: str, depth: int = 0) -> exp.Expr:
        """Return a measure as an aggregate expression over cube.column. Raises Unsuitable."""
        item = self._cubes[cube].members["measures"][name]
        kind = line(item.get("type")).lower()
        if item.get("rolling_window") or kind == "running_total":
            raise Unsuitable(OVER_TIME)
        if any(item.get(key) for key in STAGES) or kind == "rank":
            raise Unsuitable("it is computed in several stages; make a table of the first")
        if kind in NO_NUMBER:
            raise Unsuitable(f"it gives a {kind}, not a number")
        tree = self._aggregate(cube, item, kind, depth)
        conditions = [str(part.get("sql") or "") for part in items(item.get("filters"))]
        if conditions and kind == "number":
            raise Unsuitable("filters do not reach into a calculated measure; put them on the measures it is made of")
        for condition in conditions:
            tree = filtered(tree, exp.paren(self._tree(cube, condition, depth)))
        return tree

    def pairs(self, cube: str, text: str, other: str) -> list[tuple[str, str]]:
        """Return the (own column, other's column) pairs that a join's condition sets equal. Raises Unsuitable."""
        if other not in self._cubes:
            raise Unsuitable(f"there is no cube {other!r}")
        tree = self._tree(cube, text, 0, plain=True)
        found: list[tuple[str, str]] = []
        for part in tree.unnest().flatten() if isinstance(tree.unnest(), exp.And) else [tree.unnest()]:
            sides = [part.this.unnest(), part.expression.unnest()] if isinstance(part, exp.EQ) else []
            named = {side.table: side.name for side in sides if isinstance(side, exp.Column)}
            if set(named) != {cube, other}:
                raise Unsuitable("its condition is not one column equal to another")
            found.append((named[cube], named[other]))
        return found

    def _aggregate(self, cube: str, item: Plain, kind: str, depth: int) -> exp.Expr:
        text = item.get("sql")
        if kind in {"number", "number_agg"}:
            return self._tree(cube, str(text or ""), depth)
        if kind == "count" and not text:
            return aggregated("count", exp.Literal.number(1), cube)
        if not text:
            raise Unsuitable("it names nothing to aggregate")
        return aggregated(kind.removesuffix("_approx"), self._tree(cube, str(text), depth), cube)

    def _case(self, cube: str, case: Plain, depth: int) -> exp.Expr:
        """Return a dimension that is given as labels for conditions."""
        branches = [
            exp.If(
                this=self._tree(cube, str(part.get("sql") or ""), depth),
                true=exp.Literal.string(line(part.get("label"))),
            )
            for part in items(case.get("when"))
        ]
        other = line(mapping(case.get("else")).get("label"))
        return exp.Case(ifs=branches, default=exp.Literal.string(other) if other else None)

    def _tree(self, cube: str, text: str, depth: int, *, plain: bool = False) -> exp.Expr:
        """Return SQL with its references worked out and every column written cube.column."""
        if depth > DEEPEST:
            raise Unsuitable("its members refer to each other in a circle")
        if any(f"{{{word}" in text.replace(" ", "") for word in ASKER):
            raise Unsuitable("it depends on who asks; give viewers row rules instead")
        found: dict[str, str] = {}

        def stand_in(match: re.Match[str]) -> str:
            mark = f"sophia_reference_{len(found) + 1}"
            found[mark] = match[1]
            return mark

        tree = exp.paren(parse(REFERENCE.sub(stand_in, text), self._dialect))
        for column in list(tree.find_all(exp.Column)):
            if column.table.lower() in found:
                owner = self._owner(cube, found[column.table.lower()])
                column.set("table", exp.to_identifier(owner, quoted=True))
            elif not column.table and column.name.lower() in found:
                column.replace(self._member(cube, found[column.name.lower()], depth, plain=plain))
            elif column.table in self._cubes or not column.table:
                column.set("table", exp.to_identifier(column.table or cube, quoted=True))
            else:
                raise Unsuitable(f"it names {column.table}.{column.name}, which belongs to no cube")
        return tree.this if isinstance(tree.this, exp.Column | exp.Func | exp.Paren | exp.Literal) else tree

    def _owner(self, cube: str, name: str) -> str:
        owner = cube if name in OWN else name
        if owner not in self._cubes:
            raise Unsuitable(f"there is no cube {owner!r}")
        return owner

    def _member(self, cube: str, path: str, depth: int, *, plain: bool) -> exp.Expr:
        """Return what {member}, {CUBE.member} or {other.member} stands for."""
        first, _, name = path.rpartition(".")
        owner = self._owner(cube, first) if first else cube
        members = self._cubes[owner].members
        if name in members["measures"] and not plain:
            return exp.paren(self.measure(owner, name, depth + 1))
        if name not in members["dimensions"]:
            raise Unsuitable(f"there is no member {path!r}")
        if plain:
            return exp.column(name, table=owner, quoted=True)
        tree = exp.paren(self.dimension(owner, name, depth + 1))
        for column in tree.find_all(exp.Column):
            column.set("table", exp.to_identifier(owner, quoted=True))
        return tree
