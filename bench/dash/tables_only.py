"""A baseline that does not read: one chart per table, its rows by month or by its first category."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import duckdb
from bench.dash.protocol import Part, Reply, Shown


class TablesOnly:
    """Answers every request with the same page."""

    name = "one-chart-per-table"

    def open(self, domain: str, database: Path, as_of: str) -> None:
        """Remember where the data is."""
        self._database = database

    def ask(self, description: str) -> Reply:
        """Return a chart of every table."""
        started = time.perf_counter()
        shown: list[Shown] = []
        with duckdb.connect(str(self._database), read_only=True) as database:
            for place, (table,) in enumerate(database.execute("SHOW TABLES").fetchall()):
                shown.append(_chart(database, table, place))
        took = 1000 * (time.perf_counter() - started)
        return Reply(shown=tuple(shown), milliseconds=took, content=repr(shown))

    def start(self, parts: Sequence[Part]) -> Reply:
        """Return the page that knows nothing of `parts`: every part an empty component."""
        return Reply(shown=tuple(Shown(part.key, "bar", part.title, phone=i) for i, part in enumerate(parts)))

    def edit(self, reply: Reply, instruction: str) -> Reply:
        """Refuse."""
        return Reply(reply.shown, (("", "Edits are not understood here.", ()),), (), reply.looks, 0.0, "", None)


def _chart(database: duckdb.DuckDBPyConnection, table: str, place: int) -> Shown:
    columns = database.execute(f'DESCRIBE "{table}"').fetchall()
    dated = next((name for name, kind, *_ in columns if kind in {"DATE", "TIMESTAMP"}), None)
    named = next((name for name, kind, *_ in columns[1:] if kind == "VARCHAR"), columns[0][0])
    split = f"date_trunc('month', \"{dated}\")" if dated else f'"{named}"'
    sql = f'SELECT {split}, count(*) FROM "{table}" GROUP BY 1 ORDER BY 1'
    rows = tuple(database.execute(sql).fetchall())
    kind, box = "line" if dated else "bar", (6 * (place % 2), 4 * (place // 2), 6, 4)
    return Shown(table, kind, table, (named, "rows"), rows, provenance=sql, place=box, phone=place)
