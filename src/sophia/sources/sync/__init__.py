"""Sync: what an API hands out becomes raw tables, page by page, and from them one immutable snapshot."""
