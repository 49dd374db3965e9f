"""The secrets envelope: AES-256-GCM with a key file of mode 0600 that lies outside the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sophia.kernel.errors import SophiaError

KEY_BYTES = 32
NONCE_BYTES = 12
FORMAT = b"\x01"


class KeyUnusable(SophiaError):
    """The key file is missing where it must exist, too short, or readable by others."""

    status = 500
    code = "key_unusable"


class Envelope:
    """Seals texts so that only the holder of the key can open them, and only in the place they were sealed for."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES or len(set(key)) < 8:
            raise KeyUnusable("The secret key is not 32 random bytes.", remedy="Restore the key file from your backup.")
        self._cipher = AESGCM(key)

    def seal(self, text: str, place: str) -> bytes:
        """Return `text` encrypted; two calls differ. `place` (table and row) is authenticated with it."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return FORMAT + nonce + self._cipher.encrypt(nonce, text.encode(), place.encode())

    def unseal(self, sealed: bytes, place: str) -> str:
        """Return the text. Raises KeyUnusable when the key or the place is another one, or the bytes were changed."""
        try:
            nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
            return self._cipher.decrypt(nonce, rest, place.encode()).decode()
        except (InvalidTag, ValueError):
            remedy = "Restore the key file that belongs to this database, or add the connection again."
            raise KeyUnusable(f"The secret of {place} cannot be opened with this key.", remedy=remedy) from None


def load_envelope(path: Path) -> Envelope:
    """Return the envelope of the key file at `path`, made with fresh random bytes at the first start.

    Raises KeyUnusable when the file is short or others may read it.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if path.stat().st_mode & 0o077:
            raise KeyUnusable(f"Others may read the key file {path}.", remedy=f"Run: chmod 600 {path}") from None
        return Envelope(path.read_bytes())
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    return Envelope(path.read_bytes())
