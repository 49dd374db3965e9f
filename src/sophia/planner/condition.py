"""Conditions in words, as titles and edits say them."""

from __future__ import annotations

from sophia.catalog.model import Catalog
from sophia.spec.datasets import Filter


def filter_words(item: Filter, catalog: Catalog) -> str:
    """Return a condition in words: "where segment is Big"."""
    if item.any_of:
        return " or ".join(filter_words(each, catalog) for each in item.any_of)
    column = catalog.column(item.column)
    name = ((column.label if column else "") or item.column.rpartition(".")[2].replace("_", " ")).lower()
    signs = {
        "eq": "is", "ne": "is not", "in": "is", "not_in": "is not", "gt": "over", "gte": "at least", "lt": "under",
        "lte": "at most", "between": "between", "like": "like", "not_like": "not like", "is_null": "is empty",
        "not_null": "is not empty",
    }  # fmt: skip
    joint = " and " if item.op == "between" else " or "
    return f"where {name} {signs[item.op]} {joint.join(str(value) for value in item.values)}".strip()
