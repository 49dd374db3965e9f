"""What is installed is pinned by hash, and no file names a registry or somebody's machine."""

import json
import re
import tomllib

from tests.house.tree import ROOT, tracked_texts

LOCKS = ("run", "build", "image", "web", "install", "dev")
INFRASTRUCTURE = ROOT / "infrastructure/requirements.txt"
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs"),
        ("registry", "yarnpkg"),
        ("deb", "debian"),
        ("conda", "anaconda"),
    )
]
MACHINE_PATH = re.compile(r"(?<![\w./}~-])/(root|work|Users|home)/\w")
RIVALS = (
    {"httpx", "httpx2", "requests", "aiohttp", "urllib3"},
    {"orjson", "ujson", "msgspec", "simplejson"},
    {"typer", "click", "cyclopts", "fire"},
    {"structlog", "loguru"},
    {"pydantic", "attrs", "marshmallow"},
    {"psycopg", "psycopg2", "psycopg2-binary", "asyncpg"},
    {"pyyaml", "ruamel-yaml", "strictyaml"},
    {"xlsxwriter", "openpyxl"},
    {"rapidfuzz", "thefuzz", "jellyfish"},
)


def _pins(lock: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^ ;\\]+)", text, re.MULTILINE))


def _declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {re.split(r"[\[<>=~! ]", line)[0].lower() for line in project["dependencies"]}


def test_every_python_requirement_is_pinned_by_hash():
    for path in [*(ROOT / "requirements" / f"{lock}.txt" for lock in LOCKS), INFRASTRUCTURE]:
        text = path.read_text()
        entries = re.split(r"^(?=[\w.-]+(?:\[[\w,-]+\])?==)", text, flags=re.MULTILINE)[1:]
        assert entries
        assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_locks_agree_with_each_other():
    developer = _pins("dev")
    for lock in ("run", "build", "image"):
        shared = {name: pin for name, pin in _pins(lock).items() if name in developer}
        assert shared == {name: developer[name] for name in shared}


def test_everything_declared_is_locked():
    assert _declared() - set(_pins("run")) == set()


def test_the_infrastructures_libraries_stay_out_of_the_product():
    assert "pulumi==" in INFRASTRUCTURE.read_text()
    assert {name for lock in LOCKS for name in _pins(lock) if name.startswith("pulumi")} == set()


def test_every_npm_package_is_pinned_by_hash_and_names_no_address():
    packages = json.loads((ROOT / "web/package-lock.json").read_text())["packages"]
    entries = {name: entry for name, entry in packages.items() if name and not entry.get("link")}
    assert entries
    assert [name for name, entry in entries.items() if "resolved" in entry] == []
    assert [name for name, entry in entries.items() if "integrity" not in entry and not entry.get("inBundle")] == []


def test_the_npm_lock_knows_the_packages_of_every_platform():
    packages = json.loads((ROOT / "web/package-lock.json").read_text())["packages"]
    known = {name.rpartition("node_modules/")[2] for name in packages}
    optional = {name for entry in packages.values() for name in entry.get("optionalDependencies", {})}
    assert optional - known == set(), "run make lock"


def test_no_file_names_a_package_registry():
    assert {name for name, text in tracked_texts().items() for host in REGISTRIES if host in text} == set()


def test_no_file_names_a_folder_of_somebodys_machine():
    found = {name: match[0] for name, text in tracked_texts().items() if (match := MACHINE_PATH.search(text))}
    assert found == {}


def test_each_concern_has_one_library():
    declared = _declared()
    assert [rivals & declared for rivals in RIVALS if len(rivals & declared) > 1] == []
