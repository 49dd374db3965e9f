"""The capture: one run of the real program against the monitor, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import grpc
from pulumi.runtime.proto import engine_pb2_grpc, resource_pb2_grpc

from sophia_plan.monitor import Engine, Monitor
from sophia_plan.plan import Plan
from sophia_plan.program import PROJECT

FOLDER = Path(__file__).parents[1]
SECONDS = 120


class PlanError(RuntimeError):
    """The program ended with an error; the message is what it said."""


class Recording:
    """A monitor that listens on a free port while the block runs; afterwards it holds what a program asked for."""

    def __init__(self, region: str) -> None:
        self._monitor, self._engine = Monitor(region), Engine()
        self._server = grpc.server(ThreadPoolExecutor(max_workers=32))
        resource_pb2_grpc.add_ResourceMonitorServicer_to_server(self._monitor, self._server)
        engine_pb2_grpc.add_EngineServicer_to_server(self._engine, self._server)
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop(None)

    @property
    def messages(self) -> list[str]:
        """The program's warnings and errors."""
        return self._engine.messages

    def plan(self) -> Plan:
        """Return what was asked for, in the order of its keys."""
        resources = tuple(sorted(self._monitor.resources, key=lambda resource: resource.key))
        return Plan(resources, self._monitor.outputs, dict(sorted(self._monitor.components.items())))


def capture(config: Mapping[str, str], secrets: tuple[str, ...] = ()) -> Plan:
    """Run the program with `config` (bare keys; `secrets` names the secret ones) and return what it asked for.

    Raises PlanError with the program's own words when it fails.
    """
    with Recording(config.get("region", "us-east-1")) as recording:
        ended = subprocess.run(
            [sys.executable, "-m", "sophia_plan.program", recording.address],
            cwd=FOLDER,
            env=environment(config, secrets),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    if ended.returncode != 0:
        raise PlanError("\n".join([*recording.messages, ended.stderr[-4000:]]))
    return recording.plan()


def environment(config: Mapping[str, str], secrets: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the environment in which Pulumi would run the program with this configuration."""
    named = {f"{PROJECT}:{key}": value for key, value in config.items()}
    hidden = [f"{PROJECT}:{key}" for key in secrets]
    return os.environ | {
        "PULUMI_CONFIG": json.dumps(named),
        "PULUMI_CONFIG_SECRET_KEYS": json.dumps(hidden),
        "PYTHONPATH": str(FOLDER),
    }
