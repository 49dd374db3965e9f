"""The monitor: the two services of Pulumi's engine that a program talks to, which only write down what it asks."""

from __future__ import annotations

import threading
from typing import Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime import rpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, resource_pb2, resource_pb2_grpc

from sophia_plan import answers
from sophia_plan.plan import Resource


class Monitor(resource_pb2_grpc.ResourceMonitorServicer):
    """Answers each registration at once and keeps it; made-up ids and outputs flow on to later resources."""

    def __init__(self, region: str) -> None:
        self._region = region
        self._lock = threading.Lock()
        self.resources: list[Resource] = []
        self.components: dict[str, str] = {}
        self.outputs: dict[str, Any] = {}

    def GetDeploymentInfo(self, _: Any, __: Any) -> Any:
        """What this engine can do: secrets and references; output values would hide plain inputs."""
        features = [
            resource_pb2.RESOURCE_MONITOR_FEATURE_SECRETS,
            resource_pb2.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
        ]
        return resource_pb2.DeploymentInfo(supportedFeatures=features)

    def RegisterPackage(self, _: Any, __: Any) -> Any:
        """A provider's package by reference."""
        return resource_pb2.RegisterPackageResponse(ref="package")

    def Invoke(self, request: Any, context: grpc.ServicerContext) -> Any:
        """A question to a data source."""
        arguments = plain(rpc.deserialize_properties(request.args))
        try:
            found = answers.call(request.tok, arguments, self._region)
        except LookupError as error:
            context.abort(grpc.StatusCode.UNIMPLEMENTED, str(error))
        response = resource_pb2.ResourceInvokeResponse()
        _fill(getattr(response, "return"), found)
        return response

    def RegisterResource(self, request: Any, _: Any) -> Any:
        """One resource or component."""
        parent = urn_name(request.parent)
        urn = f"urn:pulumi:stack::project::{_parent_type(request.parent)}{request.type}::{request.name}"
        response = resource_pb2.RegisterResourceResponse(urn=urn)
        if not request.custom:
            with self._lock:
                self.components[request.name] = request.type
            return response
        inputs = plain(rpc.deserialize_properties(request.object, keep_unknowns=True))
        identity, outputs = answers.created(request.type, request.name, inputs, self._region)
        resource = Resource(
            type=request.type,
            name=request.name,
            component=parent if request.parent else "",
            inputs=inputs,
            protect=request.protect,
            retain=request.retainOnDelete,
            ignored=tuple(request.ignoreChanges),
            depends_on=tuple(sorted(_address(urn) for urn in request.dependencies)),
        )
        with self._lock:
            self.resources.append(resource)
        response.id = identity
        _fill(response.object, outputs)
        return response

    def RegisterResourceOutputs(self, request: Any, _: Any) -> Any:
        """A component's outputs; those of the stack are the program's."""
        if "pulumi:pulumi:Stack" in request.urn:
            self.outputs = plain(rpc.deserialize_properties(request.outputs))
        return empty_pb2.Empty()

    def SignalAndWaitForShutdown(self, _: Any, __: Any) -> Any:
        """The program is done."""
        return empty_pb2.Empty()


class Engine(engine_pb2_grpc.EngineServicer):
    """Keeps the program's messages and the stack's URN."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self._root = ""

    def Log(self, request: Any, _: Any) -> Any:
        """A message; errors are what the person would read."""
        if request.severity >= engine_pb2.WARNING:
            self.messages.append(request.message)
        return empty_pb2.Empty()

    def SetRootResource(self, request: Any, _: Any) -> Any:
        """The stack's URN."""
        self._root = request.urn
        return engine_pb2.SetRootResourceResponse()

    def GetRootResource(self, _: Any, __: Any) -> Any:
        """The stack's URN."""
        return engine_pb2.GetRootResourceResponse(urn=self._root)


def plain(value: Any) -> Any:
    """Return protocol values as plain data: whole numbers as int, secrets by their value, archives left out."""
    if isinstance(value, dict):
        if value.get(rpc._special_sig_key) == rpc._special_secret_sig:
            return plain(value["value"])
        return {key: plain(item) for key, item in value.items() if not key.startswith("__")}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def urn_name(urn: str) -> str:
    """Return the name at the end of a URN."""
    return urn.rpartition("::")[2]


def _parent_type(urn: str) -> str:
    """Return the chain of types that a child's URN carries; the stack's own type is left out."""
    chain = urn.split("::")[2] if urn else ""
    return "" if chain in {"", "pulumi:pulumi:Stack"} else f"{chain}$"


def _address(urn: str) -> str:
    kinds, _, name = urn.split("::", 2)[2].rpartition("::")
    return f"{kinds.rpartition('$')[2]}::{name}"


def _fill(struct: Any, values: dict[str, Any]) -> None:
    struct.update(values)
