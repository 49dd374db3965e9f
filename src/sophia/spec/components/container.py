"""container: a titled group of components with its own 12-column grid."""

from __future__ import annotations

from typing import Literal

from sophia.spec.components.shape import ComponentCommon


class Container(ComponentCommon):
    """A group; components with parent = this id lie inside it."""

    kind: Literal["container"] = "container"
