"""`sophia config`: check and apply a setup file, sophia.yaml or the migration guide's dictionary."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sophia.cli.shared import opened, said

if TYPE_CHECKING:
    from sophia.app import Services
    from sophia.connections.setup import SetupFile

app = typer.Typer(help="Connections and refresh intervals from a file.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="sophia.yaml, or a .py file with DASHBOARD_DATA_SOURCES.")]


@app.command("check")
def check_setup(file: File = Path("sophia.yaml")) -> None:
    """Check a setup file: every fault with its line, and which connections are missing. Changes nothing."""
    with said(), opened() as services:
        read = _read(file)
        for name in read.setup.connections:
            read.config_of(name, os.environ)
        missing = _missing(services, read)
        for name in missing:
            typer.echo(f"not connected   {name}", err=True)
        typer.echo(f"{read.name}: {len(read.setup.dashboards)} dashboards, {len(read.setup.connections)} connections.")
        if missing:
            raise typer.Exit(1)


@app.command("apply")
def apply_setup(file: File = Path("sophia.yaml")) -> None:
    """Add the connections of a setup file that are missing, and set the refresh intervals. Can be repeated."""
    from sophia.access.audit import SYSTEM

    with said(), opened() as services:
        read = _read(file)
        known = {saved.name for saved in services.connections.all(SYSTEM)}
        configs = {name: read.config_of(name, os.environ) for name in read.setup.connections if name not in known}
        for name, config in configs.items():
            services.connections.add(SYSTEM, read.setup.connections[name].source, config, name)
            typer.echo(f"connected       {name}")
        missing = _missing(services, read)
        for name, seconds in read.setup.intervals().items():
            if name not in missing and services.connections.set_interval(SYSTEM, name, seconds):
                typer.echo(f"every {seconds:>6} s  {name}")
        for name in missing:
            typer.echo(f"not connected   {name}", err=True)
        if missing:
            raise typer.Exit(1)


@app.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of sophia.yaml, for editors."""
    from sophia.connections.setup import schema

    typer.echo(json.dumps(schema(), indent=2))


def _read(file: Path) -> SetupFile:
    from sophia.connections.setup import read_setup
    from sophia.kernel.errors import BadInput

    try:
        return read_setup(file.read_text(encoding="utf-8"), file.name)
    except (OSError, UnicodeError):
        raise BadInput(f"{file} cannot be read.", field="file", remedy="Check the path.") from None


def _missing(services: Services, read: SetupFile) -> list[str]:
    """Return what dashboards read and neither the file nor Sophia has, in order of name."""
    from sophia.access.audit import SYSTEM

    known = {saved.name for saved in services.connections.all(SYSTEM)} | set(read.setup.connections)
    used = {use.connection or name for uses in read.setup.dashboards.values() for name, use in uses.items()}
    return sorted(used - known)
