"""Wiring: params that filter what they can reach, and clicks that set them."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sophia.catalog.model import Catalog, Column
from sophia.kernel.ids import slugify
from sophia.spec.actions import SetParam
from sophia.spec.components import Component
from sophia.spec.components.bar import Bar
from sophia.spec.components.funnel import Funnel
from sophia.spec.components.pie import Pie
from sophia.spec.components.stacked_bar import StackedBar
from sophia.spec.datasets import Filter, MetricDataset
from sophia.spec.params import Param

PERIOD = "period"
VISIBLE = 3
FEWEST, MOST = 2, 60


@dataclass(frozen=True)
class Wired:
    """Params, the datasets that read them (old id → dataset; ids stay), and components whose clicks set them."""

    params: list[Param]
    datasets: list[MetricDataset]
    components: list[Component]


def reachable(catalog: Catalog, table: str) -> set[str]:
    """Return the tables that rows of `table` lead to over many-to-one joins, itself included."""
    found, queue = {table}, deque([table])
    while queue:
        current = queue.popleft()
        for join in catalog.joins:
            if join.from_table == current and join.to_table not in found:
                found.add(join.to_table)
                queue.append(join.to_table)
    return found


def tables_of(dataset: MetricDataset, catalog: Catalog) -> set[str]:
    """Return every table that `dataset` takes measures from (or its rows)."""
    metrics = [catalog.metric(item.metric) for item in dataset.measures if item.metric]
    named = {metric.table for metric in metrics if metric is not None}
    named |= {item.column.rpartition(".")[0] for item in dataset.measures if item.column}
    return named or ({dataset.table} if dataset.table else set())


def wire(datasets: Sequence[MetricDataset], components: Sequence[Component], catalogs: Mapping[str, Catalog]) -> Wired:
    """Add a period param, the most shared dimensions as visible params, and hidden ones for clicks on breakdowns."""
    reach = {item.id: _reach(item, catalogs[item.connection]) for item in datasets}
    chosen = _choose(datasets, reach, catalogs)
    clicked = {(item.connection, column): name for item, name, column in _breakdowns(components, datasets)}
    params: dict[tuple[str, str], Param] = {}
    for key in [*chosen, *(key for key in clicked if key not in chosen)]:
        params[key] = _param(key, catalogs[key[0]], key in chosen, taken={item.id for item in params.values()})
    wired = [_filtered(item, params, reach[item.id], catalogs) for item in datasets]
    period = Param(id=PERIOD, type="date_range", label="Period")
    timed = any(item.window_param for item in wired)
    drawn = [_clickable(item, datasets, params) for item in components]
    return Wired([*([period] if timed else []), *params.values()], wired, drawn)


def attach(dataset: MetricDataset, params: Sequence[Param], catalogs: Mapping[str, Catalog]) -> MetricDataset:
    """Let one more dataset read those of the existing `params` that it can reach."""
    known = {
        (item.connection, item.column): item
        for item in params
        if item.column and item.connection and item.connection in catalogs
    }
    reach = _reach(dataset, catalogs[dataset.connection])
    wired = _filtered(dataset, known, reach, catalogs)
    has_period = any(item.id == PERIOD for item in params)
    return wired if has_period else wired.model_copy(update={"window_param": None})


def _reach(dataset: MetricDataset, catalog: Catalog) -> set[str]:
    """Tables that every measure of the dataset can be filtered by."""
    sets = [reachable(catalog, table) for table in sorted(tables_of(dataset, catalog))]
    return set.intersection(*sets) if sets else set()


def _choose(
    datasets: Sequence[MetricDataset], reach: Mapping[str, set[str]], catalogs: Mapping[str, Catalog]
) -> list[tuple[str, str]]:
    """Pick the visible params: per connection, the columns that most datasets reach."""
    counts: Counter[tuple[str, str]] = Counter()
    for item in datasets:
        for column in _filterable(catalogs[item.connection], reach[item.id]):
            counts[(item.connection, column)] += 1
    shared = Counter(item.connection for item in datasets)
    wanted = [key for key, count in counts.items() if count * 2 >= shared[key[0]] and count >= 2]
    wanted.sort(key=lambda key: (-counts[key], _preference(key, catalogs), key))
    picked: list[tuple[str, str]] = []
    for key in wanted:
        if len(picked) < VISIBLE and not any(_same_values(key, other, catalogs) for other in picked):
            picked.append(key)
    return picked


def _preference(key: tuple[str, str], catalogs: Mapping[str, Catalog]) -> int:
    """Rank a column by how often the connection's metrics name it as a useful split."""
    named = [metric.dimensions for metric in catalogs[key[0]].metrics]
    return -sum(1 for dimensions in named if key[1] in dimensions)


