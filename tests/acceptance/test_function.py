"""The generator as a Lambda function: the guide's request through the runtime's own protocol."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sophia.access.audit import SYSTEM
from sophia.access.tokens import NewToken
from sophia.app import compose
from sophia.kernel.settings import Settings
from tests.acceptance.guide import GENERATE
from tests.acceptance.server import Server
from tests.app import add_person
from tests.services.lambda_runtime import LambdaRuntime, balancer_event

pytestmark = pytest.mark.slow
HOST = "dashboards.example.com"


@pytest.fixture(scope="module")
def token(sophia: Server) -> str:
    """A builder's token in the home of the running demo, which the function shares."""
    services = compose(Settings(home=sophia.home))
    add_person(services, "builder")
    owner = next(row for row in services.accounts.all() if row.role == "builder")
    secret, _ = services.tokens.add(SYSTEM, NewToken(name="function", role="builder", owner=owner.id))
    services.close()
    return secret


@pytest.fixture(scope="module")
def function(sophia: Server) -> Iterator[LambdaRuntime]:
    runtime = LambdaRuntime()
    with started(sophia.home, runtime) as process:
        yield runtime
        process.kill()
    runtime.close()


def started(home: Path, runtime: LambdaRuntime, **changed: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "SOPHIA_HOME": str(home),
        "SOPHIA_MODE": "server",
        "SOPHIA_PUBLIC_URL": f"https://{HOST}",
        "AWS_LAMBDA_RUNTIME_API": runtime.address,
        **changed,
    }
    command = [str(Path(sys.executable).with_name("sophia")), "lambda"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_it_answers_the_guides_request_with_the_same_dashboard(
    sophia: Server, function: LambdaRuntime, token: str
) -> None:
    body = GENERATE["migration-metrics"]
    kind, answer = function.invoke(balancer_event("POST", "/generate-dashboard", body, host=HOST, token=token))
    assert (kind, answer["statusCode"]) == ("response", 200), answer
    by_server = sophia.post("/generate-dashboard", body).json["spec"]
    assert json.loads(answer["body"])["spec"] == by_server


def test_nobody_is_let_in_without_a_token(function: LambdaRuntime) -> None:
    event = balancer_event("POST", "/generate-dashboard", GENERATE["ceo"], host=HOST)
    assert function.invoke(event)[1]["statusCode"] == 401
    event = balancer_event("GET", "/health", host="elsewhere.example.com")
    assert function.invoke(event)[1]["statusCode"] == 421


def test_an_event_that_nobody_understands_is_an_error_and_the_next_one_is_answered(function: LambdaRuntime) -> None:
    kind, said = function.invoke({"hello": "world"})
    assert kind == "error"
    assert "hello" not in json.dumps(said)
    assert function.invoke(balancer_event("GET", "/health", host=HOST))[1]["statusCode"] == 200


def test_a_function_that_cannot_start_says_why(tmp_path: Path) -> None:
    runtime = LambdaRuntime()
    process = started(tmp_path, runtime, SOPHIA_DATABASE_URL="postgresql://x:s3cret@127.0.0.1:9/none")
    assert process.wait(timeout=90) != 0
    assert len(runtime.start_errors) == 1
    assert "s3cret" not in json.dumps(runtime.start_errors)
    runtime.close()


def test_outside_of_a_function_the_command_names_the_right_one(tmp_path: Path) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("sophia")), "lambda"],
        env={**os.environ, "SOPHIA_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "sophia run" in done.stderr
