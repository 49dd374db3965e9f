"""One cycle against the invented API at an address, in a process that may be killed: `child.py URL FOLDER NUMBER`."""

from __future__ import annotations

import sys
from pathlib import Path

from sophia.kernel.http.address import AddressRule
from sophia.kernel.http.client import Http
from sophia.sources.sync.api import Api, Means
from sophia.sources.sync.cycle import Cycle
from sophia.sources.sync.raw import RawStore
from tests.sources.sync.things import sync_of


def main() -> None:
    url, folder, number = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    sync = sync_of(url)
    with Http(AddressRule(private=True)).keep() as send, RawStore(folder / "raw.duckdb", sync.streams_of(None)) as raw:
        api = Api("things", sync.target(None), send, Means())
        done = Cycle(sync, None, api, raw).run(folder / f"snap{number}.duckdb", force=number == "last")
    sys.exit(0 if done.ok else 1)


if __name__ == "__main__":
    main()
