"""The pool: a few worker processes, a bounded queue, and a hard kill for what runs too long."""

from __future__ import annotations

import os
import queue
import select
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from sophia.kernel.errors import Overloaded, QueryFailed, QueryStopped


@dataclass(frozen=True)
class Limits:
    """Workers, seconds a statement may run, bytes of memory per worker, and how many may wait."""

    workers: int = 2
    seconds: float = 10.0
    memory: int = 1_500_000_000
    waiting: int = 200


class Worker:
    """One child process; used by one thread at a time."""

    def __init__(self, limits: Limits) -> None:
        home = str(Path(__file__).parents[2])
        self._child = subprocess.Popen(
            [sys.executable, "-m", "sophia.query.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"SOPHIA_WORKER_MEMORY": str(limits.memory), "PYTHONPATH": home, "HOME": os.devnull},
            start_new_session=True,
        )

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._child.poll() is None

    @property
    def pid(self) -> int:
        """The process id."""
        return self._child.pid

    def ask(self, body: bytes, seconds: float) -> bytes:
        """Send one frame and return the answer. Raises TimeoutError past `seconds`, EOFError when the process died."""
        assert self._child.stdin is not None and self._child.stdout is not None
        try:
            self._child.stdin.write(struct.pack(">I", len(body)) + body)
            self._child.stdin.flush()
        except BrokenPipeError:
            raise EOFError from None
        deadline = time.monotonic() + seconds
        size = struct.unpack(">I", self._read(4, deadline))[0]
        return self._read(size, deadline)

    def _read(self, size: int, deadline: float) -> bytes:
        assert self._child.stdout is not None
        source, parts = self._child.stdout.fileno(), bytearray()
        while len(parts) < size:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([source], [], [], left)[0]:
                raise TimeoutError
            piece = os.read(source, min(size - len(parts), 1 << 20))
            if not piece:
                raise EOFError
            parts += piece
        return bytes(parts)

    def kill(self) -> None:
        """End the process at once and forget its pipes."""
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                pipe.close()


class Pool:
    """Hands statements to idle workers; a killed worker is replaced before the next statement."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._idle: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(self.limits.workers):
            self._idle.put(None)
        self._waiting = 0
        self._lock = threading.Lock()
        self._closed = False

    def start(self) -> None:
        """Start every worker now instead of at the first statement."""
        taken = [self._idle.get() for _ in range(self.limits.workers)]
        for worker in taken:
            self._idle.put(worker or Worker(self.limits))

    def run(self, request: dict[str, Any], seconds: float | None = None) -> dict[str, Any]:
        """Run one request on a worker and return its reply.

        Raises QueryStopped at the time or memory limit, QueryFailed when the engine refuses, Overloaded when too many
        wait.
        """
        with self._lock:
            if self._waiting >= self.limits.waiting:
                raise Overloaded("Too many queries are waiting.", remedy="Try again in a moment.")
            self._waiting += 1
        try:
            worker = self._idle.get()
        finally:
            with self._lock:
                self._waiting -= 1
        return self._ask(worker, request, seconds or self.limits.seconds)

    def _ask(self, worker: Worker | None, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        kept: Worker | None = None
        used = worker if worker is not None and worker.alive else Worker(self.limits)
        try:
            reply: dict[str, Any] = orjson.loads(used.ask(orjson.dumps(request), seconds))
            kept = used
        except TimeoutError:
            used.kill()
            raise QueryStopped(
                f"The query was stopped after {seconds:g} seconds.", remedy="Narrow the period or the filters."
            ) from None
        except EOFError:
            used.kill()
            raise QueryStopped(
                "The query was stopped: it needed more memory than it may use.", remedy="Ask for fewer rows or columns."
            ) from None
        finally:
            self._idle.put(kept)
        if "error" not in reply:
            return reply
        if reply["error"] == "memory":
            raise QueryStopped(reply["message"], remedy="Ask for fewer rows or columns.")
        raise QueryFailed(reply["message"])

    def close(self) -> None:
        """End all workers."""
        for _ in range(self.limits.workers):
            worker = self._idle.get()
            if worker is not None:
                worker.kill()
