"""Progress as server-sent events: the work runs in a thread, its steps go out as they happen."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import AsyncIterator, Callable

import orjson

from sophia.dashboards.wire import step_event
from sophia.kernel.errors import SophiaError
from sophia.kernel.log import logger
from sophia.planner.outcome import Report, Step

LOG = logger("stream")
Work = Callable[[Report], bytes]
Event = tuple[str, bytes]


async def events_of(work: Work, request_id: str) -> AsyncIterator[bytes]:
    """Run `work` and yield its steps, then `done` with its reply, or `error`."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[Event | None] = asyncio.Queue()

    def put(event: Event | None) -> None:
        loop.call_soon_threadsafe(queue.put_nowait, event)

    def report(step: Step) -> None:
        put(step_event(step))

    def run() -> None:
        try:
            put(("done", work(report)))
        except SophiaError as error:
            put(("error", orjson.dumps({**error.as_dict(), "id": request_id})))
        except Exception:
            LOG.exception("change failed", request_id=request_id)
            message = "Something went wrong here; nothing was saved."
            put(("error", orjson.dumps({"code": "internal", "message": message, "id": request_id})))
        finally:
            put(None)

    running = loop.run_in_executor(None, contextvars.copy_context().run, run)
    while (event := await queue.get()) is not None:
        yield b"event: " + event[0].encode() + b"\ndata: " + event[1] + b"\n\n"
    await running
