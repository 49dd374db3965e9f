"""`sophia secrets`: whether the kept secrets open, and moving them to fresh keys."""

from __future__ import annotations

import typer

from sophia.cli.shared import opened, said

app = typer.Typer(help="Passwords, tokens and API keys that Sophia keeps.", no_args_is_help=True)


@app.callback()
def _secrets() -> None:
    """Passwords, tokens and API keys that Sophia keeps."""


@app.command("check")
def check() -> None:
    """Open every kept secret, without showing it; exit code 1 and whose does not open when there are such."""
    with said(), opened() as services:
        found = services.vault.check()
        for place, reason in found.faults.items():
            typer.echo(f"does not open  {place}: {reason}", err=True)
        keepers = ", ".join(sorted(found.keepers)) or "no key yet"
        typer.echo(f"{found.opened} of {found.opened + len(found.faults)} secrets open, kept under {keepers}.")
        if found.faults:
            raise typer.Exit(1)


@app.command("rotate")
def rotate() -> None:
    """Seal every secret anew under fresh keys; a rotation that was cut off is ended. The server may go on running."""
    from sophia.access.audit import SYSTEM

    with said(), opened() as services:
        done = services.vault.rotate()
        with services.store.write() as session:
            services.audit.record(session, SYSTEM, "secrets.rotate", "all", secrets=done.secrets)
        typer.echo(f"{done.secrets} secrets sealed anew{' (an interrupted rotation ended)' if done.resumed else ''}.")
        if done.former is not None:
            typer.echo(f"The former key is {done.former}; only backups of before need it. Delete it when you like.")
