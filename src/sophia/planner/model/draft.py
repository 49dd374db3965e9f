"""The draft: what a model may say about a request, a closed form whose only free text is a component to be checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from sophia.catalog.model import Catalog
from sophia.planner.plan import Task
from sophia.spec.datasets import Aggregate, Operator
from sophia.spec.params import Unit, Window
from sophia.spec.shape import Scalar

MOST_NAMES = 300
MOST_CODE = 24_000
Chart = Literal[
    "", "kpi", "line", "area", "bar", "stacked_bar", "pie", "scatter", "heat_map", "funnel", "waterfall", "bullet",
    "combo", "table",
]  # fmt: skip


class Closed(BaseModel):
    """A part of a draft: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DraftCondition(Closed):
    """A condition on a column. Values are the request's own words, numbers or dates."""

    column: str = Field(description="table.column")
    op: Operator = "eq"
    values: list[Scalar] = Field(default_factory=list, max_length=100)


class DraftNumber(Closed):
    """A number: a `metric` by name, or an `aggregate` of a `column` (count needs none) over rows that meet `filters`.

    With `since`, another date, the time from there to `column` (left out: to today) is aggregated.
    """

    metric: str | None = None
    aggregate: Aggregate | None = None
    column: str | None = Field(None, description="table.column")
    since: str | None = Field(None, description="table.column of the date from which a time runs")
    filters: list[DraftCondition] = Field(default_factory=list, max_length=6)


class DraftMeasure(DraftNumber):
    """A number as it is shown: divided by another (`over`), or as its share of the whole."""

    over: DraftNumber | None = Field(None, description="What the number is divided by; share of rows: over a count.")
    share: bool = False


class DraftDimension(Closed):
    """A split by a column; dates take a grain, numbers may be cut into bins."""

    column: str = Field(description="table.column")
    grain: Unit | Literal["weekday", "month_of_year", "hour_of_day"] | None = None
    bins: int | None = Field(None, ge=2, le=100)


class DraftFilter(DraftCondition):
    """A condition; with `any_of`, one of those must hold instead, and `column` is empty."""

    column: str = Field("", description="table.column")
    any_of: list[DraftCondition] = Field(default_factory=list, max_length=12)


class DraftOrder(Closed):
    """Sort by a metric, an aggregate's column, or a split."""

    by: str
    descending: bool = False


class DraftHaving(Closed):
    """A condition on a number of the groups: "customers with more than 3 orders"."""

    by: str = Field(description="A metric, or an aggregate's column; count for the number of rows.")
    op: Literal["eq", "ne", "gt", "gte", "lt", "lte", "between"] = "gt"
    values: list[float] = Field(min_length=1, max_length=2)


class DraftAsk(Closed):
    """One component: a question about one table of one connection."""

    words: str = Field("", max_length=400, description="The words of the request that this answers, verbatim.")
    task: Task
    connection: str
    table: str = Field("", description="Base table; leave it empty when a metric decides.")
    chart: Chart = Field("", description="Only when the request names a chart.")
    measures: list[DraftMeasure] = Field(default_factory=list, max_length=6)
    dimensions: list[DraftDimension] = Field(default_factory=list, max_length=3)
    columns: list[str] = Field(default_factory=list, max_length=20, description="For task rows: table.column to list.")
    filters: list[DraftFilter] = Field(default_factory=list, max_length=12)
    having: list[DraftHaving] = Field(default_factory=list, max_length=2, description="Which groups stay.")
    window: Window | None = None
    order: list[DraftOrder] = Field(default_factory=list, max_length=2)
    limit: int | None = Field(None, ge=1, le=500)
    compare: Literal["previous_period", "previous_year"] | None = None
    component: str = Field("", max_length=MOST_CODE, description="TSX of the component that draws this ask.")


class Draft(Closed):
    """Everything that a request asks of the data, in order of mention."""

    asks: list[DraftAsk] = Field(default_factory=list, max_length=24)
    not_answerable: list[str] = Field(
        default_factory=list, max_length=20, description="Words of the request, verbatim, for which there is no data."
    )


def schema_of(catalogs: Sequence[Catalog], *, components: bool = False) -> dict[str, Any]:
    """Return the JSON Schema of a draft over `catalogs`, with the names closed where a provider can take that many.

    Without `components` an ask has no place for one.
    """
    schema = Draft.model_json_schema()
    parts = schema["$defs"]
    if not components:
        del parts["DraftAsk"]["properties"]["component"]
    tables = [table for catalog in catalogs for table in catalog.tables]
    columns = {f"{table.name}.{item.name}" for table in tables for item in table.columns}
    metrics = {metric.name for catalog in catalogs for metric in catalog.metrics}
    _close(parts["DraftAsk"], "connection", {catalog.connection for catalog in catalogs})
    _close(parts["DraftAsk"], "table", {"", *(table.name for table in tables)})
    for part in ("DraftMeasure", "DraftNumber"):
        _close(parts[part], "metric", metrics)
        _close(parts[part], "since", columns)
    for part in ("DraftMeasure", "DraftNumber", "DraftDimension", "DraftCondition"):
        _close(parts[part], "column", columns)
    _close(parts["DraftFilter"], "column", {"", *columns})
    if len(columns) <= MOST_NAMES:
        parts["DraftAsk"]["properties"]["columns"]["items"] = {"type": "string", "enum": sorted(columns)}
    return schema


def _close(part: dict[str, Any], name: str, known: set[str]) -> None:
    if not known or len(known) > MOST_NAMES:
        return
    field = part["properties"][name]
    options = field.get("anyOf")
    target = next(item for item in options if item.get("type") == "string") if options else field
    target["enum"] = sorted(known)
