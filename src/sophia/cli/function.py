"""`sophia lambda`: the same app as an AWS Lambda function; its runtime hands it one invocation after the other."""

from __future__ import annotations

import http.client
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from sophia.app import compose
from sophia.cli.shared import settings
from sophia.kernel.errors import SophiaError
from sophia.kernel.log import configure_log, logger

LOG = logger("lambda")
ADDRESS = "AWS_LAMBDA_RUNTIME_API"
SECRET_ARN = "PGPASSWORD_SECRET_ARN"
VERSION = "/2018-06-01/runtime"
Handler = Callable[[dict[str, Any], "Context"], dict[str, Any]]


class NoFunction(SophiaError):
    """This is not the inside of a Lambda function, or what it needs is not installed."""

    code = "no_function"


@dataclass(frozen=True)
class Context:
    """What the runtime tells about an invocation: its id, and when it must be answered (Unix milliseconds)."""

    aws_request_id: str
    deadline_ms: int


class Runtime:
    """The runtime's API inside a function: events come out of it, replies go into it."""

    def __init__(self, address: str) -> None:
        self._address = address

    def next(self) -> tuple[dict[str, Any], Context]:
        """Wait for an invocation and return its event. Raises OSError when the runtime has gone."""
        reply, body = self._call("GET", "/invocation/next")
        told = Context(reply["lambda-runtime-aws-request-id"], int(reply["lambda-runtime-deadline-ms"]))
        return json.loads(body), told

    def answer(self, context: Context, reply: dict[str, Any]) -> None:
        """Answer an invocation."""
        self._call("POST", f"/invocation/{context.aws_request_id}/response", reply)

    def fail(self, context: Context, error: Exception) -> None:
        """Tell that an invocation failed; the error's text stays in the log."""
        said = {"errorType": type(error).__name__, "errorMessage": "The function failed; see its log."}
        self._call("POST", f"/invocation/{context.aws_request_id}/error", said)

    def fail_to_start(self, error: Exception) -> None:
        """Tell that the function cannot start."""
        message = error.message if isinstance(error, SophiaError) else "The function cannot start; see its log."
        self._call("POST", "/init/error", {"errorType": type(error).__name__, "errorMessage": message})

    def _call(self, method: str, path: str, body: Any = None) -> tuple[http.client.HTTPMessage, bytes]:
        connection = http.client.HTTPConnection(self._address)
        try:
            data = None if body is None else json.dumps(body).encode()
            connection.request(method, VERSION + path, data, {"Content-Type": "application/json"} if data else {})
            reply = connection.getresponse()
            return reply.headers, reply.read()
        finally:
            connection.close()


def serve_function() -> None:
    """Answer invocations until the runtime ends. Raises NoFunction outside of a function or without the extra."""
    address = os.environ.get(ADDRESS)
    if not address:
        raise NoFunction("This is no AWS Lambda function.", remedy="Start Sophia with: sophia run")
    if find_spec("mangum") is None:
        raise NoFunction("What a function needs is not installed.", remedy="pip install 'sophia-dashboards[lambda]'")
    runtime = Runtime(address)
    try:
        take_password()
        handle = _handler()
    except Exception as error:
        runtime.fail_to_start(error)
        raise
    while True:
        try:
            event, context = runtime.next()
        except OSError:
            return
        try:
            runtime.answer(context, handle(event, context))
        except Exception as error:
            LOG.exception("invocation failed", invocation=context.aws_request_id)
            runtime.fail(context, error)


def take_password() -> None:
    """Read the database's password from the secret that SECRET_ARN names, as ECS does for tasks: PGPASSWORD.

    A function's settings can be read by whoever may look at it, so they say only where the password lies.
    Raises NoFunction when the secret cannot be read.
    """
    arn = os.environ.get(SECRET_ARN)
    if not arn:
        return
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    config = Config(connect_timeout=3, read_timeout=5, retries={"total_max_attempts": 2})
    secrets = boto3.client("secretsmanager", region_name=arn.split(":")[3], config=config)
    try:
        os.environ["PGPASSWORD"] = json.loads(secrets.get_secret_value(SecretId=arn)["SecretString"])["password"]
    except (BotoCoreError, ClientError, LookupError, ValueError) as error:
        message = f"The database's password cannot be read from its secret ({type(error).__name__})."
        remedy = "Check the function's role (secretsmanager:GetSecretValue, kms:Decrypt) and its way to AWS."
        raise NoFunction(message, remedy=remedy) from None


def _handler() -> Handler:
    """Return what turns an event of a load balancer, an API gateway or a function address into a reply."""
    chosen = settings().model_copy(update={"sync": "off"})
    configure_log(chosen.log_level)
    services = compose(chosen)
    create: Any = import_module("sophia.server.app").create_app
    adapt: Any = import_module("mangum").Mangum
    handler: Handler = adapt(create(services), lifespan="off")
    return handler
