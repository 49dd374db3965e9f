"""The policy: one table of what each action needs, one function that decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sophia.kernel.errors import Forbidden, Unauthenticated
from sophia.kernel.viewer import Role, Viewer

Need = Role | Literal["anyone"]
Action = Literal[
    "page.open", "session.read", "session.begin", "session.end", "workspace.setup", "health.read",
    "dashboard.read", "dashboard.query", "dashboard.export", "dashboard.generate", "dashboard.edit", "dashboard.delete",
    "connection.read", "connection.add", "connection.remove", "catalog.edit",
    "workspace.read", "workspace.edit", "user.read", "user.add", "token.add", "audit.read",
    "model.read", "model.edit",
]  # fmt: skip

NEEDS: Mapping[Action, Need] = {
    "page.open": "anyone",
    "session.read": "anyone",
    "session.begin": "anyone",
    "session.end": "anyone",
    "workspace.setup": "anyone",
    "health.read": "anyone",
    "dashboard.read": "viewer",
    "dashboard.query": "viewer",
    "dashboard.export": "viewer",
    "dashboard.generate": "builder",
    "dashboard.edit": "builder",
    "dashboard.delete": "builder",
    "connection.read": "viewer",
    "connection.add": "builder",
    "connection.remove": "builder",
    "catalog.edit": "builder",
    "workspace.read": "viewer",
    "workspace.edit": "admin",
    "user.read": "admin",
    "user.add": "admin",
    "token.add": "builder",
    "audit.read": "admin",
    "model.read": "admin",
    "model.edit": "admin",
}

DEMO: frozenset[Action] = frozenset({"workspace.edit"})
"""What the demo builder may do besides: on a machine of one's own in demo mode there is no admin to ask."""


def authorize(viewer: Viewer | None, action: Action, target: Role | None = None) -> None:
    """Let `viewer` do `action`, or raise.

    `target` is the role that a new user or token is to have: nobody gives more than they have. Raises Unauthenticated
    for nobody, Forbidden for somebody whose role is too low.
    """
    need = NEEDS[action]
    if need == "anyone":
        return
    if viewer is None:
        raise Unauthenticated("Nobody is signed in.", remedy="Sign in, or send a bearer token.")
    if not viewer.may(need) and not (viewer.demo and action in DEMO):
        raise Forbidden(
            f"This needs the role {need}; {viewer.name} has the role {viewer.role}.", remedy="Ask an admin."
        )
    if target is not None and not viewer.may(target):
        raise Forbidden(f"Nobody can give a higher role than their own ({viewer.role}).", field="role")
