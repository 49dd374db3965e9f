"""Secrets that Sophia makes: random texts shown once, of which only the hash is kept."""

from __future__ import annotations

import hashlib
import re
import secrets

from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql import ColumnElement

HANDLE = 16


def new_secret(prefix: str = "") -> str:
    """Return a new secret with 256 random bits."""
    return prefix + secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """Return what is kept of `secret`: its SHA-256, which suffices for a text with 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def handle_of(kept: str) -> str:
    """Return the short name by which the session or token with the hash `kept` is shown; it opens nothing."""
    return kept[:HANDLE]


def has_handle(column: InstrumentedAttribute[str], handle: str) -> ColumnElement[bool]:
    """Return the condition that the id in `column` goes by `handle`; nothing does by what is no handle."""
    return column.startswith(handle if re.fullmatch(r"[0-9a-f]{16}", handle) else "?")
