"""Without a configured model no model library is loaded, wherever it is installed."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

LIBRARIES = {"pydantic_ai", "openai", "anthropic", "boto3", "botocore", "httpx2"}
WITHOUT_A_MODEL = """
import sys, tempfile, pathlib
from tests.app import connect_orders, running
from sophia.kernel.viewer import Viewer
from sophia.planner.request import Request
from sophia.server.app import create_app
folder = pathlib.Path(tempfile.mkdtemp())
with running(folder / "home") as services:
    create_app(services)
    connect_orders(services, folder)
    services.models.warm()
    made = services.changes.generate(Viewer("u", "U", "builder"), Request("Amount by region"))
    assert made.outcome.made_by.model == "", made.outcome.made_by
print("modules", *{name.split(".")[0] for name in sys.modules})
"""
NOT_INSTALLED = """
import sys
sys.modules["pydantic_ai"] = None
from sophia.llm.choice import ModelChoice, open_model
from sophia.llm.contract import ModelFailed
try:
    open_model(ModelChoice("openai", "m", "http://127.0.0.1:9/v1"))
except ModelFailed as failed:
    print("modules", failed.fault)
"""


def printed(code: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return set(next(line for line in done.stdout.splitlines() if line.startswith("modules")).split()[1:])


def test_a_server_without_a_model_loads_no_model_library() -> None:
    # httpx2 comes with the test client that tests.app holds.
    assert printed(WITHOUT_A_MODEL) & (LIBRARIES - {"httpx2"}) == set()


def test_a_missing_library_is_said_with_the_remedy() -> None:
    assert printed(NOT_INSTALLED) == {"unavailable"}
