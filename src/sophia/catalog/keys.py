"""Keys: which column identifies a row, which one names it, and which one places it in time."""

from __future__ import annotations

from collections.abc import Sequence

from sophia.catalog.model import Column, Join, Table
from sophia.catalog.names import IDENTIFIERS, words_of
from sophia.catalog.profile import EXACT, Fetch, TooSlow, quoted

OFFERED = 0.9
FIRST_WORDS = (
    "month", "day", "date", "ts", "timestamp", "created", "create", "started", "start", "opened", "ordered", "order",
    "purchase", "transaction", "sold", "posted", "published", "submitted", "logged", "called", "asked", "happened",
    "answered", "issued", "bought", "lent", "paid", "received", "signed",
    "entered", "enrolled", "hired", "hire", "joined", "registered", "time",
)  # fmt: skip
LAST_WORDS = frozenset(
    "end ended due closed target forecast expiry expires renewal updated modified changed deleted to old new previous "
    "next last".split()
)
BIRTH = frozenset("birth birthday born dob death".split())


def primary_key(columns: Sequence[Column], entity: str, rows: int, fetch: Fetch, table: str) -> list[str]:
    """Return the one column that identifies a row by its name and its values, or nothing."""
    nouns = set(entity.split())
    ranked = sorted(
        (
            (rank, place, column)
            for place, column in enumerate(columns)
            if (rank := _key_rank(column, place, nouns)) is not None and _may_be_unique(column, rows)
        ),
        key=lambda item: item[:2],
    )
    for _, _, column in ranked:
        if is_unique(column, rows, fetch, table):
            return [column.name]
    return []


def _key_rank(column: Column, place: int, nouns: set[str]) -> int | None:
    """Return how well a name suits a key, 0 best; None for what is never one."""
    words = words_of(column.name)
    if column.role not in {"id", "key", "category", "measure", "label"} or words[-1:] == ["date"]:
        return None
    if column.type not in {"integer", "text"} and column.role != "id":
        return None
    about = set(words[:-1]) <= nouns
    named = bool(words) and (words[-1] in IDENTIFIERS or column.role == "id")
    if named and about:
        return 0
    if named:
        return 1 if place == 0 else 2
    if words and words[-1] in {"code", "number", "no"} and (about or place == 0):
        return 3
    naming = column.role == "label" and set(words) <= nouns | {"name", "title"}
    return 4 if place == 0 and (column.type == "integer" or naming) else None


def _may_be_unique(column: Column, rows: int) -> bool:
    return rows > 0 and column.null_share == 0 and (column.distinct or 0) >= OFFERED * rows


def is_unique(column: Column, rows: int, fetch: Fetch, table: str) -> bool:
    """Whether no value repeats and none is missing; counted when the profile's count was approximate.

    A column too large to be counted in time is taken for no key: a wrong key would multiply rows.
    """
    if column.null_share > 0 or not rows:
        return False
    if rows <= EXACT:
        return column.distinct == rows
    if not _may_be_unique(column, rows):
        return False
    name = quoted(column.name)
    try:
        ((total, distinct),) = fetch(f"SELECT count({name}), count(DISTINCT {name}) FROM {quoted(table)}")
    except TooSlow:
        return False
    return int(total) == int(distinct)


def time_column(columns: Sequence[Column]) -> str | None:
    """Return the column that places a row in time, never a birthday.

    Beginnings come before ends, and a date that every row has before one that only some have: what was invoiced is paid
    later, if ever.
    """
    dates = [column for column in columns if column.role == "date" and not set(words_of(column.name)) & BIRTH]

    def rank(place: int) -> tuple[bool, bool, bool, bool, int, int]:
        column = dates[place]
        words = set(words_of(column.name))
        best = next((index for index, word in enumerate(FIRST_WORDS) if word in words), len(FIRST_WORDS))
        rare, gaps = column.null_share > 0.3, column.null_share > 0.02
        return rare, bool(words & LAST_WORDS), column.type == "text", gaps, best, place

    return dates[min(range(len(dates)), key=rank)].name if dates else None


def label_column(columns: Sequence[Column], entity: str) -> str | None:
    """Return the column that names a row to people: the entity's own name or title, never its id."""
    texts = [column for column in columns if column.type == "text" and not column.hidden]
    nouns = set(entity.split()) | {"name", "title", "full"}

    def rank(column: Column) -> int | None:
        words = words_of(column.name)
        naming = words[-1:] in (["name"], ["title"], ["label"]) or words[:1] in (["name"], ["title"])
        if naming and set(words) <= nouns:
            return 0
        if naming and not set(words) & {"first", "middle", "initial", "login", "short"}:
            return 2 if set(words) & {"last", "other", "family"} else 1
        if column.role == "label":
            return 3
        return 4 if set(words) <= set(entity.split()) and words else None

    found = [(score, place, column.name) for place, column in enumerate(texts) if (score := rank(column)) is not None]
    return min(found)[2] if found else None


def with_keys(table: Table, declared: Sequence[str], fetch: Fetch) -> Table:
    """Return `table` with its key, label and time columns found; a single key column takes the role key."""
    rows = table.rows or 0
    key = list(declared) or primary_key(table.columns, table.entity, rows, fetch, table.name)
    columns = [
        column.model_copy(update={"role": "key", "additive": False, "format": None})
        if key == [column.name] and column.role != "date"
        else column
        for column in table.columns
    ]
    return table.model_copy(
        update={
            "columns": columns,
            "primary_key": key,
            "time_column": time_column(columns),
            "label_column": label_column([column for column in columns if column.role != "key"], table.entity)
            or label_column(columns, table.entity),
        }
    )


def with_references(table: Table, joins: Sequence[Join]) -> Table:
    """Return `table` with numbers that refer to another table's rows as ids: they are never added up."""
    referring = {join.from_column for join in joins if join.from_table == table.name}
    columns = [
        column.model_copy(update={"role": "id", "additive": False, "format": None})
        if column.name in referring and column.role == "measure"
        else column
        for column in table.columns
    ]
    return table.model_copy(update={"columns": columns})
