"""`sophia users` and `sophia audit`: accounts and the record of what was done."""

from __future__ import annotations

from typing import Annotated

import typer

from sophia.cli.shared import opened, said

users = typer.Typer(help="Local accounts.", no_args_is_help=True)
audit = typer.Typer(help="The record of what was done.", no_args_is_help=True)


@users.callback()
def _users() -> None:
    """Local accounts."""


@users.command("add")
def add_user(
    email: Annotated[str, typer.Argument(help="E-mail address.")],
    name: Annotated[str, typer.Option(help="Name as others see it.")] = "",
    role: Annotated[str, typer.Option(help="viewer, builder or admin.")] = "viewer",
) -> None:
    """Add an account; its password is asked for, or read from SOPHIA_NEW_PASSWORD."""
    import os

    from sophia.access.accounts import NewUser
    from sophia.access.audit import SYSTEM
    from sophia.kernel.errors import BadInput
    from sophia.kernel.viewer import RANK

    with said(), opened() as services:
        if role not in RANK:
            raise BadInput(f"There is no role {role!r}.", field="role", remedy=f"Use one of: {', '.join(RANK)}.")
        password = os.environ.get("SOPHIA_NEW_PASSWORD")
        if password is None:
            password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        new = NewUser(email, name or email.split("@")[0], role, password)
        made, _ = services.accounts.add(SYSTEM, new)
        typer.echo(f"{email} may sign in as {made.role}.")


@users.command("list")
def list_users() -> None:
    """List every account: role, address, name, and whether it is disabled or has no password yet."""
    with said(), opened() as services:
        for row in services.accounts.all():
            state = " (disabled)" if row.disabled else "" if row.password_hash else " (no password yet)"
            typer.echo(f"{row.role:8} {row.email}  {row.name}{state}")


@users.command("reset")
def reset_user(email: Annotated[str, typer.Argument(help="E-mail address.")]) -> None:
    """Take a password away and print the one-time link to choose another; also for the last admin."""
    from sophia.access.audit import SYSTEM

    with said(), opened() as services:
        once = services.accounts.reset(SYSTEM, services.accounts.by_email(email).id)
        typer.echo(f"{services.settings.origin}/password#{once.secret}")
        typer.echo(f"Good once, until {once.until:%Y-%m-%d %H:%M} UTC.", err=True)


@audit.callback()
def _audit() -> None:
    """The record of what was done."""


@audit.command("verify")
def verify_audit() -> None:
    """Check the chain of the audit log; exit code 1 and the first bad row when it was changed."""
    with said(), opened() as services:
        verdict = services.audit.verify()
        if verdict.broken_at is not None:
            typer.echo(f"Row {verdict.broken_at} does not fit: {verdict.reason}.", err=True)
            raise typer.Exit(1)
        typer.echo(f"{verdict.rows} rows, unbroken.")