def _same_values(key: tuple[str, str], other: tuple[str, str], catalogs: Mapping[str, Catalog]) -> bool:
    first, second = catalogs[key[0]].column(key[1]), catalogs[other[0]].column(other[1])
    return first is not None and second is not None and bool(set(first.values) & set(second.values))


def _filterable(catalog: Catalog, tables: set[str]) -> list[str]:
    return [
        f"{table.name}.{column.name}"
        for table in catalog.tables
        if table.name in tables
        for column in table.columns
        if _offers_choice(column)
    ]


def _offers_choice(column: Column) -> bool:
    if column.hidden or column.role not in {"category", "status", "geo"}:
        return False
    return FEWEST <= (column.distinct or 0) <= MOST


def _breakdowns(
    components: Sequence[Component], datasets: Sequence[MetricDataset]
) -> list[tuple[MetricDataset, str, str]]:
    by_id = {item.id: item for item in datasets}
    found = []
    for component in components:
        if isinstance(component, Bar | StackedBar | Pie | Funnel):
            dataset = by_id.get(component.dataset)
            dimension = dataset.dimensions[0] if dataset is not None and dataset.dimensions else None
            if dataset is not None and dimension is not None and dimension.grain is None and dimension.bins is None:
                found.append((dataset, dimension.name, dimension.column))
    return found


def _param(key: tuple[str, str], catalog: Catalog, visible: bool, taken: set[str]) -> Param:
    column = catalog.column(key[1])
    short = key[1].rpartition(".")[2]
    name = slugify(short).replace("-", "_")
    if name in taken or name == PERIOD:
        name = slugify(f"{key[0]} {key[1]}").replace("-", "_")
    label = (column.label if column is not None else "") or short.replace("_", " ").capitalize()
    return Param(id=name, type="multi_select", label=label, column=key[1], connection=key[0], visible=visible)


def _filtered(
    dataset: MetricDataset,
    params: Mapping[tuple[str, str], Param],
    reach: set[str],
    catalogs: Mapping[str, Catalog],
) -> MetricDataset:
    """Let `dataset` read every param it can reach, save its own split's: the other bars must stay clickable."""
    own = {item.column for item in dataset.dimensions} if dataset.measures else set()
    fixed = {item.column for item in dataset.filters}
    added: dict[str, Filter] = {}
    for (connection, column), param in params.items():
        target = _target(dataset, connection, column, reach, catalogs)
        if target and target not in own and target not in fixed and target not in added:
            added[target] = Filter(column=target, op="in", param=param.id)
    timed = PERIOD if dataset.time_column or dataset.window else None
    if not added and timed is None:
        return dataset
    return dataset.model_copy(update={"filters": [*dataset.filters, *added.values()], "window_param": timed})


def _target(
    dataset: MetricDataset, connection: str, column: str, reach: set[str], catalogs: Mapping[str, Catalog]
) -> str | None:
    """Return the column of the dataset's own connection that the param filters, or None."""
    if connection == dataset.connection:
        return column if column.rpartition(".")[0] in reach else None
    theirs = catalogs[connection].column(column)
    catalog = catalogs[dataset.connection]
    for candidate in _filterable(catalog, reach):
        mine = catalog.column(candidate)
        same_name = candidate.rpartition(".")[2] == column.rpartition(".")[2]
        if same_name and mine is not None and theirs is not None and set(mine.values) & set(theirs.values):
            return candidate
    return None


def _clickable(
    component: Component, datasets: Sequence[MetricDataset], params: Mapping[tuple[str, str], Param]
) -> Component:
    """Make a click on a breakdown set its param when something else on the page listens; otherwise it drills."""
    if not isinstance(component, Bar | StackedBar | Pie | Funnel):
        return component
    for dataset, name, column in _breakdowns([component], datasets):
        param = params.get((dataset.connection, column))
        if param is not None:
            return component.model_copy(update={"click": SetParam(param=param.id, from_column=name)})
    return component


def listeners(datasets: Sequence[MetricDataset]) -> dict[str, set[str]]:
    """Return param id → ids of the datasets that read it."""
    found: dict[str, set[str]] = defaultdict(set)
    for item in datasets:
        if item.window_param:
            found[item.window_param].add(item.id)
        for condition in item.filters:
            if condition.param:
                found[condition.param].add(item.id)
    return dict(found)
