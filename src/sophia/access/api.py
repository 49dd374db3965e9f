"""Routes of access: login, setup, passwords, users, tokens, sessions, audit; and who asks, for every other route."""

from __future__ import annotations

from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Query, Request, Response

from sophia.access.accounts import Accounts, NewUser
from sophia.access.audit import SYSTEM, Audit
from sophia.access.identities import DEMO, Identities
from sophia.access.routes import READS_JSON, standing_for
from sophia.access.schemas import (
    ChoiceBody,
    EndedReply,
    EventReply,
    EventsReply,
    LoginBody,
    LoginReply,
    LoginsReply,
    OneTimeReply,
    PasswordBody,
    RoleBody,
    SessionReply,
    SetupBody,
    TokenAddedReply,
    TokenBody,
    TokenReply,
    TokensReply,
    UserAddedReply,
    UserBody,
    UserReply,
    UsersReply,
)
from sophia.access.secret import hashed
from sophia.access.sessions import Device, Sessions
from sophia.access.tokens import NewToken, Tokens
from sophia.kernel.errors import Unauthenticated
from sophia.kernel.viewer import Role, Viewer

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


def device_of(request: Request) -> Device:
    """Return from where the request comes."""
    return Device(request.client.host if request.client else "?", request.headers.get("user-agent", ""))


def changed(request: Request) -> None:
    """Have the gate ask again who everybody is, so that what was just taken away is gone with the next request."""
    request.app.state.forget_viewers()


Asker = Annotated[Viewer, Depends(viewer_of)]
People = Annotated[Identities, Depends(identities_of)]


@router.get("/api/session", response_model=SessionReply, **standing_for("session.read"))
def read_session(request: Request) -> dict[str, Any]:
    """Who is asking, and where."""
    return cast(dict[str, Any], services_of(request).session(request.state.viewer))


@router.post("/api/login", response_model=SessionReply, **standing_for("session.begin", *READS_JSON, 429))
def log_in(body: LoginBody, request: Request, response: Response, people: People) -> dict[str, Any]:
    """Begin a session; the cookie is not readable by scripts."""
    viewer, secret = people.log_in(body.email, body.password, device_of(request))
    _set_cookie(request, response, secret)
    return cast(dict[str, Any], services_of(request).session(viewer))


@router.post("/api/logout", status_code=204, **standing_for("session.end"))
def log_out(request: Request, people: People) -> Response:
    """End the session at once."""
    secret = request.cookies.get(COOKIE)
    if secret:
        services_of(request).sessions.end(secret)
    changed(request)
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
    return response


@router.post("/api/setup", response_model=SessionReply, **standing_for("workspace.setup", *READS_JSON, 409, 429))
def set_up(body: SetupBody, request: Request, response: Response, people: People) -> dict[str, Any]:
    """Make the first admin with the secret that the console shows; works once."""
    people.set_up(body.secret, NewUser(body.email, body.name, "admin", body.password))
    viewer, secret = people.log_in(body.email, body.password, device_of(request))
    _set_cookie(request, response, secret)
    return cast(dict[str, Any], services_of(request).session(viewer))


@router.post("/api/password", response_model=SessionReply, **standing_for("password.choose", *READS_JSON, 429))
def choose_password(body: ChoiceBody, request: Request, response: Response, people: People) -> dict[str, Any]:
    """Choose a password with the one-time secret of an invitation or a reset, and sign in."""
    viewer, secret = people.choose_password(body.secret, body.password, device_of(request))
    changed(request)
    _set_cookie(request, response, secret)
    return cast(dict[str, Any], services_of(request).session(viewer))


@router.put("/api/password", status_code=204, **standing_for("password.change", *READS_JSON, 409, 429))
def change_password(body: PasswordBody, asker: Asker, request: Request, people: People) -> Response:
    """Change one's own password; the other sessions end."""
    people.change_password(asker, body.current, body.password, request.cookies.get(COOKIE))
    changed(request)
    return Response(status_code=204)


@router.get("/api/users", response_model=UsersReply, **standing_for("user.read"))
def list_users(request: Request) -> UsersReply:
    """Every account, oldest first."""
    return UsersReply(users=[UserReply.of(row) for row in _accounts(request).all()])


@router.post("/api/users", status_code=201, response_model=UserAddedReply, **standing_for("user.add", *READS_JSON, 409))
def add_user(body: UserBody, asker: Asker, request: Request) -> UserAddedReply:
    """Make an account with at most the asker's role; without a password the reply has a one-time secret."""
    row, once = _accounts(request).add(asker, NewUser(body.email, body.name, body.role, body.password))
    return UserAddedReply(**UserReply.of(row).model_dump(), once=OneTimeReply.model_validate(once) if once else None)


@router.put("/api/users/{user}/role", response_model=UserReply, **standing_for("user.edit", *READS_JSON, 404, 409))
def set_role(user: str, body: RoleBody, asker: Asker, request: Request) -> UserReply:
    """Give a person another role; they sign in again, their tokens follow. The last admin stays one."""
    row = _accounts(request).set_role(asker, user, body.role)
    changed(request)
    return UserReply.of(row)


