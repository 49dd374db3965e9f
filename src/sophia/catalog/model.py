"""The catalog of a connection: tables, columns, joins, metrics, sections, and the words people use for them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from sophia.spec.shape import Format

ColumnType = Literal["text", "integer", "number", "boolean", "date", "timestamp"]
ColumnRole = Literal[
    "id", "key", "label", "category", "measure", "money", "rate", "duration", "status", "date", "boolean", "geo", "text"
]
Good = Literal["up", "down", "neutral"]


class CatalogModel(BaseModel):
    """A part of a catalog: YAML in Git form, unknown keys refused."""

    model_config = ConfigDict(extra="forbid")


class Column(CatalogModel):
    """One column with what introspection learned: type, role, distinct count, null share, range, frequent values.

    `hidden` columns are not offered to people but may be read (sort positions, foreign keys); `secret` ones (passwords,
    card and identity numbers) are kept from everybody but admins, see catalog.context.
    """

    name: str
    type: ColumnType
    role: ColumnRole
    label: str = ""
    synonyms: list[str] = Field(default_factory=list)
    description: str = ""
    unit: str | None = None
    format: Format | None = None
    distinct: int | None = None
    null_share: float = 0.0
    minimum: str | None = None
    maximum: str | None = None
    values: list[str] = Field(
        default_factory=list, description="Up to 50 most frequent values of low-cardinality text."
    )
    additive: bool = True
    hidden: bool = False
    secret: bool = False


class Table(CatalogModel):
    """A table, or a model when `sql` holds the SELECT (over tables of the same connection) that defines it.

    Without a `time_column` no window applies to it: its rows are how things stand now. `hidden` keeps it from viewers.
    """

    name: str
    label: str = ""
    entity: str = Field("", description="Singular noun of one row: deal, account, issue.")
    synonyms: list[str] = Field(default_factory=list)
    description: str = ""
    sql: str | None = None
    columns: list[Column]
    primary_key: list[str] = Field(default_factory=list)
    time_column: str | None = None
    label_column: str | None = None
    drill_columns: list[str] = Field(default_factory=list, description="Columns shown when drilling to rows.")
    rows: int | None = None
    hidden: bool = False


class Join(CatalogModel):
    """A many-to-one join: each row of `from_table` has at most one row of `to_table`."""

    from_table: str
    from_column: str
    to_table: str
    to_column: str


class Metric(CatalogModel):
    """A named number: `expression` is an aggregate SQL expression over columns of `table`.

    Ratios are sum ÷ nullif(sum, 0): null when there is nothing to divide by. `last` marks a semi-additive metric:
    within each period only the rows of the period's last date count (balances such as MRR).
    `dimensions` are table.column names that it is usually split by, the most useful first.
    """

    name: str
    label: str
    table: str
    expression: str
    synonyms: list[str] = Field(default_factory=list)
    description: str = ""
    format: Format = Format()
    good: Good = "up"
    time_column: str | None = None
    grain: Literal["day", "week", "month", "quarter", "year"] | None = Field(None, description="Finest sensible grain.")
    last: bool = False
    flow: bool = Field(True, description="False for ratios and balances, whose parts do not add up to a whole.")
    target: float | None = None
    dimensions: list[str] = Field(default_factory=list)
    drill_table: str | None = None


class Ask(CatalogModel):
    """One component of a section, in the planner's words; `visual` is a component kind, empty lets the rules choose.

    `visual: kpi` draws one tile per metric. With `grain` the metrics run over time, before the splits in `by`. Without
    metrics it lists `columns` of `table`; with another visual than table those columns are drawn as they are.
    """

    title: str = ""
    metrics: list[str] = Field(default_factory=list)
    by: list[str] = Field(default_factory=list)
    grain: Literal["day", "week", "month", "quarter", "year"] | None = None
    last: int | None = Field(None, description="Window: the last n units of `grain`; left out, the rules choose.")
    visual: str = ""
    table: str | None = None
    columns: list[str] = Field(default_factory=list, description="For row lists: table.column to show.")
    filters: list[str] = Field(
        default_factory=list, description="SQL-free: 'table.column op value', values of in by commas."
    )
    order: str | None = Field(None, description="Result column, with a leading '-' for descending.")
    limit: int | None = None


class Section(CatalogModel):
    """A ready group of components for a topic that people ask for by name (client health, revenue analytics …)."""

    name: str
    title: str
    synonyms: list[str] = Field(default_factory=list)
    features: list[str] = Field(default_factory=list)
    asks: list[Ask]


class Catalog(CatalogModel):
    """Everything known about one connection. `as_of`: newest date of the data, where relative windows end (ISO)."""

    connection: str
    source: str
    title: str = ""
    dialect: Literal["duckdb", "postgres", "mysql"] = "duckdb"
    demo: bool = False
    as_of: str | None = None
    refresh_interval: int = 300
    tables: list[Table] = Field(default_factory=list)
    joins: list[Join] = Field(default_factory=list)
    metrics: list[Metric] = Field(default_factory=list)
    sections: list[Section] = Field(default_factory=list)

    def table(self, name: str) -> Table | None:
        """Return the table called `name` (case-insensitive), or None."""
        return next((table for table in self.tables if table.name.lower() == name.lower()), None)

    def column(self, reference: str) -> Column | None:
        """Return the column named "table.column", or None."""
        table_name, _, column_name = reference.rpartition(".")
        table = self.table(table_name)
        if table is None:
            return None
        return next((column for column in table.columns if column.name.lower() == column_name.lower()), None)

    def metric(self, name: str) -> Metric | None:
        """Return the metric called `name`, or None."""
        return next((metric for metric in self.metrics if metric.name == name), None)
