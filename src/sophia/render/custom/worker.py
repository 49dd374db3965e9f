"""The worker: one child process that compiles, and renders once, the text of one custom component, then ends."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

from py_mini_racer import DEFAULT_V8_FLAGS, JSEvalException, JSTimeoutException, MiniRacer, init_mini_racer

COMPILER = Path(__file__).with_name("compiler.js")
START = "globalThis.console = { error() {}, warn() {}, log() {}, info() {}, debug() {} }"
FAILS = "It fails when it is drawn"


class Refused(Exception):
    """The text is no component, or cannot be drawn; the message says why."""


class Engine:
    """V8 with the compiler in it: no files, no network, no timers; `seconds` bound each call."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._engine = MiniRacer()
        self._engine.eval(START)
        self._engine.eval(COMPILER.read_text(encoding="utf-8"))

    def call(self, function: str, *arguments: str) -> dict[str, Any]:
        """Return what the compiler's `function` answers, from JSON. Raises Refused."""
        call = f"{function}({', '.join(map(json.dumps, arguments))})"
        try:
            answer = self._engine.eval(call, timeout_sec=self._seconds)
        except JSTimeoutException:
            raise Refused(f"It is still being drawn after {self._seconds:g} seconds.") from None
        except JSEvalException as error:
            raise Refused(f"{FAILS}: {str(error).splitlines()[0][:300]}") from None
        try:
            reply = json.loads(answer) if isinstance(answer, str) else None
        except ValueError:
            reply = None
        if not isinstance(reply, dict):
            raise Refused(f"{FAILS}: the render does not end as one does.")
        return reply


def check(source: str, datasets: str | None, seconds: float) -> dict[str, Any]:
    """Return {code, datasets} or {faults: [{line, column, message}]}; `datasets` is JSON, None asks for no render.

    The code is taken out of the engine before any of it runs there, so that it cannot change itself.
    """
    try:
        engine = Engine(seconds)
        compiled = engine.call("sophiaCompile", source)
        if datasets is None or "faults" in compiled:
            return compiled
        drawn = engine.call("sophiaRender", str(compiled["code"]), datasets)
    except Refused as error:
        return {"faults": [{"line": 0, "column": 0, "message": str(error)}]}
    return drawn if drawn.get("faults") else compiled


def main() -> None:
    """Read one request from standard input and write the reply to standard output; argument: megabytes of heap.

    V8 ends the process when its heap is full, and the system when the rest of the memory is.
    """
    heap = int(sys.argv[1])
    init_mini_racer(flags=(*DEFAULT_V8_FLAGS, f"--max-heap-size={heap}"))
    for limit, most in ((resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_DATA, 4 * heap << 20)):
        resource.setrlimit(limit, (most, most))
    json.dump(check(**json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
