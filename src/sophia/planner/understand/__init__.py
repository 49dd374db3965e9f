"""Understanding: words become a plan, by rules."""

from __future__ import annotations

from sophia.planner.understand.ask import understand_ask
from sophia.planner.understand.request_reading import understand

__all__ = ["understand", "understand_ask"]
