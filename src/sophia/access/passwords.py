"""Passwords: Argon2id, at most two at once because each takes 64 MiB."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from sophia.kernel.errors import BadInput, Overloaded

SHORTEST, LONGEST = 10, 200
AT_ONCE = threading.BoundedSemaphore(2)
WAIT_SECONDS = 10.0
HASHER = PasswordHasher()
WORTHLESS = frozenset({"password", "changeme", "1234567890", "qwertyuiop", "0123456789", "letmein123", "password123"})


def check_password(password: str) -> str:
    """Return `password` when it may be chosen. Raises BadInput naming the rule."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadInput(f"A password has {SHORTEST} to {LONGEST} characters.", field="password")
    if password.lower() in WORTHLESS or len(set(password)) < 5:
        raise BadInput("This password is among the first that anybody tries.", field="password")
    return password


def hash_password(password: str) -> str:
    """Return the Argon2id hash of `password`. Raises Overloaded when too many are being computed."""
    with _turn():
        return HASHER.hash(password)


def fits(password: str, hashed: str | None) -> bool:
    """Whether `password` is the one behind `hashed`; takes as long when there is none (or ""), and is then False."""
    with _turn():
        try:
            return HASHER.verify(hashed or _decoy(), password[:LONGEST]) and bool(hashed)
        except (VerifyMismatchError, InvalidHashError):
            return False


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for a place among the two that may hash at once."""
    if not AT_ONCE.acquire(timeout=WAIT_SECONDS):
        raise Overloaded("Too many people are signing in.", remedy="Try again in a few seconds.")
    try:
        yield
    finally:
        AT_ONCE.release()


_decoys: list[str] = []


def _decoy() -> str:
    """Return a hash that no password fits, so that unknown people take the same time."""
    if not _decoys:
        _decoys.append(HASHER.hash("nobody has this password"))
    return _decoys[0]
