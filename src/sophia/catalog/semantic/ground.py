"""The ground of a placement: which tables and columns of a catalog the datasets and fields of a model stand for."""

from __future__ import annotations

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify

from sophia.catalog.model import Catalog, Column, ColumnRole, ColumnType, Join, Metric, Table
from sophia.catalog.names import label_of
from sophia.catalog.semantic.draft import DatasetDraft, Draft, Unsuitable
from sophia.catalog.semantic.wording import named

ROLES: dict[ColumnType, ColumnRole] = {
    "text": "category",
    "integer": "measure",
    "number": "measure",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "date",
}
CUTS = (exp.TimestampTrunc, exp.DateTrunc, exp.Cast, exp.Paren, exp.TsOrDsToDate, exp.Date)


def column_under(tree: exp.Expr) -> exp.Column | None:
    """Return the one column that a field is, or is a date cut or cast of; None for real computations."""
    while isinstance(tree, CUTS) and isinstance(tree.this, exp.Expr):
        tree = tree.this
    return tree if isinstance(tree, exp.Column) else None


class Ground:
    """The catalog as it grows, and `tables`: dataset name → table name."""

    def __init__(self, catalog: Catalog, draft: Draft) -> None:
        self.catalog = catalog
        self.tables: dict[str, str] = {}
        self.draft = draft

    def settle(self, dataset: DatasetDraft) -> Table:
        """Return the table of a dataset, made as a model when the dataset is a SELECT. Raises Unsuitable."""
        if not dataset.name:
            raise Unsuitable("it has no name")
        if dataset.fault:
            raise Unsuitable(dataset.fault)
        table = self._model(dataset) if dataset.sql is not None else self._known(dataset.source)
        self.tables[dataset.name] = table.name
        return table

    def put(self, table: Table) -> None:
        """Put a table into the catalog, in the place of the one of its name."""
        self.catalog = self.with_table(table)

    def with_table(self, table: Table) -> Catalog:
        """Return the catalog with a table added, or in the place of the one of its name."""
        known = {item.name: item for item in self.catalog.tables} | {table.name: table}
        return self.catalog.model_copy(update={"tables": list(known.values())})

    def join(self, join: Join) -> None:
        """Add a join that is not there yet."""
        if join not in self.catalog.joins:
            self.catalog = self.catalog.model_copy(update={"joins": [*self.catalog.joins, join]})

    def metric(self, metric: Metric) -> None:
        """Add a metric, in the place of the one of its name."""
        known = {item.name: item for item in self.catalog.metrics} | {metric.name: metric}
        self.catalog = self.catalog.model_copy(update={"metrics": list(known.values())})

    def column_name(self, dataset: DatasetDraft, name: str) -> str | None:
        """Return the column that a field or column name of a dataset stands for, None when there is none."""
        field = dataset.field(name)
        under = column_under(field.value) if field else exp.column(name)
        found = under and self.catalog.column(f"{self.tables.get(dataset.name, '')}.{under.name}")
        return found.name if found else None

    def resolve(self, column: exp.Column) -> exp.Expr:
        """Return dataset.field as an expression over table.column. Raises Unsuitable when nothing has that name."""
        dataset = self.draft.dataset(column.table)
        table = self.tables.get(dataset.name) if dataset else None
        if dataset is None or table is None:
            raise Unsuitable(f"its table {column.table!r} is not in this connection")
        field = dataset.field(column.name)
        if field is None:
            return self._column(column.name, table)
        tree = exp.paren(field.value)
        for part in list(tree.find_all(exp.Column)):
            part.replace(self._column(part.name, table))
        inner = tree.this
        return inner if isinstance(inner, exp.Column | exp.Func | exp.Paren) else tree

    def _column(self, name: str, table: str) -> exp.Column:
        found = self.catalog.column(f"{table}.{name}")
        if found is None:
            raise Unsuitable(f"the table {table!r} has no column {name!r}")
        return exp.column(found.name, table=table)

    def _known(self, source: str) -> Table:
        """Return the table of a name such as database.schema.table: the longest part of it that is known."""
        parts = [part.strip('"`[] ') for part in source.split(".")]
        for start in range(len(parts)):
            table = self.catalog.table(".".join(parts[start:]))
            if table is not None:
                return table
        last = [item for item in self.catalog.tables if item.name.rpartition(".")[2].lower() == parts[-1].lower()]
        if len(last) == 1:
            return last[0]
        what = "is in several schemas of" if last else "is not in"
        raise Unsuitable(f"the table {source!r} {what} this connection")

    def _model(self, dataset: DatasetDraft) -> Table:
        """Return a new model for a dataset that is a SELECT over known tables."""
        assert dataset.sql is not None
        query = dataset.sql.copy()
        own = {cte.alias.lower() for cte in query.find_all(exp.CTE)}
        read: list[Table] = []
        for node in query.find_all(exp.Table):
            if node.name.lower() in own and not node.db:
                continue
            table = self._known(".".join(part.name for part in node.parts))
            read.append(table)
            node.set("catalog", None)
            schema, _, plain = table.name.rpartition(".")
            node.set("db", exp.to_identifier(schema, quoted=True) if schema else None)
            node.set("this", exp.to_identifier(plain, quoted=True))
        plain = named(dataset.name)
        known = self.catalog.table(plain)
        if known is not None and known.sql and _says_the_same(known.sql, query, self.catalog.dialect):
            return known
        name = plain if known is None or known.sql else f"{plain}_model"
        self._check_open(query, read)
        columns = [_output(item, read) for item in _outputs(query, read)]
        return Table(
            name=name, label=label_of(dataset.name), sql=query.sql(dialect=self.catalog.dialect), columns=columns
        )

    def _check_open(self, query: exp.Query, read: list[Table]) -> None:
        """Refuse a SELECT over what is kept from people: as a column of another name it would be open to all."""
        kept = {column.name.lower() for table in read for column in table.columns if column.secret}
        closed = [table.name for table in read if table.hidden]
        closed += sorted({column.name for column in query.find_all(exp.Column) if column.name.lower() in kept})
        if kept and _names_unseen(query):
            closed.append("*")
        if closed:
            raise Unsuitable(f"its SQL reads {closed[0]!r}, which is kept from viewers")


