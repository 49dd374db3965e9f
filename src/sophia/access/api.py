"""Routes of access: session, login, setup, users, tokens; and who asks, for every other route."""

from __future__ import annotations

from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Request, Response

from sophia.access.identities import Identities, NewUser
from sophia.access.routes import READS_JSON, standing_for
from sophia.access.schemas import (
    LoginBody,
    SessionReply,
    SetupBody,
    TokenBody,
    TokenReply,
    UserBody,
    UserReply,
    UsersReply,
)
from sophia.kernel.errors import Unauthenticated
from sophia.kernel.viewer import Viewer

router = APIRouter(tags=["access"])
COOKIE = "sophia_session"


def viewer_of(request: Request) -> Viewer:
    """Return who asks; the gate has found out. Raises Unauthenticated for nobody."""
    viewer = request.state.viewer
    if viewer is None:
        raise Unauthenticated("Nobody is signed in.", remedy="Sign in, or send a bearer token.")
    return cast(Viewer, viewer)


def services_of(request: Request) -> Any:
    """Return the composed services of this server."""
    return request.app.state.services


def identities_of(request: Request) -> Identities:
    """Return the identities service."""
    return cast(Identities, request.app.state.services.identities)


Asker = Annotated[Viewer, Depends(viewer_of)]
People = Annotated[Identities, Depends(identities_of)]


@router.get("/api/session", response_model=SessionReply, **standing_for("session.read"))
def read_session(request: Request) -> dict[str, Any]:
    """Who is asking, and where."""
    return cast(dict[str, Any], services_of(request).session(request.state.viewer))


@router.post("/api/login", response_model=SessionReply, **standing_for("session.begin", *READS_JSON, 429))
def log_in(body: LoginBody, request: Request, response: Response, people: People) -> dict[str, Any]:
    """Begin a session; the cookie is not readable by scripts."""
    place = request.client.host if request.client else "?"
    viewer, secret = people.log_in(body.email, body.password, place)
    _set_cookie(request, response, secret)
    return cast(dict[str, Any], services_of(request).session(viewer))


@router.post("/api/logout", status_code=204, **standing_for("session.end"))
def log_out(request: Request, people: People) -> Response:
    """End the session at once."""
    secret = request.cookies.get(COOKIE)
    if secret:
        people.log_out(secret)
    request.app.state.forget_viewers()
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
    return response


@router.post("/api/setup", response_model=SessionReply, **standing_for("workspace.setup", *READS_JSON, 409, 429))
def set_up(body: SetupBody, request: Request, response: Response, people: People) -> dict[str, Any]:
    """Make the first admin with the secret that the console shows; works once."""
    people.set_up(body.secret, NewUser(body.email, body.name, "admin", body.password))
    place = request.client.host if request.client else "?"
    viewer, secret = people.log_in(body.email, body.password, place)
    _set_cookie(request, response, secret)
    return cast(dict[str, Any], services_of(request).session(viewer))


@router.get("/api/users", response_model=UsersReply, **standing_for("user.read"))
def list_users(people: People) -> UsersReply:
    """Every account."""
    return UsersReply(users=[UserReply.model_validate(row, from_attributes=True) for row in people.users()])


@router.post("/api/users", status_code=201, response_model=UserReply, **standing_for("user.add", *READS_JSON, 409))
def add_user(body: UserBody, asker: Asker, people: People) -> UserReply:
    """Make an account with at most the asker's role."""
    made = people.add_user(asker, NewUser(body.email, body.name, body.role, body.password))
    return UserReply(id=made.id, email=body.email.strip().lower(), name=made.name, role=made.role)


@router.post("/api/tokens", status_code=201, response_model=TokenReply, **standing_for("token.add", *READS_JSON))
def add_token(body: TokenBody, asker: Asker, people: People) -> TokenReply:
    """Make an API token; its text is in this reply and nowhere else."""
    role = body.role or asker.role
    return TokenReply(token=people.add_token(asker, body.name, role), name=body.name, role=role)


def _set_cookie(request: Request, response: Response, secret: str) -> None:
    secure = services_of(request).settings.origin.startswith("https://")
    response.set_cookie(COOKIE, secret, path="/", httponly=True, samesite="lax", secure=secure)
