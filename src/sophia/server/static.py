"""The web app's files: hashed names, kept for ever by browsers, compressed once."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from dataclasses import dataclass
from pathlib import Path

import brotli
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


def _beside(path: Path, ending: str) -> bytes | None:
    other = path.with_name(path.name + ending)
    return other.read_bytes() if other.is_file() else None
