"""The viewer: who asks, an argument of everything that reads data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["viewer", "builder", "admin"]
RANK: dict[Role, int] = {"viewer": 0, "builder": 1, "admin": 2}


@dataclass(frozen=True)
class RowRule:
    """Rows of `table` on `connection` that the viewer may see: those whose `column` is one of `values`."""

    connection: str
    table: str
    column: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Viewer:
    """Who asks: id, display name, role, groups, and the row rules that narrow every query.

    `demo` is the demo builder, who has no account; `by_token` says that a script asks with a token of that person.
    """

    id: str
    name: str
    role: Role = "viewer"
    groups: frozenset[str] = frozenset()
    row_rules: tuple[RowRule, ...] = ()
    demo: bool = field(default=False, compare=False)
    by_token: bool = field(default=False, compare=False)

    def may(self, role: Role) -> bool:
        """Whether the viewer's role is at least `role`."""
        return RANK[self.role] >= RANK[role]

    @property
    def policy(self) -> str:
        """A stable text of everything that changes which rows are seen; part of every cache key."""
        return repr(sorted((rule.connection, rule.table, rule.column, rule.values) for rule in self.row_rules))
