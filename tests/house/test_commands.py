"""The commands that the documents name exist."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT, tracked_texts

NAMED = re.compile(r"(?:`|^)make ([a-z][a-z-]*)", re.MULTILINE)


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_every_make_command_in_the_documents_exists():
    named = {name: set(NAMED.findall(text)) for name, text in tracked_texts().items() if name.endswith(".md")}
    assert named["CONTRIBUTING.md"]
    assert {name: missing for name, commands in named.items() if (missing := commands - _targets())} == {}


def test_help_lists_every_command_a_person_uses():
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {"run", "setup", "wheel", "check", "test", "format", "lock", "docs", "bench"} <= set(
        re.findall(r"make ([a-z]+)", listed)
    )


def test_every_script_is_valid_shell():
    for script in sorted((ROOT / "scripts").glob("*.sh")):
        subprocess.run(["sh", "-n", str(script)], check=True)
    subprocess.run(["bash", "-n", str(ROOT / ".ci/run")], check=True)


@pytest.mark.parametrize(("person", "package_tool"), [("0", "exit 100"), ("0", None), ("501", "exit 100")])
def test_a_mariadb_that_cannot_be_installed_fails_no_test_run(tmp_path: Path, person: str, package_tool: str | None):
    programs = {"id": f"echo {person}", "timeout": 'shift 3; exec "$@"'}
    if package_tool:
        programs["apt-get"] = package_tool
    for name, body in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", str(ROOT / "scripts/mariadb.sh")],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert ("could not be installed" in done.stderr) == (person == "0" and package_tool is not None)
