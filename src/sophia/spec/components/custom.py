"""custom: a React component of the company's own, run in a sandboxed frame."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sophia.spec.components.shape import Availability, ComponentCommon
from sophia.spec.shape import Id


class Custom(ComponentCommon):
    """A named custom component and the datasets it may read; a placeholder until its sandbox exists."""

    kind: Literal["custom"] = "custom"
    name: str = ""
    datasets: list[Id] = Field(default_factory=list)
    availability: Availability = Availability(state="not_connected", missing="The sandbox for custom components.")
