"""Typing: text columns that hold numbers, dates or truth values throughout become columns of that type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

NOTHING = ("", "null", "n/a", "na", "nan", "none", "-", "–", "—", "\\n", "#n/a")
SIMPLE = frozenset(
    {
        "BOOLEAN",
        "TINYINT",
        "SMALLINT",
        "INTEGER",
        "BIGINT",
        "UTINYINT",
        "USMALLINT",
        "UINTEGER",
        "FLOAT",
        "DOUBLE",
        "DATE",
    }
    | {"TIMESTAMP", "VARCHAR"}
)
DATES = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%Y%m%d", "%d-%b-%Y", "%b %d, %Y", "%d %b %Y")
TIMES = ("%H:%M:%S", "%H:%M", "%H:%M:%S.%f", "%I:%M %p", "%I:%M:%S %p")
INTEGER = r"[+-]?(0|[1-9][0-9]{0,17})"
NUMBER = r"[+-]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?"
WHOLE = r"(0|[1-9][0-9]{0,2}(,[0-9]{3})+|[1-9][0-9]*)"
GROUPED = rf"\(?[+-]?[$€£]?[+-]?{WHOLE}(\.[0-9]+)?\)?"
GERMAN = r"[+-]?(0|[1-9][0-9]{0,2}(\.[0-9]{3})+|[1-9][0-9]*)(,[0-9]+)?( ?€)?"


@dataclass(frozen=True)
class Reading:
    """One way to read text: the SQL test that every value must pass, and the SQL of the value."""

    type: str
    test: str
    value: str


def quoted(name: str) -> str:
    """Return `name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return `text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def type_columns(database: duckdb.DuckDBPyConnection, table: str, *, dates_only: bool = False) -> None:
    """Give every text column of `table` the first type that fits all its values; nothing is lost where none does."""
    columns = database.execute(f"DESCRIBE {quoted(table)}").fetchall()
    for name, kind, *_ in columns:
        if kind == "VARCHAR":
            _type_column(database, table, name, _dates() if dates_only else [*_plain(), *_dates()])
        elif kind.split("(")[0] not in SIMPLE and not kind.startswith(("DECIMAL", "TIMESTAMP")):
            target = "DOUBLE" if "INT" in kind and "[" not in kind and "STRUCT" not in kind else "VARCHAR"
            database.execute(f"ALTER TABLE {quoted(table)} ALTER {quoted(name)} TYPE {target}")


def _type_column(database: duckdb.DuckDBPyConnection, table: str, name: str, readings: list[Reading]) -> None:
    text = f"trim({quoted(name)})"
    present = f"{quoted(name)} IS NOT NULL AND lower({text}) NOT IN ({', '.join(literal(word) for word in NOTHING)})"
    tests = ", ".join(f"coalesce(bool_and({reading.test.format(x=text)}), false)" for reading in readings)
    passed = database.execute(f"SELECT {tests} FROM {quoted(table)} WHERE {present}").fetchone() or ()
    for reading, fits in zip(readings, passed, strict=False):
        if fits:
            value = f"CASE WHEN {present} THEN {reading.value.format(x=text)} END"
            column = quoted(name)
            database.execute(f"ALTER TABLE {quoted(table)} ALTER {column} TYPE {reading.type} USING ({value})")
            return


def _plain() -> list[Reading]:
    def whole(pattern: str) -> str:
        doubled = pattern.replace("{", "{{").replace("}", "}}")
        return f"regexp_full_match({{x}}, {literal(doubled)})"

    sign = "CASE WHEN {x} LIKE '(%' THEN -1 ELSE 1 END * "
    grouped = sign + "CAST(regexp_replace({x}, '[$€£,()]', '', 'g') AS DOUBLE)"
    german = "CAST(replace(regexp_replace({x}, '[ €.]', '', 'g'), ',', '.') AS DOUBLE)"
    return [
        Reading("BOOLEAN", "lower({x}) IN ('true', 'false')", "lower({x}) = 'true'"),
        Reading("BIGINT", whole(INTEGER), "CAST({x} AS BIGINT)"),
        Reading("DOUBLE", whole(NUMBER), "CAST({x} AS DOUBLE)"),
        Reading("DOUBLE", whole(GROUPED), grouped),
        Reading("DOUBLE", whole(GERMAN), german),
    ]


def _dates() -> list[Reading]:
    iso = "regexp_full_match({x}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[ T][0-9]{{2}}:[0-9]{{2}}.*')"
    found = [Reading("TIMESTAMP", f"{iso} AND try_cast({{x}} AS TIMESTAMP) IS NOT NULL", "CAST({x} AS TIMESTAMP)")]
    for date in DATES:
        full = " AND regexp_full_match({x}, '(19|20)[0-9]{{6}}')" if date == "%Y%m%d" else ""
        test = f"try_strptime({{x}}, {literal(date)}) IS NOT NULL{full}"
        found.append(Reading("DATE", test, f"CAST(strptime({{x}}, {literal(date)}) AS DATE)"))
    for date in DATES[:5]:
        for time in TIMES:
            both = literal(f"{date} {time}")
            found.append(Reading("TIMESTAMP", f"try_strptime({{x}}, {both}) IS NOT NULL", f"strptime({{x}}, {both})"))
    return found
