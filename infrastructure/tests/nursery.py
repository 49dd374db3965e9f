"""The nursery: a process that has loaded the provider once and forks a child for each changed program it is told to run."""

import contextlib
import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from sophia_plan.capture import FOLDER, PlanError, Recording, environment
from sophia_plan.plan import Plan
from sophia_plan.typed import arguments

Change = tuple[str, str, str]
"""A file of the program, a text in it, and what stands there instead."""


class Nursery:
    """Runs copies of the program one after the other, each in a child that starts warm."""

    def __init__(self, tokens: set[str]) -> None:
        command = [sys.executable, "-m", "tests.nursery"]
        self._process = subprocess.Popen(
            command, cwd=FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment({})
        )
        self._tell(sorted(tokens))

    def plan(self, config: dict[str, str], change: Change | None = None, secrets: tuple[str, ...] = ()) -> Plan:
        """Return the plan of the program, changed where a `change` is given. Raises PlanError when it fails."""
        with tempfile.TemporaryDirectory() as folder, Recording(config["region"]) as recording:
            _copy(Path(folder), change)
            told = {
                name: text for name, text in environment(config, secrets).items() if name.startswith("PULUMI_CONFIG")
            }
            self._tell({"address": recording.address, "folder": folder, "environment": told})
            assert self._process.stdout
            code = self._process.stdout.readline().strip()
            if code != "0":
                raise PlanError(f"{code} {recording.messages}")
            return recording.plan()

    def _tell(self, job: Any) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=30)


def _copy(folder: Path, change: Change | None) -> None:
    for path in [FOLDER / "__main__.py", *(FOLDER / "sophia_infra").glob("*.py")]:
        target = folder / path.relative_to(FOLDER)
        target.parent.mkdir(exist_ok=True)
        target.write_text(path.read_text())
    if change is not None:
        file, old, new = change
        changed = folder / file
        text = changed.read_text()
        assert old in text, f"{file} has no {old!r}"
        changed.write_text(text.replace(old, new))


def _child(job: dict[str, Any]) -> None:
    from sophia_plan.program import main

    os.environ.update(job["environment"])
    folder = Path(job["folder"])
    sys.path[:] = [str(folder), *(entry for entry in sys.path if entry not in ("", str(FOLDER)))]
    main(job["address"], folder / "__main__.py")


def _serve() -> None:
    importlib.import_module("sophia_plan.program")
    for token in json.loads(sys.stdin.readline()):
        module = arguments(token).__module__.rpartition(".")[0]
        for part in ("_inputs", "outputs"):
            with contextlib.suppress(ModuleNotFoundError):
                importlib.import_module(f"{module}.{part}")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
                _child(json.loads(line))
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    _serve()
