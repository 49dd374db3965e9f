"""Connections as people use them: add, introspect, describe."""
