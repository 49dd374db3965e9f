"""The route: a gated statement goes to the live database or to a worker over the snapshot, and returns as a result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sophia.kernel.clock import Clock
from sophia.kernel.errors import SourceUnreachable
from sophia.query.finish import finished
from sophia.query.gate import Gated
from sophia.query.live import Live
from sophia.query.pool import Pool
from sophia.query.result import Result
from sophia.query.statement import Statement
from sophia.sources.contract import Connection


@dataclass(frozen=True)
class Route:
    """Where statements run."""

    pool: Pool
    live: Live
    clock: Clock

    def run(self, gated: Gated, connection: Connection, cap: int, statement: Statement | None = None) -> Result:
        """Run a statement on a connection and return at most `cap` rows of it."""
        if connection.dsn is not None:
            reply = self.live.run(connection.name, connection.dsn, gated.sql, gated.bound, cap, rule=connection.rule)
        elif connection.snapshot is not None:
            request = {"snapshot": str(connection.snapshot), "sql": gated.sql, "bound": list(gated.bound), "cap": cap}
            reply = self.pool.run(request)
        else:
            message = f"The connection {connection.name!r} has no data yet."
            raise SourceUnreachable(message, remedy="Refresh it, or connect it again.")
        moment = connection.as_of or connection.synced_at or _told(self.clock())
        return _result(reply, gated, connection, statement, moment)

    def transform(self, gated: Gated, inputs: Mapping[str, Result], cap: int) -> Result:
        """Run a statement over the results of other datasets, each a table named by its id."""
        tables = {
            key: {"columns": [(column.name, column.type) for column in result.columns], "data": result.data}
            for key, result in inputs.items()
        }
        request = {"snapshot": "", "sql": gated.sql, "bound": list(gated.bound), "cap": cap, "tables": tables}
        reply = self.pool.run(request)
        names = dict.fromkeys(result.connection for result in inputs.values())
        oldest = min((result.as_of for result in inputs.values() if result.as_of), default=None)
        demo = any(result.demo for result in inputs.values())
        return _result(reply, gated, Connection(", ".join(names), "transform", demo=demo), None, oldest)


def _told(moment: datetime) -> str:
    return moment.replace(tzinfo=None, microsecond=0).isoformat()


def _result(
    reply: Mapping[str, Any], gated: Gated, connection: Connection, statement: Statement | None, as_of: str | None
) -> Result:
    table = finished(reply, statement)
    return Result(
        columns=table.columns,
        data=table.data,
        rows=table.rows,
        connection=connection.name,
        sql=gated.sql,
        bound=gated.bound,
        milliseconds=reply["ms"],
        as_of=as_of,
        demo=connection.demo,
        truncated=reply["cut"],
        partial=table.partial,
        extra={"milliseconds": reply["ms"]},
    )
