"""Folder: several files of any readable kind as the tables of one connection."""

from __future__ import annotations

from pathlib import Path

from sophia.kernel.errors import BadInput
from sophia.sources.contract import Source

SOURCE = Source(
    kind="folder",
    title="Several files",
    description="Files of any readable kind together: each is a table, or brings its own.",
    verified="server",
    evidence="Real files of every kind, read together.",
)


def readable_files(folder: Path, endings: set[str]) -> list[Path]:
    """Return the files of `folder` whose ending can be read, by name. Raises BadInput when there is none."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in endings)
    if not files:
        raise BadInput(f"{folder} holds no file that can be read.", field="file")
    return files
