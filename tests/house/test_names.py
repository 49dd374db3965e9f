"""Files are named by the noun they define and open with what they are for."""

import ast
import re
from collections import Counter

import pytest

from tests.house.tree import python_files, shown, syntax, tracked_texts

DUMPING_GROUNDS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}


def test_no_file_or_folder_has_a_name_that_attracts_everything():
    names = {name: {part.split(".")[0].lower() for part in name.split("/")} for name in tracked_texts()}
    assert {name for name, parts in names.items() if parts & DUMPING_GROUNDS} == set()


@pytest.mark.parametrize("root", ["src", "scripts", "bench", "infrastructure"])
def test_every_module_opens_with_a_sentence(root: str):
    opening = {shown(path): (ast.get_docstring(syntax(path)) or "").split("\n\n")[0] for path in python_files(root)}
    assert {name for name, text in opening.items() if not text.rstrip().endswith((".", "!", "?"))} == set()


def test_a_silenced_type_error_names_its_code_and_reason():
    silenced = re.compile(r"# type: ignore(?!\[[a-z-]+(, ?[a-z-]+)*\]  # \w)")
    loud = [
        f"{name}: {line.strip()}"
        for name, text in _python_texts()
        for line in text.splitlines()
        if silenced.search(line)
    ]
    assert loud == []


def test_imports_inside_functions_are_the_exception():
    inside, all_imports = 0, 0
    for path in python_files("src"):
        tree = syntax(path)
        found = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
        nested = {id(node) for body in _function_nodes(tree) for node in ast.walk(body)}
        all_imports += len(found)
        inside += 0 if _may_defer(shown(path)) else sum(id(node) in nested for node in found)
    assert inside <= all_imports * 0.02


def test_no_two_tests_of_one_module_share_a_name():
    for path in python_files("tests"):
        names = Counter(node.name for node in syntax(path).body if isinstance(node, ast.FunctionDef))
        assert {name for name, count in names.items() if count > 1} == set(), shown(path)


def _python_texts() -> list[tuple[str, str]]:
    return [(name, text) for name, text in tracked_texts().items() if name.endswith(".py") and name.startswith("src/")]


def _function_nodes(tree: ast.Module) -> list[ast.AST]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _may_defer(name: str) -> bool:
    """Drivers and commands pay for their imports only when used."""
    return name.startswith(("src/sophia/cli/", "src/sophia/sources/"))
