"""The task: how a container of Sophia's image runs on Fargate, the same for every service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from sophia_infra.firewall import PORT
from sophia_infra.place import NAME, Place

HOME = "/data"
SCRATCH = "/tmp"
USER = "10001"
ALIVE = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}/api/health/live', timeout=4)"


@dataclass(frozen=True)
class Size:
    """CPU units (1024 is one virtual CPU) and memory in MiB."""

    cpu: int
    memory: int


@dataclass(frozen=True)
class Task:
    """What distinguishes one kind of task."""

    name: str
    command: tuple[str, ...]
    role: aws.iam.Role
    size: Size
    listens: bool = False
    variables: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    secrets: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)


def variables(place: Place, database_url: pulumi.Output[str], key: pulumi.Output[str]) -> dict[str, pulumi.Input[str]]:
    """Return the settings of Sophia's server as environment variables; none of them is secret."""
    wanted = place.settings
    found: dict[str, pulumi.Input[str]] = {
        "SOPHIA_MODE": "server",
        "SOPHIA_HOST": "0.0.0.0",
        "SOPHIA_PORT": str(PORT),
        "SOPHIA_HOME": HOME,
        "SOPHIA_PUBLIC_URL": wanted.backend_url,
        "SOPHIA_DATABASE_URL": database_url,
        "SOPHIA_KMS_KEY": key,
        "SOPHIA_LOG_LEVEL": "warning",
        "SOPHIA_METRICS_LOG": "true",
        "SOPHIA_DRAIN_SECONDS": "15",
        "SOPHIA_GRACE_SECONDS": "30",
    }
    if wanted.model_provider:
        found |= {"SOPHIA_MODEL_PROVIDER": wanted.model_provider, "SOPHIA_MODEL_NAME": wanted.model_name}
    return found


def define(
    task: Task,
    place: Place,
    image: pulumi.Output[str],
    execution: aws.iam.Role,
    log: aws.cloudwatch.LogGroup,
    *,
    options: pulumi.ResourceOptions,
) -> aws.ecs.TaskDefinition:
    """Register the task: ARM, a root file system that cannot be written, and nobody's root."""
    return aws.ecs.TaskDefinition(
        task.name,
        family=f"{NAME}-{task.name}",
        requires_compatibilities=["FARGATE"],
        network_mode="awsvpc",
        cpu=str(task.size.cpu),
        memory=str(task.size.memory),
        runtime_platform=aws.ecs.TaskDefinitionRuntimePlatformArgs(
            cpu_architecture="ARM64", operating_system_family="LINUX"
        ),
        execution_role_arn=execution.arn,
        task_role_arn=task.role.arn,
        volumes=[aws.ecs.TaskDefinitionVolumeArgs(name=name) for name in ("home", "scratch")],
        container_definitions=pulumi.Output.json_dumps([_container(task, place, image, log)], sort_keys=True),
        opts=options,
    )


def _container(task: Task, place: Place, image: pulumi.Output[str], log: aws.cloudwatch.LogGroup) -> dict[str, Any]:
    return {
        "name": NAME,
        "image": image,
        "command": list(task.command),
        "essential": True,
        "user": USER,
        "readonlyRootFilesystem": True,
        "linuxParameters": {"initProcessEnabled": True, "capabilities": {"drop": ["ALL"]}},
        "stopTimeout": 60,
        "environment": [{"name": name, "value": task.variables[name]} for name in sorted(task.variables)],
        "secrets": [{"name": name, "valueFrom": task.secrets[name]} for name in sorted(task.secrets)],
        "mountPoints": [
            {"sourceVolume": "home", "containerPath": HOME},
            {"sourceVolume": "scratch", "containerPath": SCRATCH},
        ],
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": log.name,
                "awslogs-region": place.region,
                "awslogs-stream-prefix": task.name,
                "mode": "non-blocking",
            },
        },
        **(_listening() if task.listens else {}),
    }


def _listening() -> dict[str, Any]:
    command = ["CMD", "python", "-c", ALIVE.format(port=PORT)]
    return {
        "portMappings": [{"containerPort": PORT, "protocol": "tcp", "name": "http"}],
        "healthCheck": {"command": command, "interval": 15, "timeout": 5, "retries": 3, "startPeriod": 60},
    }
