"""Every key of the configuration changes what it says it changes."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from sophia_infra.config import KEYS
from sophia_plan.plan import Plan
from tests.conftest import LITE, MOVING, PAUSED


def _web(plan: Plan) -> dict[str, Any]:
    return plan.one("ecs.Service", "web").inputs


def _container(plan: Plan, name: str = "web") -> dict[str, Any]:
    (container,) = json.loads(plan.one("ecs.TaskDefinition", name).inputs["containerDefinitions"])
    return container


def _variables(plan: Plan) -> dict[str, str]:
    return {row["name"]: row["value"] for row in _container(plan)["environment"]}


def _capacity(plan: Plan) -> dict[str, dict[str, Any]]:
    return {row["capacityProvider"]: row for row in _web(plan)["capacityProviderStrategies"]}


def _database(plan: Plan) -> dict[str, Any]:
    return plan.one("rds.Instance", "database").inputs


def _floor(plan: Plan, name: str) -> dict[str, Any]:
    return plan.one("appautoscaling.ScheduledAction", name).inputs


def _tags(plan: Plan) -> dict[str, str]:
    (provider,) = plan.of("pulumi:providers:aws")
    return json.loads(provider.inputs["defaultTags"])["tags"]


def _transition(plan: Plan) -> int:
    uploads = plan.one("s3.BucketLifecycleConfiguration", "files").inputs["rules"][0]
    return uploads["transitions"][-1]["days"]


# What is looked at, and what it is for the guide's settings, for MOVING (large), LITE and PAUSED.
FELT: dict[str, tuple[Callable[[Plan], Any], Any, Any, Any, Any]] = {
    "environment": (lambda plan: _tags(plan)["environment"], *["production"] * 4),
    "region": (
        lambda plan: _container(plan)["logConfiguration"]["options"]["awslogs-region"],
        "us-east-1",
        "eu-central-1",
        "us-east-1",
        "us-east-1",
    ),
    "backend_url": (lambda plan: _variables(plan)["SOPHIA_PUBLIC_URL"], *["https://api.sophia-ai.com"] * 4),
    "profile": (lambda plan: _web(plan)["desiredCount"], 2, 3, 1, 0),
    "paused_profile": (
        lambda plan: _database(plan)["instanceClass"],
        "db.t4g.micro",
        "db.t4g.medium",
        "db.t4g.micro",
        "db.t4g.medium",
    ),
    "zone_name": (lambda plan: plan.one("route53.Record", "own-a").inputs["name"], *["api.sophia-ai.com"] * 4),
    "entrance": (lambda plan: plan.one("lb.LoadBalancer", "balancer").inputs["internal"], True, True, False, True),
    "image": (lambda plan: len(plan.of("docker-build:index:Image")), 1, 0, 1, 1),
    "alert_email": (
        lambda plan: {topic.inputs["endpoint"] for topic in plan.of("sns.TopicSubscription")},
        set(),
        {"ops@sophia-ai.com"},
        set(),
        set(),
    ),
    "cutover_host": (
        lambda plan: plan.one("acm.Certificate", "here").inputs.get("subjectAlternativeNames"),
        [],
        ["dashboards.sophia-ai.com"],
        [],
        [],
    ),
    "retool_host": (
        lambda plan: [
            record.inputs["records"] for record in plan.of("route53.Record") if record.name == "weighted-retool"
        ],
        [],
        [["acme.retool.test"]],
        [],
        [],
    ),
    "cutover_weight": (
        lambda plan: [
            row["weight"]
            for record in plan.of("route53.Record")
            for row in record.inputs.get("weightedRoutingPolicies", [])
        ],
        [],
        [90, 10],
        [],
        [],
    ),
    "generator": (lambda plan: len(plan.of("lb.TargetGroupAttachment")), 0, 1, 0, 0),
    "deployment": (
        lambda plan: _web(plan)["deploymentConfiguration"]["strategy"],
        "CANARY",
        "CANARY",
        "ROLLING",
        "BLUE_GREEN",
    ),
    "web_cpu": (lambda plan: plan.one("ecs.TaskDefinition", "web").inputs["cpu"], "256", "1024", "256", "1024"),
    "web_memory": (lambda plan: plan.one("ecs.TaskDefinition", "web").inputs["memory"], "1024", "2048", "1024", "2048"),
    "web_min": (lambda plan: plan.one("appautoscaling.Target", "web").inputs["minCapacity"], 2, 3, 1, 0),
    "web_max": (lambda plan: plan.one("appautoscaling.Target", "web").inputs["maxCapacity"], 6, 12, 2, 0),
    "web_on_demand": (lambda plan: _capacity(plan)["FARGATE"]["base"], 1, 2, 1, 0),
    "web_spot": (lambda plan: "FARGATE_SPOT" in _capacity(plan), True, True, False, True),
    "night_floor": (
        lambda plan: [
            action.inputs["scalableTargetAction"]["minCapacity"] for action in plan.of("appautoscaling.ScheduledAction")
        ],
        [2, 1],
        [3, 2],
        [1, 1],
        [],
    ),
    "timezone": (
        lambda plan: {action.inputs["timezone"] for action in plan.of("appautoscaling.ScheduledAction")},
        {"UTC"},
        {"Europe/Berlin"},
        {"UTC"},
        set(),
    ),
    "workers_max": (lambda plan: plan.one("appautoscaling.Target", "worker").inputs["maxCapacity"], 2, 6, 1, 0),
    "query_workers": (
        lambda plan: [service.inputs["desiredCount"] for service in plan.of("ecs.Service") if service.name == "query"],
        [],
        [2],
        [],
        [0],
    ),
    "database_class": (
        lambda plan: _database(plan)["instanceClass"],
        "db.t4g.micro",
        "db.t4g.medium",
        "db.t4g.micro",
        "db.t4g.medium",
    ),
    "database_storage": (lambda plan: _database(plan)["allocatedStorage"], 20, 100, 20, 100),
    "database_multi_az": (lambda plan: _database(plan)["multiAz"], True, True, False, True),
    "backup_days": (lambda plan: _database(plan)["backupRetentionPeriod"], 14, 14, 14, 14),
    "log_days": (
        lambda plan: {group.inputs["retentionInDays"] for group in plan.of("cloudwatch.LogGroup")},
        {30},
        {30},
        {30},
        {30},
    ),
    "archive_days": (_transition, 90, 90, 90, 90),
    "budget": (lambda plan: plan.one("budgets.Budget", "expected").inputs["limitAmount"], "84", "400", "60", "400"),
    "deploy_principal": (
        lambda plan: [role.inputs["name"] for role in plan.of("iam.Role") if role.name == "deploy"],
        [],
        ["sophia-deploy"],
        [],
        [],
    ),
    "model_provider": (lambda plan: _variables(plan).get("SOPHIA_MODEL_PROVIDER"), None, "anthropic", None, None),
    "model_name": (lambda plan: _variables(plan).get("SOPHIA_MODEL_NAME"), None, "model", None, None),
}
# Keys that no fixture above changes, with another value and what becomes of it.
CHANGED = {
    "environment": "staging",
    "backup_days": 30,
    "log_days": 7,
    "archive_days": 365,
    "backend_url": "https://bi.example.com",
}


def test_every_key_is_looked_at():
    assert set(FELT) == set(KEYS)


@pytest.mark.parametrize("key", FELT)
def test_a_key_is_felt_in_the_plan(plan, moving, lite, paused, key):
    look, *expected = FELT[key]
    assert [look(found) for found in (plan, moving, lite, paused)] == expected


def test_keys_that_no_profile_changes_are_felt_too(planned):
    given = planned(**{key: str(value) for key, value in CHANGED.items()})
    assert FELT["environment"][0](given) == "staging"
    assert FELT["backup_days"][0](given) == 30
    assert FELT["log_days"][0](given) == {7}
    assert _transition(given) == 365
    assert FELT["backend_url"][0](given) == "https://bi.example.com"
    assert given.outputs["ceo_dashboard_url"] == "https://bi.example.com/d/ceo-dashboard"
    assert FELT["zone_name"][0](given) == "bi.example.com"


def test_every_optional_key_is_set_in_one_of_the_fixtures():
    assert set(KEYS) - {"environment", "region", "backend_url"} <= set(CHANGED) | {
        *MOVING,
        *LITE,
        *PAUSED,
        *(key for key, (_, *values) in FELT.items() if len({str(value) for value in values}) > 1),
    }


def test_the_models_key_goes_into_the_parameter_store_and_nowhere_else(moving):
    assert moving.one("ssm.Parameter", "model-key").inputs["value"] == "made-up-key"
    assert moving.as_json().count("made-up-key") == 1
    assert {row["name"] for row in _container(moving)["secrets"]} == {"PGPASSWORD", "SOPHIA_MODEL_KEY"}
