"""Differences between two specs: as operations that can be applied and inverted, and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from sophia.kernel.errors import Conflict
from sophia.spec.components import Component
from sophia.spec.dashboard import Dashboard

LISTS = ("params", "datasets", "pages")
SETTINGS = ("slug", "title", "description", "type", "theme", "refresh_interval")
WORDS = {"params": "filter", "datasets": "dataset", "pages": "page", "components": "component"}


class Operation(BaseModel):
    """One change. `path` is like "title", "datasets/ds_1" or "pages/main/components/c_1".

    add: `after` is new at `index`. remove: `before` was at `index`. set: `before` became `after`. move: `before` and
    `after` are the indices in the list.
    """

    model_config = ConfigDict(frozen=True)

    op: Literal["add", "remove", "set", "move"]
    path: str
    before: Any = None
    after: Any = None
    index: int | None = None

    def inverse(self) -> Operation:
        """Return the operation that takes this one back."""
        swapped: dict[str, Literal["add", "remove", "set", "move"]] = {"add": "remove", "remove": "add"}
        return Operation(
            op=swapped.get(self.op, self.op), path=self.path, before=self.after, after=self.before, index=self.index
        )


def diff(before: Dashboard, after: Dashboard) -> list[Operation]:
    """Return the operations that turn `before` into `after`; empty when they are equal."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    found = [
        Operation(op="set", path=name, before=old[name], after=new[name]) for name in SETTINGS if old[name] != new[name]
    ]
    for name in LISTS:
        found += _of_list(name, old[name], new[name])
    old_pages = {page["id"]: page for page in old["pages"]}
    for page in new["pages"]:
        if page["id"] in old_pages:
            path = f"pages/{page['id']}/components"
            found += _of_list(path, old_pages[page["id"]]["components"], page["components"])
    return found


