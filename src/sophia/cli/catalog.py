"""`sophia catalog`: show, edit and check what is known about a connection."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sophia.cli.shared import opened, said

if TYPE_CHECKING:
    from sophia.app import Services
    from sophia.catalog.check import Problem
    from sophia.catalog.model import Catalog

app = typer.Typer(help="Tables, joins, metrics and words of a connection.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Name of the connection.")]


@app.command("show")
def show_catalog(name: Name) -> None:
    """Print the catalog as YAML."""
    from sophia.catalog.text import to_yaml

    with said(), opened() as services:
        typer.echo(to_yaml(services.registry.catalog(name)), nl=False)


@app.command("edit")
def edit_catalog(
    name: Name,
    file: Annotated[Path | None, typer.Option(help="YAML to take; left out: $EDITOR opens the current one.")] = None,
) -> None:
    """Change the catalog; it is checked before it counts."""
    from sophia.access.audit import SYSTEM
    from sophia.catalog.text import from_yaml, to_yaml

    with said(), opened() as services:
        text = file.read_text(encoding="utf-8") if file else _edited(to_yaml(services.registry.catalog(name)))
        catalog = from_yaml(text)
        if _report(_problems(services, catalog)):
            raise typer.Exit(1)
        services.connections.edit_catalog(SYSTEM, name, catalog)
        typer.echo(f"The catalog of {name} is saved.")


@app.command("import")
def import_model(
    name: Name,
    place: Annotated[Path, typer.Argument(metavar="FILE_OR_FOLDER", help="Semantic model, or a folder that holds it.")],
    form: Annotated[str, typer.Option("--format", help="metricflow, cube or osi; left out: found out.")] = "",
    dialect: Annotated[str, typer.Option(help="SQL dialect of the model; left out: the connection's.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen and keep nothing.")] = False,
) -> None:
    """Take metrics, joins and words over from a semantic model, and say what became of every part."""
    from sophia.access.audit import SYSTEM
    from sophia.catalog.semantic.document import read_path
    from sophia.connections.service import SemanticModel

    with said(), opened() as services:
        model = SemanticModel(read_path(place), form, dialect, dry_run)
        done = services.connections.import_model(SYSTEM, name, model)
        for item in done.items:
            typer.echo(
                f"{item.state.replace('_', ' '):9} {item.kind:7} {item.name}" + (f": {item.why}" if item.why else "")
            )
        sums = [f"{done.count('carried')} carried over", f"{done.count('adapted')} adapted"]
        kept = "nothing was kept (dry run)" if dry_run else f"the catalog of {name} is saved"
        typer.echo(f"{', '.join(sums)}, {done.count('left_out')} left out; {kept}.")


@app.command("export")
def export_model(
    name: Name,
    form: Annotated[str, typer.Option("--format", help="osi: Open Semantic Interchange.")] = "osi",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File; left out: standard output.")] = None,
) -> None:
    """Write the catalog as a semantic model that other tools read; the same catalog always gives the same text."""
    from sophia.catalog.semantic.osi_export import to_osi_text
    from sophia.kernel.errors import BadInput

    with said(), opened() as services:
        if form != "osi":
            raise BadInput(f"A catalog is not written as {form!r}.", field="format", remedy="Take --format osi.")
        text = to_osi_text(services.registry.catalog(name))
        output.write_text(text, encoding="utf-8") if output else typer.echo(text, nl=False)


@app.command("check")
def check_catalog(name: Name) -> None:
    """Run every metric and look for references that lead nowhere; exit code 1 when there are faults."""
    with said(), opened() as services:
        if _report(_problems(services, services.registry.catalog(name))):
            raise typer.Exit(1)
        typer.echo(f"The catalog of {name} is sound.")


def _edited(text: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalog.yaml"
        path.write_text(text, encoding="utf-8")
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        subprocess.run([*shlex.split(editor), str(path)], check=True)
        return path.read_text(encoding="utf-8")


def _problems(services: Services, catalog: Catalog) -> list[Problem]:
    from sophia.catalog.check import check
    from sophia.connections.trial import Trial

    trial = Trial(services.queries)
    return check(catalog, lambda metric: trial.fault(metric, catalog))


def _report(problems: list[Problem]) -> bool:
    for problem in problems:
        typer.echo(f"{problem.path}: {problem.message}", err=True)
    return bool(problems)
