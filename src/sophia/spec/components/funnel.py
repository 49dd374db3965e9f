"""funnel: how many get through each stage."""

from __future__ import annotations

from typing import Literal

from sophia.spec.components.shape import DataComponent, Series


class Funnel(DataComponent):
    """One step per row, in the result's order, with the share that went on."""

    kind: Literal["funnel"] = "funnel"
    stage: str
    value: Series
