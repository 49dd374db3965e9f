"""Cache keys: everything that changes an answer, and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from sophia.kernel.viewer import Viewer
from sophia.sources.contract import Connection
from sophia.spec.datasets import Dataset
from sophia.spec.validate import params_used


@dataclass(frozen=True)
class Keyed:
    """What a key is made of besides param values: dataset, connection, viewer, the moment taken as now, the row cap."""

    dataset: Dataset
    connection: Connection
    viewer: Viewer
    now: datetime
    cap: int


def key_of(asked: Keyed, values: Mapping[str, Any]) -> str:
    """Return the key of a dataset's answer: its content, the params it reads, the row policy, the data's version.

    Relative windows move with the calendar, so the hour of now is part of it (the day where data stands still).
    """
    dataset, connection = asked.dataset, asked.connection
    used = {name: values[name] for name in params_used(dataset) if values.get(name) is not None}
    if dataset.kind in {"sql", "transform"}:
        used = {name: value for name, value in values.items() if value is not None}
    moment = asked.now.strftime("%Y-%m-%d" if connection.as_of else "%Y-%m-%dT%H")
    parts = [
        dataset.model_dump_json(exclude={"refresh_interval"}),
        orjson.dumps(used, option=orjson.OPT_SORT_KEYS, default=str).decode(),
        asked.viewer.policy,
        connection.name,
        connection.version,
        moment,
        str(asked.cap),
    ]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
