"""`python -m sophia.demo FOLDER SIZE [CONNECTION …]`: write demo connections, one line of output for each begun."""

from __future__ import annotations

import sys
from pathlib import Path

from sophia.demo.company import FACTORS, write_connections
from sophia.demo.schema import CONNECTIONS


def main(arguments: list[str]) -> int:
    """Write the named connections, all without names; return the exit code, 2 for wrong arguments."""
    folder, size, *connections = arguments if len(arguments) > 1 else ("", "")
    sizes = [name for name in FACTORS if name == size]
    if not folder or not sizes or not set(connections) <= set(CONNECTIONS):
        print(f"usage: python -m sophia.demo FOLDER {'|'.join(FACTORS)} [CONNECTION …]", file=sys.stderr)
        return 2
    write_connections(Path(folder), sizes[0], connections or CONNECTIONS, lambda name: print(name, flush=True))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
