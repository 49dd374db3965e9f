"""Bytes by key in a SQLite file of their own: a cache that outlives the process and may be deleted at any time."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

MOST = 20_000
PRUNE_EVERY = 500
TABLE = (
    "CREATE TABLE IF NOT EXISTS bytes (key TEXT PRIMARY KEY, body BLOB NOT NULL, stored_at REAL NOT NULL) WITHOUT ROWID"
)


class SqliteBytes:
    """Keeps at most 20,000 entries; a full disk or a damaged file makes it forget, never fail."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._lock = threading.Lock()
        self._puts = 0
        self._file = self._open()

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect()
        except sqlite3.DatabaseError:
            for suffix in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        file = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None, timeout=1)
        for pragma in ("journal_mode=WAL", "synchronous=OFF"):
            file.execute(f"PRAGMA {pragma}")
        file.execute(TABLE)
        return file

    def get(self, key: str) -> tuple[bytes, float] | None:
        """Return the bytes under `key` and when they were put (Unix seconds), or None."""
        try:
            with self._lock:
                row = self._file.execute("SELECT body, stored_at FROM bytes WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            return None
        return (bytes(row[0]), float(row[1])) if row else None

    def put(self, key: str, body: bytes, stored_at: float) -> None:
        """Keep `body` under `key`; the oldest entries make room."""
        try:
            with self._lock:
                self._file.execute("INSERT OR REPLACE INTO bytes VALUES (?, ?, ?)", (key, body, stored_at))
                self._puts += 1
                if self._puts % PRUNE_EVERY == 0:
                    keep = "SELECT key FROM bytes ORDER BY stored_at DESC LIMIT ?"
                    self._file.execute(f"DELETE FROM bytes WHERE key NOT IN ({keep})", (MOST,))
        except sqlite3.Error:
            return

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._file.close()
