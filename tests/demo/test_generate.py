"""Writing the demo company: progress, replacement of earlier files, and honest failure."""

import subprocess
import sys

import pytest

from sophia.demo import CONNECTIONS, DemoFailed, generate
from sophia.demo.__main__ import main
from sophia.demo.snapshot import write_snapshot

pytestmark = pytest.mark.slow


def test_progress_names_every_connection_once(tmp_path):
    seen: list[str] = []
    generate(tmp_path, progress=seen.append)
    assert sorted(seen) == sorted(CONNECTIONS)


def test_only_the_files_are_left_in_the_folder(demo):
    folder = demo["gong"].parent
    assert {path.name for path in folder.iterdir()} == {f"{connection}.duckdb" for connection in CONNECTIONS}


def test_a_file_that_cannot_be_filled_leaves_the_earlier_one_alone(tmp_path):
    path = tmp_path / "dirty.duckdb"
    path.write_bytes(b"the earlier snapshot")
    with pytest.raises(Exception, match="duplicate key"):
        write_snapshot(path, "dirty", [("owner", [(1, "Maya"), (1, "Noor")])])
    assert path.read_bytes() == b"the earlier snapshot"
    assert list(tmp_path.iterdir()) == [path]


def test_a_stopped_second_process_is_reported(tmp_path):
    (tmp_path / "linear.duckdb").mkdir()
    with pytest.raises(DemoFailed, match="exit code"):
        generate(tmp_path)


@pytest.mark.parametrize("arguments", [[], ["folder", "huge"], ["folder", "small", "myspace"]])
def test_wrong_arguments_are_answered_with_the_usage(arguments, capsys):
    assert main(arguments) == 2
    assert "usage:" in capsys.readouterr().err


def test_importing_the_product_does_not_import_the_demo():
    code = "import sys, sophia; sys.exit('sophia.demo' in sys.modules or 'duckdb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
