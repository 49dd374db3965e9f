"""An HTTP API on loopback, answered by a function: what simulators of vendors are served by."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

from sophia.kernel.http.client import Reply, Request, Send


@dataclass(frozen=True)
class Asked:
    """A request as it arrived: `query` has the last value of each name, `every` all of them."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    every: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def json(self) -> Any:
        return orjson.loads(self.body) if self.body else {}


@dataclass(frozen=True)
class Told:
    """What is answered: JSON, or `raw` bytes as they are."""

    json: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None

    @property
    def body(self) -> bytes:
        return self.raw if self.raw is not None else orjson.dumps(self.json)


Answers = Callable[[Asked], Told]


def asked_of(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Asked:
    parts = urlsplit(url)
    every = parse_qs(parts.query, keep_blank_values=True)
    query = {name: values[-1] for name, values in every.items()}
    return Asked(method, parts.path, query, {name.lower(): value for name, value in headers.items()}, body, every)


def sender(answers: Answers) -> Send:
    """The same API without a socket, for hours of virtual time."""

    def send(request: Request) -> Reply:
        told = answers(asked_of(request.method, request.url, request.headers, request.body))
        headers = {name.lower(): value for name, value in told.headers.items()}
        return Reply(told.status, headers, told.body, request.url.split("?")[0])

    return send


@contextmanager
def served(answers: Answers) -> Iterator[str]:
    """Serve `answers` on a free loopback port and yield the address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # headers and body in one packet
        disable_nagle_algorithm = True

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            told = answers(asked_of(self.command, self.path, dict(self.headers.items()), body))
            self.send_response(told.status)
            for name, value in {"content-type": "application/json", **told.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(told.body)))
            self.end_headers()
            self.wfile.write(told.body)
            self.wfile.flush()

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

        def log_message(self, *_: Any) -> None:
            return

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            return

    server = Quiet(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
