"""The data of a dashboard: one reply of ready-made compressed bytes, rows behind a mark, options, exports, health."""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from pydantic import ValidationError

from sophia.access.policy import authorize
from sophia.dashboards.shelf import Opened, Shelf
from sophia.kernel.errors import BadInput, NotFound, SophiaError
from sophia.kernel.viewer import Viewer
from sophia.query.cache import FOREVER
from sophia.query.contract import Question, Registry
from sophia.query.encode import compress, encode_reply
from sophia.query.path import Queries
from sophia.query.result import Result
from sophia.spec.dashboard import Dashboard
from sophia.spec.datasets import Dataset, Dimension, Measure, MetricDataset, Order, TransformDataset
from sophia.spec.params import Param, Window
from sophia.spec.validate import datasets_used

CAPACITY = 64_000_000
OPTIONS = 200
GOOD = b'{"status":"ok"'
LONGEST_LIST = 1000


@dataclass(frozen=True)
class Asked:
    """What data is wanted: param values, and which datasets (ids) or page (id); left out, all of them."""

    values: Mapping[str, Any] = field(default_factory=dict)
    datasets: tuple[str, ...] | None = None
    page: str | None = None
    fresh: bool = False


@dataclass(frozen=True)
class Mark:
    """One mark of a chart: its dataset (id) and the dimensions' values there."""

    dataset: str
    point: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Packed:
    """A whole reply: its bytes, plain and in each encoding asked for so far, its tag, and until when it is fresh."""

    body: bytes
    tag: str
    fresh_until: float
    encodings: dict[str, tuple[bytes, str | None]] = field(default_factory=dict)

    def encoded(self, accepted: str) -> tuple[bytes, str | None]:
        """Return the bytes in the best encoding the client accepts; compressed once."""
        kind = "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""
        if kind not in self.encodings:
            self.encodings[kind] = compress(self.body, kind)
        return self.encodings[kind]


