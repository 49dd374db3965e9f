"""Identifiers: prefixed, random for things people make, derived for things the planner makes."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata


def new_id(prefix: str) -> str:
    """Return a random id such as `dash_9f2c61d04b7a`."""
    return f"{prefix}_{secrets.token_hex(6)}"


def derived_id(prefix: str, *parts: object) -> str:
    """Return an id that depends only on `parts`: the same words give the same id on every machine."""
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()
    return f"{prefix}_{digest[:12]}"


def slugify(text: str) -> str:
    """Return `text` as a lower-case ASCII slug, at most 60 characters; "untitled" when nothing remains."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "untitled"
