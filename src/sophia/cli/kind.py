"""A kind of source on the command line: its settings, asked for where they are missing."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, get_origin

import typer

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from sophia.app import Services
    from sophia.connections.service import Described
    from sophia.sources.contract import Source
    from sophia.sources.sync.cycle import Progress


def settings_of(source: Source, given: Sequence[str]) -> dict[str, Any]:
    """Return the settings that `name=value` texts stand for; what is required and missing is asked for.

    `@NAME` as a value reads the variable NAME, so that a secret need not stand in the command. Raises BadInput naming
    the setting at fault, or the first that is missing where nobody can be asked.
    """
    from sophia.kernel.errors import BadInput

    fields = source.config.model_fields
    values: dict[str, Any] = {}
    for item in given:
        name, sign, text = item.partition("=")
        if not sign or name not in fields:
            remedy = f"Settings of {source.kind}: {', '.join(fields)}. Write them as --set name=value."
            raise BadInput(f"{source.title} has no setting {name!r}.", field=name, remedy=remedy)
        values[name] = _value(fields[name], _read(name, text))
    for name, field in fields.items():
        if field.is_required() and name not in values:
            values[name] = _value(field, _asked(source, name, field))
    return values


def add_kind(services: Services, source: Source, given: Sequence[str], name: str | None) -> Described:
    """Add a connection of a kind and, where it is synced, run its first sync with its progress."""
    from sophia.access.audit import SYSTEM

    described = services.connections.add(SYSTEM, source.kind, settings_of(source, given), name)
    if source.sync is None:
        return described
    saved = described.saved
    typer.echo(f"The key of {saved.name} is good; reading what there is.", err=True)
    if not services.syncs.run_due(only=saved.name, told=_tell):
        typer.echo("Another worker reads it; `sophia connections list` shows when it is there.", err=True)
    return services.connections.describe(SYSTEM, saved.name)


def _tell(progress: Progress) -> None:
    place = f"{progress.number}/{progress.streams}"
    typer.echo(f"  {place} {progress.stream}: {progress.records:,} records so far", err=True)


def _read(name: str, text: str) -> str:
    from sophia.kernel.errors import BadInput

    if not text.startswith("@"):
        return text
    if text[1:] not in os.environ:
        raise BadInput(f"The variable {text[1:]} for {name} is not set.", field=name)
    return os.environ[text[1:]]


def _asked(source: Source, name: str, field: FieldInfo) -> str:
    from sophia.kernel.errors import BadInput

    said = field.description or name
    if not sys.stdin.isatty():
        raise BadInput(f"{source.title} needs {name}: {said}", field=name, remedy=f"Add --set {name}=…")
    text: str = typer.prompt(f"{name} ({said.rstrip('.')})", hide_input=_secret(field), err=True)
    return text


def _secret(field: FieldInfo) -> bool:
    return "SecretStr" in str(field.annotation)


def _value(field: FieldInfo, text: str) -> Any:
    """Return a text as the setting takes it: lists are written with commas."""
    if get_origin(field.annotation) in {list, tuple}:
        return [item.strip() for item in text.split(",") if item.strip()]
    return text