def _bare(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item without its own list, which is compared by itself."""
    return {key: value for key, value in item.items() if key != "components"}


def _of_list(path: str, old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> list[Operation]:
    """Return removals (last first), then additions and moves in the new order, then changes in place."""
    before, after = {item["id"]: item for item in old}, {item["id"]: item for item in new}
    found: list[Operation] = []
    order = [item["id"] for item in old]
    for index in range(len(old) - 1, -1, -1):
        if old[index]["id"] not in after:
            found.append(Operation(op="remove", path=f"{path}/{old[index]['id']}", before=old[index], index=index))
            order.pop(index)
    for index, item in enumerate(new):
        key = item["id"]
        if key not in before:
            found.append(Operation(op="add", path=f"{path}/{key}", after=item, index=index))
            order.insert(index, key)
        elif order[index] != key:
            start = order.index(key)
            found.append(Operation(op="move", path=f"{path}/{key}", before=start, after=index))
            order.insert(index, order.pop(start))
    found += [
        Operation(op="set", path=f"{path}/{key}", before=_bare(before[key]), after=_bare(item))
        for key, item in after.items()
        if key in before and _bare(before[key]) != _bare(item)
    ]
    return found


def apply(spec: Dashboard, operations: Sequence[Operation]) -> Dashboard:
    """Return `spec` with `operations` applied in order. Raises Conflict when one no longer fits."""
    document = spec.model_dump(mode="json")
    for operation in operations:
        _apply_one(document, operation)
    return Dashboard.model_validate(document)


def invert(operations: Sequence[Operation]) -> list[Operation]:
    """Return the operations that take `operations` back: each inverted, in reverse order."""
    return [operation.inverse() for operation in reversed(operations)]


def _apply_one(document: dict[str, Any], operation: Operation) -> None:
    parts = operation.path.split("/")
    if len(parts) == 1:
        document[parts[0]] = operation.after
        return
    items = _list_at(document, parts[:-1], operation)
    key = parts[-1]
    position = next((index for index, item in enumerate(items) if item["id"] == key), None)
    match operation.op:
        case "add":
            items.insert(len(items) if operation.index is None else operation.index, dict(operation.after))
        case "remove":
            items.pop(_found(position, operation))
        case "move":
            items.insert(operation.after, items.pop(_found(position, operation)))
        case "set":
            kept = {name: value for name, value in items[_found(position, operation)].items() if name == "components"}
            items[_found(position, operation)] = {**operation.after, **kept}


def _list_at(document: dict[str, Any], parts: Sequence[str], operation: Operation) -> list[dict[str, Any]]:
    if len(parts) == 1:
        found: list[dict[str, Any]] = document[parts[0]]
        return found
    for page in document["pages"]:
        if page["id"] == parts[1]:
            components: list[dict[str, Any]] = page["components"]
            return components
    raise _gone(operation)


def _found(position: int | None, operation: Operation) -> int:
    if position is None:
        raise _gone(operation)
    return position


def _gone(operation: Operation) -> Conflict:
    return Conflict(f"{operation.path!r} is no longer there.", field=operation.path, remedy="Reload and try again.")


def describe(before: Dashboard, after: Dashboard) -> list[str]:
    """Return the differences in words, one sentence each, the most visible first."""
    words: list[str] = []
    filtered = 0
    titles = {item.id: item for page in (*before.pages, *after.pages) for item in page.components}
    for operation in diff(before, after):
        if operation.op == "set" and operation.path.startswith("datasets/") and _only_filters(operation):
            filtered += 1
            continue
        sentence = _sentence(operation, titles)
        if sentence and sentence not in words:
            words.append(sentence)
    if filtered:
        words.append(f"Changed the filters of {filtered} {'query' if filtered == 1 else 'queries'}.")
    rank = {"Ad": 0, "Re": 1, "Ch": 2, "Mo": 4}
    return sorted(words, key=lambda sentence: rank.get(sentence[:2], 3))


def _only_filters(operation: Operation) -> bool:
    changed = {key for key in operation.after if operation.after[key] != operation.before.get(key)}
    return changed <= {"filters", "window_param"}


def _sentence(operation: Operation, titles: dict[str, Component]) -> str:
    parts = operation.path.split("/")
    if len(parts) == 1:
        return _setting(operation)
    key = parts[-1]
    noun = WORDS[parts[-2]]
    named = titles.get(key)
    name = f"“{named.title or named.kind}”" if named is not None else f"{noun} {key}"
    shown = operation.after or operation.before
    if noun in {"filter", "page"} and isinstance(shown, dict):
        name = f"{noun} “{shown.get('label') or shown.get('title')}”"
    match operation.op:
        case "add":
            return "" if noun == "dataset" else f"Added {name}."
        case "remove":
            return "" if noun == "dataset" else f"Removed {name}."
        case "move":
            return ""
        case _:
            return _changed(name, noun, operation)


def _setting(operation: Operation) -> str:
    if operation.path == "title":
        return f"Renamed the dashboard from “{operation.before}” to “{operation.after}”."
    if operation.path == "theme":
        parts = [key.replace("_", " ") for key in operation.after if operation.after[key] != operation.before.get(key)]
        return f"Changed the theme: {', '.join(parts)}."
    return f"Changed the dashboard's {operation.path.replace('_', ' ')}."


def _changed(name: str, noun: str, operation: Operation) -> str:
    keys = [key for key in operation.after if operation.after[key] != operation.before.get(key)]
    if noun == "component" and keys == ["layout"]:
        return f"Moved {name}."
    if "title" in keys and noun == "component":
        return f"Renamed “{operation.before['title']}” to “{operation.after['title']}”."
    if "kind" in keys:
        was, now = operation.before["kind"].replace("_", " "), operation.after["kind"].replace("_", " ")
        return f"Changed {name} from {was} to {now}."
    shown = [key.replace("_", " ") for key in keys if key != "layout"]
    return f"Changed {', '.join(shown)} of {name}."
