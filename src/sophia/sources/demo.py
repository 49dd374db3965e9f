"""Demo: the invented company that stands in for a real system, always labelled as demo data."""

from __future__ import annotations

from sophia.sources.contract import Source

SOURCE = Source(
    kind="demo",
    title="Demo company",
    description="Three years of invented data in the shape of the real system; made at the first start.",
    verified="server",
    evidence="The demo company is made and queried by the engine that ships.",
)
