"""What goes over the wire about access: errors, sessions, users, tokens."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

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
    """Who is asking."""

    id: str
    name: str
    role: Role
    demo: bool


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


class UserBody(Body):
    """An account to be made."""

    email: str = Field(max_length=254)
    name: str = Field(min_length=1, max_length=120)
    role: Role
    password: str = Field(max_length=200)


class UserReply(BaseModel):
    """An account."""

    id: str
    email: str
    name: str
    role: Role


class UsersReply(BaseModel):
    """Every account."""

    users: list[UserReply]


class TokenBody(Body):
    """A token to be made; without a role it gets its owner's."""

    name: str = Field(min_length=1, max_length=120)
    role: Role | None = None


class TokenReply(BaseModel):
    """The token's text, shown this once."""

    token: str
    name: str
    role: Role
