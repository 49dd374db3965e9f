"""What every command shares: the settings, the services, and errors said in two lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from sophia.app import Services
    from sophia.kernel.settings import Settings


def settings() -> Settings:
    """Return the settings of the environment. Raises BadInput naming the variable at fault."""
    from pydantic import ValidationError

    from sophia.kernel.errors import BadInput
    from sophia.kernel.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = "SOPHIA_" + "_".join(str(part) for part in first["loc"]).upper()
        words = first["msg"].removeprefix("Value error, ")
        raise BadInput(f"{name}: {words}" if first["loc"] else words, field=name) from None


@contextmanager
def opened() -> Iterator[Services]:
    """Yield the services over the home folder and close them."""
    from sophia.app import compose
    from sophia.kernel.log import configure_log

    chosen = settings()
    configure_log(chosen.log_level)
    services = compose(chosen)
    try:
        yield services
    finally:
        services.close()


@contextmanager
def said() -> Iterator[None]:
    """Say a known error on standard error, without a trace, and end with exit code 1."""
    from sophia.kernel.errors import SophiaError

    try:
        yield
    except SophiaError as error:
        typer.echo(f"Error: {error.message}", err=True)
        if error.remedy:
            typer.echo(f"       {error.remedy}", err=True)
        raise typer.Exit(1) from None
