"""A real MariaDB server on loopback for the length of a test run."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymysql

START_SECONDS = 60


class MariadbMissing(RuntimeError):
    """No MariaDB binaries on this machine."""


@dataclass(frozen=True)
class Mariadb:
    """A running server: where it listens and its owner's password."""

    port: int
    password: str

    def url(self, database: str = "mysql") -> str:
        """The address of one database."""
        return f"mysql://sophia:{self.password}@127.0.0.1:{self.port}/{database}?tls=disable"

    def session(self, database: str | None = None) -> pymysql.Connection[Any]:
        """Return a session that may write."""
        return pymysql.connect(
            host="127.0.0.1", port=self.port, user="sophia", password=self.password, database=database, autocommit=True
        )

    def create_database(self, statements: str) -> str:
        """Create a database of its own name, run statements in it and return its URL."""
        name = f"test_{secrets.token_hex(6)}"
        with self.session() as session, session.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
            cursor.execute(f"USE {name}")
            for statement in filter(str.strip, statements.split(";")):
                cursor.execute(statement)
        return self.url(name)


def find(name: str) -> str:
    """Return a binary of the server. Raises MariadbMissing."""
    places = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    found = shutil.which(name, path=places)
    if found is None:
        raise MariadbMissing("Install mariadb-server (Debian's package) to run these tests.")
    return found


@contextlib.contextmanager
def running_mariadb() -> Iterator[Mariadb]:
    """Start a server on a free loopback port and stop it, data and all, at the end."""
    server, install = find("mariadbd"), find("mariadb-install-db")
    home = Path(tempfile.mkdtemp(prefix="sophia-maria-"))
    owner = [f"--user={'root' if os.geteuid() == 0 else os.environ.get('USER', 'nobody')}"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        mariadb = Mariadb(int(probe.getsockname()[1]), secrets.token_urlsafe(12))
    try:
        data = [f"--datadir={home / 'data'}"]
        made = [install, "--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"]
        subprocess.run([*made, *data, *owner], check=True, capture_output=True)
        start = home / "start.sql"
        account = f"'sophia'@'127.0.0.1' IDENTIFIED BY '{mariadb.password}'"
        start.write_text(f"CREATE USER {account};\nGRANT ALL ON *.* TO 'sophia'@'127.0.0.1' WITH GRANT OPTION;\n")
        options = ["--bind-address=127.0.0.1", f"--port={mariadb.port}", f"--socket={home / 'socket'}"]
        options += [f"--init-file={start}", f"--pid-file={home / 'pid'}", "--skip-log-bin", "--skip-name-resolve"]
        options += ["--innodb-buffer-pool-size=32M", "--innodb-flush-log-at-trx-commit=0"]
        log = home / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [server, "--no-defaults", *data, *owner, *options], stdout=output, stderr=output, cwd="/"
            )
        try:
            _await_start(process, mariadb, log)
            yield mariadb
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _await_start(process: subprocess.Popen[bytes], mariadb: Mariadb, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(pymysql.MySQLError):
            mariadb.session().close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"MariaDB did not start: {log.read_text()[-2000:]}")
