"""The capture: one run of the real program against the monitor, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
from pulumi.runtime.proto import engine_pb2_grpc, resource_pb2_grpc

from sophia_plan.monitor import Engine, Monitor
from sophia_plan.plan import Plan
from sophia_plan.program import PROJECT

FOLDER = Path(__file__).parents[1]
SECONDS = 120


class PlanError(RuntimeError):
    """The program ended with an error; the message is what it said."""


def capture(config: Mapping[str, str], secrets: tuple[str, ...] = ()) -> Plan:
    """Run the program with `config` (bare keys; `secrets` names the secret ones) and return what it asked for.

    Raises PlanError with the program's own words when it fails.
    """
    monitor, engine = Monitor(config.get("region", "us-east-1")), Engine()
    server = grpc.server(ThreadPoolExecutor(max_workers=32))
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(monitor, server)
    engine_pb2_grpc.add_EngineServicer_to_server(engine, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "sophia_plan.program", f"127.0.0.1:{port}"],
            cwd=FOLDER,
            env=_environment(config, secrets),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    finally:
        server.stop(None)
    if ended.returncode != 0:
        raise PlanError("\n".join([*engine.messages, ended.stderr[-4000:]]))
    resources = tuple(sorted(monitor.resources, key=lambda resource: resource.key))
    return Plan(resources, monitor.outputs, dict(sorted(monitor.components.items())))


def _environment(config: Mapping[str, str], secrets: tuple[str, ...]) -> dict[str, str]:
    named = {f"{PROJECT}:{key}": value for key, value in config.items()}
    hidden = [f"{PROJECT}:{key}" for key in secrets]
    return os.environ | {
        "PULUMI_CONFIG": json.dumps(named),
        "PULUMI_CONFIG_SECRET_KEYS": json.dumps(hidden),
        "PYTHONPATH": str(FOLDER),
        "PYTHONDONTWRITEBYTECODE": "",
    }
