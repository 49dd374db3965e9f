"""Loading: files become one immutable snapshot, in a process of its own with limits."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sophia.kernel.errors import BadInput, QueryStopped, SophiaError
from sophia.sources.contract import Note
from sophia.sources.registry import source_of_file
from sophia.sources.types import literal, quoted

SECONDS = 300
ADDRESS_SPACE = 4 * 2**30
MEMORY = "768MB"
MOST_FILES = 200


@dataclass(frozen=True)
class Loaded:
    """What a snapshot holds: tables with their rows, and notes about what was left out."""

    tables: dict[str, int]
    notes: tuple[Note, ...]


def load_files(files: Sequence[Path], target: Path, options: Mapping[str, Any] | None = None) -> Loaded:
    """Write the tables of `files` to the DuckDB file `target`, which appears whole or not at all.

    Reading foreign files happens in a child process with memory and time limits. Raises BadInput naming the file at
    fault, QueryStopped when a limit was reached.
    """
    for file in files:
        source_of_file(file)
    if not files or len(files) > MOST_FILES:
        raise BadInput(f"A connection is made of 1 to {MOST_FILES} files.", field="file")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".load-") as work:
        unfinished = Path(work) / "snapshot.duckdb"
        order = {
            "files": [str(file.resolve()) for file in files],
            "target": str(unfinished),
            "options": dict(options or {}),
        }
        answer = _in_child(order)
        unfinished.replace(target)
    return Loaded(answer["tables"], tuple(Note(**{**note, "lines": tuple(note["lines"])}) for note in answer["notes"]))


def _in_child(order: dict[str, Any]) -> dict[str, Any]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "sophia.sources.load"],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise QueryStopped(f"Reading the files took over {SECONDS} seconds.", field="file") from None
    answer: dict[str, Any] = {}
    if done.stdout.strip().startswith("{"):
        answer = json.loads(done.stdout)
    if "error" in answer:
        raise BadInput(
            answer["error"]["message"], field=answer["error"].get("field"), remedy=answer["error"].get("remedy")
        )
    if done.returncode or not answer:
        remedy = "Split the file, or save it as Parquet."
        raise QueryStopped("Reading the files took too much memory.", field="file", remedy=remedy)
    return answer


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS * 2, SECONDS * 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(order: dict[str, Any]) -> dict[str, Any]:
    import duckdb

    target = Path(order["target"])
    notes: list[Note] = []
    scratch = target.parent / "scratch"
    scratch.mkdir()
    with duckdb.connect(config={"threads": 2, "memory_limit": MEMORY, "temp_directory": str(scratch)}) as database:
        database.execute(f"ATTACH {literal(str(target))} AS snapshot (BLOCK_SIZE 16384)")
        database.execute("USE snapshot")
        for number, name in enumerate(order["files"]):
            original = Path(name)
            source = source_of_file(original)
            assert source.load is not None
            folder = target.parent / str(number)
            folder.mkdir()
            file = folder / original.name
            file.symlink_to(original)
            config = source.config(
                **{key: value for key, value in order["options"].items() if key in source.config.model_fields}
            )
            notes += source.load(database, file, config)
            shutil.rmtree(folder)
        database.execute("CHECKPOINT")
        names = database.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'snapshot'").fetchall()
        tables = {name: _rows(database, name) for (name,) in sorted(names)}
        database.execute("USE memory")
        database.execute("DETACH snapshot")
    return {"tables": tables, "notes": [asdict(note) for note in notes]}


def _rows(database: Any, table: str) -> int:
    return int(database.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone()[0])


def main() -> int:
    """Read an order from standard input, write the snapshot, answer on standard output."""
    _limit()
    order = json.load(sys.stdin)
    try:
        answer = _write(order)
    except SophiaError as error:
        answer = {"error": error.as_dict()}
    except Exception as error:  # the parent says it in public words
        answer = {"error": {"message": f"The file cannot be read: {str(error).splitlines()[0][:200]}", "field": "file"}}
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
