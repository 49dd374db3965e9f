"""The envelope: AES-256-GCM, which opens only with the same key and in the same place."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sophia.kernel.errors import SophiaError

KEY_BYTES = 32
NONCE_BYTES = 12
FORMAT = b"\x01"


class KeyUnusable(SophiaError):
    """A key is missing where it must exist, too short, readable by others, or not the one that sealed."""

    status = 500
    code = "key_unusable"


class Envelope:
    """Seals texts so that only the holder of the key can open them, and only in the place they were sealed for."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES or len(set(key)) < 8:
            raise KeyUnusable("The secret key is not 32 random bytes.", remedy="Restore the key file from your backup.")
        self._cipher = AESGCM(key)

    def seal(self, text: str, place: str) -> bytes:
        """Return `text` encrypted; two calls differ. `place` (which row, which field) is authenticated with it."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return FORMAT + nonce + self._cipher.encrypt(nonce, text.encode(), place.encode())

    def unseal(self, sealed: bytes, place: str) -> str:
        """Return the text. Raises KeyUnusable when the key or the place is another one, or the bytes were changed."""
        try:
            if not sealed.startswith(FORMAT):
                raise ValueError
            nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
            return self._cipher.decrypt(nonce, rest, place.encode()).decode()
        except (InvalidTag, ValueError):
            remedy = "Restore the key file that belongs to this database, or enter the secret again."
            raise KeyUnusable(f"The secret of {place} cannot be opened with this key.", remedy=remedy) from None
