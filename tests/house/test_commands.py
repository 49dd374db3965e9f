"""The commands that the documents name exist."""

import re
import subprocess

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
