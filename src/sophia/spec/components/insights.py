"""insights: what moved, as sentences with their numbers."""

from __future__ import annotations

from typing import Literal

from sophia.spec.components.shape import DataComponent


class Insights(DataComponent):
    """Cards of an insights dataset, most important first."""

    kind: Literal["insights"] = "insights"
