"""MetricFlow: dbt's semantic_manifest.json, semantic_models with metrics in YAML, and models that carry their own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlglot import exp

from sophia.catalog.semantic.document import Document
from sophia.catalog.semantic.draft import DatasetDraft, Draft, FieldDraft, RelationDraft, Unsuitable
from sophia.catalog.semantic.formula import parse
from sophia.catalog.semantic.metricflow_metric import Metrics, Model
from sophia.catalog.semantic.wording import items, line, mapping, words

REF = re.compile(r"""^\s*(?:\{\{)?\s*(?:ref|source)\s*\((?:[^)]*,)?\s*['"]([^'"]+)['"]\s*\)\s*(?:\}\})?\s*$""")
LEGACY = ("semantic_models", "metrics")
Plain = Mapping[str, Any]


def is_metricflow(data: Plain) -> bool:
    """Whether a document holds semantic models or metrics of dbt."""
    return isinstance(data.get("semantic_models"), list) or any(
        item.get("semantic_model") or item.get("metrics") for item in items(data.get("models"))
    ) or any("type" in item for item in items(data.get("metrics")))  # fmt: skip


def read(documents: Sequence[Document], dialect: str) -> Draft:
    """Return dbt's semantic models and metrics; their SQL is in `dialect`."""
    draft = Draft()
    models: list[Model] = []
    metrics: list[Plain] = []
    for document in documents:
        metrics += items(document.data.get("metrics"))
        for item in items(document.data.get("semantic_models")):
            models.append(_model(item, dialect, draft))
        for item in items(document.data.get("models")):
            if _is_semantic(item):
                models.append(_model(_as_semantic_model(item), dialect, draft))
                metrics += [{**metric, "model": _name(item)} for metric in items(item.get("metrics"))]
        for query in items(document.data.get("saved_queries")):
            draft.leave("other", line(query.get("name")), "a saved query is not a metric: ask for it in a sentence")
    draft.datasets = [model.dataset for model in models]
    draft.relations = _relations(models, draft)
    Metrics(models, metrics, dialect, draft).read()
    return draft


def _is_semantic(item: Plain) -> bool:
    block = item.get("semantic_model")
    return bool(block) and mapping(block).get("enabled", True) is not False


def _name(item: Plain) -> str:
    return line(mapping(item.get("semantic_model")).get("name") or item.get("name"))


def _as_semantic_model(item: Plain) -> Plain:
    """Return a model that carries its semantics on its columns in the form of a semantic model of its own."""
    entities: list[Plain] = []
    dimensions: list[Plain] = []
    for column in items(item.get("columns")):
        common = {"name": column.get("name"), "description": column.get("description"), "meta": column.get("meta")}
        for key, found in (("entity", entities), ("dimension", dimensions)):
            block = column.get(key)
            if block:
                own = mapping(block) if isinstance(block, Mapping) else {"type": block}
                found.append({**common, **own, "expr": column.get("name")})
    derived = mapping(item.get("derived_semantics"))
    return {
        "name": _name(item),
        "model": line(item.get("name")),
        "description": item.get("description"),
        "config": item.get("config"),
        "defaults": {"agg_time_dimension": item.get("agg_time_dimension")},
        "primary_entity": item.get("primary_entity"),
        "entities": [*entities, *items(derived.get("entities"))],
        "dimensions": [*dimensions, *items(derived.get("dimensions"))],
    }


def meta_of(item: Plain) -> Any:
    """Return an item's free notes: `meta`, or `config.meta`."""
    return item.get("meta") or mapping(item.get("config")).get("meta")


def _model(item: Plain, dialect: str, draft: Draft) -> Model:
    relation = mapping(item.get("node_relation"))
    named = line(item.get("model"))
    match = REF.match(named)
    parts = [line(relation.get(key)) for key in ("schema_name", "alias")]
    source = ".".join(part for part in parts if part) or (match[1] if match else named) or line(item.get("name"))
    dataset = DatasetDraft(name=line(item.get("name")), source=source, words=words(item, meta=meta_of(item)))
    for dimension in items(item.get("dimensions")):
        _add_field(dimension, "time" if line(dimension.get("type")).lower() == "time" else "", dataset, draft, dialect)
    default = mapping(item.get("defaults")).get("agg_time_dimension")
    dataset.time = line(default) or None
    model = Model(dataset, list(items(item.get("measures"))))
    for entity in items(item.get("entities")):
        name, kind = line(entity.get("name")), line(entity.get("type")).lower()
        model.entities[name] = kind
        _add_field(entity, "key", dataset, draft, dialect)
        if kind == "primary":
            dataset.keys, dataset.entity = [name], name.replace("_", " ")
    if item.get("primary_entity"):
        name = line(item.get("primary_entity"))
        dataset.entity = name.replace("_", " ")
        model.entities.setdefault(name, "named")
    return model


def _add_field(item: Plain, kind: Any, dataset: DatasetDraft, draft: Draft, dialect: str) -> None:
    name = line(item.get("name"))
    written = item.get("expr")
    try:
        value = exp.column(name, quoted=True) if written is None else parse(str(written), dialect)
    except Unsuitable as reason:
        draft.leave("field", f"{dataset.name}.{name}", str(reason))
        return
    dataset.fields.append(FieldDraft(name, value, words(item, meta=meta_of(item)), kind=kind))


def _relations(models: Sequence[Model], draft: Draft) -> list[RelationDraft]:
    """Return a many-to-one relation for every foreign entity that another model is unique by."""
    found: list[RelationDraft] = []
    for many in models:
        for entity, kind in many.entities.items():
            if kind != "foreign":
                continue
            ones = [
                model for model in models if model is not many and model.entities.get(entity) in {"primary", "unique"}
            ]
            for one in ones:
                if many.dataset.field(entity) and one.dataset.field(entity):
                    name = f"{many.dataset.name} → {one.dataset.name} ({entity})"
                    found.append(RelationDraft(name, many.dataset.name, one.dataset.name, [entity], [entity]))
            versions = [model.dataset.name for model in models if model.entities.get(entity) == "natural"]
            for name in versions:
                why = "its rows are versions that hold for a time; a join would repeat rows"
                draft.leave("join", f"{many.dataset.name} → {name} ({entity})", why)
    return found
