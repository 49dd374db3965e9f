"""Edits of the filters that readers set: add one, take one away, change what it starts with."""

from __future__ import annotations

import re
from collections import Counter

from rapidfuzz import fuzz, process, utils

from sophia.kernel.ids import slugify
from sophia.planner.draw import window_words
from sophia.planner.edit.change import Change, Kind, Scene, bare
from sophia.planner.edit.place import without
from sophia.planner.edit.question import subject
from sophia.planner.edit.redraw import ask_of, run
from sophia.planner.edit.target import page_with, with_page
from sophia.planner.plan import Missed
from sophia.planner.understand import understand_ask
from sophia.planner.understand.time import COUNT, UNIT, read_time
from sophia.planner.wire import PERIOD, attach
from sophia.spec.actions import SetParam
from sophia.spec.components import Component
from sophia.spec.components.filter import FilterInput
from sophia.spec.dashboard import Dashboard
from sophia.spec.datasets import MetricDataset
from sophia.spec.params import Param
from sophia.spec.validate import components_of

ALIKE = 85
DATES = re.compile(
    r"(?:date|time|period|day|month|year)s?(?: ?(?:range|span|frame|period))?(?: ?(?:picker|selector))?", re.I
)
NOUNS = re.compile(
    r"\b(?:the|a|an|filters?|inputs?|drop ?downs?|pickers?|selectors?|controls?|by|for|on|of|to|choose|our)\b", re.I
)


def add_input(scene: Scene, match: re.Match[str]) -> Change | Missed | None:
    """Offer one more filter on the dashboard, read by every dataset that it can reach."""
    words = re.sub(r"\s+", " ", NOUNS.sub(" ", bare(match["which"]))).strip()
    if not words:
        return None
    known = param_called(scene.spec, words)
    if known is not None and known.visible:
        return Missed(words, f"There is a filter “{known.label}” already.")
    if known is not None:
        return Change(
            _with_param(scene.spec, known, known.model_copy(update={"visible": True})),
            f"Show the filter “{known.label}”.",
        )
    if DATES.fullmatch(words):
        return _with_period(scene)
    column = _column(scene, words)
    if isinstance(column, Missed):
        return None if re.search(r"\b(?:to|in|on)\b|⟦", match["which"]) else column
    return _with_input(scene, *column)


def param_called(spec: Dashboard, words: str) -> Param | None:
    """Return the param whose label, id or column is what the words say."""
    said = re.sub(r"\s+", " ", NOUNS.sub(" ", words)).strip()
    if DATES.fullmatch(said):
        return next((item for item in spec.params if item.type == "date_range"), None)
    names = {f"{at}:{name}": name for at, item in enumerate(spec.params) for name in _names(item)}
    found = process.extractOne(said, names, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=ALIKE)
    return spec.params[int(found[2].split(":", 1)[0])] if found else None


def _names(item: Param) -> set[str]:
    short = (item.column or "").rpartition(".")[2]
    return {name for name in (item.label, item.id.replace("_", " "), short.replace("_", " ")) if name}


def _labels(spec: Dashboard) -> tuple[str, ...]:
    return tuple(item.label for item in spec.params if item.visible)[:5]


def _with_param(spec: Dashboard, old: Param, new: Param) -> Dashboard:
    return spec.model_copy(update={"params": [new if item is old else item for item in spec.params]})


def _metrics(scene: Scene) -> list[MetricDataset]:
    return [
        item
        for item in scene.spec.datasets
        if isinstance(item, MetricDataset) and item.connection in scene.bench.catalogs
    ]


def _with_period(scene: Scene) -> Change | Missed:
    heard = [item for item in _metrics(scene) if item.time_column or item.window]
    if not heard:
        return Missed("period", "Nothing on this dashboard has a date.")
    names = {item.id for item in heard}
    datasets = [
        item.model_copy(update={"window_param": PERIOD}) if item.id in names else item for item in scene.spec.datasets
    ]
    params = [Param(id=PERIOD, type="date_range", label="Period"), *scene.spec.params]
    spec = scene.spec.model_copy(update={"params": params, "datasets": datasets})
    return Change(spec, f"Add the filter “Period”, read by {len(heard)} queries.")


def _column(scene: Scene, words: str) -> tuple[str, str] | Missed:
    """Return (connection, table.column) that the words name in the data that this dashboard shows most."""
    counts = Counter(item.connection for item in _metrics(scene))
    near: tuple[str, ...] = ()
    for connection, _ in counts.most_common():
        catalog = scene.bench.catalogs[connection]
        for item in components_of(scene.spec):
            ask = ask_of(scene, item)
            if ask is None or ask.connection != connection or not ask.measures:
                continue
            read, missed = understand_ask(f"{subject(ask, catalog)} by {words}", [catalog], prefer=connection)
            if read is not None and len(read.dimensions) == 1 and not missed and read.dimensions[0].grain is None:
                return connection, read.dimensions[0].column
            near = near or tuple(name for each in missed for name in each.alternatives)
    return Missed(words, "This data has nothing called that to filter by.", near[:3])


