"""Importing Sophia is cheap: what is heavy is loaded when it is used."""

import subprocess
import sys

import pytest

HEAVY = {"duckdb", "fastapi", "starlette", "sqlalchemy", "pydantic", "sqlglot", "psycopg", "cryptography", "uvicorn"}


def _modules_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*{{name.split('.')[0] for name in sys.modules}})"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_importing_sophia_loads_nothing_heavy():
    assert _modules_after("import sophia") & HEAVY == set()


@pytest.mark.parametrize("engine", ["spec", "planner", "render"])
def test_an_engine_starts_without_the_database_and_the_web_framework(engine: str):
    assert _modules_after(f"import sophia.{engine}") & {"duckdb", "fastapi", "sqlalchemy"} == set()
