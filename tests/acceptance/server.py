"""A real Sophia: the installed command as a process on a free loopback port, with a home of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START_LIMIT = 180.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Reply:
    """An HTTP answer: status, headers and body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Server:
    """Starts `sophia run` in `home` and talks to it over HTTP."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.port = free_port()
        self.home = home
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Server:
        command = [str(Path(sys.executable).with_name("sophia")), "run"]
        settings = {"SOPHIA_PORT": str(self.port), "SOPHIA_HOME": str(self.home), **self.environment}
        log = (self.home.parent / f"server-{self.port}.log").open("wb")
        self.process = subprocess.Popen(command, env={**os.environ, **settings}, stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + START_LIMIT
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"sophia run ended with {self.process.returncode}; see {log.name}")
            try:
                if self.get("/health").status == 200:
                    return self
            except OSError:
                time.sleep(0.1)
        raise AssertionError("sophia run did not answer in time")

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        code = self.process.wait(timeout=30)
        self.process = None
        return code

    def request(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Reply:
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        shown = {"Content-Type": "application/json"} if data is not None else {}
        call = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data=data, method=method, headers={**shown, **(headers or {})}
        )
        try:
            with urllib.request.urlopen(call, timeout=60) as answer:
                return Reply(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            return Reply(error.code, dict(error.headers), error.read())

    def get(self, path: str) -> Reply:
        return self.request("GET", path)

    def post(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Reply:
        return self.request("POST", path, body, headers)
