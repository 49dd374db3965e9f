"""Lists as GraphQL APIs hand them out: page by page, with a cursor that names the node before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

Node = dict[str, Any]


def stamp(moment: datetime | None) -> str | None:
    return None if moment is None else moment.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")


def noon(day: date | None) -> str | None:
    return None if day is None else f"{day.isoformat()}T12:00:00Z"


def page(nodes: list[Node], first: int, after: str | None, name: Callable[[Node], str]) -> Node:
    """Return a part of `nodes` as GraphQL connections hand it out; a cursor names the node before."""
    start = next((at + 1 for at, node in enumerate(nodes) if name(node) == after), 0) if after else 0
    part = nodes[start : start + first]
    more = start + first < len(nodes)
    return {"nodes": part, "pageInfo": {"hasNextPage": more, "endCursor": name(part[-1]) if part else None}}


def some(nodes: Iterable[Node]) -> Callable[..., Node]:
    """Return the resolver of a connection within a node."""
    kept = [{"cursor": str(number), **node} for number, node in enumerate(nodes)]
    return lambda _, first=50, after=None, **__: page(kept, first, after, lambda node: str(node["cursor"]))


def by_id(nodes: Iterable[Node]) -> dict[str, Node]:
    return {node["id"]: node for node in nodes}
