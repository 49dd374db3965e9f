"""The vault: where secrets are kept, sealed; how they are checked, and moved to fresh keys."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from sophia.kernel.clock import Clock, utc_now
from sophia.kernel.ids import new_id
from sophia.kernel.secrets.envelope import KEY_BYTES, Envelope, KeyUnusable
from sophia.kernel.secrets.keeper import Keys
from sophia.store.engine import Store
from sophia.store.vault_tables import DataKeyRow, SecretRow

BATCH = 100


@dataclass(frozen=True)
class Checked:
    """What was found: secrets that open, and by "owner, field" why the others do not. `keepers` counts data keys."""

    opened: int
    faults: dict[str, str]
    keepers: dict[str, int]


@dataclass(frozen=True)
class Rotated:
    """What a rotation did: secrets sealed anew, whether it ended an interrupted one, and where the former key lies."""

    secrets: int
    resumed: bool
    former: Path | None


@dataclass
class Vault:
    """Seals and opens secrets inside the caller's transaction; a sealed text opens in its own row and field only."""

    store: Store
    keys: Keys
    clock: Clock = utc_now
    _opened: dict[str, Envelope] = field(default_factory=dict, repr=False)

    def put(self, session: Session, owner: str, name: str, text: str) -> None:
        """Keep `text` as the secret `name` of `owner`, in place of what was kept before."""
        key = self._current(session)
        sealed = self._envelope(key).seal(text, place_of(key.id, owner, name))
        session.merge(SecretRow(owner=owner, field=name, data_key=key.id, sealed=sealed, updated_at=self.clock()))

    def get(self, session: Session, owner: str, name: str) -> str:
        """Return a secret. Raises KeyUnusable when it is missing, was moved or changed, or its key is not there."""
        row = session.get(SecretRow, (owner, name))
        if row is None:
            raise KeyUnusable(f"The secret {name} of {owner} is missing.", remedy="Enter it again.")
        return self._text(session, row)

    def drop(self, session: Session, owner: str) -> None:
        """Forget every secret of `owner`."""
        session.execute(delete(SecretRow).where(SecretRow.owner == owner))

    def check(self) -> Checked:
        """Open every secret and say which ones do not open, and why."""
        opened, faults = 0, {}
        with self.store.read() as session:
            keepers = Counter(session.scalars(select(DataKeyRow.keeper)))
            for row in session.scalars(select(SecretRow).order_by(SecretRow.owner, SecretRow.field)):
                try:
                    self._text(session, row)
                    opened += 1
                except KeyUnusable as error:
                    faults[f"{row.owner}, {row.field}"] = error.message
        return Checked(opened, faults, dict(keepers))

    def rotate(self) -> Rotated:
        """Seal every secret with a fresh data key under a fresh key, and delete the former data keys.

        May be cut off at any point: the next call goes on where this one ended, and until then everything opens.
        """
        self.keys.first.renew()
        resumed, moved = self._begin_rotation(), 0
        while True:
            moved += (batch := self._move_some())
            if not batch and self._delete_former():
                return Rotated(moved, resumed, self.keys.first.settle())

    def _begin_rotation(self) -> bool:
        """Make the fresh data key, unless a rotation that was cut off made it; return whether one did."""
        with self.store.write() as session:
            self.store.serialize(session)
            rows = session.scalars(select(DataKeyRow)).all()
            present = self.keys.first.current()
            if any(row.current and row.keeper == present for row in rows) and self._unfinished(len(rows)):
                return True
            session.execute(update(DataKeyRow).values(current=False))
            session.add(self._fresh())
        return False

    def _unfinished(self, data_keys: int) -> bool:
        return data_keys > 1 or self.keys.first.pending()

    def _move_some(self) -> int:
        with self.store.write() as session:
            current = self._current(session)
            rows = session.scalars(
                select(SecretRow).where(SecretRow.data_key != current.id).limit(BATCH).with_for_update()
            ).all()
            for row in rows:
                text = self._text(session, row)
                row.sealed = self._envelope(current).seal(text, place_of(current.id, row.owner, row.field))
                row.data_key = current.id
            return len(rows)

    def _delete_former(self) -> bool:
        """Delete the former data keys; False when another process has just used one."""
        try:
            with self.store.write() as session:
                session.execute(delete(DataKeyRow).where(DataKeyRow.current.is_(False)))
        except IntegrityError:
            return False
        return True

    def _current(self, session: Session) -> DataKeyRow:
        """Return the data key for new secrets, held against deletion until the transaction ends."""
        wanted = select(DataKeyRow).where(DataKeyRow.current).with_for_update(read=True, key_share=True)
        row = session.scalars(wanted).first()
        if row is None:
            self.store.serialize(session)
            row = session.scalars(wanted).first()
        if row is None:
            row = self._fresh()
            session.add(row)
            session.flush()
        return row

    def _fresh(self) -> DataKeyRow:
        return fresh_data_key(self.keys, self.clock)

    def _text(self, session: Session, row: SecretRow) -> str:
        envelope = self._opened.get(row.data_key)
        if envelope is None:
            key = session.get(DataKeyRow, row.data_key)
            if key is None:
                raise KeyUnusable(f"The data key {row.data_key} is missing.", remedy="Restore a backup.")
            envelope = self._envelope(key)
        try:
            return envelope.unseal(row.sealed, place_of(row.data_key, row.owner, row.field))
        except KeyUnusable:
            message = f"The secret {row.field} of {row.owner} was changed or moved in the database."
            raise KeyUnusable(message, remedy="Enter it again, or restore a backup.") from None

    def _envelope(self, key: DataKeyRow) -> Envelope:
        if key.id not in self._opened:
            self._opened[key.id] = Envelope(self.keys.unwrap(key.keeper, key.wrapped, f"data_keys/{key.id}"))
        return self._opened[key.id]


def fresh_data_key(keys: Keys, clock: Clock = utc_now) -> DataKeyRow:
    """Return a random data key, wrapped and current."""
    name = new_id("dk")
    keeper, wrapped = keys.first.wrap(secrets.token_bytes(KEY_BYTES), f"data_keys/{name}")
    return DataKeyRow(id=name, keeper=keeper, wrapped=wrapped, current=True, created_at=clock())


def place_of(data_key: str, owner: str, name: str) -> str:
    """Return what a sealed text is bound to, so that it opens nowhere else."""
    return json.dumps([data_key, owner, name])
