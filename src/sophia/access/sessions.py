"""Sessions: logins of people in browsers, each ended by time, by its owner, or with its account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from sophia.access.audit import Audit
from sophia.access.policy import authorize
from sophia.access.secret import has_handle, hashed, new_secret
from sophia.access.tables import SessionRow, UserRow
from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.errors import NotFound, Unauthenticated
from sophia.kernel.viewer import Role, Viewer
from sophia.store.engine import Store

SEEN_EVERY = timedelta(seconds=60)


@dataclass(frozen=True)
class SessionLimits:
    """How long a login lasts: without a request, and in any case."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)


@dataclass(frozen=True)
class Device:
    """From where somebody signs in: network address, and the browser's own description."""

    place: str
    agent: str = ""


class Sessions:
    """Begins, finds, lists and ends sessions."""

    def __init__(self, store: Store, audit: Audit, limits: SessionLimits | None = None, clock: Clock = utc_now) -> None:
        self._store = store
        self._audit = audit
        self._limits = limits or SessionLimits()
        self._clock = clock

    def begin(self, proven: UserRow, device: Device) -> str:
        """Return the secret of a new session of the person whose password was just checked.

        Raises Unauthenticated when the account was disabled or got another password since `proven` was read.
        """
        secret, now = new_secret(), self._clock()
        with self._store.write() as session:
            self._store.serialize(session)
            user = session.get(UserRow, proven.id)
            if user is None or user.disabled or user.password_hash != proven.password_hash:
                raise Unauthenticated("This account was just changed.", remedy="Sign in again.")
            user.signed_in_at = now
            session.execute(delete(SessionRow).where(SessionRow.expires_at < now))
            session.add(
                SessionRow(
                    id=hashed(secret),
                    user_id=user.id,
                    created_at=now,
                    seen_at=now,
                    expires_at=now + self._limits.absolute,
                    place=device.place[:64],
                    agent=device.agent[:200],
                )
            )
            self._audit.record(session, Viewer(user.id, user.name), "session.begin", user.id)
        return secret

    def by_secret(self, secret: str) -> Viewer | None:
        """Return who holds the session, or None when it ended."""
        now = self._clock()
        with self._store.read() as session:
            found = session.execute(
                select(SessionRow, UserRow).join(UserRow).where(SessionRow.id == hashed(secret))
            ).first()
        if found is None:
            return None
        login, user = found
        if user.disabled or not self._lasts(login):
            return None
        if now - login.seen_at >= SEEN_EVERY:
            with self._store.write() as session:
                kept = session.get(SessionRow, login.id)
                if kept is None:
                    return None
                kept.seen_at = now
        return Viewer(user.id, user.name, cast(Role, user.role))

    def end(self, secret: str) -> None:
        """End the session at once."""
        with self._store.write() as session:
            login = session.get(SessionRow, hashed(secret))
            if login is not None:
                session.delete(login)
                self._audit.record(session, Viewer(login.user_id, ""), "session.end", login.user_id)

    def of(self, asker: Viewer) -> list[SessionRow]:
        """Return the asker's sessions that last, newest use first."""
        authorize(asker, "session.list")
        with self._store.read() as session:
            mine = select(SessionRow).where(SessionRow.user_id == asker.id)
            return [row for row in session.scalars(mine.order_by(SessionRow.seen_at.desc())) if self._lasts(row)]

    def revoke(self, asker: Viewer, handle: str) -> None:
        """End one of the asker's own sessions. Raises NotFound for any other."""
        authorize(asker, "session.revoke")
        with self._store.write() as session:
            mine = select(SessionRow).where(SessionRow.user_id == asker.id, has_handle(SessionRow.id, handle))
            login = session.scalar(mine)
            if login is None:
                raise NotFound("There is no such session, or it ended already.")
            session.delete(login)
            self._audit.record(session, asker, "session.revoke", handle)

    def revoke_others(self, asker: Viewer, kept: str | None) -> int:
        """End all of the asker's sessions but the one with the secret `kept`; return how many ended."""
        authorize(asker, "session.revoke")
        with self._store.write() as session:
            ended = end_all(session, asker.id, kept)
            if ended:
                self._audit.record(session, asker, "session.revoke", "others", sessions=ended)
        return ended

    def _lasts(self, login: SessionRow) -> bool:
        now = self._clock()
        return now < login.expires_at and now - login.seen_at < self._limits.idle


def end_all(session: Session, user_id: str, kept: str | None = None) -> int:
    """End a person's sessions inside `session`'s transaction, but the one with the secret `kept`; return how many."""
    theirs = delete(SessionRow).where(SessionRow.user_id == user_id)
    if kept is not None:
        theirs = theirs.where(SessionRow.id != hashed(kept))
    return len(session.scalars(theirs.returning(SessionRow.id)).all())
