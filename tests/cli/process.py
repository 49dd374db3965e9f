"""The installed command as a real process with a home of its own."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

COMMAND = str(Path(sys.executable).with_name("sophia"))
START_SECONDS = 60
COMMAND_SECONDS = 120
LOADED = multiprocessing.get_context("forkserver")
LOADED.set_forkserver_preload(["sophia.app", "sophia.cli.main"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path, **changed: str) -> dict[str, str]:
    return {**os.environ, "SOPHIA_HOME": str(home), "SOPHIA_DEMO_DATA": "false", "SOPHIA_WORKERS": "1", **changed}


def command(home: Path, *arguments: str, text: str = "", **changed: str) -> subprocess.CompletedProcess[str]:
    """Run `sophia` to its end, in a process of its own that is forked from one which has loaded Sophia already."""
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder) / name for name in ("in", "out", "err")]
        streams[0].write_text(text, encoding="utf-8")
        process = LOADED.Process(target=_run, args=(arguments, environment(home, **changed), streams))
        process.start()
        process.join(COMMAND_SECONDS)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(["sophia", *arguments], COMMAND_SECONDS)
        printed, said = (stream.read_text(encoding="utf-8") for stream in streams[1:])
        return subprocess.CompletedProcess(["sophia", *arguments], process.exitcode, printed, said)


def _run(arguments: Sequence[str], environment: Mapping[str, str], streams: Sequence[Path]) -> None:
    """Be the command: its words, its environment, its three streams."""
    os.environ.clear()
    os.environ.update(environment)
    for number, stream in enumerate(streams):
        file = os.open(stream, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT)
        os.dup2(file, number)
    sys.stdin, sys.stdout, sys.stderr = open(0, closefd=False), open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
    sys.argv = [COMMAND, *arguments]
    from sophia.cli.main import main

    main()


class Running:
    """`sophia run` on a free port, from its first answer to its end."""

    def __init__(self, home: Path, port: int | None = None, **changed: str) -> None:
        self.port = port or free_port()
        given = environment(home, SOPHIA_PORT=str(self.port), **changed)
        self.process = subprocess.Popen(
            [COMMAND, "run"], env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.get("/api/health/live")
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"sophia run did not answer: {self.process.communicate(timeout=5)}")

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def request(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        call = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=data,
            method=method,
            headers={"Content-Type": "application/json"} if data is not None else {},
        )
        with urllib.request.urlopen(call, timeout=20) as reply:
            return json.loads(reply.read() or b"null")

    def get(self, path: str) -> Any:
        return self.request("GET", path)

    def stop(self, how: signal.Signals) -> tuple[int, str, str]:
        """Send a signal and return the exit code and what was printed."""
        self.process.send_signal(how)
        printed, logged = self.process.communicate(timeout=30)
        return self.process.returncode, printed, logged
