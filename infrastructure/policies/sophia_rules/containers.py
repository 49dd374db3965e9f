"""Containers: what runs has no rights on its machine, no secrets in the open, and says what it does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sophia_plan.plan import Resource
from sophia_rules.rule import Rule, containers, each

SECRET_NAME = re.compile(r"PASSWORD|SECRET|TOKEN|_KEY|CREDENTIAL")
PASSWORD_IN_URL = re.compile(r"://[^/@\s]+:[^/@\s]+@")
WHERE_IT_LIES = re.compile(r"arn:aws:(kms|secretsmanager):[\w:/!-]+")
FLOATING = re.compile(r":latest$|^[^:@]+$")
TASK = "ecs.TaskDefinition"


def _every(name: str, about: str, holds: Callable[[dict[str, Any]], bool]) -> Rule:
    return each(name, TASK, about, lambda task: bool(containers(task)) and all(map(holds, containers(task))))


def _open_secrets(variables: dict[str, Any]) -> bool:
    """Whether a variable that is called like a secret says more than where the secret or its key lies."""
    return any(
        (SECRET_NAME.search(name) and not WHERE_IT_LIES.fullmatch(str(value))) or PASSWORD_IN_URL.search(str(value))
        for name, value in variables.items()
    )


def _no_secret_told(container: dict[str, Any]) -> bool:
    return not _open_secrets({row["name"]: row["value"] for row in container.get("environment", [])})


def _drops_all(container: dict[str, Any]) -> bool:
    capabilities = container.get("linuxParameters", {}).get("capabilities", {})
    return capabilities.get("drop") == ["ALL"] and not capabilities.get("add")


def _asks_for_login(container: dict[str, Any]) -> bool:
    told = {row["name"]: row["value"] for row in container.get("environment", [])}
    return not container.get("portMappings") or told.get("SOPHIA_MODE") == "server"


def _function_without_secret(function: Resource) -> bool:
    return not _open_secrets(function.inputs.get("environment", {}).get("variables", {}))


RULES: list[Rule] = [
    _every("login-asked-for", "Whoever serves asks people to log in.", _asks_for_login),
    _every(
        "root-read-only", "The root file system cannot be written.", lambda c: c.get("readonlyRootFilesystem") is True
    ),
    _every("nobodys-root", "Nothing runs as root.", lambda c: c.get("user") not in (None, "", "0", "root")),
    _every("no-capabilities", "A container gives up every capability.", _drops_all),
    _every("not-privileged", "No container is privileged.", lambda c: c.get("privileged") is not True),
    _every("no-secret-in-environment", "No secret stands in a task's environment.", _no_secret_told),
    _every(
        "image-pinned", "An image has a tag or a digest, not the latest.", lambda c: not FLOATING.search(c["image"])
    ),
    _every(
        "log-kept",
        "A container writes its log to CloudWatch.",
        lambda c: c["logConfiguration"]["logDriver"] == "awslogs",
    ),
    _every("time-to-end", "A task has time to answer what it began.", lambda c: c.get("stopTimeout", 30) >= 60),
    each(
        "task-on-arm",
        TASK,
        "Tasks run on ARM, which costs a fifth less.",
        lambda task: task.inputs.get("runtimePlatform", {}).get("cpuArchitecture") == "ARM64",
    ),
    each(
        "task-without-host",
        TASK,
        "A task sees no folder and no network of its host.",
        lambda task: (
            task.inputs.get("networkMode") == "awsvpc"
            and not any(volume.get("hostPath") for volume in task.inputs.get("volumes", []))
        ),
    ),
    each(
        "function-without-secret",
        "lambda.Function",
        "No secret stands in a function's environment.",
        _function_without_secret,
    ),
    each(
        "function-in-network",
        "lambda.Function",
        "A function runs in the closed subnets.",
        lambda found: len(found.inputs.get("vpcConfig", {}).get("subnetIds", [])) >= 2,
    ),
    each(
        "image-scanned",
        "ecr.Repository",
        "Images are searched for known holes when they arrive.",
        lambda found: found.inputs.get("imageScanningConfiguration", {}).get("scanOnPush") is True,
    ),
]
