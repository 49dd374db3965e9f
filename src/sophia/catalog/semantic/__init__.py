"""Semantic models of other tools, read into a catalog and written out of it."""
