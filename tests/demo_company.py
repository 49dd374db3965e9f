"""The demo company as tests meet it: every connection with its discovered and curated catalog, and a query path over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sophia.catalog.discover import discover
from sophia.catalog.model import Catalog
from sophia.catalog.pack import apply_pack
from sophia.demo import AS_OF, CONNECTIONS, generate
from sophia.kernel.errors import NotFound
from sophia.kernel.viewer import Viewer
from sophia.query.contract import Question
from sophia.query.path import Queries
from sophia.query.result import Result
from sophia.sources.contract import Connection
from sophia.spec.datasets import Dimension, Measure, MetricDataset
from sophia.spec.params import Unit, Window

ADMIN = Viewer(id="ada", name="Ada", role="admin")


@dataclass(frozen=True)
class DemoCompany:
    """A registry over the generated files, and the query path that answers from them."""

    connections: Mapping[str, Connection]
    catalogs: Mapping[str, Catalog]

    def connection(self, name: str) -> Connection:
        if name not in self.connections:
            raise NotFound(f"There is no connection {name!r}.")
        return self.connections[name]

    def catalog(self, name: str) -> Catalog:
        return self.catalogs[name]


def make_company(folder: Path) -> DemoCompany:
    """Generate the small demo company into `folder` and describe each of its connections."""
    files = generate(folder)
    connections = {
        name: Connection(name=name, source="demo", snapshot=files[name], as_of=AS_OF.isoformat(), demo=True)
        for name in CONNECTIONS
    }
    return DemoCompany(connections, {name: apply_pack(discover(item)) for name, item in connections.items()})


def queries_over(company: DemoCompany) -> Queries:
    """Return a query path whose clock stands at the end of the demo company's data."""
    moment = datetime.combine(AS_OF, datetime.max.time(), UTC)
    return Queries(company, clock=lambda: moment)


def ask_metric(
    queries: Queries, catalog: Catalog, name: str, window: Window, *, grain: Unit | None = None, by: str = ""
) -> Result:
    """Return a metric over a window, by `grain` of its own time column or by a dimension when one is named."""
    found = catalog.metric(name)
    assert found is not None
    table = catalog.table(found.table)
    assert table is not None
    time = found.time_column or table.time_column or ""
    column = time if "." in time else f"{table.name}.{time}"
    dimensions = [Dimension(name="period", column=column, grain=grain)] if grain else []
    if by:
        dimensions.append(Dimension(name="split", column=by))
    dataset = MetricDataset(
        id="asked",
        connection=catalog.connection,
        measures=[Measure(name="value", metric=name)],
        dimensions=dimensions,
        window=window,
    )
    return queries.run(Question(ADMIN, [dataset], fresh=True))["asked"]
