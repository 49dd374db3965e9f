"""The setup file: `sophia.yaml`, or the migration guide's DASHBOARD_DATA_SOURCES, read with the line of every fault."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sophia.kernel.errors import BadInput
from sophia.sources.registry import source_of, sources

Place = tuple[str, ...]
VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
GUIDE = "DASHBOARD_DATA_SOURCES"
LARGEST = 1_000_000


class Part(BaseModel):
    """A part of the file; a word that is not known is a fault, not a wish that is dropped."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceUse(Part):
    """What a dashboard takes from a source. What does not apply to a source is left out."""

    connection: str | None = Field(None, description="Connection to read; left out: the one called as the source.")
    queries: list[str] = Field([], description="Queries or streams to show: projects, issues.")
    endpoints: list[str] = Field([], description="Endpoints to show: calls/recent.")
    index: str | None = Field(None, description="Vector index.")
    namespace: str | None = Field(None, description="Namespace in the index.")
    bucket: str | None = Field(None, description="Bucket.")
    prefix: str | None = Field(None, description="Beginning of the keys in the bucket.")
    workspace: str | None = Field(None, description="Workspace.")
    org: str | None = Field(None, description="Organization.")
    repos: list[str] = Field([], description="Repositories of the organization.")
    refresh_interval: int | None = Field(None, ge=30, le=86_400, description="Seconds between two looks at the source.")


class ConnectionSetup(Part):
    """A connection to be there: kind of source and settings; ${NAME} in a setting is read from the environment."""

    source: str = Field(description="Kind of source: postgres, mysql, rest …")
    config: dict[str, Any] = Field({}, description="Its settings; secrets as ${NAME}.")


class Setup(Part):
    """Connections by name, and for each kind of dashboard the sources that it shows."""

    connections: dict[str, ConnectionSetup] = Field({}, description="Connections to be there, by name.")
    dashboards: dict[str, dict[str, SourceUse]] = Field({}, description="Kind of dashboard → source → what it takes.")

    def intervals(self) -> dict[str, int]:
        """Return connection → the shortest refresh interval that any dashboard wishes."""
        found: dict[str, int] = {}
        for uses in self.dashboards.values():
            for name, use in uses.items():
                if use.refresh_interval is not None:
                    key = use.connection or name
                    found[key] = min(use.refresh_interval, found.get(key, use.refresh_interval))
        return found


@dataclass(frozen=True)
class SetupFile:
    """A setup as read from a file called `name`, and the line on which each of its parts begins."""

    name: str
    setup: Setup
    lines: Mapping[Place, int]

    def fault(self, place: Place, message: str, remedy: str = "") -> BadInput:
        """Return the error about a part of the file."""
        return _fault(self.name, self.lines, place, message, remedy)

    def config_of(self, name: str, environment: Mapping[str, str]) -> dict[str, Any]:
        """Return a connection's settings with variables filled in, as its source takes them. Raises BadInput."""
        wanted = self.setup.connections[name]
        place: Place = ("connections", name, "config")
        config = {key: self._filled(value, (*place, key), environment) for key, value in wanted.config.items()}
        try:
            source_of(wanted.source).config.model_validate(config)
        except ValidationError as error:
            first = error.errors(include_input=False)[0]
            key = tuple(str(part) for part in first["loc"])
            raise self.fault((*place, *key), f"{'.'.join(key)}: {first['msg']}") from None
        except BadInput as error:
            raise self.fault(("connections", name, "source"), error.message, error.remedy or "") from None
        return config

    def _filled(self, value: Any, place: Place, environment: Mapping[str, str]) -> Any:
        if isinstance(value, list):
            return [self._filled(item, place, environment) for item in value]
        if isinstance(value, dict):
            return {key: self._filled(item, (*place, key), environment) for key, item in value.items()}
        if not isinstance(value, str):
            return value

        def read(match: re.Match[str]) -> str:
            if match[1] not in environment:
                raise self.fault(place, f"The variable {match[1]} is not set.", f"Set it: export {match[1]}=…")
            return environment[match[1]]

        return VARIABLE.sub(read, value)


