"""Scopes: which names mean tables, models written out, and what narrows a table put around it: row rules, secrets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from sophia.catalog.model import Catalog, Table
from sophia.kernel.errors import QueryRefused
from sophia.kernel.viewer import RowRule

Inspect = Callable[[exp.Expr], None]
CARRIED = {"this", "alias", "db", "joins", "laterals", "sample"}


@dataclass
class Scope:
    """Works on one statement for one viewer.

    Common table expressions are given names of their own and every use of them is renamed; what then still has a
    table's name is that table. A use that was misjudged would name nothing and fail: it could not pass a row rule by.
    """

    catalog: Catalog
    rules: Sequence[RowRule]
    inspect: Inspect
    extra: Collection[str] = ()
    values: dict[str, str] = field(default_factory=dict)
    _models: dict[str, exp.CTE] = field(default_factory=dict)
    _opened: set[str] = field(default_factory=set)
    _count: int = 0

    def settle(self, tree: exp.Query) -> exp.Query:
        """Return the statement with models and row rules in it; `values` then holds the rules' bound values.

        Raises QueryRefused for tables that the catalog does not know.
        """
        tables: list[exp.Table] = []
        self._resolve(tree, {}, tables)
        for table in tables:
            self._admit(table)
        if not self._models:
            return tree
        scope = tree.args.get("with_")
        expressions = [*self._models.values(), *(scope.expressions if scope else [])]
        recursive = scope.args.get("recursive") if scope else None
        tree.set("with_", exp.With(expressions=expressions, recursive=recursive))
        return tree

    def _resolve(self, node: exp.Expr, visible: Mapping[str, str], tables: list[exp.Table]) -> None:
        """Rename uses of common table expressions below `node`, and collect the tables."""
        scope = node.args.get("with_")
        if scope is not None:
            visible = self._enter(scope, visible, tables)
        if isinstance(node, exp.Table):
            self._name(node, visible, tables)
        for child in list(node.iter_expressions()):
            if child is not scope:
                self._resolve(child, visible, tables)

    def _enter(self, scope: exp.Expr, visible: Mapping[str, str], tables: list[exp.Table]) -> Mapping[str, str]:
        inside = dict(visible)
        for cte in scope.expressions:
            self._count += 1
            name = cte.alias
            unique = f"{name} {self._count}"
            within = {**inside, name.lower(): unique} if scope.args.get("recursive") else inside
            self._resolve(cte.this, within, tables)
            inside[name.lower()] = unique
            cte.args["alias"].set("this", exp.to_identifier(unique, quoted=True))
        return inside

    def _name(self, node: exp.Table, visible: Mapping[str, str], tables: list[exp.Table]) -> None:
        if not isinstance(node.this, exp.Identifier):
            return
        unique = None if node.args.get("db") else visible.get(node.name.lower())
        if unique is None:
            tables.append(node)
            return
        if not node.alias:
            _set_alias(node, exp.to_identifier(node.name, quoted=True))
        node.set("this", exp.to_identifier(unique, quoted=True))

    def _admit(self, node: exp.Table) -> None:
        """Check that a table is known, put its model in front, and narrow it by the viewer's rules."""
        name = ".".join(part.name for part in node.parts)
        table = self.catalog.table(name)
        if table is None:
            if name.lower() in {item.lower() for item in self.extra}:
                return
            message = f"There is no table {name!r} here."
            raise QueryRefused(message, field="sql", remedy="Use a table of the catalog.")
        if node.args.get("db") and self.catalog.dialect != "postgres":
            raise QueryRefused(f"{name!r} names a schema.", field="sql", remedy="Use the table's name alone.")
        if table.sql:
            self._open(table.name, table.sql)
        self._narrow(node, name, table)

    def _open(self, name: str, sql: str) -> None:
        """Write out a model as a common table expression in front of the statement, after the models it uses."""
        if name.lower() in self._opened:
            return
        self._opened.add(name.lower())
        body = parse_model(sql, self.catalog.dialect, name)
        self.inspect(body)
        tables: list[exp.Table] = []
        self._resolve(body, {}, tables)
        for table in tables:
            if table.name.lower() == name.lower():
                message = f"The model {name!r} reads itself."
                raise QueryRefused(message, field="sql", remedy="Give the model a name that no table has.")
            self._admit(table)
        identifier = exp.to_identifier(name, quoted=True)
        self._models[name.lower()] = exp.CTE(this=body, alias=exp.TableAlias(this=identifier))

    def _narrow(self, node: exp.Table, name: str, table: Table) -> None:
        """Put a subquery in a table's place that has only the rows the rules keep, and no secret column."""
        mine = [rule for rule in self.rules if rule.connection == self.catalog.connection]
        matching = [rule for rule in mine if rule.table.lower() == name.lower()]
        secret = any(column.secret for column in table.columns)
        if not matching and not secret:
            return
        odd = {key for key, value in node.args.items() if value} - CARRIED
        if odd:
            raise QueryRefused(f"{name!r} cannot be read in this way here.", field="sql", remedy="Use plain FROM.")
        shown = [exp.column(item.name, quoted=True) for item in table.columns if not item.secret] if secret else ["*"]
        if not shown:
            raise QueryRefused(f"Nothing of {name!r} may be read.", field="sql", remedy="Use another table.")
        inner = exp.select(*shown).from_(exp.Table(this=node.this.copy(), db=node.args.get("db")))
        for rule in matching:
            inner = inner.where(self._kept(rule), copy=False)
        given = node.args.get("alias")
        alias = given.copy() if given is not None else exp.TableAlias()
        if alias.args.get("this") is None:
            alias.set("this", exp.to_identifier(node.name, quoted=True))
        whole = exp.Subquery(this=inner, alias=alias)
        for key in ("joins", "laterals", "sample"):
            if node.args.get(key):
                whole.set(key, node.args[key])
        node.replace(whole)

    def _kept(self, rule: RowRule) -> exp.Expr:
        """Return the rule's condition; a rule without values keeps nothing."""
        if not rule.values:
            return exp.false()
        marks = []
        for value in rule.values:
            name = f"rule {len(self.values) + 1}"
            self.values[name] = value
            marks.append(exp.Placeholder(this=name))
        return exp.In(this=exp.cast(exp.column(rule.column, quoted=True), "text"), expressions=marks)


def _set_alias(node: exp.Table, name: exp.Identifier) -> None:
    given = node.args.get("alias")
    if given is None:
        node.set("alias", exp.TableAlias(this=name))
    else:
        given.set("this", name)


@lru_cache(maxsize=512)
def _parsed(sql: str, dialect: str) -> exp.Expr:
    return sqlglot.parse_one(sql, dialect=dialect)


def parse_model(sql: str, dialect: str, name: str) -> exp.Query:
    """Return a model's SELECT. Raises QueryRefused when it cannot be read or is none."""
    try:
        tree = _parsed(sql, dialect).copy()
    except (SqlglotError, RecursionError) as error:
        reason = str(error).splitlines()[0][:200]
        raise QueryRefused(f"The model {name!r} cannot be read: {reason}", field="sql") from None
    if not isinstance(tree, exp.Select | exp.SetOperation):
        raise QueryRefused(f"The model {name!r} is no SELECT.", field="sql")
    return tree
