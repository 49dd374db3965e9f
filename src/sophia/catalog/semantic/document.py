"""Documents: files of semantic models read as plain data, bounded in size, without YAML tags, aliases or dates."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import Node

from sophia.kernel.errors import BadInput, TooLarge

ENDINGS = {".yml", ".yaml", ".json"}
LARGEST_YAML = 4 * 2**20
LARGEST_JSON = 32 * 2**20
LARGEST_SUM = 64 * 2**20
MOST_FILES = 2000
DEEPEST = 40
MANIFEST = "semantic_manifest.json"
PLAIN = {"tag:yaml.org,2002:" + name for name in ("null", "bool", "int", "float", "str", "seq", "map")}


@dataclass(frozen=True)
class Document:
    """One file: its name as people know it, and what it holds as plain data."""

    name: str
    data: Mapping[str, Any]


class Loader(yaml.SafeLoader):
    """Reads plain YAML: an alias or a tag of its own is refused, a date stays the text that it is."""

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        """Return the next node. Raises YAMLError at an alias or at a tag that plain data does not need."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="an alias", problem_mark=self.get_mark())
        node = super().compose_node(parent, index)
        if node is not None and node.tag not in PLAIN:
            raise yaml.MarkedYAMLError(problem=f"the tag {node.tag}", problem_mark=node.start_mark)
        return node


Loader.yaml_implicit_resolvers = {
    mark: [(tag, pattern) for tag, pattern in resolvers if tag in PLAIN]
    for mark, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_path(place: Path) -> list[Document]:
    """Return the documents of a file, or of every YAML and JSON file in a folder; a manifest alone where there is one.

    Raises BadInput or TooLarge naming the file at fault.
    """
    if place.is_file():
        return read_files([(place.name, place.read_bytes())]) if _small(place) else []
    if not place.is_dir():
        raise BadInput(f"There is no file or folder {str(place)!r}.", field="file")
    for manifest in (place / MANIFEST, place / "target" / MANIFEST):
        if manifest.is_file() and _small(manifest):
            return read_files([(str(manifest.relative_to(place)), manifest.read_bytes())])
    paths = [path for path in sorted(place.rglob("*")) if _wanted(path, place)]
    if len(paths) > MOST_FILES:
        raise TooLarge(f"{place} holds {len(paths)} files; {MOST_FILES} is the limit.", field="file")
    if not paths:
        remedy = "Name a folder with .yml, .yaml or .json files."
        raise BadInput(f"{place} holds no semantic model.", field="file", remedy=remedy)
    return read_files((str(path.relative_to(place)), path.read_bytes()) for path in paths if _small(path))


def read_files(files: Iterable[tuple[str, bytes]]) -> list[Document]:
    """Return (name, content) pairs as documents; what is no mapping is left out. Raises BadInput, TooLarge."""
    found: list[Document] = []
    sizes: list[int] = []
    for name, content in files:
        sizes.append(len(content))
        check_sum(sizes)
        data = _parsed(name, content)
        if isinstance(data, dict):
            _check_depth(name, data)
            found.append(Document(name, data))
    return found


def check_sum(sizes: Iterable[int]) -> None:
    """Raise TooLarge when files of these sizes (bytes) are too much together."""
    if sum(sizes) > LARGEST_SUM:
        raise TooLarge(f"The files are larger than {LARGEST_SUM >> 20} MB together.", field="file")


def _wanted(path: Path, root: Path) -> bool:
    parts = path.relative_to(root).parts
    hidden = any(part.startswith(".") or part in {"node_modules", "dbt_packages"} for part in parts)
    return path.suffix.lower() in ENDINGS and not hidden and path.is_file() and not path.is_symlink()


def _small(path: Path) -> bool:
    """Look at the size before a byte is read. Raises TooLarge."""
    _check_size(path.name, path.stat().st_size)
    return True


def _check_size(name: str, size: int) -> None:
    most = LARGEST_JSON if name.lower().endswith(".json") else LARGEST_YAML
    if size > most:
        raise TooLarge(f"{name} has {size:,} bytes; {most >> 20} MB is the limit.", field="file", remedy="Split it up.")


def _parsed(name: str, content: bytes) -> Any:
    _check_size(name, len(content))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{name} is not UTF-8 text.", field="file", remedy="Save it as UTF-8.") from None
    try:
        if name.lower().endswith(".json") or text.lstrip()[:1] == "{":
            return json.loads(text)
        return yaml.load(text, Loader=Loader)
    except json.JSONDecodeError as error:
        message = f"{name}, line {error.lineno}: this is not readable JSON ({error.msg})."
        raise BadInput(message, field="file", remedy="Correct the file.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark is not None else ""
        what = getattr(error, "problem", None) or "it cannot be read"
        message = f"{name}{where}: this is not plain YAML: {what}."
        raise BadInput(message, field="file", remedy="Write values out: no tags, no anchors.") from None
    except (RecursionError, ValueError):
        raise BadInput(f"{name} cannot be read: too deep, or a value out of range.", field="file") from None


def _check_depth(name: str, data: Any) -> None:
    level: list[Any] = [data]
    for _ in range(DEEPEST):
        level = [child for item in level for child in _children(item)]
        if not level:
            return
    raise BadInput(f"{name} is nested deeper than {DEEPEST} levels.", field="file")


def _children(item: Any) -> Iterable[Any]:
    found = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
    return [child for child in found if isinstance(child, dict | list)]
