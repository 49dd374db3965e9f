"""The command `sophia`: every command loads what it needs when it runs, so that help is fast."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from sophia.cli import catalog, config, connections, cost, dashboards, people, secrets, sources
from sophia.cli.shared import opened, said

app = typer.Typer(
    name="sophia",
    help="Dashboards from sentences, on your own data and your own machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("connect")(connections.connect)
app.add_typer(connections.app, name="connections")
app.add_typer(config.app, name="config")
app.add_typer(sources.app, name="sources")
app.add_typer(dashboards.app, name="dashboards")
app.add_typer(catalog.app, name="catalog")
app.add_typer(people.users, name="users")
app.add_typer(people.audit, name="audit")
app.add_typer(secrets.app, name="secrets")
app.add_typer(cost.app, name="cost")


@app.command()
def run() -> None:
    """Start Sophia in the foreground; Ctrl-C stops it. Settings: SOPHIA_PORT, SOPHIA_HOME, SOPHIA_MODE …"""
    from sophia.cli.run import serve

    with said():
        raise typer.Exit(serve())


@app.command()
def worker(once: Annotated[bool, typer.Option(help="End when nothing is due.")] = False) -> None:
    """Sync connections that are due, beside servers with SOPHIA_SYNC=worker; several workers share the work."""
    from sophia.cli.worker import work

    with said():
        work(once=once)


@app.command("lambda")
def answer_invocations() -> None:
    """Answer the invocations of an AWS Lambda function; the platform starts this, nobody else."""
    from sophia.cli.function import serve_function

    with said():
        serve_function()


@app.command()
def generate(
    sentence: Annotated[str, typer.Argument(help="What the dashboard should show, in words.")],
    source: Annotated[list[str] | None, typer.Option(help="Connection to look at; repeat for several.")] = None,
    kind: Annotated[str, typer.Option("--type", help="Kind of dashboard: ceo, project …")] = "",
) -> None:
    """Make a dashboard from a sentence and print its address."""
    from sophia.access.audit import SYSTEM
    from sophia.planner.request import Request

    with said(), opened() as services:
        request = Request(description=sentence, type=kind, data_sources=tuple(source or ()), features=())
        done = services.changes.generate(SYSTEM, request)
        for line in done.outcome.understood:
            typer.echo(f"understood      {line}")
        for line in done.outcome.assumptions:
            typer.echo(f"assumed         {line}")
        for missed in done.outcome.not_understood:
            typer.echo(f"not understood  {missed.words}: {missed.reason}")
        typer.echo(f"{services.settings.origin}/d/{done.slug}")


@app.command()
def openapi() -> None:
    """Print the description of the HTTP API as JSON."""
    import json
    from importlib import import_module

    typer.echo(json.dumps(import_module("sophia.server.app").openapi(), indent=2))


@app.command()
def health() -> None:
    """Ask the running server how it is; exit code 1 when it does not answer."""
    import json

    from sophia.cli.shared import settings
    from sophia.kernel.errors import SophiaError
    from sophia.kernel.http.address import AddressRule
    from sophia.kernel.http.client import Http, Limits, Request

    with said():
        host = settings().origin
        try:
            reply = Http(AddressRule(private=True), Limits(seconds=5)).send(Request(f"{host}/health"))
            found = json.loads(reply.body)
            words = f"{found['status']}  version {found['version']}, {found['dashboards']} dashboards at {host}"
        except (SophiaError, ValueError, KeyError):
            typer.echo(f"Sophia does not answer at {host}.", err=True)
            raise typer.Exit(1) from None
        typer.echo(words)


@app.command()
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as installed

    typer.echo(installed("sophia-dashboards"))


def main() -> None:
    """Run the command line; Ctrl-C ends it without a trace."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
