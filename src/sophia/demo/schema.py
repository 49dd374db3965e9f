"""The tables of a demo connection: SQL files whose trailing comments become table and column comments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources

CONNECTIONS = (
    "snowflake",
    "gong",
    "hubspot",
    "linear",
    "github",
    "asana",
    "slack",
    "pinecone",
    "s3",
    "openai",
    "cloudwatch",
    "cost-explorer",
    "user-feedback",
)

_TABLE = re.compile(r"^CREATE TABLE (\w+) \( -- (.+)$")
_COLUMN = re.compile(r"^  ([a-z]\w*) (.+?),? -- (.+)$")


@dataclass(frozen=True)
class Column:
    """A column: name, SQL type with constraints as written, and its description."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True)
class Table:
    """A table: name, description, columns in insert order."""

    name: str
    comment: str
    columns: tuple[Column, ...]


def schema_sql(connection: str) -> str:
    """Return the CREATE TABLE statements of `connection`, parents before children."""
    return resources.files("sophia.demo").joinpath("tables").joinpath(f"{connection}.sql").read_text(encoding="utf-8")


def schema_tables(connection: str) -> list[Table]:
    """Return the tables of `connection` in the order in which they must be filled."""
    tables: list[Table] = []
    columns: list[Column] = []
    for line in schema_sql(connection).splitlines():
        if opened := _TABLE.match(line):
            columns = []
            tables.append(Table(opened[1], opened[2], ()))
        elif column := _COLUMN.match(line):
            columns.append(Column(column[1], column[2], column[3]))
            tables[-1] = Table(tables[-1].name, tables[-1].comment, tuple(columns))
    return tables


def comment_sql(connection: str) -> str:
    """Return the COMMENT ON statements that carry the descriptions into the file."""
    lines = []
    for table in schema_tables(connection):
        lines.append(f"COMMENT ON TABLE {table.name} IS {_quoted(table.comment)};")
        lines += [f"COMMENT ON COLUMN {table.name}.{c.name} IS {_quoted(c.comment)};" for c in table.columns]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
