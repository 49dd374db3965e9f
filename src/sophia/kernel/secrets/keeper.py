"""The contract of what wraps data keys, and the choice between a key file and a key of AWS KMS."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sophia.kernel.secrets.envelope import KeyUnusable
from sophia.kernel.secrets.keyfile import KeyFile
from sophia.kernel.secrets.kms import KmsKey
from sophia.kernel.settings import Settings


class Keeper(Protocol):
    """Holds a key-encryption key that never lies in the database. Keys are named KIND:IDENTITY."""

    kind: str

    def current(self) -> str:
        """Return the name of the key that wraps now, or "" when none was made yet."""

    def wrap(self, data_key: bytes, place: str) -> tuple[str, bytes]:
        """Return the name of the key that was used, and the data key wrapped for `place`."""

    def unwrap(self, name: str, wrapped: bytes, place: str) -> bytes:
        """Return the data key. Raises KeyUnusable when this is another key, or another place."""

    def renew(self) -> None:
        """Begin a rotation: wrap with a fresh key from now on. Again, before `settle`, it changes nothing."""

    def pending(self) -> bool:
        """Whether a rotation was begun and not ended."""

    def settle(self) -> Path | None:
        """End a rotation and return where the former key lies, which nothing needs any more."""


@dataclass(frozen=True)
class Keys:
    """Wraps with `first`; what was wrapped by the key file before stays readable, so that `rotate` can move it."""

    first: Keeper
    file: KeyFile

    def unwrap(self, name: str, wrapped: bytes, place: str) -> bytes:
        """Return a data key. Raises KeyUnusable when its keeper is not configured or another key."""
        for keeper in (self.first, self.file):
            if name.startswith(f"{keeper.kind}:"):
                return keeper.unwrap(name, wrapped, place)
        message = f"The secrets are kept under {name}, which is not configured."
        raise KeyUnusable(message, remedy="Set SOPHIA_KMS_KEY to the key that they were kept under.")


def keys_of(settings: Settings) -> Keys:
    """Return what wraps data keys under `settings`; makes nothing yet."""
    file = KeyFile(settings.key_file or settings.home / "secret.key")
    return Keys(KmsKey(settings.kms_key) if settings.kms_key else file, file)