def _with_input(scene: Scene, connection: str, column: str) -> Change | Missed:
    catalog = scene.bench.catalogs[connection]
    known = catalog.column(column)
    label = (known.label if known else "") or column.rpartition(".")[2].replace("_", " ").capitalize()
    if known is not None and known.type in {"date", "timestamp", "number"}:
        return Missed(
            label, "A filter offers values to choose from; this holds dates or amounts.", ("add a date filter",)
        )
    hidden = next((item for item in scene.spec.params if (item.connection, item.column) == (connection, column)), None)
    if hidden is not None:
        return Change(
            _with_param(scene.spec, hidden, hidden.model_copy(update={"visible": True})),
            f"Show the filter “{hidden.label}”.",
        )
    taken = {item.id for item in scene.spec.params} | {PERIOD}
    name = slugify(column.rpartition(".")[2]).replace("-", "_")
    key = name if name not in taken else slugify(f"{connection} {column}").replace("-", "_")
    param = Param(id=key, type="multi_select", label=label, column=column, connection=connection)
    changed = {item.id: _hearing(scene, item, param) for item in _metrics(scene)}
    heard = [changed[item.id] for item in _metrics(scene) if changed[item.id] != item]
    if not heard:
        return Missed(label, "Nothing on this dashboard can be filtered by it.")
    spec = scene.spec.model_copy(
        update={
            "params": [*scene.spec.params, param],
            "datasets": [changed.get(item.id, item) for item in scene.spec.datasets],
        }
    )
    results = run(Scene(spec, scene.bench), heard)
    failed = next((item for item in results.values() if item.status not in {"ok", "stale"}), None)
    if failed is not None and failed.failure is not None:
        return Missed(label, failed.failure.message)
    return Change(spec, f"Add the filter “{label}”, read by {len(heard)} queries.", results=results)


def _hearing(scene: Scene, dataset: MetricDataset, param: Param) -> MetricDataset:
    return attach(dataset, [param], scene.bench.catalogs).model_copy(update={"window_param": dataset.window_param})


def remove_input(scene: Scene, match: re.Match[str]) -> Change | Missed | None:
    """Take a filter away; where clicks on a chart set it, it is only hidden."""
    words = bare(match["which"])
    param = param_called(scene.spec, words)
    if param is None or not (param.visible or _drawn(scene.spec, param)):
        return Missed(words, "There is no filter called that.", _labels(scene.spec))
    spec = scene.spec
    for item in [each for each in components_of(spec) if isinstance(each, FilterInput) and each.param == param.id]:
        page = page_with(spec, item.id)
        spec = with_page(spec, page, without(page, item))
    if any(_sets(item, param.id) for item in components_of(spec)):
        hidden = _with_param(spec, param, param.model_copy(update={"visible": False, "default": None}))
        return Change(hidden, f"Hide the filter “{param.label}”; clicks on the charts still set it.")
    datasets = [_deaf(item, param.id) if isinstance(item, MetricDataset) else item for item in spec.datasets]
    params = [item for item in spec.params if item is not param]
    return Change(
        spec.model_copy(update={"params": params, "datasets": datasets}), f"Remove the filter “{param.label}”."
    )


def _sets(item: Component, param: str) -> bool:
    action = getattr(item, "click", None)
    return isinstance(action, SetParam) and action.param == param


def _drawn(spec: Dashboard, param: Param) -> bool:
    return any(isinstance(item, FilterInput) and item.param == param.id for item in components_of(spec))


def _deaf(dataset: MetricDataset, param: str) -> MetricDataset:
    filters = [item for item in dataset.filters if item.param != param]
    window = None if dataset.window_param == param else dataset.window_param
    if len(filters) == len(dataset.filters) and window == dataset.window_param:
        return dataset
    return dataset.model_copy(update={"filters": filters, "window_param": window})


def set_default(scene: Scene, match: re.Match[str]) -> Change | Missed | None:
    """Change what a filter holds when the dashboard is opened."""
    words = bare(match["which"])
    param = param_called(scene.spec, words)
    if param is None:
        return Missed(words, "There is no filter called that.", _labels(scene.spec))
    said = bare(match.groupdict().get("value") or "nothing")
    default = _default(scene, param, said)
    if isinstance(default, Missed):
        return default
    spec = _with_param(scene.spec, param, param.model_copy(update={"default": default[0]}))
    heard = [item for item in _metrics(scene) if _deaf(item, param.id) is not item]
    results = run(Scene(spec, scene.bench), heard)
    return Change(spec, f"Let the filter “{param.label}” start with {default[1]}.", results=results)


