"""`sophia sources`: which kinds there are and how far they are verified, and whether what is connected works."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from sophia.cli.shared import opened, said

if TYPE_CHECKING:
    from sophia.connections.checkup import Checkup

app = typer.Typer(help="Kinds of sources, and whether connections work.", no_args_is_help=True)
SIGNS = {"ok": "ok     ", "warning": "WARNING", "failed": "FAILED ", "skipped": "-      "}
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_sources(as_json: Json = False) -> None:
    """List every kind of source: what it can do, and how far it is verified and by what."""
    from sophia.access.audit import SYSTEM
    from sophia.connections.schemas import SourceReply
    from sophia.sources.registry import sources

    with said(), opened() as services:
        live = services.connections.live_checks(SYSTEM)
        found = [SourceReply.of(source, live.get(kind)) for kind, source in sources().items()]
        if as_json:
            fields = {"kind", "title", "capabilities", "verified", "evidence"}
            shown = [item.model_dump(include=fields) for item in found]
            typer.echo(json.dumps({"sources": shown}, indent=2, ensure_ascii=False))
            return
        for item in found:
            able = ", ".join(item.capabilities)
            typer.echo(f"{item.kind:<16} {able:<20} {item.verified:<10} {item.evidence}")


@app.command("test")
def test_sources(
    name: Annotated[str | None, typer.Argument(help="One connection; all of them where it is left out.")] = None,
    as_json: Json = False,
) -> None:
    """Test configured connections: reached, let in, readable, fast, fresh, calls left. Exit code 1 when one fails."""
    from sophia.access.audit import SYSTEM

    with said(), opened() as services:
        names = [name] if name else [saved.name for saved in services.connections.all(SYSTEM)]
        found: list[Checkup] = []
        for each in names:
            checkup = services.connections.check_up(SYSTEM, each)
            found.append(checkup)
            if not as_json:
                _print(checkup)
        failed = [item.connection for item in found if not item.ok]
        if as_json:
            shown = [{**asdict(item), "ok": item.ok} for item in found]
            typer.echo(json.dumps({"ok": not failed, "connections": shown}, indent=2, ensure_ascii=False))
        else:
            typer.echo(f"{len(found) - len(failed)} of {len(found)} connections work.")
        if failed:
            raise typer.Exit(1)


@app.command("verify")
def verify_sources(
    name: Annotated[str, typer.Argument(help="A connection to the real service.")],
    live: Annotated[
        bool, typer.Option("--live", help="Confirm that the connection leads to the vendor's service, not to a double.")
    ] = False,
) -> None:
    """Test a connection to the real service and keep that its kind works there. Exit code 1 when it does not."""
    from sophia.access.audit import SYSTEM
    from sophia.kernel.errors import BadInput

    with said(), opened() as services:
        if not live:
            remedy = f"Where it leads to the vendor's service: sophia sources verify {name} --live"
            raise BadInput(
                "Only you can tell that a connection leads to the real service.", field="live", remedy=remedy
            )
        checkup = services.connections.verify_live(SYSTEM, name)
        _print(checkup)
        if not checkup.proves_live:
            typer.echo(f"{checkup.source} is not confirmed: it must be reached, let us in, and give rows.")
            raise typer.Exit(1)
        typer.echo(f"{checkup.source} is confirmed live; `sophia sources list` shows it.")


def _print(checkup: Checkup) -> None:
    typer.echo(f"{checkup.connection} ({checkup.source}{', demo data' if checkup.demo else ''})")
    for item in checkup.findings:
        typer.echo(f"  {SIGNS[item.verdict]} {item.aspect:<13} {item.words}")
        if item.remedy:
            typer.echo(f"          {'':<13} → {item.remedy}")
