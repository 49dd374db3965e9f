"""Joins: declared foreign keys, and many-to-one joins whose names agree and whose values prove it."""

from __future__ import annotations

from collections.abc import Sequence

from sophia.catalog.keys import is_unique
from sophia.catalog.model import Column, Join, Table
from sophia.catalog.names import IDENTIFIERS, singular, words_of
from sophia.catalog.profile import Fetch, TooSlow, quoted

INCLUDED = 0.95
COMPARED = 100_000
MARKS = IDENTIFIERS | {"code", "number", "no", "name", "title", "num"}
POINTING = {"id", "key", "category", "label", "text", "geo", "status", "measure"}


def infer_joins(tables: Sequence[Table], declared: Sequence[Join], fetch: Fetch) -> list[Join]:
    """Return declared joins and those whose names agree, whose target is unique and holds nearly every value."""
    found = list(declared)
    taken = {(join.from_table, join.from_column) for join in found}
    pairs = {frozenset({join.from_table, join.to_table}) for join in found}
    for source in tables:
        for column in source.columns:
            if (source.name, column.name) in taken or not _points(column):
                continue
            for target, key in _candidates(source, column, tables):
                one_to_one = source.primary_key == [column.name]
                if one_to_one and frozenset({source.name, target.name}) in pairs:
                    continue
                if _holds(source, column, target, key, fetch):
                    pairs.add(frozenset({source.name, target.name}))
                    found.append(
                        Join(from_table=source.name, from_column=column.name, to_table=target.name, to_column=key.name)
                    )
                    break
    return found


def _candidates(source: Table, column: Column, tables: Sequence[Table]) -> list[tuple[Table, Column]]:
    """Return (table, key) pairs that a column's name points at, the likeliest first."""
    found: list[tuple[int, str, Table, Column]] = []
    for target in tables:
        if target is source:
            continue
        for key in target.columns:
            if _kind(column) != _kind(key) or key.role not in POINTING or not _maybe_key(target, key):
                continue
            rank = name_rank(column.name, key.name, target.entity, target.primary_key == [key.name])
            if rank is not None and not (source.primary_key == [column.name] and not _belongs(source, target, key)):
                found.append((rank, target.name, target, key))
    found.sort(key=lambda item: item[:2])
    return [(target, key) for _, _, target, key in found]


def name_rank(column: str, key: str, entity: str, primary: bool) -> int | None:
    """Return how surely the name `column` points at `key` of a table of `entity` rows, 0 best; None: it does not.

    "customer_id" points at customer.id and customer.customer_id, "billing_customer_id" too, and "customer" at the key;
    a plain "id" or "name" points nowhere.
    """
    mine, theirs, nouns = _stem(column), _stem(key), _stem(entity)
    own, base = words_of(column)[-1:], words_of(key)[-1:]
    if not mine or set(mine) <= MARKS:
        return None
    about = mine[:-1] if mine[-1] in MARKS else mine
    marked = mine[-1] in IDENTIFIERS or own == base or mine == about
    if mine == theirs and (primary or mine[-1] in MARKS - {"name", "title"}):
        return 0 if about == nouns else 1
    if not about or not primary or not marked:
        return None
    if about == nouns:
        return 1
    if about[-len(nouns) :] == nouns or (len(about) > 1 and nouns[-len(about) :] == about):
        return 2
    longer = len(theirs) > 1 and theirs[-1] in MARKS and mine[-len(theirs) :] == theirs
    return 3 if longer else None


def _stem(name: str) -> list[str]:
    words = words_of(name)
    if len(words) == 1 and words[0].endswith("id") and len(words[0]) > 4:
        words = [words[0][:-2], "id"]
    return [singular(word) for word in words]


def _points(column: Column) -> bool:
    """Whether a column may hold references; a plural such as "issues" counts things instead."""
    last = words_of(column.name)[-1:]
    counts = column.role == "measure" and last != [singular(word) for word in last]
    return column.role in POINTING and bool(column.distinct) and not counts


def _kind(column: Column) -> str:
    return "number" if column.type in {"integer", "number"} else column.type


def _maybe_key(table: Table, column: Column) -> bool:
    if table.primary_key == [column.name]:
        return True
    return bool(table.rows) and column.null_share == 0 and (column.distinct or 0) >= 0.9 * (table.rows or 0)


def _belongs(source: Table, target: Table, key: Column) -> bool:
    """Whether the whole key of `source` may point at `target`: only at the table that the key is named for."""
    about = [word for word in _stem(key.name) if word not in MARKS]
    mine = _stem(source.entity)
    return about == _stem(target.entity) or (about != mine and (source.rows or 0) < (target.rows or 0))


def _holds(source: Table, mine: Column, target: Table, theirs: Column, fetch: Fetch) -> bool:
    """Check on the values: the target is unique, and at least 95 % of the source's values are in it."""
    if target.primary_key != [theirs.name] and not is_unique(theirs, target.rows or 0, fetch, target.name):
        return False
    left, right = quoted(mine.name), quoted(theirs.name)
    try:
        ((total, matched),) = fetch(
            f"SELECT count(*), count(t.k) FROM (SELECT DISTINCT {left} AS v FROM {quoted(source.name)} "
            f"WHERE {left} IS NOT NULL LIMIT {COMPARED}) s "
            f"LEFT JOIN (SELECT DISTINCT {right} AS k FROM {quoted(target.name)}) t ON s.v = t.k"
        )
    except TooSlow:
        return False
    return int(total) > 0 and int(matched) >= INCLUDED * int(total)
