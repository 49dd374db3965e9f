"""AWS Lambda's runtime API on loopback, as its public protocol says: hands out events and takes replies."""

from __future__ import annotations

import json
import queue
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class LambdaRuntime:
    """Stands where the platform stands: `invoke` gives an event to the function and returns what it answered."""

    def __init__(self) -> None:
        self._events: queue.Queue[tuple[str, dict[str, Any]]] = queue.Queue()
        self._answers: dict[str, queue.Queue[tuple[str, Any]]] = {}
        self.start_errors: list[Any] = []
        runtime = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                assert self.path == "/2018-06-01/runtime/invocation/next"
                name, event = runtime._events.get()
                body = json.dumps(event).encode()
                self.send_response(200)
                self.send_header("Lambda-Runtime-Aws-Request-Id", name)
                self.send_header("Lambda-Runtime-Deadline-Ms", str(int((time.time() + 60) * 1000)))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                *_, name, kind = self.path.split("/")
                if name == "init":
                    runtime.start_errors.append(body)
                else:
                    runtime._answers[name].put((kind, body))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def invoke(self, event: dict[str, Any], seconds: float = 120) -> tuple[str, Any]:
        """Return ("response" or "error", what the function answered)."""
        name = str(uuid.uuid4())
        answer = self._answers[name] = queue.Queue()
        self._events.put((name, event))
        return answer.get(timeout=seconds)

    def close(self) -> None:
        """End; a function that waits for an event learns that its runtime has gone."""
        self._server.shutdown()
        self._server.server_close()


def balancer_event(
    method: str, path: str, body: Any = None, *, host: str, token: str = "", **headers: str
) -> dict[str, Any]:
    """A request as an application load balancer hands it to a function."""
    shown = {"host": host, "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https", **headers}
    if token:
        shown["authorization"] = f"Bearer {token}"
    if body is not None:
        shown["content-type"] = "application/json"
    return {
        "requestContext": {"elb": {"targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/x/1"}},
        "httpMethod": method,
        "path": path,
        "queryStringParameters": {},
        "headers": shown,
        "body": "" if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }
