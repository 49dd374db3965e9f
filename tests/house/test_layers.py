"""The page that explains the layers says what the import contracts enforce."""

import re
import tomllib

from tests.house.tree import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def _enforced_rows() -> list[set[str]]:
    (layers,) = [contract["layers"] for contract in CONTRACTS if contract["id"] == "layers"]
    return [set(re.findall(r"\w+", row)) for row in layers]


def _explained_rows() -> list[set[str]]:
    table = re.search(r"## Layers\n.*?\n\|[- |]+\|\n(.*?)\n\n", (ROOT / "ARCHITECTURE.md").read_text(), re.DOTALL)
    assert table, "ARCHITECTURE.md has no layer table"
    return [set(re.findall(r"`(\w+)`", row.split("|")[1])) for row in table[1].splitlines()]


def test_the_table_of_the_architecture_page_is_the_enforced_order():
    assert _explained_rows() == _enforced_rows()


def test_every_package_has_a_row():
    modules = {path.stem for path in (ROOT / "src/sophia").iterdir() if path.is_dir() or path.suffix == ".py"}
    modules -= {"__init__", "__main__", "__pycache__"}
    assert modules - set().union(*_enforced_rows()) == set()


def test_every_row_that_exists_is_demanded_by_the_contract():
    (layers,) = [contract["layers"] for contract in CONTRACTS if contract["id"] == "layers"]
    optional = set(re.findall(r"\((\w+)\)", " ".join(layers)))
    package = ROOT / "src/sophia"
    existing = {name for name in optional if (package / name).is_dir() or (package / f"{name}.py").is_file()}
    assert existing == set(), "take the brackets off these layers in pyproject.toml"
