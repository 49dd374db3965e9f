"""Drafts: what a semantic model says, in one form for all formats, before it is laid onto a catalog."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from sqlglot import exp

from sophia.catalog.model import ColumnRole
from sophia.spec.shape import Format

Kind = Literal["table", "field", "join", "metric", "other"]
State = Literal["carried", "adapted", "left_out"]


class Unsuitable(Exception):
    """A part of a model that a catalog cannot hold; its text says why, for the report."""


@dataclass(frozen=True)
class Item:
    """What became of one part of a model: `carried` over, `adapted` (`why` says how) or `left_out` (`why`)."""

    kind: Kind
    name: str
    state: State = "carried"
    why: str = ""


@dataclass
class Words:
    """What people call a thing and say about it; empty where the model says nothing."""

    label: str = ""
    description: str = ""
    synonyms: list[str] = field(default_factory=list)


@dataclass
class FieldDraft:
    """A column as the model sees it: `value` is an expression over the dataset's own columns.

    `role` is only known in an export of our own; `why` tells what was changed to make the field fit.
    """

    name: str
    value: exp.Expr
    words: Words = field(default_factory=Words)
    format: Format | None = None
    kind: Literal["time", "key", ""] = ""
    role: ColumnRole | None = None
    hidden: bool = False
    why: str = ""


@dataclass
class DatasetDraft:
    """A table (`source`: its name with or without schema) or a SELECT (`sql`) with the fields that the model names.

    `keys`: field names of the primary key; `time`: the field that places its rows in time; `fault`: why it cannot be
    had at all.
    """

    name: str
    source: str = ""
    sql: exp.Query | None = None
    entity: str = ""
    words: Words = field(default_factory=Words)
    fields: list[FieldDraft] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    time: str | None = None
    fault: str = ""

    def field(self, name: str) -> FieldDraft | None:
        """Return the field called `name` (case-insensitive), or None."""
        return next((item for item in self.fields if item.name.lower() == name.lower()), None)


@dataclass
class RelationDraft:
    """A many-to-one relation; columns are fields or columns of the two datasets, in matching order."""

    name: str
    many: str
    one: str
    many_columns: list[str]
    one_columns: list[str]


@dataclass
class MetricDraft:
    """A number: `value` aggregates columns written dataset.column, where column is a field or a column of the dataset.

    An aggregate without columns carries its dataset's name in `meta["home"]`. `time` is a field of `dataset`.
    """

    name: str
    value: exp.Expr
    words: Words = field(default_factory=Words)
    dataset: str | None = None
    time: str | None = None
    last: bool = False
    format: Format | None = None
    why: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass
class Draft:
    """A whole model: what could be read, and `items` for what could not."""

    datasets: list[DatasetDraft] = field(default_factory=list)
    relations: list[RelationDraft] = field(default_factory=list)
    metrics: list[MetricDraft] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def dataset(self, name: str) -> DatasetDraft | None:
        """Return the dataset called `name` (case-insensitive), or None."""
        return next((item for item in self.datasets if item.name.lower() == name.lower()), None)

    def leave(self, kind: Kind, name: str, why: str) -> None:
        """Note that a part is left out, and why."""
        self.items.append(Item(kind, name, "left_out", why))
