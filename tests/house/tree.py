"""The files of the repository as the house rules look at them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTHON_ROOTS = ("src", "scripts", "bench", "tests", "infrastructure")
WEB_ROOTS = ("web/src", "web/e2e", "web/scripts", "web/dev")


def python_files(*roots: str) -> list[Path]:
    """Every Python file below the given folders, or below all that hold any."""
    found = [path for root in roots or PYTHON_ROOTS for path in sorted((ROOT / root).rglob("*.py"))]
    return [path for path in found if ".venv" not in path.parts]


def web_files() -> list[Path]:
    """Every hand-written script and style sheet of the web app."""
    found = [path for root in WEB_ROOTS for path in sorted((ROOT / root).rglob("*")) if path.is_file()]
    return [path for path in found if path.suffix in {".ts", ".tsx", ".mjs", ".css"} and not is_generated(path)]


def is_generated(path: Path) -> bool:
    """Whether a file says in its first lines that a program wrote it."""
    return "generated" in path.read_text(encoding="utf-8")[:300].lower()


def line_count(path: Path) -> int:
    """How many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


@cache
def syntax(path: Path) -> ast.Module:
    """The parsed Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a Python file with its length in lines."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def shown(path: Path) -> str:
    """A path as a reader of a failure wants it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tracked_texts() -> dict[str, str]:
    """Every text file under version control, by its path in the repository."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    texts = {}
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and b"\0" not in (content := path.read_bytes()):
            texts[name] = content.decode("utf-8")
    return texts
