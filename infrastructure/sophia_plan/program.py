"""The program's own process: runs `__main__.py` against the monitor whose address stands in the first argument."""

from __future__ import annotations

import asyncio
import runpy
import sys
from functools import partial
from pathlib import Path

import pulumi
from pulumi.runtime.settings import Settings

PROJECT = STACK = "sophia-dashboard-platform"
ENTRY = Path(__file__).parents[1] / "__main__.py"


def main(address: str, entry: Path = ENTRY) -> None:
    """Run the real program to its end. Configuration and secrets come from the environment, as Pulumi passes them."""
    pulumi.runtime.configure(
        Settings(project=PROJECT, stack=STACK, parallel=16, monitor=address, engine=address, dry_run=False)
    )
    sys.path.insert(0, str(entry.parent))
    asyncio.run(pulumi.runtime.run_in_stack(partial(_program, entry)))


def _program(entry: Path) -> None:
    runpy.run_path(str(entry), run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1])
