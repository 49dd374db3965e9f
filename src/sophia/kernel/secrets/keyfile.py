"""The key file: 32 random bytes of mode 0600 outside the database, with its successor beside it during a rotation."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

from sophia.kernel.secrets.envelope import KEY_BYTES, Envelope, KeyUnusable


class KeyFile:
    """Wraps data keys with the file at `path`, which is made at the first use.

    During a rotation the successor lies in `path`.next; afterwards the former key is kept as `path`.old-NAME for
    backups of before, until somebody deletes it.
    """

    kind = "file"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._next = path.with_name(f"{path.name}.next")

    def current(self) -> str:
        """Return the name of the key that wraps now, or "" when none was made yet."""
        for path in (self._next, self.path):
            if path.exists():
                return _name(_read(path))
        return ""

    def wrap(self, data_key: bytes, place: str) -> tuple[str, bytes]:
        """Return the name of the key that was used, and the data key wrapped for `place`."""
        if not self.current():
            _make(self.path)
        key = _read(self._next if self._next.exists() else self.path)
        return _name(key), Envelope(key).seal(data_key.hex(), place)

    def unwrap(self, name: str, wrapped: bytes, place: str) -> bytes:
        """Return the data key. Raises KeyUnusable when no key file is the one called `name`."""
        for path in (self.path, *sorted(self.path.parent.glob(f"{self.path.name}.*"))):
            if path.suffix == ".making" or not path.exists():
                continue
            key = _read(path)
            if _name(key) == name:
                return bytes.fromhex(Envelope(key).unseal(wrapped, place))
        remedy = "Restore the key file that belongs to this database from your backup."
        raise KeyUnusable(f"{self.path} is not the key that the secrets are kept under ({name}).", remedy=remedy)

    def renew(self) -> None:
        """Put a fresh key beside the present one; it wraps from now on."""
        if not self._next.exists():
            _make(self._next)

    def pending(self) -> bool:
        """Whether a rotation was begun and not ended."""
        return self._next.exists()

    def settle(self) -> Path | None:
        """Let the fresh key take the place of the former one, and return where that one lies now."""
        if not self._next.exists():
            return None
        former = None
        if self.path.exists():
            former = self.path.with_name(f"{self.path.name}.old-{_name(_read(self.path)).partition(':')[2]}")
            self.path.replace(former)
        self._next.replace(self.path)
        return former

    def unseal_directly(self, sealed: bytes, place: str) -> str:
        """Return a text that was sealed with the file's key itself, as before data keys were."""
        return Envelope(_read(self.path)).unseal(sealed, place)


def _name(key: bytes) -> str:
    return f"file:{hashlib.sha256(b'sophia key name' + key).hexdigest()[:12]}"


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_mode & 0o077:
            raise KeyUnusable(f"Others may read the key file {path}.", remedy=f"Run: chmod 600 {path}")
        key = path.read_bytes()
    except OSError as error:
        remedy = "Restore the key file that belongs to this database from your backup."
        raise KeyUnusable(f"The key file {path} cannot be read ({error.strerror}).", remedy=remedy) from None
    Envelope(key)
    return key


def _make(path: Path) -> None:
    """Write a fresh key whole or not at all; of two processes that do so at once, one wins and both go on."""
    scratch = path.with_name(f"{path.name}.{secrets.token_hex(4)}.making")
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(scratch, path)
    scratch.unlink()
