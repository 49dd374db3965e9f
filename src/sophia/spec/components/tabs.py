"""tabs: children that share one place, one shown at a time."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sophia.spec.components.shape import ComponentCommon
from sophia.spec.shape import Id, SpecModel


class Tab(SpecModel):
    """One tab; components with parent = the tabs' id and slot = this id are inside it."""

    id: Id
    label: str


class Tabs(ComponentCommon):
    """A row of tabs; the content of a tab that is not open asks for no data."""

    kind: Literal["tabs"] = "tabs"
    tabs: list[Tab] = Field(min_length=1)
