"""The policy: one table of what each action needs, one function that decides."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Literal

from sophia.kernel.errors import Forbidden, Unauthenticated
from sophia.kernel.viewer import Role, Viewer

Need = Role | Literal["anyone"]
Action = Literal[
    "page.open", "session.read", "session.begin", "session.end", "workspace.setup", "health.read",
    "dashboard.read", "dashboard.query", "dashboard.export", "dashboard.generate", "dashboard.edit", "dashboard.delete",
    "connection.read", "connection.add", "connection.remove", "catalog.edit",
    "workspace.read", "workspace.edit", "user.read", "user.add", "user.edit", "audit.read",
    "token.read", "token.add", "token.revoke", "session.list", "session.revoke", "password.choose", "password.change",
    "model.read", "model.edit", "metrics.read", "feedback.give",
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
    "user.edit": "admin",
    "token.read": "viewer",
    "token.add": "builder",
    "token.revoke": "viewer",
    "session.list": "viewer",
    "session.revoke": "viewer",
    "password.choose": "anyone",
    "password.change": "viewer",
    "audit.read": "admin",
    "model.read": "admin",
    "model.edit": "admin",
    "metrics.read": "builder",
    "feedback.give": "viewer",
}

DEMO: frozenset[Action] = frozenset({"workspace.edit"})
"""What the demo builder may do besides: on a machine of one's own in demo mode there is no admin to ask."""

OWN: frozenset[Action] = frozenset(
    {"token.read", "token.add", "token.revoke", "session.list", "session.revoke", "password.change"}
)
"""What is done to the asker's own account; to somebody else's only by an admin, where `OTHERS` has it."""

OTHERS: frozenset[Action] = frozenset({"token.read", "token.add", "token.revoke"})

SIGNED_IN: frozenset[Action] = frozenset({"token.add", "session.list", "session.revoke", "password.change"})
"""What no token may do: one that leaked cannot prolong itself or lock its owner out."""


def authorize(viewer: Viewer | None, action: Action, target: Role | None = None, *, owner: str | None = None) -> None:
    """Let `viewer` do `action`, or raise.

    `target` is the role that a new user or token is to have: nobody gives more than they have. `owner` is the id of the
    person whose token or session it is; left out: the asker's own. Raises Unauthenticated for nobody, Forbidden for
    somebody whose role is too low.
    """
    need = NEEDS[action]
    if need == "anyone":
        return
    if viewer is None:
        raise Unauthenticated("Nobody is signed in.", remedy="Sign in, or send a bearer token.")
    _check_account(viewer, action)
    if owner is not None and owner != viewer.id:
        if action not in OTHERS:
            raise Forbidden("This belongs to somebody else.", remedy="Everybody manages their own.")
        need = "admin"
    if not viewer.may(need) and not (viewer.demo and action in DEMO):
        raise Forbidden(
            f"This needs the role {need}; {viewer.name} has the role {viewer.role}.", remedy="Ask an admin."
        )
    if target is not None and not viewer.may(target):
        raise Forbidden(f"Nobody can give a higher role than their own ({viewer.role}).", field="role")


def _check_account(viewer: Viewer, action: Action) -> None:
    """Raise Forbidden where an account is needed and there is none, or a token is used for what a person does."""
    if viewer.demo and action in OWN:
        remedy = "In demo mode calls from this machine need no login and no token; sign in with an account to have one."
        raise Forbidden("The demo builder has no account of its own.", remedy=remedy)
    if viewer.by_token and action in SIGNED_IN:
        raise Forbidden("A token cannot do this.", remedy="Sign in with e-mail address and password.")


def allowed(viewer: Viewer | None) -> list[Action]:
    """Return the actions that `authorize` lets `viewer` do, so that pages offer these and no others."""
    found: list[Action] = []
    for action in NEEDS:
        with contextlib.suppress(Forbidden, Unauthenticated):
            authorize(viewer, action)
            found.append(action)
    return found
