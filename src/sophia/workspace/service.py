"""The workspace: its name and brand colours, shared by all dashboards."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sophia.access.audit import SYSTEM
from sophia.access.policy import authorize
from sophia.kernel.viewer import Viewer
from sophia.spec.theme import Theme
from sophia.workspace.store import SettingStore


@dataclass(frozen=True)
class Brand:
    """Name and colours (#rrggbb) of the workspace."""

    name: str = "Sophia"
    primary: str = "#2b5fd9"
    accent: str = "#b4540a"


class Workspace:
    """Reads and changes the settings that all dashboards share."""

    def __init__(self, store: SettingStore) -> None:
        self._store = store

    def brand(self) -> Brand:
        """Return the brand as set, with defaults for what never was."""
        known = {key: value for key, value in self._store.all().items() if key in {"name", "primary", "accent"}}
        return replace(Brand(), **known)

    def theme(self) -> Theme:
        """Return the brand's colours as a theme."""
        brand = self.brand()
        return Theme(primary=brand.primary, accent=brand.accent)

    def change(self, viewer: Viewer, brand: Brand) -> Brand:
        """Keep `brand`."""
        authorize(viewer, "workspace.edit")
        self._store.put(viewer, {"name": brand.name, "primary": brand.primary, "accent": brand.accent})
        return brand

    def done(self, step: str) -> str | None:
        """Return the version for which a step of the first start was done, or None."""
        return self._store.all().get(step)

    def mark(self, step: str, version: str) -> None:
        """Remember that a step of the first start was done for `version`."""
        self._store.put(SYSTEM, {step: version})
