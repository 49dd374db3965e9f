"""Datasets: named questions to a connection."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sophia.spec.params import Unit, Window
from sophia.spec.shape import Id, Scalar, SpecModel

Aggregate = Literal["count", "count_distinct", "sum", "mean", "min", "max", "median"]
Operator = Literal[
    "eq", "ne", "gt", "gte", "lt", "lte", "in", "not_in", "between", "like", "not_like", "is_null", "not_null"
]


class Dimension(SpecModel):
    """One way to split: `column` is "table.column"; a date takes a `grain`, a number may be cut into `bins`."""

    name: str
    column: str
    grain: Unit | Literal["weekday", "month_of_year", "hour_of_day"] | None = None
    bins: int | None = Field(None, ge=2, le=100)


class Filter(SpecModel):
    """Keep rows where `column` `op` `values`; with `param` the values come from that param (no value: no filter).

    `any_of` holds alternatives instead: the row is kept when one of them holds.
    """

    column: str = ""
    op: Operator = "eq"
    values: list[Scalar] = Field(default_factory=list)
    param: Id | None = None
    any_of: list[Filter] = Field(default_factory=list)


class Measure(SpecModel):
    """One number per row of the result, called `name`: a catalog `metric`, or an `aggregate` of a `column`.

    `column` is "table.column"; count may leave it out (records). With `since`, another date, the time from there to
    `column` (left out: to now) is aggregated, in seconds. Only rows that meet all `filters` count. `over` divides the
    number by another one: null where that is 0. `share` turns the number into its share of the whole.
    """

    name: str
    metric: str | None = None
    aggregate: Aggregate | None = None
    column: str | None = None
    since: str | None = None
    filters: list[Filter] = Field(default_factory=list)
    over: Measure | None = None
    share: bool = False

    @model_validator(mode="after")
    def _holds_together(self) -> Measure:
        if self.metric is not None and (self.since or self.filters):
            raise ValueError("A metric has its own columns and conditions: give an aggregate instead.")
        if self.since and self.aggregate in {None, "count", "count_distinct"}:
            raise ValueError("A time between two dates is averaged or summed, not counted.")
        if self.over is not None and (self.share or self.over.share or self.over.over is not None):
            raise ValueError("A quotient has two plain numbers.")
        return self


class Order(SpecModel):
    """Sort by the result column `by` (a measure's or dimension's name)."""

    by: str
    descending: bool = False


class Having(SpecModel):
    """Keep groups whose measure called `by` `op` the number in `values`, or lies between its two."""

    by: str
    op: Literal["eq", "ne", "gt", "gte", "lt", "lte", "between"] = "gt"
    values: list[float] = Field(min_length=1, max_length=2)


class DatasetCommon(SpecModel):
    """What every dataset has: its id, the connection it asks, and how fresh it must be (seconds)."""

    id: Id
    connection: str
    refresh_interval: int = Field(300, ge=5, le=604800, description="Freshness target in seconds.")


class MetricDataset(DatasetCommon):
    """Measures by dimensions over a table and what joins to it; compiled to SQL with every value bound.

    Result columns in order: dimensions, measures, then with `compare` one `<measure>__previous` per measure.
    Without measures the dataset is a list of rows with the dimensions as plain columns.
    """

    kind: Literal["metric"] = "metric"
    table: str | None = Field(None, description="Base table; left out, the first measure's metric decides.")
    measures: list[Measure] = Field(default_factory=list)
    dimensions: list[Dimension] = Field(default_factory=list)
    time_column: str | None = Field(None, description="table.column that `window` bounds; default: the table's own.")
    window: Window | None = None
    window_param: Id | None = Field(None, description="date_range param whose value replaces `window` when set.")
    filters: list[Filter] = Field(default_factory=list)
    having: list[Having] = Field(default_factory=list, description="Conditions on measures; groups must meet all.")
    order: list[Order] = Field(default_factory=list)
    limit: int | None = Field(None, ge=1, le=50000)
    compare: Literal["previous_period", "previous_year"] | None = None


class SqlDataset(DatasetCommon):
    """One SELECT in the connection's dialect; `:name` placeholders are bound from params of the same id."""

    kind: Literal["sql"] = "sql"
    sql: str = Field(min_length=1, max_length=20000)
    limit: int | None = Field(None, ge=1, le=50000)


class RequestDataset(DatasetCommon):
    """A read of a REST connection's path; the reply's `rows_path` (dotted) is the table."""

    kind: Literal["request"] = "request"
    path: str
    query: dict[str, str] = Field(default_factory=dict)
    rows_path: str = ""


class TransformDataset(DatasetCommon):
    """One SELECT (DuckDB) over the results of other datasets, each a table named by its id."""

    kind: Literal["transform"] = "transform"
    connection: str = ""
    inputs: list[Id] = Field(min_length=1)
    sql: str = Field(min_length=1, max_length=20000)


class InsightDataset(DatasetCommon):
    """What moved: each metric over months, by segment, ranked by robust z-score (median/MAD; domain rule).

    Result columns: title, detail, metric, segment, period, value, expected, change, score, and direction, which is
    good, bad or neutral.
    """

    kind: Literal["insights"] = "insights"
    metrics: list[str] = Field(min_length=1)
    by: list[str] = Field(default_factory=list, description="table.column to look into, besides the total.")
    limit: int = Field(6, ge=1, le=50)


Dataset = Annotated[
    MetricDataset | SqlDataset | RequestDataset | TransformDataset | InsightDataset, Field(discriminator="kind")
]
