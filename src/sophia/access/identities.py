"""Identities: how people prove who they are, choose their passwords, and how the first admin is made."""

from __future__ import annotations

import hmac
from dataclasses import replace

from sqlalchemy import func, select, update

from sophia.access.accounts import NewUser, user_row, viewer_of_row
from sophia.access.audit import Audit
from sophia.access.passwords import check_password, fits, hash_password
from sophia.access.policy import authorize
from sophia.access.secret import hashed, new_secret
from sophia.access.sessions import Device, Sessions, end_all
from sophia.access.tables import UserRow
from sophia.access.throttle import Throttle
from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.errors import BadInput, Conflict, Forbidden, Unauthenticated
from sophia.kernel.viewer import Viewer
from sophia.store.engine import Store

DEMO = Viewer(id="demo", name="Demo builder", role="builder", demo=True)
WRONG_SECRET = "This link is not valid, was used already, or is older than a day."


class Identities:
    """Who people are, and how they prove it."""

    def __init__(self, store: Store, audit: Audit, sessions: Sessions, clock: Clock = utc_now) -> None:
        self._store = store
        self._audit = audit
        self._sessions = sessions
        self._clock = clock
        self._per_account = Throttle(10, 300, clock)
        self._per_place = Throttle(60, 300, clock)
        self._setup_hash: str | None = None

    def open_setup(self) -> str:
        """Return a new one-time secret for the first admin, to be printed on the console; only its hash is kept."""
        secret = new_secret()
        self._setup_hash = hashed(secret)
        return secret

    def set_up(self, secret: str, new: NewUser) -> Viewer:
        """Make the first admin. Raises Forbidden for a wrong secret, or when an account exists already."""
        self._per_place.pass_or_raise("setup")
        if self._setup_hash is None or not hmac.compare_digest(self._setup_hash, hashed(secret)):
            remedy = "Take the secret from the console where Sophia was started."
            raise Forbidden("This is not the setup secret, or it was used already.", field="secret", remedy=remedy)
        row = user_row(replace(new, role="admin"), self._clock)
        with self._store.write() as session:
            self._store.serialize(session)
            if session.scalar(select(func.count()).select_from(UserRow)):
                raise Forbidden("Sophia was set up already.", remedy="Sign in.")
            session.add(row)
            self._audit.record(session, None, "workspace.setup", row.id)
        self._setup_hash = None
        return viewer_of_row(row)

    def log_in(self, email: str, password: str, device: Device) -> tuple[Viewer, str]:
        """Return the viewer and the session's secret for the cookie. Same reply and time for unknown people."""
        email = email.strip().lower()
        self._per_place.pass_or_raise(device.place)
        self._per_account.pass_or_raise(email)
        with self._store.read() as session:
            row = session.scalar(select(UserRow).where(UserRow.email == email, UserRow.disabled.is_(False)))
        if not fits(password, row.password_hash if row else None) or row is None:
            self._audit.note(None, "session.begin", email, outcome="refused")
            raise Unauthenticated("E-mail address or password is wrong.", field="password")
        self._per_account.forget(email)
        return viewer_of_row(row), self._sessions.begin(row, device)

    def choose_password(self, secret: str, password: str, device: Device) -> tuple[Viewer, str]:
        """Set the password of whoever holds the one-time `secret`, which is then used up, and sign them in.

        Raises Forbidden when the secret is not valid, BadInput for a password that may not be chosen.
        """
        self._per_place.pass_or_raise(device.place)
        with self._store.read() as session:
            row = session.scalar(select(UserRow).where(UserRow.reset_hash == hashed(secret)))
        if row is None or row.disabled or row.reset_until is None or self._clock() >= row.reset_until:
            raise Forbidden(WRONG_SECRET, field="secret", remedy="Ask an admin for a new one.")
        chosen = hash_password(check_password(password))
        with self._store.write() as session:
            still = update(UserRow).where(UserRow.reset_hash == hashed(secret), UserRow.disabled.is_(False))
            cleared = still.values(password_hash=chosen, reset_hash=None, reset_until=None)
            if session.scalar(cleared.returning(UserRow.id)) is None:
                raise Forbidden(WRONG_SECRET, field="secret", remedy="Ask an admin for a new one.")
            end_all(session, row.id)
            self._audit.record(session, viewer_of_row(row), "password.choose", row.id)
        row.password_hash = chosen
        return viewer_of_row(row), self._sessions.begin(row, device)

    def change_password(self, asker: Viewer, current: str, password: str, kept: str | None) -> None:
        """Change the asker's own password and end their sessions, but the one with the secret `kept`.

        Raises BadInput when `current` is not their password or `password` may not be chosen.
        """
        authorize(asker, "password.change")
        self._per_account.pass_or_raise(asker.id)
        with self._store.read() as session:
            before = session.get_one(UserRow, asker.id).password_hash
        if not fits(current, before):
            self._audit.note(asker, "password.change", asker.id, outcome="refused")
            raise BadInput("This is not your password.", field="current")
        chosen = hash_password(check_password(password))
        with self._store.write() as session:
            still = update(UserRow).where(UserRow.id == asker.id, UserRow.password_hash == before)
            if session.scalar(still.values(password_hash=chosen).returning(UserRow.id)) is None:
                raise Conflict("The password was changed in the meantime.", remedy="Sign in again.")
            end_all(session, asker.id, kept)
            self._audit.record(session, asker, "password.change", asker.id)
        self._per_account.forget(asker.id)
