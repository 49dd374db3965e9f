"""`sophia dashboards`: list, export to YAML, import from YAML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sophia.cli.shared import opened, said

app = typer.Typer(help="Dashboards as documents.", no_args_is_help=True)


@app.command("list")
def list_dashboards() -> None:
    """List every dashboard."""
    from sophia.access.audit import SYSTEM

    with said(), opened() as services:
        for head in services.dashboards.all(SYSTEM):
            typer.echo(f"{head.slug:<32} v{head.version:<4} {head.components:>3} components  {head.title}")


@app.command("export")
def export_dashboard(
    key: Annotated[str, typer.Argument(help="Id or address name of the dashboard.")],
    file: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; left out: standard output.")
    ] = None,
) -> None:
    """Write a dashboard as YAML: the same dashboard always gives the same text."""
    from sophia.access.audit import SYSTEM
    from sophia.spec.text import to_yaml

    with said(), opened() as services:
        text = to_yaml(services.dashboards.open(SYSTEM, key).spec)
        if file is None:
            sys.stdout.write(text)
        else:
            file.write_text(text, encoding="utf-8")


@app.command("import")
def import_dashboard(
    file: Annotated[Path, typer.Argument(help="YAML file, or - for standard input.")],
    message: Annotated[str, typer.Option("--message", "-m", help="Why, for the list of versions.")] = "Imported.",
) -> None:
    """Save a dashboard from YAML: a new one, or a new version of the one with its id."""
    from sophia.access.audit import SYSTEM
    from sophia.kernel.errors import BadInput
    from sophia.spec.text import from_yaml

    with said(), opened() as services:
        try:
            text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise BadInput(f"{file} cannot be read.", field="file", remedy="Check the path.") from None
        saved = services.dashboards.put_new(SYSTEM, from_yaml(text), message)
        typer.echo(f"{saved.slug} is at version {saved.version}.")
