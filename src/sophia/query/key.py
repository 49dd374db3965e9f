"""Cache keys: everything that changes an answer, and nothing else."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from pydantic import BaseModel

from sophia.kernel.viewer import Viewer
from sophia.query.window import UNITS
from sophia.sources.contract import Connection
from sophia.spec.datasets import Dataset, MetricDataset, SqlDataset, TransformDataset
from sophia.spec.params import Window
from sophia.spec.validate import params_used

NOT_CONTENT = {"id", "refresh_interval"}
NAMES = re.compile(r"[:$]([A-Za-z][A-Za-z0-9_]*)")


@dataclass(frozen=True)
class Keyed:
    """What a key is made of besides dataset and values: connection, catalog digest, viewer, now, the row cap."""

    connection: Connection
    catalog: str
    viewer: Viewer
    now: datetime
    cap: int


class Digests:
    """Remembers the digests of documents by identity: specs and catalogs are immutable and come again and again."""

    def __init__(self, capacity: int = 4096) -> None:
        self._known: OrderedDict[int, tuple[BaseModel, str]] = OrderedDict()
        self._capacity = capacity

    def of(self, document: BaseModel) -> str:
        """Return the digest of a document's content, its id and freshness left out."""
        found = self._known.get(id(document))
        if found is not None and found[0] is document:
            return found[1]
        digest = hashlib.sha256(document.model_dump_json(exclude=NOT_CONTENT).encode()).hexdigest()
        self._known[id(document)] = (document, digest)
        while len(self._known) > self._capacity:
            try:
                self._known.popitem(last=False)
            except KeyError:  # another thread emptied it
                break
        return digest


def key_of(dataset: Dataset, digest: str, keyed: Keyed, values: Mapping[str, Any]) -> str:
    """Return the key of an answer: the dataset's content, the params it reads, the row policy, the data's version.

    Relative windows move with the calendar, so today is part of it, and the hour where something is counted in hours.
    """
    used = {name: values[name] for name in names_used(dataset, values) if values.get(name) is not None}
    hourly = any(unit == "hour" for unit in _units(dataset, used))
    connection = keyed.connection
    parts = (
        digest,
        orjson.dumps(used, option=orjson.OPT_SORT_KEYS, default=_plain).decode(),
        keyed.viewer.policy,
        connection.name,
        connection.version,
        keyed.catalog,
        keyed.now.strftime("%Y-%m-%dT%H" if hourly else "%Y-%m-%d"),
        str(keyed.cap),
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def names_used(dataset: Dataset, values: Mapping[str, Any]) -> Iterator[str]:
    """Yield the ids of the params that a dataset reads."""
    if isinstance(dataset, SqlDataset | TransformDataset):
        written = set(NAMES.findall(dataset.sql))
        yield from (name for name in values if written & {name, f"{name}_start", f"{name}_end"})
    else:
        yield from params_used(dataset)


def _units(dataset: Dataset, used: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(dataset, MetricDataset):
        yield from (str(item.grain) for item in dataset.dimensions if item.grain in UNITS)
        if dataset.window is not None:
            yield dataset.window.unit
    for value in used.values():
        if isinstance(value, Mapping):
            yield str(value.get("unit"))
        elif isinstance(value, Window):
            yield value.unit


def _plain(value: Any) -> Any:
    return value.model_dump() if isinstance(value, BaseModel) else str(value)