@router.post("/api/users/{user}/disable", response_model=UserReply, **standing_for("user.edit", 404, 409, 413, 415))
def disable_user(user: str, asker: Asker, request: Request) -> UserReply:
    """Shut a person out at once: sessions end, tokens are revoked. The last admin stays."""
    row = _accounts(request).disable(asker, user)
    changed(request)
    return UserReply.of(row)


@router.post("/api/users/{user}/enable", response_model=UserReply, **standing_for("user.edit", 404, 413, 415))
def enable_user(user: str, asker: Asker, request: Request) -> UserReply:
    """Let a person sign in again; sessions and tokens of before stay ended."""
    row = _accounts(request).enable(asker, user)
    changed(request)
    return UserReply.of(row)


@router.post("/api/users/{user}/reset", response_model=OneTimeReply, **standing_for("user.edit", 404, 409, 413, 415))
def reset_password(user: str, asker: Asker, request: Request) -> OneTimeReply:
    """Take a person's password away, end their sessions, and show a one-time secret to choose another with."""
    once = _accounts(request).reset(asker, user)
    changed(request)
    return OneTimeReply.model_validate(once)


@router.get("/api/tokens", response_model=TokensReply, **standing_for("token.read", 422))
def list_tokens(asker: Asker, request: Request, everybody: bool = False) -> TokensReply:
    """The asker's own tokens; everybody's for admins who ask for them."""
    tokens = _tokens(request)
    found = tokens.of_everybody(asker) if everybody else tokens.of(asker)
    return TokensReply(tokens=[TokenReply.of(held) for held in found])


@router.post(
    "/api/tokens", status_code=201, response_model=TokenAddedReply, **standing_for("token.add", *READS_JSON, 404, 409)
)
def add_token(body: TokenBody, asker: Asker, request: Request) -> TokenAddedReply:
    """Make an API token; its text is in this reply and nowhere else. Admins may make one for somebody else."""
    role = body.role or _role_of(request, body.owner) or asker.role
    text, held = _tokens(request).add(asker, NewToken(body.name, role, body.days, body.owner))
    return TokenAddedReply(**TokenReply.of(held).model_dump(), token=text)


@router.delete("/api/tokens/{token}", status_code=204, **standing_for("token.revoke", 404))
def revoke_token(token: str, asker: Asker, request: Request) -> Response:
    """End a token at once: one's own, or anybody's for admins."""
    _tokens(request).revoke(asker, token)
    changed(request)
    return Response(status_code=204)


@router.get("/api/sessions", response_model=LoginsReply, **standing_for("session.list"))
def list_sessions(asker: Asker, request: Request) -> LoginsReply:
    """The asker's own sessions."""
    secret = request.cookies.get(COOKIE)
    mine = hashed(secret) if secret else None
    return LoginsReply(sessions=[LoginReply.of(row, mine) for row in _sessions(request).of(asker)])


@router.delete("/api/sessions/{session}", status_code=204, **standing_for("session.revoke", 404))
def revoke_session(session: str, asker: Asker, request: Request) -> Response:
    """End one of one's own sessions at once."""
    _sessions(request).revoke(asker, session)
    changed(request)
    return Response(status_code=204)


@router.delete("/api/sessions", response_model=EndedReply, **standing_for("session.revoke"))
def revoke_other_sessions(asker: Asker, request: Request) -> EndedReply:
    """End all of one's own sessions but the one that asks."""
    ended = _sessions(request).revoke_others(asker, request.cookies.get(COOKIE))
    changed(request)
    return EndedReply(ended=ended)


@router.get("/api/audit", response_model=EventsReply, **standing_for("audit.read", 422))
def read_audit(
    asker: Asker,
    request: Request,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> EventsReply:
    """The record of what was done, newest first, `limit` events before number `before`."""
    audit = cast(Audit, services_of(request).audit)
    rows = audit.page(asker, before, limit + 1)
    names = {SYSTEM.id: SYSTEM.name, DEMO.id: DEMO.name, "nobody": "Nobody"}
    names |= {row.id: row.name for row in _accounts(request).all()}
    shown = rows[:limit]
    following = shown[-1].seq if len(rows) > limit else None
    return EventsReply(events=[EventReply.of(row, names) for row in shown], next=following)


def _accounts(request: Request) -> Accounts:
    return cast(Accounts, services_of(request).accounts)


def _tokens(request: Request) -> Tokens:
    return cast(Tokens, services_of(request).tokens)


def _sessions(request: Request) -> Sessions:
    return cast(Sessions, services_of(request).sessions)


def _role_of(request: Request, owner: str | None) -> Role | None:
    """Return the role of the account that a token is to belong to; the gate has let only who may make tokens here."""
    return next((cast(Role, row.role) for row in _accounts(request).all() if row.id == owner), None) if owner else None


def _set_cookie(request: Request, response: Response, secret: str) -> None:
    secure = services_of(request).settings.origin.startswith("https://")
    response.set_cookie(COOKIE, secret, path="/", httponly=True, samesite="lax", secure=secure)
