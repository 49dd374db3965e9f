"""What goes over the wire about dashboards; replies with a spec are written as bytes, which these models describe."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from sophia.access.schemas import Body
from sophia.spec.dashboard import Dashboard
from sophia.spec.shape import Scalar

LONGEST = 20_000
KEY = Field(min_length=1, max_length=100)


class DashboardSummary(BaseModel):
    """A dashboard as lists show it."""

    id: str
    slug: str
    title: str
    description: str
    type: str
    url: str
    version: int
    updated_at: datetime
    components: int
    connections: list[str]
    demo: bool


class DashboardsReply(BaseModel):
    """Every dashboard, the last changed first."""

    dashboards: list[DashboardSummary]


class DashboardReply(BaseModel):
    """A dashboard at one version, with its spec and its React source."""

    dashboard_id: str
    slug: str
    url: str
    version: int
    spec: Dashboard
    react: str | None = None


class NotUnderstood(BaseModel):
    """Words that were not understood or cannot be answered, why, and what can be asked instead."""

    words: str
    reason: str
    alternatives: list[str]


class EvidenceReply(BaseModel):
    """One query as it ran: its text, bound values, rows, milliseconds, and whether the data is demo data."""

    dataset: str
    connection: str
    query: str
    bound: list[Any]
    rows: int
    ms: float
    demo: bool
    status: str


class MadeByReply(BaseModel):
    """Which path read the words: `model` is empty for the rules; `note` says why a model's answer was not used."""

    model: str
    note: str
    repairs: int


class ChangeReply(DashboardReply):
    """A dashboard after a change by sentence, with the account of how it came about. A preview is not saved."""

    understood: list[str]
    assumptions: list[str]
    not_understood: list[NotUnderstood]
    evidence: list[EvidenceReply]
    changes: list[str]
    component_ids: list[str]
    preview: bool
    made_by: MadeByReply


class ColumnReply(BaseModel):
    """A result column."""

    name: str
    type: Literal["text", "integer", "number", "boolean", "date", "timestamp"]


class PartialReply(BaseModel):
    """The current, unfinished period."""

    column: str
    value: str


class FailureReply(BaseModel):
    """Why a dataset has no result."""

    code: str
    message: str
    id: str
    remedy: str | None = None


class DatasetReply(BaseModel):
    """The result of a dataset, column by column."""

    status: Literal["ok", "stale", "error", "forbidden"]
    columns: list[ColumnReply]
    data: list[list[Any]]
    rows: int
    truncated: bool
    as_of: str | None
    ms: float
    demo: bool
    cached: bool
    connection: str
    partial: PartialReply | None
    error: FailureReply | None


class DataReply(BaseModel):
    """The results of a dashboard's datasets at one version."""

    version: int
    datasets: dict[str, DatasetReply]


class CodeReply(BaseModel):
    """A custom component compiled: a CommonJS module over "react" and "sophia"."""

    code: str


class VersionReply(BaseModel):
    """A saved version: when, by whom, why, and what changed."""

    version: int
    created_at: datetime
    author: str
    message: str
    changes: list[str]


class VersionsReply(BaseModel):
    """Every version, newest first."""

    versions: list[VersionReply]


class OptionReply(BaseModel):
    """A value that a filter offers, and how many rows have it."""

    value: Scalar
    count: int


class OptionsReply(BaseModel):
    """The values that a filter offers, the most frequent first."""

    values: list[OptionReply]
    truncated: bool


class DatasetHealth(BaseModel):
    """How one dataset is doing."""

    id: str
    connection: str
    status: Literal["ok", "stale", "error", "forbidden"]
    as_of: str | None
    age_seconds: float | None
    refresh_interval: int
    last_error: str | None


class DashboardHealth(BaseModel):
    """How a dashboard's datasets are doing."""

    status: Literal["ok", "degraded"]
    dashboard_id: str
    version: int
    datasets: list[DatasetHealth]


class GenerateBody(Body):
    """A request for a dashboard, in words; left-out data sources mean: look at all of them."""

    description: str = Field(min_length=1, max_length=LONGEST)
    type: str = Field("", max_length=60, pattern=r"^([a-z0-9][a-z0-9-]*)?$")
    data_sources: list[str] = Field(default_factory=list, max_length=50)
    features: list[str] = Field(default_factory=list, max_length=50)


class AddBody(Body):
    """A component to add, in words; `preview` answers without saving."""

    dashboard_id: str = KEY
    description: str = Field(min_length=1, max_length=LONGEST)
    data_source: str | None = Field(None, max_length=60)
    position: str = Field("bottom", max_length=60)
    preview: bool = False


class ModifyBody(Body):
    """A change in words; with `preserve_functionality` no dataset and no component changes."""

    dashboard_id: str = KEY
    modification: str = Field(min_length=1, max_length=LONGEST)
    preserve_functionality: bool = False
    preview: bool = False


class SaveBody(Body):
    """An edited spec, made from version `base_version`."""

    spec: Dashboard
    base_version: int = Field(ge=1)
    message: str = Field("", max_length=400)


class RestoreBody(Body):
    """The version to make the newest again."""

    version: int = Field(ge=1)


class DataBody(Body):
    """Param values, and which datasets or page; left out, all datasets."""

    values: dict[str, Any] = Field(default_factory=dict, max_length=100)
    datasets: list[str] | None = Field(None, max_length=500)
    page: str | None = Field(None, max_length=80)
    fresh: bool = False


class RowsBody(Body):
    """The mark whose rows are wanted: dimension name → value."""

    dataset: str = Field(max_length=80)
    point: dict[str, Scalar] = Field(default_factory=dict, max_length=20)
    values: dict[str, Any] = Field(default_factory=dict, max_length=100)
    limit: int = Field(200, ge=1, le=10_000)
