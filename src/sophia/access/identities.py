"""Identities: local accounts, their logins, their tokens, and the first admin."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import cast

from sqlalchemy import delete, func, select

from sophia.access.audit import Audit
from sophia.access.passwords import check_password, fits, hash_password
from sophia.access.policy import authorize
from sophia.access.tables import SessionRow, TokenRow, UserRow
from sophia.access.throttle import Throttle
from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.errors import BadInput, Conflict, Forbidden, Unauthenticated
from sophia.kernel.ids import new_id
from sophia.kernel.viewer import RANK, Role, Viewer
from sophia.store.engine import Store

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,189}")
TOKEN_PREFIX = "soph_"
SEEN_EVERY = timedelta(seconds=60)
DEMO = Viewer(id="demo", name="Demo builder", role="builder", demo=True)


@dataclass(frozen=True)
class NewUser:
    """An account to be made."""

    email: str
    name: str
    role: Role
    password: str


@dataclass(frozen=True)
class SessionLimits:
    """How long a login lasts: without a request, and in any case."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)


class Identities:
    """Who people are, and how they prove it."""

    def __init__(self, store: Store, audit: Audit, limits: SessionLimits | None = None, clock: Clock = utc_now) -> None:
        self._store = store
        self._audit = audit
        self._limits = limits or SessionLimits()
        self._clock = clock
        self._per_account = Throttle(10, 300, clock)
        self._per_place = Throttle(60, 300, clock)
        self._setup_hash: str | None = None

    def add_user(self, asker: Viewer, new: NewUser) -> Viewer:
        """Make an account. Raises BadInput for a value that cannot be used, Conflict for a known e-mail address."""
        authorize(asker, "user.add", new.role)
        row = _user_row(new, self._clock)
        with self._store.write() as session:
            if session.scalar(select(UserRow.id).where(UserRow.email == row.email)):
                raise Conflict(f"{row.email} already has an account.", field="email")
            session.add(row)
            self._audit.record(session, asker, "user.add", row.id, role=row.role)
        return _viewer(row, cast(Role, row.role))

    def users(self) -> list[UserRow]:
        """Return every account, oldest first."""
        with self._store.read() as session:
            return list(session.scalars(select(UserRow).order_by(UserRow.created_at, UserRow.id)))

    def any_user(self) -> bool:
        """Whether an account exists."""
        with self._store.read() as session:
            return bool(session.scalar(select(func.count()).select_from(UserRow)))

    def open_setup(self) -> str:
        """Return a new one-time secret for the first admin, to be printed on the console; only its hash is kept."""
        secret = secrets.token_urlsafe(24)
        self._setup_hash = _hashed(secret)
        return secret

    def set_up(self, secret: str, new: NewUser) -> Viewer:
        """Make the first admin. Raises Forbidden for a wrong secret, or when an account exists already."""
        self._per_place.pass_or_raise("setup")
        if self._setup_hash is None or not hmac.compare_digest(self._setup_hash, _hashed(secret)):
            remedy = "Take the secret from the console where Sophia was started."
            raise Forbidden("This is not the setup secret, or it was used already.", field="secret", remedy=remedy)
        row = _user_row(replace(new, role="admin"), self._clock)
        with self._store.write() as session:
            self._store.serialize(session)
            if session.scalar(select(func.count()).select_from(UserRow)):
                raise Forbidden("Sophia was set up already.", remedy="Sign in.")
            session.add(row)
            self._audit.record(session, None, "workspace.setup", row.id)
        self._setup_hash = None
        return _viewer(row, "admin")

    def log_in(self, email: str, password: str, place: str) -> tuple[Viewer, str]:
        """Return the viewer and the session's secret for the cookie. Same reply and time for unknown people."""
        email = email.strip().lower()
        self._per_place.pass_or_raise(place)
        self._per_account.pass_or_raise(email)
        with self._store.read() as session:
            row = session.scalar(select(UserRow).where(UserRow.email == email, UserRow.disabled.is_(False)))
        if not fits(password, row.password_hash if row else None) or row is None:
            self._audit.note(None, "session.begin", email, outcome="refused")
            raise Unauthenticated("E-mail address or password is wrong.", field="password")
        self._per_account.forget(email)
        viewer = _viewer(row, cast(Role, row.role))
        return viewer, self._begin(viewer)

    def _begin(self, viewer: Viewer) -> str:
        secret, now = secrets.token_urlsafe(32), self._clock()
        with self._store.write() as session:
            session.execute(delete(SessionRow).where(SessionRow.expires_at < now))
            session.add(
                SessionRow(
                    id=_hashed(secret),
                    user_id=viewer.id,
                    created_at=now,
                    seen_at=now,
                    expires_at=now + self._limits.absolute,
                )
            )
            self._audit.record(session, viewer, "session.begin", viewer.id)
        return secret

    def by_session(self, secret: str) -> Viewer | None:
        """Return who holds the session, or None when it ended."""
        now = self._clock()
        with self._store.read() as session:
            found = session.execute(
                select(SessionRow, UserRow).join(UserRow).where(SessionRow.id == _hashed(secret))
            ).first()
        if found is None:
            return None
        login, user = found
        if user.disabled or now >= login.expires_at or now - login.seen_at >= self._limits.idle:
            return None
        if now - login.seen_at >= SEEN_EVERY:
            with self._store.write() as session:
                session.merge(login).seen_at = now
        return _viewer(user, cast(Role, user.role))

    def log_out(self, secret: str) -> None:
        """End the session at once."""
        with self._store.write() as session:
            login = session.get(SessionRow, _hashed(secret))
            if login is not None:
                session.delete(login)
                self._audit.record(session, Viewer(login.user_id, ""), "session.end", login.user_id)

    def add_token(self, asker: Viewer, name: str, role: Role) -> str:
        """Return a new API token of `asker` with at most their role; its text is never shown again."""
        authorize(asker, "token.add", role)
        if asker.demo:
            remedy = "In demo mode calls from this machine need no token; sign in with an account to make one."
            raise Forbidden("The demo builder has no account that a token could belong to.", remedy=remedy)
        secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
        row = TokenRow(id=_hashed(secret), name=name, user_id=asker.id, role=role, created_at=self._clock())
        with self._store.write() as session:
            session.add(row)
            self._audit.record(session, asker, "token.add", row.id[:12], role=role)
        return secret

    def by_token(self, secret: str) -> Viewer | None:
        """Return whom the token stands for, never with more than its owner's role; None when it is not valid."""
        if not secret.startswith(TOKEN_PREFIX) or len(secret) > 100:
            return None
        with self._store.read() as session:
            found = session.execute(
                select(TokenRow, UserRow).join(UserRow).where(TokenRow.id == _hashed(secret))
            ).first()
        if found is None:
            return None
        token, user = found
        if token.revoked_at is not None or user.disabled:
            return None
        roles = (cast(Role, token.role), cast(Role, user.role))
        return _viewer(user, min(roles, key=RANK.__getitem__))


def _user_row(new: NewUser, clock: Clock) -> UserRow:
    email = new.email.strip().lower()
    if not EMAIL.fullmatch(email) or not email.isascii():
        raise BadInput("This is no e-mail address.", field="email")
    if not new.name.strip():
        raise BadInput("The name is empty.", field="name")
    hashed = hash_password(check_password(new.password))
    return UserRow(
        id=new_id("user"),
        email=email,
        name=new.name.strip()[:120],
        role=new.role,
        password_hash=hashed,
        disabled=False,
        created_at=clock(),
    )


def _viewer(row: UserRow, role: Role) -> Viewer:
    return Viewer(id=row.id, name=row.name, role=role)


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
