"""The demo company: three years of invented, deterministic data behind every demo connection."""

from sophia.demo.calendar import AS_OF
from sophia.demo.company import VERSION, DemoFailed, generate
from sophia.demo.dirty import generate_dirty
from sophia.demo.schema import CONNECTIONS

__all__ = ["AS_OF", "CONNECTIONS", "VERSION", "DemoFailed", "generate", "generate_dirty"]
