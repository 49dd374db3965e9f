"""Tokens: what scripts show instead of a password; they end, can be revoked, and never exceed their owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sophia.access.accounts import viewer_of_row
from sophia.access.audit import Audit
from sophia.access.policy import authorize
from sophia.access.secret import handle_of, has_handle, hashed, new_secret
from sophia.access.tables import TokenRow, UserRow
from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.errors import BadInput, Conflict, Forbidden, NotFound
from sophia.kernel.viewer import RANK, Role, Viewer
from sophia.store.engine import Store

PREFIX = "soph_"
USED_EVERY = timedelta(seconds=60)
MOST = 100


@dataclass(frozen=True)
class NewToken:
    """A token to be made: without `days` it has no end; without an owner it is the asker's."""

    name: str
    role: Role
    days: int | None = 90
    owner: str | None = None


@dataclass(frozen=True)
class Held:
    """A token and the account that it belongs to."""

    token: TokenRow
    owner: UserRow

    @property
    def role(self) -> Role:
        """What the token may do now: never more than its owner."""
        return min((cast(Role, self.token.role), cast(Role, self.owner.role)), key=RANK.__getitem__)


class Tokens:
    """Makes, finds, lists and revokes API tokens."""

    def __init__(self, store: Store, audit: Audit, clock: Clock = utc_now) -> None:
        self._store = store
        self._audit = audit
        self._clock = clock

    def add(self, asker: Viewer, new: NewToken) -> tuple[str, Held]:
        """Return a new token's text, which is never shown again, and the token.

        Raises Forbidden for a role above the asker's, or for somebody else's token when the asker is no admin;
        BadInput for a role above the owner's; Conflict when the owner is disabled or has 100 tokens.
        """
        owner_id = new.owner or asker.id
        authorize(asker, "token.add", new.role, owner=owner_id)
        if not new.name.strip():
            raise BadInput("The name is empty.", field="name")
        secret, now = new_secret(PREFIX), self._clock()
        ends = None if new.days is None else now + timedelta(days=new.days)
        row = TokenRow(id=hashed(secret), name=new.name.strip(), user_id=owner_id, role=new.role, created_at=now)
        row.expires_at = ends
        with self._store.write() as session:
            self._store.serialize(session)
            owner = _owner(session, owner_id, new.role)
            session.add(row)
            detail = {} if owner_id == asker.id else {"owner": owner_id}
            self._audit.record(session, asker, "token.add", handle_of(row.id), role=new.role, name=row.name, **detail)
        return secret, Held(row, owner)

    def by_secret(self, secret: str) -> Viewer | None:
        """Return whom the token stands for, never with more than its owner's role; None when it is not valid."""
        if not secret.startswith(PREFIX) or len(secret) > 100:
            return None
        with self._store.read() as session:
            found = session.execute(
                select(TokenRow, UserRow).join(UserRow).where(TokenRow.id == hashed(secret))
            ).first()
        if found is None:
            return None
        held, now = Held(*found), self._clock()
        ended = held.token.expires_at is not None and now >= held.token.expires_at
        if ended or held.token.revoked_at is not None or held.owner.disabled:
            return None
        if held.token.used_at is None or now - held.token.used_at >= USED_EVERY:
            with self._store.write() as session:
                session.get_one(TokenRow, held.token.id).used_at = now
        viewer = viewer_of_row(held.owner, held.role)
        return Viewer(viewer.id, viewer.name, viewer.role, by_token=True)

    def of(self, asker: Viewer) -> list[Held]:
        """Return the asker's tokens that are not revoked, newest first; ended ones stay until they are."""
        authorize(asker, "token.read")
        return [held for held in self._all() if held.owner.id == asker.id]

    def of_everybody(self, asker: Viewer) -> list[Held]:
        """Return everybody's tokens that are not revoked, newest first. Raises Forbidden when the asker is no admin."""
        authorize(asker, "token.read", owner="everybody")
        return self._all()

    def revoke(self, asker: Viewer, handle: str) -> None:
        """End a token at once. Raises NotFound when there is none, or it is not the asker's to end."""
        authorize(asker, "token.revoke")
        with self._store.write() as session:
            found = select(TokenRow).where(has_handle(TokenRow.id, handle), TokenRow.revoked_at.is_(None))
            row = session.scalar(found)
            if row is None or not _may_end(asker, row):
                raise NotFound("There is no such token, or it was revoked already.")
            row.revoked_at = self._clock()
            self._audit.record(session, asker, "token.revoke", handle, name=row.name, owner=row.user_id)

    def _all(self) -> list[Held]:
        valid = select(TokenRow, UserRow).join(UserRow).where(TokenRow.revoked_at.is_(None))
        with self._store.read() as session:
            return [Held(*found) for found in session.execute(valid.order_by(TokenRow.created_at.desc()))]


def _may_end(asker: Viewer, row: TokenRow) -> bool:
    try:
        authorize(asker, "token.revoke", owner=row.user_id)
    except Forbidden:
        return False
    return True


def _owner(session: Session, user_id: str, role: Role) -> UserRow:
    """Return who is to hold a token with `role`. Raises when they cannot."""
    owner = session.get(UserRow, user_id)
    if owner is None:
        raise NotFound("There is no such account.", field="owner")
    if owner.disabled:
        raise Conflict(f"{owner.name} is disabled.", remedy="Enable the account first.")
    if not viewer_of_row(owner).may(role):
        raise BadInput(f"{owner.name} has the role {owner.role}; a token cannot have more.", field="role")
    valid = select(func.count()).select_from(TokenRow).where(TokenRow.user_id == user_id, TokenRow.revoked_at.is_(None))
    if (session.scalar(valid) or 0) >= MOST:
        raise Conflict(f"{owner.name} has {MOST} tokens.", remedy="Revoke one that is not used.")
    return owner
