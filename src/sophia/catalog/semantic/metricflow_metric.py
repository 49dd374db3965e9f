"""Metrics of MetricFlow: measures, ratios and derived metrics worked out into one aggregate expression each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlglot import exp

from sophia.catalog.semantic.draft import DatasetDraft, Draft, MetricDraft, Unsuitable
from sophia.catalog.semantic.formula import aggregated, filtered, parse, percentile, qualified
from sophia.catalog.semantic.wording import identifier, items, line, mapping, words

Plain = Mapping[str, Any]
CALL = re.compile(
    r"\{\{\s*(Dimension|TimeDimension|Entity)\s*\(([^()]*)\)\s*(?:\.grain\(\s*['\"](\w+)['\"]\s*\))?\s*\}\}"
)
TEXT = re.compile(r"['\"]([^'\"]*)['\"]")
GRAINS = {"day", "week", "month", "quarter", "year", "hour"}
OVER_TIME = "it runs over a moving or growing stretch of time; a chart here shows each period by itself"
CONVERSION = "it follows each {entity} from one event to another within a time; make a table of conversions"
EARLIER = "it looks at an earlier period; ask for “compared with the previous period” instead"


@dataclass
class Model:
    """A semantic model: its dataset, its measures, and its entities by name with their type."""

    dataset: DatasetDraft
    measures: list[Plain]
    entities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Number:
    """A worked-out metric: its expression, the dataset and field that place it in time, and whether only the last
    date of a period counts."""

    value: exp.Expr
    dataset: str | None
    time: str | None
    last: bool = False


class Metrics:
    """Works out every metric of a project; what cannot be is noted with its reason."""

    def __init__(self, models: Sequence[Model], metrics: Sequence[Plain], dialect: str, draft: Draft) -> None:
        self._models = {model.dataset.name: model for model in models}
        self._measures = {line(item.get("name")): (model, item) for model in models for item in model.measures}
        self._metrics = {line(item.get("name")): item for item in metrics}
        self._dialect = dialect
        self._draft = draft
        self._used: set[str] = set()

    def read(self) -> None:
        """Put every metric, and every measure that stands for a metric, into the draft."""
        for name, (_, measure) in self._measures.items():
            if measure.get("create_metric") and name not in self._metrics:
                self._metrics[name] = {**measure, "type": "simple", "type_params": {"measure": name}, "filter": None}
        for name, item in self._metrics.items():
            self._add(name, item)
        for name in self._measures.keys() - self._used:
            self._draft.leave("other", name, "no metric uses this measure: give it create_metric: true, or a metric")

    def _add(self, name: str, item: Plain) -> None:
        try:
            number = self._number(name, ())
        except Unsuitable as reason:
            self._draft.leave("metric", name, str(reason))
            return
        said = words(item, meta=item.get("meta") or mapping(item.get("config")).get("meta"))
        made = MetricDraft(identifier(name), number.value, said, number.dataset, number.time, number.last)
        self._draft.metrics.append(made)

    def _number(self, name: str, above: tuple[str, ...]) -> Number:
        item = self._metrics.get(name)
        if item is None:
            raise Unsuitable(f"there is no metric {name!r}")
        if name in above or len(above) > 20:
            raise Unsuitable("it is made of itself")
        params = {**item, **mapping(item.get("type_params"))}
        kind = line(item.get("type")).lower() or "simple"
        match kind:
            case "simple":
                number = self._simple(item, params)
            case "ratio":
                number = self._ratio(params, (*above, name))
            case "derived":
                number = self._derived(params, (*above, name))
            case "cumulative":
                raise Unsuitable(OVER_TIME)
            case "conversion":
                entity = line(mapping(params.get("conversion_type_params")).get("entity") or params.get("entity"))
                raise Unsuitable(CONVERSION.format(entity=entity or "entity"))
            case _:
                raise Unsuitable(f"the metric type {kind!r} is not known here")
        return self._where(number, item.get("filter"))

    def _simple(self, item: Plain, params: Plain) -> Number:
        given = params.get("measure")
        inline = mapping(params.get("metric_aggregation_params"))
        if given:
            reference = given if isinstance(given, Mapping) else {"name": given}
            name = line(reference.get("name"))
            if name not in self._measures:
                raise Unsuitable(f"there is no measure {name!r}")
            self._used.add(name)
            model, measure = self._measures[name]
            number = self._where(self._measured(model, measure), reference.get("filter"))
            return _filled(number, reference.get("fill_nulls_with"))
        measure = {
            "name": item.get("name"),
            "expr": params.get("expr"),
            **inline,
            "agg": inline.get("agg") or params.get("agg"),
        }
        measure["expr"] = inline.get("expr") or params.get("expr")
        for key in ("non_additive_dimension", "agg_time_dimension", "agg_params"):
            measure[key] = inline.get(key) or params.get(key)
        if params.get("percentile") is not None:
            discrete = line(params.get("percentile_type")) == "discrete"
            measure["agg_params"] = {"percentile": params["percentile"], "use_discrete_percentile": discrete}
        model_name = line(inline.get("semantic_model") or item.get("model"))
        found = self._models.get(model_name)
        if found is None or not measure["agg"]:
            raise Unsuitable("it names neither a measure nor an aggregation of a semantic model")
        return _filled(self._measured(found, measure), params.get("fill_nulls_with"))

    def _measured(self, model: Model, measure: Plain) -> Number:
        dataset = model.dataset
        kind = line(measure.get("agg")).lower()
        written = measure.get("expr")
        tree = parse(str(written if written is not None else measure.get("name")), self._dialect)
        if kind == "percentile":
            params = mapping(measure.get("agg_params"))
            value = percentile(
                tree, _share(params), discrete=params.get("use_discrete_percentile") is True, dataset=dataset.name
            )
        else:
            value = aggregated(kind, tree, dataset.name)
        time = line(measure.get("agg_time_dimension")) or dataset.time
        balance = mapping(measure.get("non_additive_dimension"))
        if not balance:
            return Number(value, dataset.name, time)
        if line(balance.get("window_choice")).lower() != "max" or balance.get("window_groupings"):
            raise Unsuitable("of a balance only the last date of a period can count, for all rows alike")
        return Number(value, dataset.name, line(balance.get("name")), last=True)

    def _ratio(self, params: Plain, above: tuple[str, ...]) -> Number:
        over, under = (self._input(params.get(key), above) for key in ("numerator", "denominator"))
        zero = exp.Literal.number(0)
        value = exp.Div(this=exp.paren(over.value), expression=exp.Nullif(this=under.value.copy(), expression=zero))
        return _together(value, [over, under])

    def _derived(self, params: Plain, above: tuple[str, ...]) -> Number:
        parts: dict[str, Number] = {}
        given_parts = params.get("input_metrics") or params.get("metrics")
        for given in given_parts if isinstance(given_parts, list) else ():
            name = line(mapping(given).get("alias") or mapping(given).get("name") or given)
            parts[name.lower()] = self._input(given, above)
        tree = exp.paren(parse(str(params.get("expr") or ""), self._dialect))
        for column in list(tree.find_all(exp.Column)):
            part = parts.get(column.name.lower())
            if part is None:
                raise Unsuitable(f"its expression names {column.name!r}, which is none of its metrics")
            column.replace(exp.paren(part.value))
        return _together(tree.unnest(), list(parts.values()))

    def _input(self, given: Any, above: tuple[str, ...]) -> Number:
        reference = given if isinstance(given, Mapping) else {"name": given}
        if reference.get("offset_window") or reference.get("offset_to_grain"):
            raise Unsuitable(EARLIER)
        return self._where(self._number(line(reference.get("name")), above), reference.get("filter"))

    def _where(self, number: Number, given: Any) -> Number:
        value = number.value
        for text in _conditions(given):
            value = filtered(value, self._condition(text, number))
        return replace(number, value=value)

    def _condition(self, text: str, number: Number) -> exp.Expr:
        """Return a filter with dbt's references to dimensions written as dataset.field."""
        found: dict[str, exp.Expr] = {}

        def stand_in(match: re.Match[str]) -> str:
            mark = f"sophia_reference_{len(found) + 1}"
            found[mark] = self._reference(match, number)
            return mark

        tree = exp.paren(parse(CALL.sub(stand_in, text), self._dialect))
        for column in list(tree.find_all(exp.Column)):
            if column.name.lower() in found:
                column.replace(found[column.name.lower()].copy())
        return qualified(tree, number.dataset) if number.dataset else tree

    def _reference(self, match: re.Match[str], number: Number) -> exp.Expr:
        arguments = TEXT.findall(match[2])
        if not arguments:
            raise Unsuitable(f"its filter cannot be read: {match[0]}")
        path, _, name = arguments[0].rpartition("__")
        grain = match[3] or (arguments[1] if match[1] == "TimeDimension" and len(arguments) > 1 else None)
        own = self._models.get(number.dataset or "")
        if name == "metric_time" and own is not None and number.time:
            dataset, name = own.dataset, number.time
        else:
            dataset = self._owner(path.rpartition("__")[2], name, own)
        column = exp.column(name, table=dataset.name, quoted=True)
        if grain is None:
            return column
        if grain.lower() not in GRAINS:
            raise Unsuitable(f"its filter uses the time grain {grain!r}")
        return exp.TimestampTrunc(this=column, unit=exp.Var(this=grain.upper()))

    def _owner(self, entity: str, name: str, own: Model | None) -> DatasetDraft:
        """Return the dataset of a dimension: the metric's own where it goes by that entity, else the entity's."""
        if (
            own is not None
            and own.dataset.field(name)
            and (not entity or own.entities.get(entity) in {"primary", "named"})
        ):
            return own.dataset
        for model in self._models.values():
            if model.entities.get(entity) in {"primary", "unique", "named"} and model.dataset.field(name):
                return model.dataset
        raise Unsuitable(f"its filter names {entity}__{name}, which no semantic model has")


