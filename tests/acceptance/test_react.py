"""The React source of the guide's five dashboards is a program: strict TypeScript accepts it as it was returned."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.guide import GENERATE
from tests.acceptance.server import Server

WEB = Path(__file__).parents[2] / "web"
TSC = WEB / "node_modules/.bin/tsc"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not TSC.exists(), reason="web/node_modules is absent: run `make setup` to install tsc"),
    pytest.mark.skipif(shutil.which("node") is None, reason="no node on the PATH: put .venv/bin first"),
]


@pytest.fixture
def project() -> Iterator[Path]:
    """An empty TypeScript project inside `web`, where the compiler finds React and @sophia/react."""
    with tempfile.TemporaryDirectory(prefix=".ejected-", dir=WEB) as name:
        folder = Path(name)
        config = {"extends": "../tsconfig.json", "include": ["*.tsx", "../src/**/*.d.ts"]}
        (folder / "tsconfig.json").write_text(json.dumps(config))
        yield folder


def compile_all(project: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([TSC, "--noEmit", "-p", project], capture_output=True, text=True, timeout=300, check=False)


def test_all_five_compile_under_strict_rules(sophia: Server, project: Path) -> None:
    for kind, request in GENERATE.items():
        source = sophia.post("/generate-dashboard", request).json["react"]
        assert "export default function" in source
        (project / f"{kind}.tsx").write_text(source)
    compiled = compile_all(project)
    assert compiled.returncode == 0, compiled.stdout + compiled.stderr


def test_a_wrong_field_in_such_source_is_refused(sophia: Server, project: Path) -> None:
    source = sophia.post("/generate-dashboard", GENERATE["ceo"]).json["react"]
    (project / "broken.tsx").write_text(source.replace("<Kpi\n", "<Kpi\n          colour={3}\n", 1))
    compiled = compile_all(project)
    assert compiled.returncode != 0
    assert "colour" in compiled.stdout
