"""What every component has: id, title, place, and the dataset it draws."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sophia.spec.actions import Action
from sophia.spec.shape import Format, Id, SpecModel


class Layout(SpecModel):
    """Place on the 12-column grid: column `x`, row `y`, size `w` × `h` in rows of 80 px; `phone` = order on a phone."""

    x: int = Field(0, ge=0, le=11)
    y: int = Field(0, ge=0, le=2000)
    w: int = Field(12, ge=1, le=12)
    h: int = Field(4, ge=1, le=60)
    phone: int = Field(0, ge=0)


class Note(SpecModel):
    """Something the planner wants to say beside the component: an assumption or a question, with alternatives.

    Each alternative is a sentence that, sent to modify-dashboard, makes that choice.
    """

    text: str
    kind: Literal["assumption", "question"] = "assumption"
    alternatives: list[str] = Field(default_factory=list)


class ComponentCommon(SpecModel):
    """Shared by all kinds. `parent`/`slot` place it inside a container or a tab; `definition` explains the number."""

    id: Id
    title: str = ""
    subtitle: str = ""
    definition: str = ""
    layout: Layout = Layout()
    parent: Id | None = None
    slot: Id | None = None
    note: Note | None = None


class Series(SpecModel):
    """One drawn column: `column` of the result, its `label` and `format`."""

    column: str
    label: str = ""
    format: Format = Format()


class Reference(SpecModel):
    """A line to compare with: a target or a threshold."""

    value: float
    label: str = ""


class DataComponent(ComponentCommon):
    """A component that draws a dataset. `click` is what choosing a mark does (default: drill to rows)."""

    dataset: Id
    click: Action | None = None


class Availability(SpecModel):
    """Whether the service behind a component is there; when not, `missing` says what it waits for."""

    state: Literal["ready", "not_connected"] = "ready"
    missing: str = ""
