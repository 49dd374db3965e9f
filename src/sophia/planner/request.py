"""The request: what somebody asks for, as it came in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    """A description, the dashboard's type, and the data sources and features that were named."""

    description: str
    type: str = "custom"
    data_sources: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