def _conditions(given: Any) -> Iterator[str]:
    if isinstance(given, str):
        yield given
    elif isinstance(given, list):
        yield from (str(part) for part in given)
    else:
        yield from (str(part.get("where_sql_template")) for part in items(mapping(given).get("where_filters")))


def _together(value: exp.Expr, parts: Sequence[Number]) -> Number:
    """Return a number made of others; those over one dataset keep its time. Raises Unsuitable where dates differ."""
    times = {(part.dataset, part.time) for part in parts}
    if len({part.last for part in parts}) > 1:
        raise Unsuitable("it mixes a balance with numbers that add up over time")
    if len({dataset for dataset, _ in times}) == 1 and len(times) > 1:
        raise Unsuitable(
            f"its parts are placed in time by different dates ({', '.join(sorted(str(t) for _, t in times))})"
        )
    single = next(iter(times)) if len(times) == 1 else (None, None)
    return Number(value, *single, last=bool(parts) and parts[0].last)


def _filled(number: Number, value: Any) -> Number:
    if value is None:
        return number
    filler = parse(str(value), "")
    return replace(number, value=exp.Coalesce(this=number.value, expressions=[filler]))


def _share(params: Plain) -> float:
    try:
        share = float(str(params.get("percentile")))
    except ValueError:
        raise Unsuitable("its percentile is no number") from None
    share = share / 100 if share > 1 else share
    if not 0 <= share <= 1:
        raise Unsuitable("its percentile is not between 0 and 100")
    return share
