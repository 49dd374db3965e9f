"""Files and functions stay small enough to read in one sitting."""

import statistics
from pathlib import Path

from tests.house.tree import functions, line_count, python_files, shown, web_files

MAX_FILE_LINES = 500
MAX_FUNCTION_LINES = 80


def _p90(values: list[int]) -> float:
    return statistics.quantiles(values, n=10)[-1]


def _too_long(paths: list[Path]) -> dict[str, int]:
    return {shown(path): lines for path in paths if (lines := line_count(path)) > MAX_FILE_LINES}


def test_no_python_file_is_longer_than_500_lines():
    assert _too_long(python_files()) == {}


def test_no_web_file_is_longer_than_500_lines():
    written = [path for path in web_files() if "do not edit" not in path.read_text(encoding="utf-8")[:200]]
    assert _too_long(written) == {}


def test_no_function_is_longer_than_80_lines():
    lengths = {f"{shown(path)}:{name}": lines for path in python_files() for name, lines in functions(path)}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_FUNCTION_LINES} == {}


def test_the_usual_file_fits_two_screens():
    lengths = [line_count(path) for path in python_files("src") if path.name != "__init__.py"]
    assert statistics.median(lengths) <= 110
    assert _p90(lengths) <= 300


def test_the_usual_function_fits_a_glance():
    lengths = [lines for path in python_files("src") for _, lines in functions(path)]
    assert statistics.median(lengths) <= 10
    assert _p90(lengths) <= 32
