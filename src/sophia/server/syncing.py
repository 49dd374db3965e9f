"""Syncing beside the server: a worker process is started when a connection is due, and ends when none is."""

from __future__ import annotations

import subprocess
import sys
import threading

from sophia.connections.sync.store import Schedule
from sophia.kernel.errors import SophiaError
from sophia.kernel.log import logger

LOG = logger("sync")
LOOK_SECONDS = 2.0
END_SECONDS = 10.0
COMMAND = (sys.executable, "-m", "sophia.cli.main", "worker", "--once")


def sync_when_due(schedule: Schedule, over: threading.Event) -> None:
    """Look every two seconds whether a connection is due and run a worker until none is; return once `over` is set.

    A process of its own: reading 100,000 records must not hold up a reader's dashboard.
    """
    while not over.wait(LOOK_SECONDS):
        try:
            waiting = schedule.due()
        except SophiaError:
            continue
        if waiting:
            with subprocess.Popen(COMMAND, stdin=subprocess.DEVNULL) as worker:
                _wait(worker, over)


def _wait(worker: subprocess.Popen[bytes], over: threading.Event) -> None:
    while worker.poll() is None:
        if over.wait(0.2):
            worker.terminate()
            try:
                worker.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                worker.kill()
    if worker.returncode:
        LOG.warning("worker ended", code=worker.returncode)
        over.wait(LOOK_SECONDS * 5)
