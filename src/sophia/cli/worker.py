"""`sophia worker`: syncs connections that are due, until it is told to end."""

from __future__ import annotations

import signal
import threading

from sophia.cli.shared import opened

IDLE_SECONDS = 2.0


def work(*, once: bool) -> None:
    """Sync one connection after the other; with `once`, end when none is due. SIGTERM ends it after a batch."""
    over = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: over.set())
    with opened() as services:
        while not over.is_set():
            if services.syncs.run_due(over):
                continue
            if once:
                return
            over.wait(IDLE_SECONDS)
