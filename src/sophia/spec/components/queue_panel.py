"""queue_panel: items waiting for a person's decision."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sophia.spec.components.shape import Availability, ComponentCommon
from sophia.spec.components.table import TableColumn
from sophia.spec.shape import Id


class QueuePanel(ComponentCommon):
    """Rows of a dataset with decisions to take; `availability` says whether decisions can be stored yet."""

    kind: Literal["queue_panel"] = "queue_panel"
    dataset: Id
    columns: list[TableColumn] = Field(default_factory=list)
    decisions: list[str] = Field(default_factory=list)
    availability: Availability = Availability()
