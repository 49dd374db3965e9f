"""The build step that refuses to make a wheel without the web app inside."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebAppHook(BuildHookInterface[Any]):
    """Checks, before a wheel is packed, that the web app was built into the package."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Raise when what the web build makes is missing; an editable install may go without it."""
        built = ("server/static/index.html", "server/static/sandbox/frame.js", "render/custom/compiler.js")
        whole = all(Path(self.root, "src/sophia", name).is_file() for name in built)
        if version != "editable" and not whole:
            raise RuntimeError("The web app is not built: run `make wheel`, which builds it first.")
