"""The web app's files: hashed names, kept for ever by browsers, compressed once."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli
import orjson
from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
TEXT = ("text/", "application/javascript", "application/json", "image/svg+xml", "application/wasm")
SMALLEST = 600


@dataclass(frozen=True)
class Asset:
    """A file as it is and compressed, and its media type."""

    media: str
    plain: bytes
    br: bytes | None
    gz: bytes | None


class Assets:
    """Serves the files of one folder out of memory; only names that exist there, never a path."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._known: dict[str, Asset] = {}
        self._lock = threading.Lock()

    def page(self) -> str | None:
        """Return the web app's page, or None when it was not built."""
        path = self._folder / "index.html"
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def links(self, kinds: Iterable[str]) -> str:
        """Return the HTML links that fetch the views of component `kinds` along with the page's own files."""
        files = self._manifest()
        shared = [key for key, item in files.items() if item.get("name") in {"views", "charts"}]
        found: dict[str, None] = {}
        for key in (*shared, *(f"src/components/{kind}/View.tsx" for kind in kinds)):
            self._gather(key, files, found)
        page = self.page() or ""
        return "".join(_link(name) for name in found if name not in page)

    def _gather(self, key: str, files: dict[str, Any], found: dict[str, None]) -> None:
        """Add the files of the entry `key` and of all that it imports, each once."""
        item = files.get(key, {})
        if item.get("isEntry") or f"/{item.get('file')}" in found:
            return
        found |= dict.fromkeys(f"/{name}" for name in _files(item))
        for other in item.get("imports", ()):
            self._gather(other, files, found)

    def _manifest(self) -> dict[str, Any]:
        path = self._folder / ".vite" / "manifest.json"
        read: dict[str, Any] = orjson.loads(path.read_bytes()) if path.is_file() else {}
        return read

    def reply(self, name: str, accepted: str) -> Response | None:
        """Return the file called `name` in the best encoding accepted, or None when there is none."""
        asset = self._known.get(name) or self._read(name)
        if asset is None:
            return None
        headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
        body, encoding = asset.plain, None
        if asset.br is not None and "br" in accepted:
            body, encoding = asset.br, "br"
        elif asset.gz is not None and "gzip" in accepted:
            body, encoding = asset.gz, "gzip"
        if encoding:
            headers["Content-Encoding"] = encoding
        return Response(body, media_type=asset.media, headers=headers)

    def _read(self, name: str) -> Asset | None:
        with self._lock:
            names = {
                path.relative_to(self._folder).as_posix() for path in self._folder.glob("assets/**/*") if path.is_file()
            }
            if name not in names or name.endswith((".br", ".gz")):
                return None
            path = self._folder / name
            media = mimetypes.guess_type(name)[0] or "application/octet-stream"
            plain = path.read_bytes()
            small = len(plain) < SMALLEST or not media.startswith(TEXT)
            asset = Asset(
                media=media,
                plain=plain,
                br=_beside(path, ".br") or (None if small else brotli.compress(plain, quality=9)),
                gz=_beside(path, ".gz") or (None if small else gzip.compress(plain, 9, mtime=0)),
            )
            self._known[name] = asset
            return asset


def _files(item: dict[str, Any]) -> list[str]:
    return [*([item["file"]] if "file" in item else []), *item.get("css", ())]


def _link(name: str) -> str:
    if name.endswith(".css"):
        return f'<link rel="stylesheet" crossorigin href="{name}">'
    return f'<link rel="modulepreload" crossorigin href="{name}">'


def _beside(path: Path, ending: str) -> bytes | None:
    other = path.with_name(path.name + ending)
    return other.read_bytes() if other.is_file() else None
