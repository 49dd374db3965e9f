"""What goes over the wire about access: errors, sessions, users, tokens."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field

from sophia.access.secret import handle_of
from sophia.access.tables import AuditRow, SessionRow, UserRow
from sophia.access.tokens import Held
from sophia.kernel.viewer import Role


class Body(BaseModel):
    """A request's body: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class ErrorDetail(BaseModel):
    """What went wrong: a stable code, words for the asker, the input at fault, what to do, and the request's id."""

    code: str
    message: str
    field: str | None = None
    remedy: str | None = None
    id: str | None = None


class ErrorReply(BaseModel):
    """The shape of every error."""

    error: ErrorDetail


class ViewerReply(BaseModel):
    """Who is asking, and the actions that the policy lets them do."""

    id: str
    name: str
    role: Role
    demo: bool
    may: list[str]


class WorkspaceReply(BaseModel):
    """The settings that all dashboards share."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    primary: str
    accent: str
    logo: str | None = None


class SessionReply(BaseModel):
    """Who is asking, where, and whether setup is still open."""

    viewer: ViewerReply | None
    workspace: WorkspaceReply
    mode: Literal["demo", "server"]
    setup_needed: bool
    version: str


class LoginBody(Body):
    """E-mail address and password of a local account."""

    email: str = Field(max_length=254)
    password: str = Field(max_length=200)


class SetupBody(Body):
    """The console's one-time secret and the first admin."""

    secret: str = Field(max_length=200)
    email: str = Field(max_length=254)
    name: str = Field(min_length=1, max_length=120)
    password: str = Field(max_length=200)


class ChoiceBody(Body):
    """A password, chosen with the one-time secret of an invitation or a reset."""

    secret: str = Field(max_length=200)
    password: str = Field(max_length=200)


class PasswordBody(Body):
    """One's own password: the one of now, and the next."""

    current: str = Field(max_length=200)
    password: str = Field(max_length=200)


class UserBody(Body):
    """An account to be made; without a password the reply has a one-time secret to choose one with."""

    email: str = Field(max_length=254)
    name: str = Field(min_length=1, max_length=120)
    role: Role
    password: str | None = Field(None, max_length=200)


class RoleBody(Body):
    """The role that an account is to have."""

    role: Role


class UserReply(BaseModel):
    """An account; `pending` as long as its owner has not chosen a password."""

    id: str
    email: str
    name: str
    role: Role
    disabled: bool
    pending: bool
    created_at: datetime
    signed_in_at: datetime | None

    @classmethod
    def of(cls, row: UserRow) -> UserReply:
        """Return the account as sent."""
        return UserReply(
            id=row.id,
            email=row.email,
            name=row.name,
            role=cast(Role, row.role),
            disabled=row.disabled,
            pending=not row.password_hash,
            created_at=row.created_at,
            signed_in_at=row.signed_in_at,
        )


class UsersReply(BaseModel):
    """Every account, oldest first."""

    users: list[UserReply]


class OneTimeReply(BaseModel):
    """A one-time secret to choose a password with, shown this once; its page is /password#secret."""

    model_config = ConfigDict(from_attributes=True)

    secret: str
    until: datetime


class UserAddedReply(UserReply):
    """The new account, and the one-time secret when no password was given."""

    once: OneTimeReply | None


class TokenBody(Body):
    """A token to be made.

    Without a role it gets its owner's, without an owner (a user's id; admins only) it is the asker's own; `days` null
    makes one that does not end by itself.
    """

    name: str = Field(min_length=1, max_length=120)
    role: Role | None = None
    days: int | None = Field(90, ge=1, le=3650)
    owner: str | None = Field(None, max_length=40)


class PersonReply(BaseModel):
    """Somebody, by id and name."""

    id: str
    name: str


class TokenReply(BaseModel):
    """A token without its text; `role` is what it may do now, `used_at` is exact to a minute."""

    id: str
    name: str
    role: Role
    owner: PersonReply
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None

    @classmethod
    def of(cls, held: Held) -> TokenReply:
        """Return the token as sent."""
        return TokenReply(
            id=handle_of(held.token.id),
            name=held.token.name,
            role=held.role,
            owner=PersonReply(id=held.owner.id, name=held.owner.name),
            created_at=held.token.created_at,
            expires_at=held.token.expires_at,
            used_at=held.token.used_at,
        )


class TokenAddedReply(TokenReply):
    """The new token with its text, shown this once."""

    token: str


class TokensReply(BaseModel):
    """Tokens that are not revoked, newest first."""

    tokens: list[TokenReply]


class LoginReply(BaseModel):
    """A session of the asker: from which network address and browser; `current` is the one that asks."""

    id: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    place: str
    agent: str
    current: bool

    @classmethod
    def of(cls, row: SessionRow, asking: str | None) -> LoginReply:
        """Return the session as sent; `asking` is the id of the one that asks."""
        return LoginReply(
            id=handle_of(row.id),
            created_at=row.created_at,
            seen_at=row.seen_at,
            expires_at=row.expires_at,
            place=row.place,
            agent=row.agent,
            current=row.id == asking,
        )


class LoginsReply(BaseModel):
    """The asker's own sessions, the one used last first."""

    sessions: list[LoginReply]


class EndedReply(BaseModel):
    """How many sessions ended."""

    ended: int


class EventReply(BaseModel):
    """One line of the audit log; `subject` names the person when `object` is an account."""

    seq: int
    at: datetime
    actor: PersonReply
    action: str
    object: str
    subject: str | None
    outcome: str
    detail: dict[str, Any]

    @classmethod
    def of(cls, row: AuditRow, names: Mapping[str, str]) -> EventReply:
        """Return the event as sent, with the names of the people in it."""
        return EventReply(
            seq=row.seq,
            at=datetime.fromisoformat(row.at),
            actor=PersonReply(id=row.actor, name=names.get(row.actor, row.actor)),
            action=row.action,
            object=row.object,
            subject=names.get(row.object),
            outcome=row.outcome,
            detail=json.loads(row.detail),
        )


class EventsReply(BaseModel):
    """Events, newest first; `next` is the `before` of the following page, null on the last."""

    events: list[EventReply]
    next: int | None
