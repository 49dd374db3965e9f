"""What a sync published, beside what the demo company's connection of that name holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from sophia.catalog.discover import discover
from sophia.catalog.model import Catalog
from sophia.catalog.pack import apply_pack
from sophia.demo import AS_OF
from sophia.demo.company import write_connections
from sophia.demo.schema import schema_tables
from sophia.sources.contract import Connection

Rows = Iterable[Sequence[Any]]


def differences(
    snapshot: Path | None,
    connection: str,
    table: str,
    rows: Rows,
    mapped: Callable[[str, Any], Any],
    *,
    within: str = "TRUE",
) -> str:
    """Return in words what differs between a published table and the demo's `rows`, empty when nothing does.

    `mapped` takes a column and a value of the demo and returns the value that the source has in its place, or Ellipsis
    where the API has no such thing. Moments are compared to the second. `within` is SQL: published rows that count.
    """
    assert snapshot is not None
    columns = [column.name for own in schema_tables(connection) if own.name == table for column in own.columns]
    wanted = [tuple(mapped(column, value) for column, value in zip(columns, row, strict=True)) for row in rows]
    kept = [column for number, column in enumerate(columns) if any(row[number] is not ... for row in wanted)]
    with duckdb.connect(str(snapshot), read_only=True) as database:
        shown = database.execute(f"SELECT * FROM {table} WHERE {within}")
        names = [column[0] for column in shown.description]
        found = [dict(zip(names, row, strict=True)) for row in shown.fetchall()]
    if set(names) != set(columns):
        return f"columns of {table}: {sorted(set(names) ^ set(columns))}"
    expected = Counter(repr([_second(value) for value in row if value is not ...]) for row in wanted)
    actual = Counter(repr([_second(row[column]) for column in kept]) for row in found)
    lacking, beyond = expected - actual, actual - expected
    if not lacking and not beyond:
        return ""
    count = (lacking.total(), beyond.total())
    return f"{table} {kept}: {count} of {len(wanted)}\n" + "\n".join([*sorted(lacking)[:4], "--", *sorted(beyond)[:4]])


def _second(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.replace(microsecond=0) if isinstance(value, datetime) else value


def curated(snapshot: Path | None, source: str) -> Catalog:
    """Return the catalog of a published snapshot with its pack."""
    return apply_pack(discover(Connection(name=source, source=source, snapshot=snapshot, as_of=AS_OF.isoformat())))


def demo_catalog(folder: Path, connection: str) -> Catalog:
    """Return the catalog of the demo company's connection."""
    write_connections(folder, "small", [connection])
    snapshot = folder / f"{connection}.duckdb"
    return apply_pack(discover(Connection(name=connection, source="demo", snapshot=snapshot, as_of=AS_OF.isoformat())))


def lost(snapshot: Path | None, source: str, folder: Path) -> set[str]:
    """Return the metrics, joins and sections that the demo's connection has and the published snapshot lacks."""
    demo, own = demo_catalog(folder, source), curated(snapshot, source)

    def parts(catalog: Catalog) -> set[str]:
        joins = {f"{one.from_table}.{one.from_column}={one.to_table}.{one.to_column}" for one in catalog.joins}
        named = {f"metric {one.name}" for one in catalog.metrics} | {f"section {one.name}" for one in catalog.sections}
        return joins | named | {f"table {one.name}" for one in catalog.tables}

    return parts(demo) - parts(own)
