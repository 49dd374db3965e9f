"""A balancer on loopback: new connections go in turn to the backends that say they are ready."""

from __future__ import annotations

import asyncio
import http.client
import itertools
import threading
from collections.abc import Sequence
from types import TracebackType

CHECK_SECONDS = 0.1


class Balancer:
    """Passes bytes on, as a balancer of connections does; every backend is asked ten times a second if it is ready."""

    def __init__(self, port: int, backends: Sequence[int], ready_path: str) -> None:
        self.port = port
        self._path = ready_path
        self._ready: dict[int, bool] = dict.fromkeys(backends, False)
        self._turn = itertools.count()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._stop = threading.Event()
        self._checks = [threading.Thread(target=self._check, args=(port,), daemon=True) for port in backends]

    def __enter__(self) -> Balancer:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        for check in self._checks:
            check.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop.set()
        for check in self._checks:
            check.join()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def ready(self) -> set[int]:
        """The ports of the backends that are ready now."""
        return {port for port, is_ready in self._ready.items() if is_ready}

    def _check(self, port: int) -> None:
        while not self._stop.wait(CHECK_SECONDS):
            probe = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            try:
                probe.request("GET", self._path)
                self._ready[port] = probe.getresponse().status == 200
            except OSError:
                self._ready[port] = False
            finally:
                probe.close()

    async def _listen(self) -> None:
        await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ready = sorted(self.ready())
        try:
            backend = await asyncio.open_connection("127.0.0.1", ready[next(self._turn) % len(ready)])
        except (OSError, ZeroDivisionError):
            writer.close()
            return
        await asyncio.gather(_pass(reader, backend[1]), _pass(backend[0], writer))


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while block := await reader.read(65536):
            writer.write(block)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()
