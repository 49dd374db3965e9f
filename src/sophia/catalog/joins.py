"""Joins: declared foreign keys, and many-to-one joins inferred from names and verified on the values."""

from __future__ import annotations

from collections.abc import Sequence

from sophia.catalog.model import Join, Table
from sophia.catalog.profile import Fetch, quoted
from sophia.catalog.roles import words_of

INCLUDED = 0.95
GENERIC = {"id", "key", "name", "code", "number", "no", "value", "type", "date", "year"}


def infer_joins(tables: Sequence[Table], declared: Sequence[Join], fetch: Fetch) -> list[Join]:
    """Return declared joins and those whose names agree, whose target is unique and whose values are included."""
    found = list(declared)
    taken = {(join.from_table, join.from_column) for join in found}
    for source in tables:
        for column in source.columns:
            if (source.name, column.name) in taken:
                continue
            for target, key in _candidates(source, column.name, tables):
                if _holds(source, column.name, target, key, fetch):
                    found.append(
                        Join(from_table=source.name, from_column=column.name, to_table=target.name, to_column=key)
                    )
                    break
    return found


def _candidates(source: Table, name: str, tables: Sequence[Table]) -> list[tuple[Table, str]]:
    """Return (table, key) pairs that the name of a column points at, the likeliest first."""
    words = words_of(name)
    found: list[tuple[int, Table, str]] = []
    for target in tables:
        if target is source:
            continue
        for column in target.columns:
            if not _unique(target, column.name):
                continue
            theirs = words_of(column.name)
            entity = set(words_of(target.name)) | set(words_of(target.entity))
            same = theirs == words and not set(words) <= GENERIC
            about = bool(set(words[:-1]) & entity) and set(theirs) <= (entity | GENERIC)
            named = about and theirs[-1:] == words[-1:]
            points = len(words) == 1 and words[0] in entity and column.name in target.primary_key
            if same or named or points:
                rank = 0 if column.name in target.primary_key else 1
                found.append((rank, target, column.name))
    found.sort(key=lambda item: (item[0], item[1].name))
    return [(target, key) for _, target, key in found]


def _unique(table: Table, name: str) -> bool:
    column = next(item for item in table.columns if item.name == name)
    if table.primary_key == [name]:
        return True
    return (
        bool(table.rows) and column.distinct == table.rows and column.null_share == 0 and column.role in {"id", "key"}
    )


def _holds(source: Table, name: str, target: Table, key: str, fetch: Fetch) -> bool:
    """Check on the values: the target is unique, and nearly every source value is in it."""
    mine = next(item for item in source.columns if item.name == name)
    theirs = next(item for item in target.columns if item.name == key)
    if mine.type != theirs.type or not (mine.distinct or 0):
        return False
    if (source.name, name) == (target.name, key):
        return False
    left, right = quoted(name), quoted(key)
    (row,) = fetch(
        f"SELECT count(*), count(t.k) FROM (SELECT DISTINCT {left} AS v FROM {quoted(source.name)} "
        f"WHERE {left} IS NOT NULL) s LEFT JOIN (SELECT DISTINCT {right} AS k FROM {quoted(target.name)}) t ON s.v = t.k"
    )
    total, matched = int(row[0]), int(row[1])
    if total == 0 or matched < INCLUDED * total:
        return False
    primary = source.primary_key == [name] and target.primary_key == [key]
    return not (primary and (source.rows or 0) > (target.rows or 0))
