"""Belonging: names that only say of what the name beside them is, and so are neither number nor split."""

from __future__ import annotations

from collections.abc import Sequence

from sophia.catalog.model import Catalog
from sophia.planner.understand.roles import Mention
from sophia.planner.understand.splits import calling
from sophia.planner.understand.words import Token
from sophia.planner.wire import reachable

KIND_WORDS = frozenset(("kind", "type", "sort"))
ARTICLES = frozenset(("the", "a", "an", "our", "its", "their"))
KINDS = frozenset(("category", "status", "geo"))


def called(mention: Mention, follower: Mention, catalog: Catalog) -> bool:
    """Whether a thing is named by its label and then one of its kinds: the "product" of "by product family"."""
    table = catalog.table(mention.home)
    label = table is not None and mention.split and mention.ref == f"{table.name}.{calling(table)}"
    kinds = follower.column is not None and follower.column.role in KINDS
    return label and kinds and mention.home == follower.home


def owns(mention: Mention, mentions: Sequence[Mention], tokens: Sequence[Token], catalog: Catalog) -> bool:
    """Whether a table's name only says what the kinds before it are of: the "purchase" of "type of the purchase"."""
    start = mention.match.start
    while start > 2 and tokens[start - 1].lower in ARTICLES:
        start -= 1
    thing = _thing(mention, catalog)
    if not thing or start < 2 or tokens[start - 1].lower != "of":
        return False
    kinds = next((item for item in mentions if item.match.end == start - 1 and item.split), None)
    if kinds is None or kinds.column is None or kinds.column.role not in KINDS:
        return False
    return kinds.home in reachable(catalog, thing)


def _thing(mention: Mention, catalog: Catalog) -> str:
    """Return the table whose rows a mention names, itself or by a key that leads to it, "" when it names none."""
    if mention.match.name.kind == "table" or not mention.entity:
        return mention.ref if mention.match.name.kind == "table" else ""
    table, _, column = mention.ref.rpartition(".")
    leading = (item for item in catalog.joins if (item.from_table, item.from_column) == (table, column))
    return next((item.to_table for item in leading), table)


def sorts(mention: Mention, mentions: Sequence[Mention], tokens: Sequence[Token]) -> bool:
    """Whether a word for kinds only says that of what follows there are some: the "kind" of "kind of room"."""
    end = mention.match.end
    if end - mention.match.start > 1 or tokens[end - 1].stem not in KIND_WORDS or end + 1 >= len(tokens):
        return False
    after = next((item for item in mentions if item.match.start == end + 1), None)
    kinds = after is not None and after.column is not None and after.column.role == "category"
    return kinds and tokens[end].lower == "of"
