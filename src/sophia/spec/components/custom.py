"""custom: a React component of the company's own, run in a sandboxed frame."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sophia.spec.components.shape import Availability, ComponentCommon
from sophia.spec.shape import Id

LONGEST = 64_000


class Custom(ComponentCommon):
    """A React component: its `source` (TSX) and the only datasets it may read; without a source it keeps a place."""

    kind: Literal["custom"] = "custom"
    name: str = ""
    source: str = Field("", max_length=LONGEST, description="TSX: one default function over react and sophia.")
    datasets: list[Id] = Field(default_factory=list, max_length=12)
    availability: Availability = Availability(state="not_connected", missing="Its source: nobody has written it yet.")