class DashboardData:
    """Answers for the data of dashboards."""

    def __init__(
        self, shelf: Shelf, queries: Queries, registry: Registry, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._shelf = shelf
        self._queries = queries
        self._registry = registry
        self._clock = clock
        self._replies: OrderedDict[str, Packed] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def peek(self, viewer: Viewer, key: str, asked: Asked) -> Packed | None:
        """Return the reply when memory holds a fresh one; never waits, so it may be called on the event loop."""
        authorize(viewer, "dashboard.query")
        opened = None if asked.fresh else self._shelf.peek(key)
        if opened is None:
            return None
        with self._lock:
            packed = self._replies.get(self._key(viewer, opened, asked, _wanted(opened.spec, asked)))
        return packed if packed is not None and self._clock() < packed.fresh_until else None

    def reply(self, viewer: Viewer, key: str, asked: Asked) -> Packed:
        """Return the reply, computed where it must be. Raises NotFound, BadInput for a value that cannot be used."""
        authorize(viewer, "dashboard.query")
        opened = self._shelf.open(key)
        check_values(opened.spec, asked.values)
        wanted = _wanted(opened.spec, asked)
        question = Question(viewer, wanted, opened.spec.params, asked.values, asked.fresh)
        parts = self._queries.run_encoded(question) if wanted else {}
        body = encode_reply(opened.saved.version, parts)
        good = all(part.startswith(GOOD) for part in parts.values())
        until = self._clock() + (min(map(self._interval, wanted), default=FOREVER) if good else 0)
        packed = Packed(body, f'"{hashlib.sha256(body).hexdigest()[:20]}"', until)
        if good:
            self._keep(self._key(viewer, opened, asked, wanted), packed)
        return packed

    def warm(self, viewer: Viewer, keys: Iterable[str]) -> None:
        """Compute the first page and the whole of each dashboard, so that the first look at it finds them ready."""
        for key in keys:
            with contextlib.suppress(SophiaError, RuntimeError):
                first = self._shelf.open(key).spec.pages[0].id
                for asked in (Asked(page=first), Asked()):
                    if self.peek(viewer, key, asked) is None:
                        self.reply(viewer, key, asked)

    def results(self, viewer: Viewer, key: str, asked: Asked, cap: int = 10_000) -> tuple[Opened, dict[str, Result]]:
        """Return the opened dashboard and one Result per dataset; for exports and health."""
        authorize(viewer, "dashboard.query")
        opened = self._shelf.open(key)
        check_values(opened.spec, asked.values)
        return opened, self._run(viewer, opened.spec, _wanted(opened.spec, asked), asked, cap)

    def rows(self, viewer: Viewer, key: str, mark: Mark, *, values: Mapping[str, Any], limit: int = 200) -> Result:
        """Return the rows behind `mark`. Raises NotFound, BadInput."""
        authorize(viewer, "dashboard.query")
        spec = self._shelf.open(key).spec
        check_values(spec, values)
        chosen = [item for item in spec.datasets if item.id == mark.dataset]
        if not chosen:
            raise BadInput(f"There is no dataset {mark.dataset[:80]!r} here.", field="dataset")
        question = Question(viewer, chosen, spec.params, values)
        return self._queries.rows(question, mark.dataset, mark.point, limit)

    def options(self, viewer: Viewer, key: str, param_id: str) -> Result:
        """Return the values that a param offers with their counts, most frequent first. Raises NotFound, BadInput."""
        authorize(viewer, "dashboard.query")
        spec = self._shelf.open(key).spec
        param = next((item for item in spec.params if item.id == param_id), None)
        if param is None:
            raise NotFound(f"There is no param {param_id[:80]!r} here.", field="param")
        if not param.column or not param.connection:
            raise BadInput(f"The param {param_id!r} offers no values of a column.", field="param")
        dataset = MetricDataset(
            id="options",
            connection=param.connection,
            table=param.column.rpartition(".")[0],
            dimensions=[Dimension(name="value", column=param.column)],
            measures=[Measure(name="count", aggregate="count")],
            order=[Order(by="count", descending=True)],
            limit=OPTIONS,
        )
        return self._queries.run(Question(viewer, [dataset]))["options"]

    def _run(
        self, viewer: Viewer, spec: Dashboard, wanted: list[Dataset], asked: Asked, cap: int = 10_000
    ) -> dict[str, Result]:
        question = Question(viewer, wanted, spec.params, asked.values, asked.fresh, cap)
        return self._queries.run(question) if wanted else {}

    def _key(self, viewer: Viewer, opened: Opened, asked: Asked, wanted: list[Dataset]) -> str:
        generation = [self._version(name) for name in dict.fromkeys(item.connection for item in wanted)]
        parts = [
            opened.saved.dashboard_id,
            opened.saved.version,
            [item.id for item in wanted],
            dict(asked.values),
            viewer.policy,
            generation,
        ]
        return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()

    def _interval(self, dataset: Dataset) -> float:
        """Return the seconds that an answer stays fresh; a snapshot's does until the snapshot is replaced."""
        if dataset.connection and self._registry.connection(dataset.connection).snapshot is not None:
            return FOREVER
        return dataset.refresh_interval

    def _version(self, connection: str) -> str:
        try:
            return self._registry.connection(connection).version if connection else ""
        except NotFound:
            return "gone"

    def _keep(self, key: str, packed: Packed) -> None:
        with self._lock:
            old = self._replies.pop(key, None)
            self._replies[key] = packed
            self._size += len(packed.body) - (len(old.body) if old else 0)
            while self._size > CAPACITY and len(self._replies) > 1:
                self._size -= len(self._replies.popitem(last=False)[1].body)


def check_values(spec: Dashboard, values: Mapping[str, Any]) -> None:
    """Raise BadInput when a value belongs to no param or does not fit its type; params are all a reader may set."""
    params = {item.id: item for item in spec.params}
    for name, value in values.items():
        if name not in params:
            raise BadInput(f"There is no param {name[:80]!r} here.", field=f"values.{name[:80]}")
        if value is not None and not _fits(params[name], value):
            kind = params[name].type.replace("_", " ")
            raise BadInput(f"{value!r:.80} is no value for a {kind}.", field=f"values.{name}")


def _fits(param: Param, value: Any) -> bool:
    if param.type == "date_range":
        try:
            return bool(Window.model_validate(value))
        except ValidationError:
            return False
    if isinstance(value, list):
        return param.type == "multi_select" and len(value) <= LONGEST_LIST and all(_plain(item) for item in value)
    return _plain(value)


def _plain(value: Any) -> bool:
    return value is None or isinstance(value, bool | int | float) or (isinstance(value, str) and len(value) <= 1000)


def _wanted(spec: Dashboard, asked: Asked) -> list[Dataset]:
    """Return the datasets asked for, with those that they are computed from."""
    by_id = {item.id: item for item in spec.datasets}
    if asked.datasets is not None:
        names = list(asked.datasets)
    elif asked.page is not None:
        page = next((item for item in spec.pages if item.id == asked.page), None)
        if page is None:
            raise BadInput(f"There is no page {asked.page[:80]!r} here.", field="page")
        names = [name for component in page.components for name in datasets_used(component)]
    else:
        names = list(by_id)
    found: dict[str, Dataset] = {}
    while names:
        name = names.pop(0)
        if name not in by_id:
            raise BadInput(f"There is no dataset {name[:80]!r} here.", field="datasets")
        dataset = found.setdefault(name, by_id[name])
        if isinstance(dataset, TransformDataset):
            names += [item for item in dataset.inputs if item not in found]
    return [found[name] for name in by_id if name in found]