def _default(scene: Scene, param: Param, said: str) -> tuple[object, str] | Missed:
    if re.fullmatch(r"(?:nothing|none|no value|empty|all|everything|any|all of them)", said, re.I):
        return None, "nothing chosen"
    if param.type == "date_range":
        text = re.sub(rf"^(?:the )?({COUNT} {UNIT})$", r"last \1", said, flags=re.I)
        window = read_time(text).window
        forms = ("last 90 days", "this year", "previous quarter")
        return (
            (window, window_words(window).lower())
            if window is not None
            else Missed(said, "It names no stretch of time.", forms)
        )
    catalog = scene.bench.catalogs.get(param.connection or "")
    column = catalog.column(param.column) if catalog is not None and param.column else None
    held = {value.lower(): value for value in (column.values if column else [])}
    asked = (
        [part.strip() for part in re.split(r"\s*,\s*|\s+(?:and|or)\s+", said)] if said.lower() not in held else [said]
    )
    values = [held.get(value.lower(), value) for value in asked]
    strange = [value for value in values if held and value not in held.values()]
    if strange:
        near = process.extract(strange[0], list(held.values()), limit=3)
        return Missed(strange[0], f"“{param.label}” has no such value.", tuple(name for name, _, _ in near))
    if param.type == "multi_select":
        return values, " and ".join(values)
    return values[0], values[0]


NOUN = r"(?:filter|input|drop ?down|picker|selector|control)s?"
KINDS = (
    Kind(
        "default of a filter",
        "set the default of the filter NAME to VALUE",
        (
            r"(?:change|set|make) the (?:default|initial|starting)(?: value| setting)? (?:of|for|in) "
            rf"(?:the )?(?P<which>.+?)(?: {NOUN})? (?:to|be) (?P<value>.+)",
            rf"(?:change|set|make) (?:the )?(?P<which>.+?)(?: {NOUN})?(?:['’]s)? default(?: value)? (?:to|be) "
            r"(?P<value>.+)",
            r"(?:change|set) the (?:default|initial|starting) (?P<which>.+?) to (?P<value>.+)",
            rf"(?:set|change|default|preset) the (?P<which>.+? {NOUN})(?: by default)? to "
            r"(?P<value>.+?)(?: by default)?",
            rf"(?:set|change|default|preset) the {NOUN} (?P<which>.+?) to (?P<value>.+?)(?: by default)?",
            rf"(?:pre-?select|select|choose) (?P<value>.+?) (?:in|for) the (?P<which>.+?)(?: {NOUN})?(?: by default)?",
            rf"(?:clear|reset|remove) the default(?: value)? (?:of|for|from) (?:the )?(?P<which>.+?)(?: {NOUN})?",
        ),
        set_default,
    ),
    Kind(
        "filter for readers",
        "add a filter for COLUMN",
        (
            rf"(?:add|create|insert|include|put|show|give me|i need|offer) (?:a |an |another |the )?{NOUN} "
            r"(?:for|by|on|to (?:choose|pick|select|filter(?: by)?)) (?:the )?(?P<which>[^⟦⟧]+?)(?: (?:to|on|"
            r"at) (?:the )?(?:dashboard|page|top))?",
            r"(?:add|create|insert|include|put|show|give me|i need|offer) (?:a |an |another |"
            rf"the )?(?P<which>[^⟦⟧]+?) {NOUN}(?: (?:to|on|at) (?:the )?(?:dashboard|page|top))?",
            r"(?:add|create|insert|include|give me) (?:a |an )?(?P<which>(?:date|time)(?: range)? ?(?:picker|"
            r"selector|filter|range))",
            r"let (?:me|us|people|readers|users|viewers|everyone|them) (?:filter|choose|pick|select|narrow)(?: "
            r"(?:it|everything|the dashboard))?(?: (?:by|a|an|the|on|for))+ (?P<which>[^⟦⟧]+)",
            r"make (?:it|the dashboard|this|everything) filterable by (?P<which>[^⟦⟧]+)",
        ),
        add_input,
    ),
    Kind(
        "no filter for readers",
        "remove the filter NAME",
        (
            rf"(?:remove|delete|drop|hide|take away|get rid of) (?:the )?(?P<which>[^⟦⟧]+?) {NOUN}",
            rf"(?:remove|delete|drop|hide|take away|get rid of) the {NOUN} (?:for |on |by |called |"
            r"named )?(?P<which>[^⟦⟧]+)",
        ),
        remove_input,
    ),
)
