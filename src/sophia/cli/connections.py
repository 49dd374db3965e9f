"""`sophia connect` and `sophia connections`: bring own data, list it, remove it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sophia.cli.shared import opened, said

if TYPE_CHECKING:
    from sophia.app import Services
    from sophia.connections.service import Described
    from sophia.sources.mysql import MysqlConfig
    from sophia.sources.postgres import PostgresConfig

app = typer.Typer(help="What Sophia reads from.", no_args_is_help=True)
SCHEMES = {"postgres": "postgres", "postgresql": "postgres", "mysql": "mysql", "mariadb": "mysql"}


def connect(
    places: Annotated[
        list[str],
        typer.Argument(
            metavar="WHAT...", help="Files, a folder, postgresql:// or mysql://…, or a kind of source such as linear."
        ),
    ],
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", help="A kind's setting as name=value; @NAME reads the value from that variable."),
    ] = None,
    name: Annotated[str | None, typer.Option(help="Name of the connection.")] = None,
    delimiter: Annotated[str | None, typer.Option(help="CSV: character between values, where it is not found.")] = None,
    encoding: Annotated[str | None, typer.Option(help="CSV: encoding, where it is not found.")] = None,
) -> None:
    """Connect CSV, Parquet, XLSX, SQLite or DuckDB files (several: one connection), a folder, a database or a service.

    What a service needs and was not set is asked for, secrets without showing them; its first sync runs here.
    """
    with said(), opened() as services:
        options = {key: value for key, value in {"delimiter": delimiter, "encoding": encoding}.items() if value}
        _print(_connected(services, places, name, options, setting or []))


def _connected(
    services: Services, places: list[str], name: str | None, options: dict[str, Any], given: list[str]
) -> Described:
    from sophia.access.audit import SYSTEM
    from sophia.cli.kind import add_kind
    from sophia.connections.service import Files
    from sophia.sources.folder import readable_files
    from sophia.sources.registry import endings, sources

    kind = sources().get(places[0])
    if kind is not None and (kind.sync or kind.open) and not Path(places[0]).exists():
        return add_kind(services, kind, given, name)
    scheme = SCHEMES.get(places[0].partition("://")[0])
    if scheme and "://" in places[0]:
        config = _config_of(scheme, places[0])
        plain = {**config.model_dump(), "password": config.password.get_secret_value()}
        return services.connections.add(SYSTEM, scheme, plain, name)
    paths = [_existing(place) for place in places]
    if len(paths) == 1 and paths[0].is_dir():
        files = readable_files(paths[0], set(endings()))
        title = paths[0].resolve().name
    else:
        files, title = paths, paths[0].stem
    origin = "\n".join(str(path.resolve()) for path in paths)
    return services.connections.add_files(SYSTEM, Files(files, name, title, origin, options))


def _config_of(kind: str, url: str) -> MysqlConfig | PostgresConfig:
    from sophia.sources import mysql, postgres

    return mysql.config_of_url(url) if kind == "mysql" else postgres.config_of_url(url)


def _existing(place: str) -> Path:
    from sophia.kernel.errors import BadInput

    if "://" in place:
        remedy = "Files are given by path, databases as postgresql:// or mysql://user:password@host:port/name."
        raise BadInput("This kind of address cannot be connected.", field="url", remedy=remedy)
    path = Path(place).expanduser()
    if not path.exists():
        raise BadInput(f"There is no file {path}.", field="file", remedy="Check the path.")
    return path


def _print(described: Described) -> None:
    saved, catalog = described.saved, described.catalog
    rows = f", {saved.rows:,} rows" if saved.rows is not None else ""
    typer.echo(f"Connected {saved.name} ({saved.source}): {saved.tables} tables{rows}")
    for table in catalog.tables:
        count = f"{table.rows:,} rows" if table.rows is not None else "model"
        time = f", time: {table.time_column}" if table.time_column else ""
        typer.echo(f"  {table.name}  {count}, {len(table.columns)} columns{time}")
    for join in catalog.joins:
        typer.echo(f"  join {join.from_table}.{join.from_column} → {join.to_table}.{join.to_column}")
    for note in saved.notes:
        typer.echo(f"  note {note['table']}: {note['message']}", err=True)
        for line in note["lines"]:
            typer.echo(f"       line {line['line']}: {line['error']}", err=True)
    if described.suggestions:
        typer.echo("Try:")
        for sentence in described.suggestions:
            typer.echo(f'  sophia generate "{sentence}" --source {saved.name}')


@app.command("list")
def list_connections() -> None:
    """List every connection."""
    from sophia.access.audit import SYSTEM

    with said(), opened() as services:
        for saved in services.connections.all(SYSTEM):
            label = "  demo data" if saved.demo else ""
            typer.echo(
                f"{saved.name:<24} {saved.source:<10} {saved.tables:>4} tables {saved.rows or 0:>12,} rows{label}"
            )


@app.command("remove")
def remove_connection(name: Annotated[str, typer.Argument(help="Name of the connection.")]) -> None:
    """Remove a connection and what is stored of it."""
    from sophia.access.audit import SYSTEM

    with said(), opened() as services:
        services.connections.remove(SYSTEM, name)
        typer.echo(f"Removed {name}.")
