"""Accounts: who may sign in and in which role; made, changed, disabled and enabled by admins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

from sophia.access.audit import SYSTEM, Audit
from sophia.access.passwords import check_password, hash_password
from sophia.access.policy import authorize
from sophia.access.secret import hashed, new_secret
from sophia.access.sessions import end_all
from sophia.access.tables import TokenRow, UserRow
from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.errors import BadInput, Conflict, NotFound
from sophia.kernel.ids import new_id
from sophia.kernel.viewer import Role, Viewer
from sophia.store.engine import Store

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,189}")
SECRET_LASTS = timedelta(hours=24)


@dataclass(frozen=True)
class NewUser:
    """An account to be made; without a password its owner chooses one with a one-time secret."""

    email: str
    name: str
    role: Role
    password: str | None = None


@dataclass(frozen=True)
class OneTime:
    """A secret with which one person chooses a password once, and the moment at which it ends."""

    secret: str
    until: datetime


class Accounts:
    """Local accounts, as admins see them."""

    def __init__(self, store: Store, audit: Audit, clock: Clock = utc_now) -> None:
        self._store = store
        self._audit = audit
        self._clock = clock

    def all(self) -> list[UserRow]:
        """Return every account, oldest first."""
        with self._store.read() as session:
            return list(session.scalars(select(UserRow).order_by(UserRow.created_at, UserRow.id)))

    def any(self) -> bool:
        """Whether an account exists."""
        with self._store.read() as session:
            return bool(session.scalar(select(func.count()).select_from(UserRow)))

    def by_email(self, email: str) -> UserRow:
        """Return the account with this address. Raises NotFound."""
        with self._store.read() as session:
            row = session.scalar(select(UserRow).where(UserRow.email == email.strip().lower()))
        if row is None:
            raise NotFound(f"Nobody has the e-mail address {email}.", field="email")
        return row

    def add(self, asker: Viewer, new: NewUser) -> tuple[UserRow, OneTime | None]:
        """Make an account; without a password also the secret to choose one.

        Raises BadInput for a value that cannot be used, Conflict for a known e-mail address.
        """
        authorize(asker, "user.add", new.role)
        row = user_row(new, self._clock)
        once = None if row.password_hash else self._open(row)
        with self._store.write() as session:
            if session.scalar(select(UserRow.id).where(UserRow.email == row.email)):
                raise Conflict(f"{row.email} already has an account.", field="email")
            session.add(row)
            self._audit.record(session, asker, "user.add", row.id, role=row.role)
        return row, once

    def set_role(self, asker: Viewer, user_id: str, role: Role) -> UserRow:
        """Give a person another role and end their sessions. Raises NotFound, or Conflict for the last admin."""
        authorize(asker, "user.edit", role)
        with self._store.write() as session:
            row = self._taken(session, user_id)
            if row.role == role:
                return row
            self._check_leaving(session, asker, row)
            self._audit.record(session, asker, "user.role", row.id, before=row.role, role=role)
            row.role = role
            end_all(session, row.id)
        return row

    def disable(self, asker: Viewer, user_id: str) -> UserRow:
        """Shut a person out: sessions end and tokens are revoked. Raises NotFound, or Conflict for the last admin."""
        authorize(asker, "user.edit")
        with self._store.write() as session:
            row = self._taken(session, user_id)
            if row.disabled:
                return row
            self._check_leaving(session, asker, row)
            row.disabled, row.reset_hash, row.reset_until = True, None, None
            end_all(session, row.id)
            valid = and_(TokenRow.user_id == row.id, TokenRow.revoked_at.is_(None))
            session.execute(update(TokenRow).where(valid).values(revoked_at=self._clock()))
            self._audit.record(session, asker, "user.disable", row.id)
        return row

    def enable(self, asker: Viewer, user_id: str) -> UserRow:
        """Let a person sign in again; sessions and tokens of before stay ended. Raises NotFound."""
        authorize(asker, "user.edit")
        with self._store.write() as session:
            row = self._taken(session, user_id)
            if row.disabled:
                row.disabled = False
                self._audit.record(session, asker, "user.enable", row.id)
        return row

    def reset(self, asker: Viewer, user_id: str) -> OneTime:
        """Take a person's password away, end their sessions, and return the secret to choose another with.

        Raises NotFound, Conflict for a disabled account, the asker's own, or the last admin's; whoever sits at the
        machine (`SYSTEM`) may reset that one too.
        """
        authorize(asker, "user.edit")
        with self._store.write() as session:
            row = self._taken(session, user_id)
            if asker.id != SYSTEM.id:
                self._check_leaving(session, asker, row)
            if row.disabled:
                raise Conflict(f"{row.name} is disabled.", remedy="Enable the account first.")
            row.password_hash = ""
            once = self._open(row)
            end_all(session, row.id)
            self._audit.record(session, asker, "user.reset", row.id)
        return once

    def _open(self, row: UserRow) -> OneTime:
        """Give `row` a new one-time secret; the one before ends."""
        once = OneTime(new_secret(), self._clock() + SECRET_LASTS)
        row.reset_hash, row.reset_until = hashed(once.secret), once.until
        return once

    def _taken(self, session: Session, user_id: str) -> UserRow:
        """Return the account, alone with it: of two who change accounts at once the second waits."""
        self._store.serialize(session)
        row = session.get(UserRow, user_id)
        if row is None:
            raise NotFound("There is no such account.")
        return row

    def _check_leaving(self, session: Session, asker: Viewer, row: UserRow) -> None:
        """Raise Conflict when `row` is the last admin, or the asker's own account."""
        others = session.scalar(select(func.count()).select_from(UserRow).where(_can_admin(), UserRow.id != row.id))
        if row.role == "admin" and not others:
            raise Conflict(f"{row.name} is the last admin.", remedy="Make somebody else an admin first.")
        if asker.id == row.id:
            raise Conflict("This is your own account.", remedy="Ask another admin.")


def _can_admin() -> ColumnElement[bool]:
    """Return the condition of an admin who can sign in; one who has not chosen a password yet cannot."""
    return and_(UserRow.role == "admin", UserRow.disabled.is_(False), UserRow.password_hash != "")


def user_row(new: NewUser, clock: Clock) -> UserRow:
    """Return the account's row. Raises BadInput for a value that cannot be used."""
    email = new.email.strip().lower()
    if not EMAIL.fullmatch(email) or not email.isascii():
        raise BadInput("This is no e-mail address.", field="email")
    if not new.name.strip():
        raise BadInput("The name is empty.", field="name")
    return UserRow(
        id=new_id("user"),
        email=email,
        name=new.name.strip()[:120],
        role=new.role,
        password_hash="" if new.password is None else hash_password(check_password(new.password)),
        disabled=False,
        created_at=clock(),
    )


def viewer_of_row(row: UserRow, role: Role | None = None) -> Viewer:
    """Return the person as who asks, in the account's role or in `role`."""
    return Viewer(id=row.id, name=row.name, role=role or cast(Role, row.role))
