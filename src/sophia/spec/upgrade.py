"""Upgrades: each takes a stored spec document one version up, so that old dashboards keep opening."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sophia.kernel.errors import BadInput

CURRENT = 1
Document = dict[str, Any]


def from_unversioned(document: Document) -> Document:
    """0 → 1: a document written by hand may leave the version out; nothing else changed."""
    return {**document, "spec_version": 1}


STEPS: Mapping[int, Callable[[Document], Document]] = {0: from_unversioned}


def upgrade(document: Document) -> Document:
    """Return `document` at the current version. Raises BadInput when it is newer than this Sophia."""
    version = document.get("spec_version", 0)
    if not isinstance(version, int) or version > CURRENT or version < 0:
        raise BadInput(
            f"This dashboard has the spec version {version!r}; this Sophia reads up to {CURRENT}.",
            field="spec.spec_version",
            remedy="Upgrade Sophia, or export the dashboard from the newer one in an older version.",
        )
    while version < CURRENT:
        document = STEPS[version](document)
        version = document["spec_version"]
    return document
