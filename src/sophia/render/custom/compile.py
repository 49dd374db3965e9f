"""Compile a custom component: TSX in, plain JavaScript out, or the reason why it is refused."""

from __future__ import annotations

import functools
import importlib.util
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from sophia.kernel.errors import BadInput, Overloaded

COMPILER = Path(__file__).with_name("compiler.js")
LONGEST = 64_000
SECONDS = 3.0
"""How long one render may take in the engine; the process around it gets START_SECONDS more."""
HEAP = 256
"""Megabytes of V8's heap; the process around it may have four times as much."""
START_SECONDS = 10.0
PATIENCE = 20.0
AT_ONCE = threading.BoundedSemaphore(2)
REMEDY = "Correct the component and send it again; docs/custom-components.md says what one may do."


@dataclass(frozen=True)
class Compiled:
    """A component as it runs in the frame: CommonJS over "react" and "sophia", and the datasets (ids) it reads."""

    code: str
    datasets: tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """The first rows of a dataset: (name, type) per column, and a value per column for each row."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Any, ...], ...]

    def as_dict(self) -> dict[str, Any]:
        """Return what `useDataset` gives: {columns: [{name, type}], rows: [{column: value}]}."""
        names = [name for name, _ in self.columns]
        return {
            "columns": [{"name": name, "type": kind} for name, kind in self.columns],
            "rows": [dict(zip(names, row, strict=True)) for row in self.rows],
        }


@functools.lru_cache(maxsize=128)
def compile_component(source: str) -> Compiled:
    """Return `source` compiled, which is not run. Raises BadInput with line, column and reason."""
    return _ask(source, None)


def check_component(source: str, samples: Mapping[str, Sample]) -> Compiled:
    """Return `source` compiled, after it was drawn once over `samples` (by dataset id).

    Raises BadInput with the reason: it does not compile, breaks a rule, throws, draws nothing or takes too long.
    """
    return _ask(source, orjson.dumps({name: sample.as_dict() for name, sample in samples.items()}).decode())


def _ask(source: str, datasets: str | None) -> Compiled:
    if len(source.encode()) > LONGEST:
        message = f"The component has {len(source.encode())} bytes, more than {LONGEST}."
        raise BadInput(message, field="source", remedy="Split it, or leave data out of its text.")
    _be_installed()
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise Overloaded("Too many components are being checked.", remedy="Try again in a moment.")
    try:
        reply = _work({"source": source, "datasets": datasets, "seconds": SECONDS})
    finally:
        AT_ONCE.release()
    if faults := reply.get("faults"):
        raise BadInput(" ".join(map(_words, faults[:5])), field="source", remedy=REMEDY)
    return Compiled(str(reply["code"]), tuple(reply["datasets"]))


def _be_installed() -> None:
    if importlib.util.find_spec("py_mini_racer") is None:
        raise BadInput(
            "Custom components cannot be compiled here: their engine is not installed.",
            field="source",
            remedy='Install the extra `custom`: pip install "sophia-dashboards[custom]", and start Sophia again.',
        )
    if not COMPILER.is_file():
        raise BadInput(
            "Custom components cannot be compiled here: their compiler is not built.",
            field="source",
            remedy="Run `make setup`, which builds the web app and the compiler.",
        )


def _work(request: dict[str, Any]) -> dict[str, Any]:
    """Ask a process of its own, which has no secret in its environment and ends with its answer."""
    home = str(Path(__file__).parents[3])
    places = os.pathsep.join([home, *(path for path in sys.path if path.endswith("-packages"))])
    try:
        done = subprocess.run(
            [sys.executable, "-S", "-s", "-m", "sophia.render.custom.worker", str(HEAP)],
            input=orjson.dumps(request),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": places},
            cwd="/",
            timeout=2 * SECONDS + START_SECONDS,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        return _fault(f"It is still being drawn after {SECONDS:g} seconds.")
    if done.returncode != 0:
        return _fault(f"It takes more than {HEAP} MB to be drawn, or ended the process that drew it.")
    read: dict[str, Any] = orjson.loads(done.stdout)
    return read


def _fault(message: str) -> dict[str, Any]:
    return {"faults": [{"line": 0, "column": 0, "message": message}]}


def _words(fault: dict[str, Any]) -> str:
    message = str(fault["message"])
    message = message if message.endswith((".", "!", "?", "}")) else f"{message}."
    return f"Line {fault['line']}, column {fault['column']}: {message}" if fault["line"] else message