def read_setup(text: str, name: str) -> SetupFile:
    """Return what a file says: YAML, or where its name ends in .py the guide's dictionary.

    Raises BadInput with the line.
    """
    if len(text) > LARGEST:
        raise BadInput(f"{name} is larger than 1 MB.", field="file")
    plain, lines = _read_guide(text, name) if name.endswith(".py") else _read_yaml(text, name)
    try:
        return SetupFile(name, Setup.model_validate(plain), lines)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        place = tuple(str(part) for part in first["loc"])
        words = "is not known here" if first["type"] == "extra_forbidden" else first["msg"]
        raise _fault(name, lines, place, f"{'.'.join(place) or 'the file'}: {words}") from None


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the file; a connection's settings are those of its source."""
    whole = Setup.model_json_schema()
    kinds = {kind: source for kind, source in sources().items() if source.open or source.sync}
    connection = whole["$defs"]["ConnectionSetup"]
    connection["properties"]["source"]["enum"] = list(kinds)
    connection["allOf"] = [
        {
            "if": {"properties": {"source": {"const": kind}}},
            "then": {"properties": {"config": source.config.model_json_schema()}},
        }
        for kind, source in kinds.items()
    ]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole}


def _read_yaml(text: str, name: str) -> tuple[Any, dict[Place, int]]:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        lines = dict(_yaml_lines(node, (), name)) if node is not None else {}
        return yaml.safe_load(text) or {}, lines
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadInput(f"{name}, line {line}: {error.problem or 'this is no YAML'}.", field="file") from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise BadInput(f"{name} is no YAML.", field="file") from None


def _yaml_lines(node: yaml.Node, place: Place, name: str) -> Iterator[tuple[Place, int]]:
    if not isinstance(node, yaml.MappingNode):
        return
    seen: set[str] = set()
    for key, value in node.value:
        word, line = str(key.value), key.start_mark.line + 1
        if word in seen:
            raise BadInput(f"{name}, line {line}: {word} is said twice.", field="file", remedy="Remove one of the two.")
        seen.add(word)
        yield (*place, word), line
        yield from _yaml_lines(value, (*place, word), name)


def _read_guide(text: str, name: str) -> tuple[Any, dict[Place, int]]:
    """Read the dictionary called DASHBOARD_DATA_SOURCES out of a program without running it."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1) or 1
        raise BadInput(f"{name}, line {line}: this is no Python.", field="file") from None
    for node in ast.walk(tree):
        named = isinstance(node, ast.Assign) and any(
            isinstance(item, ast.Name) and item.id == GUIDE for item in node.targets
        )
        if named and isinstance(node, ast.Assign):
            try:
                plain = ast.literal_eval(node.value)
            except (ValueError, TypeError, RecursionError):
                message = f"{name}, line {node.lineno}: {GUIDE} is more than plain values."
                raise BadInput(message, field="file", remedy="Write texts, numbers, lists and dictionaries.") from None
            return {"dashboards": plain}, dict(_guide_lines(node.value, ("dashboards",)))
    raise BadInput(f"{name} has no {GUIDE}.", field="file", remedy=f"Write {GUIDE} = {{…}}.")


def _guide_lines(node: ast.expr, place: Place) -> Iterator[tuple[Place, int]]:
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant):
                yield (*place, str(key.value)), key.lineno
                yield from _guide_lines(value, (*place, str(key.value)))


def _fault(name: str, lines: Mapping[Place, int], place: Place, message: str, remedy: str = "") -> BadInput:
    known = next((lines[place[:size]] for size in range(len(place), 0, -1) if place[:size] in lines), 1)
    return BadInput(f"{name}, line {known}: {message.rstrip('.')}.", field="file", remedy=remedy or None)