def _says_the_same(text: str, query: exp.Query, dialect: str) -> bool:
    """Whether two SELECTs are one when both are written in standard SQL, spacing and comments aside."""
    written = [tree.sql(dialect="", comments=False) for tree in (sqlglot.parse_one(text, dialect=dialect), query)]
    again = [sqlglot.parse_one(part).sql(dialect=dialect, comments=False, identify=True) for part in written]
    return again[0] == again[1]


def _names_unseen(query: exp.Query) -> bool:
    """Whether a SELECT may hand on columns without naming them: stars, whole rows, columns renamed by position."""
    stars = any(not isinstance(star.parent, exp.Count) for star in query.find_all(exp.Star))
    rows = {node.alias_or_name.lower() for node in query.find_all(exp.Table, exp.Subquery, exp.CTE)}
    renamed = any(alias.columns for alias in query.find_all(exp.TableAlias))
    return stars or renamed or any(column.name.lower() in rows for column in query.find_all(exp.Column))


def _outputs(query: exp.Query, read: list[Table]) -> list[tuple[str, exp.Expr]]:
    """Return the output columns of a SELECT by name, stars written out. Raises Unsuitable when they are not known."""
    full = query.copy()
    for node in full.find_all(exp.Table):
        node.set("this", exp.to_identifier(".".join(part.name for part in node.parts), quoted=True))
        node.set("db", None)
    schema: dict[str, object] = {table.name: {column.name: "text" for column in table.columns} for table in read}
    try:
        full = qualify(full, schema=schema, validate_qualify_columns=False)
    except SqlglotError as error:
        reason = (str(error).splitlines() or [""])[0][:160]
        raise Unsuitable(f"its columns cannot be told ({reason})") from None
    if any(item.is_star for item in full.selects):
        raise Unsuitable("its columns cannot be told: name them instead of *")
    return [(item.alias_or_name, item.unalias()) for item in full.selects]


def _output(item: tuple[str, exp.Expr], read: list[Table]) -> Column:
    """Return an output column of a SELECT: like the column that it is, else text until its type is known."""
    name, value = item
    for table in read if isinstance(value, exp.Column) else ():
        for column in table.columns:
            if column.name.lower() == value.name.lower():
                return column.model_copy(update={"name": name, "label": column.label or label_of(name)})
    return Column(name=name, label=label_of(name), type="text", role="category")


def typed(column: Column, kind: ColumnType, role: ColumnRole | None = None) -> Column:
    """Return a column with the type that the data has; its role is `role`, else that of the type where types differ."""
    own = column.role if column.type == kind else ROLES[kind]
    return column.model_copy(update={"type": kind, "role": role or own})
