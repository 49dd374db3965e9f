"""The pool: a few worker processes, a bounded queue, and a hard kill for what runs too long."""

from __future__ import annotations

import contextlib
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
from typing import Any, Self

import orjson

from sophia.kernel.errors import Overloaded, QueryFailed, QueryStopped, SourceUnreachable
from sophia.kernel.settings import Settings

HEADROOM = 1_000_000_000
"""Address space that the process itself and DuckDB's code take besides what a query may buffer."""


@dataclass(frozen=True)
class Limits:
    """Workers, seconds a statement may run, bytes it may buffer, how many may wait and for how many seconds."""

    workers: int = 2
    seconds: float = 10.0
    memory: int = 512 * 2**20
    waiting: int = 200
    patience: float = 30.0

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the limits that an operator set."""
        return cls(workers=settings.workers, seconds=settings.query_seconds, memory=settings.query_memory)


class Worker:
    """One child process; used by one thread at a time."""

    def __init__(self, limits: Limits) -> None:
        home = str(Path(__file__).parents[2])
        places = os.pathsep.join([home, *(path for path in sys.path if path.endswith("-packages"))])
        self._child = subprocess.Popen(
            [
                sys.executable, "-S", "-s", "-m", "sophia.query.worker",
                str(limits.memory + HEADROOM), str(limits.memory),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": places},
            cwd="/",
            start_new_session=True,
        )  # fmt: skip

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
        assert self._child.stdin is not None
        deadline = time.monotonic() + seconds
        try:
            self._child.stdin.write(struct.pack(">I", len(body)) + body)
            self._child.stdin.flush()
        except (BrokenPipeError, ValueError):
            raise EOFError from None
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
                with contextlib.suppress(OSError):
                    pipe.close()


class Pool:
    """Hands statements to idle workers; a worker that was killed is replaced before the next statement."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._idle: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(self.limits.workers):
            self._idle.put(None)
        self._waiting = 0
        self._busy: set[Worker] = set()
        self._lock = threading.Lock()
        self._closed = False

    def prestart(self) -> None:
        """Start every idle worker now instead of at its first statement."""
        taken: list[Worker | None] = []
        with contextlib.suppress(queue.Empty):
            while True:
                taken.append(self._idle.get_nowait())
        for worker in taken:
            self._idle.put(worker if worker is not None and worker.alive else Worker(self.limits))

    @property
    def pids(self) -> set[int]:
        """The process ids of the workers that run a statement now."""
        with self._lock:
            return {worker.pid for worker in self._busy}

    def run(self, request: dict[str, Any], seconds: float | None = None) -> dict[str, Any]:
        """Run one request {snapshot, sql, bound, cap, tables?} on a worker and return its reply.

        The reply is {columns: [[name, type]], data: [column], rows, cut, ms}. Raises QueryStopped at the time or memory
        limit, QueryFailed when the engine refuses, Overloaded when too many wait, SourceUnreachable when the snapshot
        is gone.
        """
        worker = self._take()
        return _read(self._ask(worker, request, seconds or self.limits.seconds))

    def _take(self) -> Worker | None:
        with self._lock:
            if self._closed or self._waiting >= self.limits.waiting:
                raise Overloaded("Too many queries are waiting.", remedy="Try again in a moment.")
            self._waiting += 1
        try:
            return self._idle.get(timeout=self.limits.patience)
        except queue.Empty:
            raise Overloaded("The query waited too long for its turn.", remedy="Try again in a moment.") from None
        finally:
            with self._lock:
                self._waiting -= 1

    def _ask(self, worker: Worker | None, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        kept: Worker | None = None
        used = worker
        try:
            if used is None or not used.alive:
                if used is not None:
                    used.kill()
                used = Worker(self.limits)
            with self._lock:
                self._busy.add(used)
            reply: dict[str, Any] = orjson.loads(used.ask(orjson.dumps(request | {"seconds": seconds}), seconds))
            kept = used
            return reply
        except TimeoutError:
            raise QueryStopped(
                f"The query was stopped after {seconds:g} seconds.", remedy="Narrow the period or the filters."
            ) from None
        except EOFError:
            raise QueryStopped(
                "The query was stopped: it needed more memory or processor time than it may use.",
                remedy="Narrow the period or the filters.",
            ) from None
        finally:
            self._give_back(used, kept)

    def _give_back(self, used: Worker | None, kept: Worker | None) -> None:
        with self._lock:
            if used is not None:
                self._busy.discard(used)
            closed = self._closed
        if used is not None and (kept is None or closed):
            used.kill()
        self._idle.put(None if closed else kept)

    def close(self) -> None:
        """End all workers, those that run a statement too."""
        with self._lock:
            self._closed = True
            busy = list(self._busy)
        for worker in busy:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker.pid, 9)
        with contextlib.suppress(queue.Empty):
            while True:
                worker_or_none = self._idle.get_nowait()
                if worker_or_none is not None:
                    worker_or_none.kill()


def _read(reply: dict[str, Any]) -> dict[str, Any]:
    match reply.get("error"):
        case None:
            return reply
        case "memory":
            raise QueryStopped(reply["message"], remedy="Ask for fewer rows or columns.")
        case "too_large":
            raise QueryStopped(reply["message"], remedy="Ask for fewer rows or columns.")
        case "missing":
            raise SourceUnreachable(reply["message"], remedy="Refresh or connect it again.")
        case _:
            raise QueryFailed(reply["message"], remedy="Check the names and types in the query.")
