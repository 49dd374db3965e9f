"""The ground of a placement: which tables and columns of a catalog the datasets and fields of a model stand for."""

from __future__ import annotations

from sqlglot import exp

from sophia.catalog.model import Catalog, Column, ColumnRole, ColumnType, Join, Metric, Table
from sophia.catalog.names import label_of
from sophia.catalog.semantic.draft import DatasetDraft, Draft, Unsuitable

TYPES: dict[str, tuple[ColumnType, ColumnRole]] = {
    "time": ("timestamp", "date"),
    "key": ("text", "key"),
    "number": ("number", "measure"),
    "boolean": ("boolean", "boolean"),
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
        table = self._model(dataset) if dataset.sql is not None else self._known(dataset.source)
        self.tables[dataset.name] = table.name
        return table

    def put(self, table: Table) -> None:
        """Put a table into the catalog, in the place of the one of its name."""
        others = [item for item in self.catalog.tables if item.name != table.name]
        place = next((i for i, item in enumerate(self.catalog.tables) if item.name == table.name), len(others))
        self.catalog = self.catalog.model_copy(update={"tables": [*others[:place], table, *others[place:]]})

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
        known = self.catalog.table(dataset.name)
        name = dataset.name if known is None or known.sql else f"{dataset.name}_model"
        columns = [_output(item, dataset, read) for item in self._outputs(query, read)]
        return Table(
            name=name, label=label_of(dataset.name), sql=query.sql(dialect=self.catalog.dialect), columns=columns
        )

    def _outputs(self, query: exp.Query, read: list[Table]) -> list[tuple[str, exp.Expr]]:
        found: list[tuple[str, exp.Expr]] = []
        for item in query.selects:
            if item.is_star:
                found += [(column.name, exp.column(column.name)) for table in read for column in table.columns]
            else:
                found.append((item.alias_or_name, item.unalias()))
        return list(dict(found).items())


def _output(item: tuple[str, exp.Expr], dataset: DatasetDraft, read: list[Table]) -> Column:
    """Return an output column of a SELECT: like the column that it is, else as its field or its SQL says."""
    name, value = item
    under = value if isinstance(value, exp.Column) else None
    for table in read if under is not None else ():
        for column in table.columns:
            if under is not None and column.name.lower() == under.name.lower():
                return column.model_copy(update={"name": name, "label": column.label or label_of(name)})
    field = dataset.field(name)
    number = value.find(exp.Sum, exp.Count, exp.Avg, exp.Add, exp.Sub, exp.Mul, exp.Div) is not None
    dated = isinstance(value, exp.TimestampTrunc | exp.DateTrunc)
    said = (field.kind if field else "") or ("number" if number else "time" if dated else "")
    kind, role = TYPES.get(said, ("text", "category"))
    return Column(name=name, label=label_of(name), type=kind, role=role)
