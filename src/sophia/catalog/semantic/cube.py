"""Cube: cubes in YAML with their dimensions, measures and joins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlglot import exp

from sophia.catalog.names import label_of
from sophia.catalog.semantic.cube_member import Cube, Members
from sophia.catalog.semantic.document import Document
from sophia.catalog.semantic.draft import DatasetDraft, Draft, FieldDraft, MetricDraft, RelationDraft, Unsuitable
from sophia.catalog.semantic.formula import is_scaled_to_hundred, parse_query
from sophia.catalog.semantic.wording import identifier, items, line, mapping, words
from sophia.spec.shape import Format

Plain = Mapping[str, Any]
MEMBERS = ("dimensions", "measures", "joins", "segments")
MANY_TO_ONE = {"many_to_one", "belongsto", "belongs_to", "one_to_one", "hasone", "has_one"}
ONE_TO_MANY = {"one_to_many", "hasmany", "has_many"}
GENERAL = set("count total sum average avg min max number amount value".split())
LEFT = {
    "segments": "a segment is a ready filter: say the condition in the sentence",
    "pre_aggregations": "answers are cached here by themselves",
    "access_policy": "who may see which rows is set by row rules of each viewer",
    "hierarchies": "levels are chosen when a chart is drilled into",
}


def is_cube(data: Plain) -> bool:
    """Whether a document holds cubes or views over them."""
    return any(isinstance(data.get(key), list) for key in ("cubes", "views")) and "semantic_models" not in data


def read(documents: Sequence[Document], dialect: str) -> Draft:
    """Return the cubes of a data model; their SQL is in `dialect`."""
    draft = Draft()
    plain: dict[str, Plain] = {}
    for document in documents:
        plain |= {line(item.get("name")): item for item in items(document.data.get("cubes"))}
        for view in items(document.data.get("views")):
            why = "a view picks members of cubes, which are all here by themselves"
            draft.leave("other", line(view.get("name")), why)
    cubes = {name: _cube(name, plain, ()) for name in plain}
    members = Members(cubes, dialect)
    for cube in cubes.values():
        draft.datasets.append(_dataset(cube, members, dialect, draft))
        draft.relations += _relations(cube, members, draft)
        for key, why in LEFT.items():
            for item in items(cube.plain.get(key)):
                draft.leave("other", f"{cube.name}.{line(item.get('name') or item.get('role') or key)}", why)
    _add_metrics(cubes, members, draft)
    return draft


def _named(value: Any) -> list[Plain]:
    """Return members given as a list, or as a mapping by name."""
    if isinstance(value, Mapping):
        return [{"name": name, **mapping(item)} for name, item in value.items()]
    return items(value)


def _cube(name: str, plain: Mapping[str, Plain], below: tuple[str, ...]) -> Cube:
    """Return a cube with the members of the cubes that it extends, its own ones first."""
    own = plain[name]
    parent = line(own.get("extends"))
    above = _cube(parent, plain, (*below, name)) if parent in plain and parent not in (*below, name) else None
    found: dict[str, dict[str, Plain]] = {}
    for key in MEMBERS:
        mine = {line(item.get("name")): item for item in _named(own.get(key))}
        found[key] = {**(above.members[key] if above else {}), **mine}
    return Cube(name, {**(above.plain if above else {}), **own}, found)


def _dataset(cube: Cube, members: Members, dialect: str, draft: Draft) -> DatasetDraft:
    plain = cube.plain
    dataset = DatasetDraft(cube.name, line(plain.get("sql_table")), words=words(plain, "title", plain.get("meta")))
    if plain.get("sql") and not dataset.source:
        try:
            dataset.sql = _query(str(plain["sql"]), dialect)
            dataset.source = _only_table(dataset.sql)
            dataset.sql = None if dataset.source else dataset.sql
        except Unsuitable as reason:
            dataset.fault = str(reason)
    for name, item in cube.members["dimensions"].items():
        try:
            value = members.dimension(cube.name, name)
        except Unsuitable as reason:
            draft.leave("field", f"{cube.name}.{name}", str(reason))
            continue
        field = FieldDraft(
            name, value, words(item, "title", item.get("meta")), kind="time" if line(item.get("type")) == "time" else ""
        )
        field.hidden = _is_private(item)
        if item.get("primary_key"):
            field.kind = "key"
            dataset.keys.append(name)
        dataset.fields.append(field)
    times = [field.name for field in dataset.fields if field.kind == "time" and not field.hidden]
    dataset.time = times[0] if len(times) == 1 else None
    return dataset


def _query(text: str, dialect: str) -> exp.Query:
    if re.search(r"\{\s*(SECURITY_CONTEXT|FILTER_PARAMS|COMPILE_CONTEXT|FILTER_GROUP)", text):
        raise Unsuitable("its SQL depends on who asks")
    return parse_query(text, dialect)


def _only_table(query: exp.Query) -> str:
    """Return the table of a plain SELECT * FROM table, "" for any other query."""
    parts = {key for key, value in query.args.items() if value} - {"expressions", "from", "from_", "kind"}
    table = query.find(exp.Table)
    if (
        parts
        or not isinstance(query, exp.Select)
        or table is None
        or [type(item) for item in query.expressions] != [exp.Star]
    ):
        return ""
    return ".".join(part.name for part in table.parts)


def _is_private(item: Plain) -> bool:
    return item.get("public", item.get("shown", True)) is False


def _relations(cube: Cube, members: Members, draft: Draft) -> list[RelationDraft]:
    found: list[RelationDraft] = []
    for name, item in cube.members["joins"].items():
        kind = line(item.get("relationship")).lower()
        title = f"{cube.name} → {name}"
        try:
            pairs = members.pairs(cube.name, str(item.get("sql") or ""), name)
        except Unsuitable as reason:
            draft.leave("join", title, str(reason))
            continue
        mine, theirs = [left for left, _ in pairs], [right for _, right in pairs]
        if kind in ONE_TO_MANY:
            found.append(RelationDraft(title, name, cube.name, theirs, mine))
        elif kind in MANY_TO_ONE:
            found.append(RelationDraft(title, cube.name, name, mine, theirs))
        else:
            draft.leave("join", title, f"the relationship {kind!r} is not known here")
    return found


def _add_metrics(cubes: Mapping[str, Cube], members: Members, draft: Draft) -> None:
    """Add every public measure; a name that several cubes use, or that says little, gets its cube's in front."""
    times = Counter(name.lower() for cube in cubes.values() for name in cube.members["measures"])
    for cube in cubes.values():
        for name, item in cube.members["measures"].items():
            own = times[name.lower()] == 1 and name.lower() not in GENERAL
            title = identifier(name if own else f"{cube.name}_{name}")
            if _is_private(item):
                draft.leave("metric", title, "it is private: other measures may use it")
                continue
            try:
                value = members.measure(cube.name, name)
            except Unsuitable as reason:
                draft.leave("metric", title, str(reason))
                continue
            said = words(item, "title", item.get("meta"))
            said.label = said.label or (label_of(name) if own else label_of(f"{cube.name}_{name}"))
            approximate = line(item.get("type")) == "count_distinct_approx"
            dataset = cube.name if line(item.get("type")) != "number" else None
            why = "it is counted exactly instead of approximately" if approximate else ""
            draft.metrics.append(MetricDraft(title, value, said, dataset, format=_format(item, value), why=why))


def _format(item: Plain, value: exp.Expr) -> Format | None:
    """Return a measure's format; a percentage that is multiplied out to 100 already keeps its value."""
    given = item.get("format")
    kind = line(given if isinstance(given, str) else mapping(given).get("type")).lower()
    if kind == "percent":
        share = value.find(exp.Div) is not None and not is_scaled_to_hundred(value)
        return Format(style="percent", decimals=1) if share else Format(decimals=1, unit="%")
    if kind == "currency":
        code = line(item.get("currency") or mapping(item.get("meta")).get("currency") or "USD").upper()
        return Format(style="currency", currency=code)
    return None
