"""The dashboard: pages of components over datasets."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sophia.spec.components import Component
from sophia.spec.datasets import Dataset
from sophia.spec.params import Param
from sophia.spec.shape import Id, SpecModel
from sophia.spec.theme import Theme

SPEC_VERSION = 1


class Page(SpecModel):
    """One screen of components on a 12-column grid."""

    id: Id
    title: str
    components: list[Component] = Field(default_factory=list, max_length=200)


class Dashboard(SpecModel):
    """The whole document. Ids are unique within it; every reference in it resolves (see spec.validate)."""

    spec_version: Literal[1] = 1
    id: Id
    slug: Id
    title: str = Field(min_length=1, max_length=120)
    description: str = Field("", max_length=20000)
    type: str = Field("custom", description="The kind asked for: ceo, knowledge, project, sales-performance …")
    theme: Theme = Theme()
    params: list[Param] = Field(default_factory=list)
    datasets: list[Dataset] = Field(default_factory=list)
    pages: list[Page] = Field(min_length=1)
    refresh_interval: int | None = Field(None, ge=5, description="Seconds between refreshes of an open dashboard.")
