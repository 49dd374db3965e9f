"""Plain data: a model as dicts and lists without the fields that hold their default."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


def without_defaults(value: Any) -> Any:
    """Return `value` as plain data without fields that hold their default; `kind` stays, for it tells models apart."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        shown = {name: getattr(value, name) for name in fields}
        return {
            name: without_defaults(item)
            for name, item in shown.items()
            if name == "kind" or item != fields[name].get_default(call_default_factory=True)
        }
    if isinstance(value, list | tuple):
        return [without_defaults(item) for item in value]
    return value
