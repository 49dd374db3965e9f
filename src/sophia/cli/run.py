"""`sophia run`: state, demo company, server; one URL, and a clean end."""

from __future__ import annotations

import math
import signal
import socket
import time
from importlib import import_module
from types import FrameType
from typing import Any

import typer
import uvicorn

from sophia.app import Services, compose, prepare_demo
from sophia.cli.shared import settings
from sophia.kernel.errors import SophiaError
from sophia.kernel.log import configure_log, logger
from sophia.kernel.settings import Settings

LOG = logger("run")
BACKLOG = 2048
"""Connections that may wait to be accepted; what uvicorn asks for by default."""


class PortTaken(SophiaError):
    """Another program listens where Sophia is to listen."""

    code = "port_taken"


class Server(uvicorn.Server):
    """Prints the address once it answers; on SIGTERM it says “not ready”, answers on for a while, and ends.

    So a balancer has time to send new requests elsewhere. Ctrl-C, or a second SIGTERM, ends it at once.
    """

    def __init__(self, config: uvicorn.Config, services: Services, announce: str) -> None:
        super().__init__(config)
        self._draining = services.draining
        self._drain_seconds = services.settings.drain_seconds
        self._announce = announce
        self._leave_at = math.inf

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to drain, or to end."""
        if sig != signal.SIGTERM:
            super().handle_exit(sig, frame)
        elif self._draining.is_set():
            self.should_exit = True
        else:
            self._draining.set()
            self._leave_at = time.monotonic() + self._drain_seconds

    async def on_tick(self, counter: int) -> bool:
        """Return whether it is time to end; asked ten times a second."""
        return await super().on_tick(counter) or time.monotonic() >= self._leave_at

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then say where."""
        await super().startup(sockets)
        if self.started:
            typer.echo(self._announce)


def serve() -> int:
    """Serve until Ctrl-C and return the exit code. Raises SophiaError when the state or the port cannot be used."""
    chosen = settings()
    configure_log(chosen.log_level)
    listening = listen(chosen)
    services = compose(chosen)
    services.queries.prestart()
    if chosen.mode == "demo" and chosen.demo_data:
        prepare_demo(services, typer.echo)
    create: Any = import_module("sophia.server.app").create_app
    config = uvicorn.Config(
        create(services),
        # Named, so that the server is the same one whatever else is installed.
        loop="asyncio",
        http="h11",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=chosen.grace_seconds,
        h11_max_incomplete_event_size=64 * 1024,
    )
    server = Server(config, services, _announcement(chosen, services))
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()
    return 0


def listen(chosen: Settings) -> socket.socket:
    """Return a socket that listens at the chosen address. Raises PortTaken when another one does."""
    family = socket.AF_INET6 if ":" in chosen.host else socket.AF_INET
    # With its protocol named: asyncio turns Nagle's delay (40 ms a reply) off only for sockets that say they are TCP.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((chosen.host, chosen.port))
        # At once: two that start together could both bind, and the later one would only fail after its preparations.
        listening.listen(BACKLOG)
    except OSError as error:
        remedy = "Is Sophia running already? Otherwise choose another port: SOPHIA_PORT=8322 sophia run"
        raise PortTaken(f"Cannot listen on {chosen.host}:{chosen.port} ({error.strerror}).", remedy=remedy) from None
    listening.set_inheritable(True)
    return listening


def _announcement(chosen: Settings, services: Services) -> str:
    if chosen.mode == "server" and not services.accounts.any():
        secret = services.identities.open_setup()
        return f"Sophia runs at {chosen.origin}/setup\nThe setup secret, valid until it is used: {secret}"
    return f"Sophia runs at {chosen.origin}"
