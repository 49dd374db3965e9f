"""The demo company: three years of invented, deterministic data behind every demo connection."""
