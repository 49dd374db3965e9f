"""Typed: a captured resource held against the types that the provider's own package declares."""

from __future__ import annotations

import importlib
import typing
from collections.abc import Iterator, Sequence
from typing import Any

from pulumi import _types

from sophia_plan.plan import Resource

MODULES = {"index": "", "lambda": "lambda_"}
Fault = tuple[str, str]


def arguments(token: str) -> type:
    """The class of a resource's arguments: aws:ecs/service:Service has pulumi_aws.ecs.service.ServiceArgs."""
    package, module, name = token.split(":")
    module = module.partition("/")[0]
    root = f"pulumi_{package.replace('-', '_')}"
    made = getattr(importlib.import_module(".".join(filter(None, [root, MODULES.get(module, module)]))), name)
    own = importlib.import_module(made.__module__)
    # Where a nested type of another resource has the same name, the resource's own is called so.
    found: type = getattr(own, f"{name}InitArgs", None) or getattr(own, f"{name}Args")
    return found


def _faults(value: Any, expected: Any, where: str) -> Iterator[Fault]:
    """Every place where a captured value differs from the type that the provider's class declares."""
    expected = _types.unwrap_type(expected)
    if _types.is_input_type(expected):
        yield from _members(value, expected, where)
        return
    origin = typing.get_origin(expected)
    if origin in (list, Sequence):
        if not isinstance(value, list):
            yield where, "is no list"
            return
        for number, item in enumerate(value):
            yield from _faults(item, typing.get_args(expected)[0], f"{where}[{number}]")
        return
    yield from _scalar(value, expected, origin, where)


def _scalar(value: Any, expected: Any, origin: Any, where: str) -> Iterator[Fault]:
    kinds: dict[Any, Any] = {str: str, bool: bool, int: int, float: (int, float)}
    if expected in kinds and (not isinstance(value, kinds[expected]) or (expected in (int, float) and value is True)):
        yield where, f"is {type(value).__name__}, not {expected.__name__}"
    if origin is not None and "Mapping" in str(origin) and not isinstance(value, dict):
        yield where, "is no mapping"


def _members(value: Any, expected: type, where: str) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield where, "is no object"
        return
    known = _types.input_type_types(expected)
    for name, item in value.items():
        if name not in known:
            yield f"{where}.{name}", "is unknown"
            continue
        yield from _faults(item, known[name], f"{where}.{name}")


def checked(resource: Resource) -> list[Fault]:
    """Every input of the resource that the provider would not know or not take."""
    return list(_members(resource.inputs, arguments(resource.type), resource.key))
