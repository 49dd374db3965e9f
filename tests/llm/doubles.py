"""Servers to talk to: llm-katan, which speaks the providers' own formats, and a listener that says what a test wrote."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import uvicorn
from llm_katan.config import ServerConfig
from llm_katan.server import create_app

KEYS = {"openai": "key-of-openai", "anthropic": "key-of-anthropic", "bedrock": "key-of-bedrock"}
MODEL = "amazon.nova-lite-v1:0"


@contextmanager
def katan(**trouble: Any) -> Iterator[str]:
    """Run the providers' double on loopback and yield its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = ServerConfig(
        model_name=MODEL,
        backend="echo",
        providers=list(KEYS),
        validate_keys=True,
        api_keys=dict(KEYS),
        dashboard_enabled=False,
        **trouble,
    )
    server = uvicorn.Server(
        uvicorn.Config(create_app(config), log_level="error", loop="asyncio", http="h11", ws="none")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = server.force_exit = True
        thread.join(10)
        listening.close()


class Listener:
    """A server on loopback that answers every request with what `answer` writes, and keeps the requests."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 200
        self.headers: dict[str, str] = {}
        self.parts: Any = ()
        self.address = ""

    def chat(self, text: str, **message: Any) -> None:
        """Answer like an OpenAI-compatible server."""
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text, **message}}
        usage = {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}
        body = {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
        self.headers = {"Content-Type": "application/json"}
        self.parts = (json.dumps(body).encode(),)


@contextmanager
def listening() -> Iterator[Listener]:
    """Run a listener."""
    told = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            told.heard.append((self.path, {name.lower(): text for name, text in self.headers.items()}, body))
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for part in told.parts:
                    self.wfile.write(part)
                    self.wfile.flush()
            except OSError:
                return

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
