"""Open Semantic Interchange: semantic models as datasets with fields, relationships and metrics, read and written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from sqlglot import exp

from sophia.catalog.model import ColumnRole, Metric
from sophia.catalog.semantic.document import Document
from sophia.catalog.semantic.draft import DatasetDraft, Draft, FieldDraft, MetricDraft, RelationDraft, Unsuitable, Words
from sophia.catalog.semantic.formula import parse, parse_query
from sophia.catalog.semantic.wording import are_synonyms, identifier, items, line, mapping, names, texts
from sophia.spec.shape import Format

Plain = Mapping[str, Any]
DIALECTS = {"ANSI_SQL": "", "SNOWFLAKE": "snowflake", "DATABRICKS": "databricks", "BIGQUERY": "bigquery"}
DATES = {"Date", "DateTime", "DateTimeTz"}
VENDOR = "COMMON"
OURS = "sophia"
METRIC_EXTRA = {"grain", "good", "target", "dimensions", "drill_table", "flow", "format"}


def is_osi(data: Plain) -> bool:
    """Whether a document holds semantic models of the interchange."""
    return any("datasets" in item for item in items(data.get("semantic_model")))


def read(documents: Sequence[Document], dialect: str) -> Draft:
    """Return the models of the interchange: each expression says its dialect, a query of ours is kept in `dialect`."""
    draft = Draft()
    for document in documents:
        for model in items(document.data.get("semantic_model")):
            _read_model(model, draft, dialect)
    return draft


def _read_model(model: Plain, draft: Draft, dialect: str) -> None:
    for item in items(model.get("datasets")):
        dataset = _dataset(item, draft, dialect)
        draft.datasets.append(dataset)
        for metric in items(item.get("metrics")):
            _read_metric(metric, dataset.name, draft)
    for item in items(model.get("relationships")):
        mine, theirs = (names(item.get(key)) for key in ("from_columns", "to_columns"))
        ends = line(item.get("from")), line(item.get("to"))
        draft.relations.append(RelationDraft(line(item.get("name")), *ends, mine, theirs))
    for item in items(model.get("metrics")):
        _read_metric(item, None, draft)


def _words(item: Plain) -> Words:
    """Return label, description and synonyms; a context that is prose joins the description."""
    context = item.get("ai_context")
    said = Words(line(item.get("label")), line(item.get("description"), 2000))
    if isinstance(context, Mapping):
        said.synonyms = texts(context.get("synonyms"))
    elif isinstance(context, str) and are_synonyms(context):
        said.synonyms = texts(context)
    elif isinstance(context, str):
        said.description = " ".join(part for part in (said.description, line(context, 2000)) if part)
    return said


def _ours(item: Plain) -> Plain:
    """Return what an export of ours wrote beside the standard's own keys."""
    for extension in items(item.get("custom_extensions")):
        try:
            data = json.loads(str(extension.get("data")))
        except ValueError:
            continue
        if isinstance(data, Mapping) and OURS in data:
            return mapping(data[OURS])
    return {}


def _expression(item: Plain) -> exp.Expr:
    """Return the first expression in a dialect that can be read. Raises Unsuitable."""
    given = item.get("expression")
    if isinstance(given, str):
        return parse(given, "")
    versions = {
        line(part.get("dialect")).upper(): str(part.get("expression")) for part in items(mapping(given).get("dialects"))
    }
    for name, dialect in DIALECTS.items():
        if name in versions:
            return parse(versions[name], dialect)
    raise Unsuitable(f"it is written in {', '.join(versions) or 'no dialect'}; ANSI_SQL is needed")


def _query(source: str, ours: Plain, dialect: str) -> exp.Query:
    """Return a dataset's SELECT; the text that an export of ours was made from stands as long as it says the same."""
    native = ours.get("sql")
    if isinstance(native, str) and ours.get("dialect") == dialect:
        query = parse_query(native, dialect)
        if ansi(query) == source:
            return query
    return parse_query(source, "")


def ansi(tree: exp.Expr) -> str:
    """Return SQL in the standard's own dialect."""
    return tree.sql(dialect="", comments=False)


def _role(item: Plain) -> ColumnRole | None:
    role = _ours(item).get("role")
    return role if role in get_args(ColumnRole) else None


def _dataset(item: Plain, draft: Draft, dialect: str) -> DatasetDraft:
    ours = _ours(item)
    source = str(item.get("source") or "").strip()
    dataset = DatasetDraft(line(item.get("name")), source, words=_words(item), entity=line(ours.get("entity")))
    dataset.words.label = line(ours.get("label"))
    dataset.keys = names(item.get("primary_key"))
    if " " in source or "\n" in source:
        try:
            dataset.sql = _query(source, ours, dialect)
        except Unsuitable as reason:
            dataset.fault = str(reason)
    times: list[str] = []
    for part in items(item.get("fields")):
        name, kind = line(part.get("name")), line(part.get("datatype"))
        try:
            field = FieldDraft(name, _expression(part), _words(part), _format(_ours(part)), role=_role(part))
        except Unsuitable as reason:
            draft.leave("field", f"{dataset.name}.{name}", str(reason))
            continue
        if mapping(part.get("dimension")).get("is_time", kind in DATES):
            field.kind = "time"
            times.append(name)
        dataset.fields.append(field)
    dataset.time = line(ours["time_column"]) if "time_column" in ours else times[0] if len(times) == 1 else None
    return dataset


def _read_metric(item: Plain, dataset: str | None, draft: Draft) -> None:
    name = line(item.get("name"))
    ours = _ours(item)
    try:
        value = _settled(_expression(item), dataset, draft)
    except Unsuitable as reason:
        draft.leave("metric", name, str(reason))
        return
    home = line(ours.get("table")) or dataset
    made = MetricDraft(identifier(name), value, _words(item), home, line(ours.get("time_column")) or None)
    made.words.label = line(ours.get("label"))
    made.last = ours.get("last") is True
    made.extra = _extra(ours)
    draft.metrics.append(made)


def _format(ours: Plain) -> Format | None:
    try:
        return Format.model_validate(ours["format"]) if "format" in ours else None
    except ValueError:
        return None


def _extra(ours: Plain) -> dict[str, Any]:
    """Return the metric settings of an export of ours that still are settings."""
    known = {key: value for key, value in ours.items() if key in METRIC_EXTRA}
    try:
        Metric.model_validate({"name": "x", "label": "x", "table": "x", "expression": "x", **known})
    except ValueError:
        return {}
    if "format" in known:
        known["format"] = Format.model_validate(known["format"])
    return known


def _settled(tree: exp.Expr, dataset: str | None, draft: Draft) -> exp.Expr:
    """Return a metric's expression with every column written dataset.column."""
    tree = exp.paren(tree)
    for column in tree.find_all(exp.Column):
        owner = (
            draft.dataset(column.table) if column.table else draft.dataset(dataset or "") or _sole_owner(column, draft)
        )
        if owner is None:
            raise Unsuitable(f"it names {column.sql()!r}, and no dataset has that field")
        column.set("table", exp.to_identifier(owner.name, quoted=True))
    for node in tree.find_all(exp.Count):
        if isinstance(node.this, exp.Star) and (dataset or len(draft.datasets) == 1):
            node.meta["home"] = dataset or draft.datasets[0].name
    return tree.unnest()


def _sole_owner(column: exp.Column, draft: Draft) -> DatasetDraft | None:
    """Return the one dataset with a field of that name, None when there is none or several."""
    found = [item for item in draft.datasets if item.field(column.name)]
    return found[0] if len(found) == 1 else None
